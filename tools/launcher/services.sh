# shellcheck shell=bash
# The eight services of one stack: how each is started, asked whether it is up, and stopped.

SERVICES=(pg redis mailsink signer web soap jobs nginx)

start_service() {
    local name=$1 stamp
    if [[ $name == pg ]]; then
        start_pg
        return
    fi
    stamp=$(fingerprint "$name")
    if service_pid "$name" >/dev/null; then
        [[ $(cat "$STATE/run/$name.stamp" 2>/dev/null) != "$stamp" ]] || return 0
        if [[ $name == nginx ]]; then
            reload_nginx
            printf '%s\n' "$stamp" >"$STATE/run/$name.stamp"
            return
        fi
        stop_service "$name"
    fi
    case $name in
        redis) spawn redis redis-server "$STATE/etc/redis.conf" ;;
        mailsink) spawn mailsink /usr/bin/python3 -B "$TOOLS/mailsink" "$STATE/run/smtp.sock" "$STATE/mail" ;;
        signer | web | soap | jobs)
            spawn "$name" env "${SANITIZER[@]}" "$BIN/eurzad-$name" -c "$STATE/etc/eurzad.conf"
            ;;
        nginx) spawn nginx nginx -e "$STATE/log/nginx-error.log" -c "$STATE/etc/nginx/nginx.conf" ;;
        *) die "Nie ma usługi „$name”. Są: ${SERVICES[*]}" ;;
    esac
    wait_for 30 service_up "$name" || die_with_log "$name"
    printf '%s\n' "$stamp" >"$STATE/run/$name.stamp"
}

# Changes when the program, its configuration or the files it read at start change.
fingerprint() {
    case $1 in
        redis) cat "$STATE/etc/redis.conf" ;;
        mailsink) cat "$TOOLS/mailsink" ;;
        nginx) cat "$STATE"/etc/nginx/*.conf ;;
        signer | jobs) stat -Lc '%Y %s' "$BIN/eurzad-$1" && cat "$STATE/etc/eurzad.conf" ;;
        web | soap)
            stat -Lc '%Y %s' "$BIN/eurzad-$1" && cat "$STATE/etc/eurzad.conf"
            find -L "$SHARE" -type f -not -path '*/db/*' -printf '%p %T@ %s\n' | sort
            ;;
    esac | sha256sum
}

# A service is up when its process lives and its socket answers; jobs has none.
service_up() {
    service_pid "$1" >/dev/null || die_with_log "$1"
    case $1 in
        redis) socket_answers "$STATE/run/redis.sock" ;;
        mailsink) socket_answers "$STATE/run/smtp.sock" ;;
        signer | web | soap) socket_answers "$STATE/run/$1.sock" ;;
        jobs) true ;;
        nginx) (exec 3<>"/dev/tcp/127.0.0.1/$PORT") 2>/dev/null ;;
    esac
}
socket_answers() {
    [[ -S $1 ]] && /usr/bin/python3 -c 'import socket,sys
socket.socket(socket.AF_UNIX).connect(sys.argv[1])' "$1" 2>/dev/null
}

die_with_log() {
    printf -- '---- %s ----\n' "$STATE/log/$1.log" >&2
    tail -n 25 "$STATE/log/$1.log" >&2 || true
    [[ $1 != nginx ]] || tail -n 5 "$STATE/log/nginx-error.log" >&2 || true
    die "Usługa $1 nie wystartowała."
}

stop_service() {
    case $1 in
        pg) stop_pg ;;
        nginx | redis | mailsink | signer | web | soap | jobs) stop_process "$1" TERM ;;
        *) die "Nie ma usługi „$1”. Są: ${SERVICES[*]}" ;;
    esac
}

reload_nginx() {
    as_service nginx -t -q -e "$STATE/log/nginx-error.log" -c "$STATE/etc/nginx/nginx.conf" ||
        die "Konfiguracja nginx jest błędna."
    kill -HUP "$(service_pid nginx)"
}

# ---- PostgreSQL ----

init_pg() {
    [[ -s $STATE/pg/PG_VERSION ]] && return
    rm -rf "${STATE:?}/pg"/*
    as_service "$PG_BIN/initdb" -D "$STATE/pg" -U postgres -A trust --no-sync --data-checksums --no-instructions \
        --encoding=UTF8 --locale=C.UTF-8 --locale-provider=icu --icu-locale=pl-PL >"$STATE/log/initdb.log" 2>&1 ||
        {
            tail -n 20 "$STATE/log/initdb.log" >&2
            die "Nie udało się założyć bazy PostgreSQL."
        }
    # The socket lies in a folder only the service user can enter: whoever reaches it is us.
    printf 'local all all trust\n' | as_service sh -c "cat >'$STATE/pg/pg_hba.conf'"
    printf "include '%s'\n" "$STATE/etc/postgresql.conf" | as_service sh -c "cat >>'$STATE/pg/postgresql.conf'"
}

start_pg() {
    local stamp
    stamp=$(sha256sum <"$STATE/etc/postgresql.conf")
    if service_pid pg >/dev/null; then
        [[ $(cat "$STATE/run/pg.stamp" 2>/dev/null) != "$stamp" ]] || return 0
        stop_pg
    fi
    # After kill -9 the old postmaster may stay a zombie, and PostgreSQL would take it for alive.
    wait_for 10 pg_gone || die "Procesy poprzedniego PostgreSQL nie kończą się ($STATE/pg)."
    rm -f "$STATE/pg/postmaster.pid" "$STATE/run/.s.PGSQL.5432.lock"
    spawn pg "$PG_BIN/postgres" -D "$STATE/pg"
    wait_for 60 pg_answers || die_with_log pg
    printf '%s\n' "$stamp" >"$STATE/run/pg.stamp"
}
pg_answers() {
    service_pid pg >/dev/null || die_with_log pg
    as_service "$PG_BIN/pg_isready" -q -h "$STATE/run" -d postgres -U postgres
}
# SIGINT is PostgreSQL's fast shutdown: sessions end, data is written.
stop_pg() { stop_process pg INT; }

# Backends outlive a killed postmaster for a moment; a new one must not find them.
pg_gone() { ! readlink /proc/[0-9]*/cwd 2>/dev/null | grep -qxF "$STATE/pg"; }

psql_super() {
    as_service env PGOPTIONS="-c client_min_messages=warning" \
        psql -X -q -v ON_ERROR_STOP=1 -h "$STATE/run" -U postgres "$@"
}
