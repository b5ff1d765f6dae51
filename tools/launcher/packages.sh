# shellcheck shell=bash
# Debian packages from tools/packages/*.txt: one package a line, then optionally a command which, when present,
# makes the package unnecessary.

PG_BIN=/usr/lib/postgresql/15/bin
PG_DICTIONARY=/usr/share/postgresql/15/tsearch_data/pl_pl.dict

# packages_missing LIST…
packages_missing() {
    local list name command have
    have=$'\n'$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' | sed -n 's/^installed //p')$'\n'
    for list in "$@"; do
        while read -r name command; do
            [[ -z $name || $name == \#* ]] && continue
            [[ $have == *$'\n'"$name"$'\n'* ]] && continue
            [[ -n $command ]] && command -v "$command" >/dev/null && continue
            printf '%s\n' "$name"
        done <"$TOP/tools/packages/$list.txt"
    done | sort -u
}

# packages LIST…: installs what is missing; services of the packages are not started.
packages() {
    local missing guard=/usr/sbin/policy-rc.d
    mapfile -t missing < <(packages_missing "$@")
    if ((${#missing[@]} > 0)); then
        command -v apt-get >/dev/null || die "Potrzebny jest Debian 12; brakuje pakietów: ${missing[*]}"
        say "      brakuje ${#missing[@]}: ${missing[*]}"
        if [[ ! -e $guard ]]; then
            printf '#!/bin/sh\nexit 101\n' | as_root sh -c "cat >$guard && chmod 755 $guard"
            trap 'as_root rm -f /usr/sbin/policy-rc.d' EXIT
        else
            guard=
        fi
        with_progress "$STATE_LOG/packages.log" as_root apt-get update -q ||
            die "Nie udało się odświeżyć listy pakietów ($STATE_LOG/packages.log)."
        with_progress "$STATE_LOG/packages.log" as_root env DEBIAN_FRONTEND=noninteractive \
            apt-get install -y -q --no-install-recommends "${missing[@]}" ||
            die "Nie udało się zainstalować pakietów ($STATE_LOG/packages.log)."
        if [[ -n $guard ]]; then
            as_root rm -f "$guard"
            trap - EXIT
        fi
    fi
    # Polish full text search: the link is made once a machine, by root.
    if [[ ! -e $PG_DICTIONARY ]] && command -v pg_updatedicts >/dev/null; then
        as_root pg_updatedicts >/dev/null 2>&1 || true
        [[ -e $PG_DICTIONARY ]] || die "Brak polskiego słownika PostgreSQL ($PG_DICTIONARY; pakiet hunspell-pl)."
    fi
}

# with_progress LOG command…: everything goes to LOG, a line every few seconds to the screen; on failure its end.
with_progress() {
    local log=$1 next=$((SECONDS + 3)) line
    shift
    if "$@" 2>&1 | while IFS= read -r line; do
        printf '%s\n' "$line"
        if ((SECONDS >= next)); then
            printf '      %.110s\n' "$line" >&2
            next=$((SECONDS + 5))
        fi
    done >>"$log"; then
        return 0
    fi
    printf -- '---- %s ----\n' "$log" >&2
    tail -n 40 "$log" >&2
    return 1
}
