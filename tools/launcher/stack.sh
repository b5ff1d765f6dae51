# shellcheck shell=bash
# A whole stack: up, down, status, env, logs, reset, one service.

SANITIZER=()
TEST_STACK=0 # 1: for tests, see suites.sh
TOOLS=$TOP/tools

cmd_up() {
    (($# == 0)) || die "Polecenie up nie ma argumentów (port: EURZAD_PORT)."
    PRESET=release
    PORT=${EURZAD_PORT:-8080}
    [[ $PORT =~ ^[0-9]{2,5}$ ]] || die "EURZAD_PORT ma być numerem portu."
    choose_state
    mkdir -p "$STATE/log"
    steps 8
    step "Sprawdzam pakiety Debiana…"
    packages build run
    step "Buduję programy…"
    build "$PRESET"
    stack_up
    say
    say "Lubuski e-Urząd działa:  http://127.0.0.1:$PORT/"
    say
    say "Konta demonstracyjne (Gmina Santok, hasło: demo):"
    say "  kancelaria sekretarz wojt kierownik referent administrator  – urząd: http://127.0.0.1:$PORT/eod"
    say "  obywatel                                                    – mieszkaniec: http://127.0.0.1:$PORT/konto"
    say "Wysłane wiadomości e-mail: $STATE/mail/new"
    say
    say "Dalej: ./eurzad test – sprawdzenie całości; ./eurzad logs – dzienniki; ./eurzad down – zatrzymanie."
}

# stack_up: from built programs to a healthy stack in $STATE on $PORT. Six steps of progress.
stack_up() {
    local name
    make_state
    lock_state
    use_programs "$PRESET"
    if ! as_service test -r "$TOP/tools/mailsink"; then
        mkdir -p "$STATE/programs/tools"
        cp -p "$TOP"/tools/{mailsink,demo-keys} "$STATE/programs/tools/" 2>/dev/null || true
        TOOLS=$STATE/programs/tools
    fi
    write_config
    write_stack_file

    step "Uruchamiam PostgreSQL i Redis…"
    init_pg
    start_service pg
    start_service redis

    step "Przygotowuję bazę danych…"
    setup_database

    step "Wczytuję słowniki i dane demonstracyjne…"
    load_data

    step "Wystawiam klucze pieczęci jednostek…"
    demo_keys

    trust_demo_root

    step "Uruchamiam programy…"
    for name in mailsink signer web soap jobs nginx; do
        if [[ $name =~ ^(signer|web|soap|jobs)$ && ! -x $BIN/eurzad-$name ]]; then
            warn "Nie zbudowano eurzad-$name."
            continue
        fi
        start_service "$name"
    done

    step "Czekam na gotowość…"
    wait_for 60 ready || {
        curl -sS -m 10 "http://127.0.0.1:$PORT/readyz" >&2 || true
        die "System nie zgłosił gotowości; dzienniki: $STATE/log"
    }
}
ready() { curl -fsS -o /dev/null -m 5 "http://127.0.0.1:$PORT/readyz" 2>/dev/null; }

admin() {
    as_service env "${SANITIZER[@]}" "$BIN/eurzad-admin" -c "$STATE/etc/eurzad.conf" "$@" 2>&1 | sed 's/^/      /'
}

# once NAME WHAT command…: runs again only when WHAT (any text) changed since it last succeeded.
once() {
    local mark=$STATE/etc/done-$1 what
    what=$(printf '%s' "$2" | sha256sum)
    shift 2
    [[ $(cat "$mark" 2>/dev/null) != "$what" ]] || return 0
    "$@" || return 1
    printf '%s\n' "$what" >"$mark"
}

setup_database() {
    local setup=$TOP/db/setup.sql
    # psql reads from stdin: the service user need not reach the checkout.
    once setup "$(sha256sum <"$setup")" psql_super -d postgres -f - <"$setup" ||
        die "Przygotowanie bazy (db/setup.sql) nie powiodło się."
    admin migrate || die "Migracja bazy nie powiodła się."
}

load_data() {
    once seed "$(cd "$SHARE/db" && find seed parametry -type f -exec sha256sum {} + | sort)" \
        admin seed || die "Wczytanie słowników nie powiodło się."
    once demo "$(sha256sum <"$BIN/eurzad-admin")" admin demo ||
        die "Wczytanie danych demonstracyjnych nie powiodło się."
    once partner "$(sha256sum <"$BIN/eurzad-admin")" demo_partner ||
        die "Zapisanie pokazowego systemu partnerskiego nie powiodło się."
}

# A system that may file into every unit from this machine, and fetch its receipts.
demo_partner() {
    admin partner add testowy_podmiot 'System pokazowy' 127.0.0.1 &&
        admin partner grant testowy_podmiot skrytka nadaj '*' &&
        admin partner grant testowy_podmiot poswiadczenia pobierz '*'
}

# A seal key for every unit, so that any of the 95 can be written to.
demo_keys() {
    local units=()
    if [[ ! -x $TOOLS/demo-keys ]]; then
        warn "Brak tools/demo-keys: pieczęcie nie zadziałają."
        return
    fi
    mapfile -t units < <(sed 1d "$SHARE/db/seed/jst.csv" | cut -d';' -f1,4 | tr ';' '\n')
    once keys "$(cat "$TOOLS/demo-keys") ${units[*]}" make_demo_keys "${units[@]}" ||
        die "Wystawienie kluczy nie powiodło się; szczegóły: $STATE/log/demo-keys.log"
}
make_demo_keys() {
    as_service env HOME="$STATE/tmp" TMPDIR="$STATE/tmp" "$TOOLS/demo-keys" -t "$STATE/trust" "$STATE/keys" "$@" \
        >>"$STATE/log/demo-keys.log" 2>&1
}

# The root of the demonstration vouches for the offices' seals and for their time stamps.
trust_demo_root() {
    once trust "$(cd "$STATE/trust" && find . -type f -exec sha256sum {} + | sort)" import_demo_root ||
        die "Zapisanie zaufanych certyfikatów nie powiodło się."
}
import_demo_root() {
    admin trust import-dir "$STATE/trust" --purpose wlasny && admin trust import-dir "$STATE/trust" --purpose tsa
}

cmd_down() {
    choose_state
    if [[ ! -d $STATE/run ]]; then
        say "Nic nie działa."
        return
    fi
    read_stack_file
    lock_state
    stack_down
    say "Zatrzymano. Dane zostają w $STATE."
}
stack_down() {
    local i
    for ((i = ${#SERVICES[@]} - 1; i >= 0; i--)); do stop_service "${SERVICES[i]}"; done
}

cmd_status() {
    local name pid rss
    choose_state
    read_stack_file
    printf '%-10s %-9s %8s %9s\n' usługa stan pid "pamięć kB"
    for name in "${SERVICES[@]}"; do
        if pid=$(service_pid "$name"); then
            rss=$(session_memory "$pid")
            printf '%-9s %-9s %8s %9s\n' "$name" działa "$pid" "$rss"
        else
            printf '%-9s %-9s %8s %9s\n' "$name" stoi - -
        fi
    done
    if ready; then
        say "Gotowy: http://127.0.0.1:$PORT/"
    else
        say "Niegotowy (http://127.0.0.1:$PORT/readyz)."
        return 1
    fi
}
# Resident memory of a service with its workers; shared pages are counted for each.
session_memory() { ps -o rss= -s "$1" --ppid "$1" 2>/dev/null | awk '{ n += $1 } END { print n + 0 }'; }

# For a shell: eval "$(./eurzad env)".
cmd_env() {
    local key value
    choose_state
    [[ -f $STATE/etc/stack ]] || die "Nie ma środowiska w $STATE: najpierw ./eurzad up."
    read_stack_file
    stack_env | while IFS='=' read -r key value; do printf '%s=%q\n' "$key" "$value"; done
}
# KEY=VALUE, the value as it is to the end of the line.
stack_env() {
    cat <<END
EURZAD_URL=http://127.0.0.1:$PORT
EURZAD_SOAP_URL=http://127.0.0.1:$PORT/soap
PGHOST=$STATE/run
PGPORT=5432
PGDATABASE=eurzad
PGUSER=eurzad_owner
REDIS_SOCKET=$STATE/run/redis.sock
EURZAD_ADMIN=$BIN/eurzad-admin -c $STATE/etc/eurzad.conf
EURZAD_TRUST=$STATE/trust
EURZAD_CONF=$STATE/etc/eurzad.conf
EURZAD_STATE=$STATE
EURZAD_WEB_SOCKET=$STATE/run/web.sock
EURZAD_SOAP_SOCKET=$STATE/run/soap.sock
EURZAD_SIGNER_SOCKET=$STATE/run/signer.sock
EURZAD_MAIL=$STATE/mail
EURZAD_SHARE=$SHARE
EURZAD_BIN=$BIN
END
}

cmd_logs() {
    local files=()
    choose_state
    if (($# > 0)); then
        [[ -f $STATE/log/$1.log ]] || die "Nie ma dziennika „$1” w $STATE/log."
        files=("$STATE/log/$1.log")
    else
        files=("$STATE"/log/*.log)
    fi
    exec tail -n 20 -F "${files[@]}"
}

cmd_reset() {
    local answer
    choose_state
    if [[ ! -d $STATE ]]; then
        say "Nie ma czego usuwać."
        return
    fi
    if [[ ${1:-} != --yes ]]; then
        read -r -p "Usunąć wszystkie dane z $STATE? Wpisz „tak”: " answer || true
        [[ $answer == tak ]] || die "Nic nie usunięto."
    fi
    read_stack_file
    lock_state
    stack_down
    remove_state
    say "Usunięto $STATE."
}
# Only a folder that we made is ever deleted.
remove_state() {
    [[ -f $STATE/etc/stack && -d $STATE/run ]] || die "$STATE nie wygląda na katalog danych e-Urzędu."
    rm -rf -- "$STATE"
    [[ ! -L $TOP/var || -e $TOP/var ]] || rm -f -- "$TOP/var"
}

cmd_service() {
    local action=${1:-} name=${2:-}
    choose_state
    [[ -f $STATE/etc/stack ]] || die "Nie ma środowiska w $STATE: najpierw ./eurzad up."
    [[ " ${SERVICES[*]} " == *" $name "* ]] || die "Usługi: ${SERVICES[*]}"
    read_stack_file
    [[ $PRESET != asan ]] || sanitizer_options
    [[ ! -d $STATE/programs/tools ]] || TOOLS=$STATE/programs/tools
    case $action in
        pid) service_pid "$name" && echo ;;
        start) lock_state && start_service "$name" ;;
        stop) lock_state && stop_service "$name" ;;
        restart) lock_state && stop_service "$name" && start_service "$name" ;;
        kill) kill_service "$name" ;;
        *) die "Działania: start stop restart kill pid" ;;
    esac
}
# The worst case: the whole session of the service dies at once.
kill_service() {
    local pid
    pid=$(service_pid "$1") || die "Usługa $1 nie działa."
    kill -KILL -- "-$pid"
    wait_for 5 not_running "$1"
}
