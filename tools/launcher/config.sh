# shellcheck shell=bash
# The state folder and the configuration files in it, all made anew by each `up`.

# choose_state: sets STATE. `var/` of the checkout, unless the service user cannot reach it or socket paths would be
# too long for sockaddr_un; then a folder of our own below /var/tmp, with var/ as a link to it.
choose_state() {
    local away
    STATE=${EURZAD_STATE:-$TOP/var}
    if [[ -z ${EURZAD_STATE:-} && ! -e $TOP/var ]]; then
        if ! as_service test -x "$TOP" || ((${#STATE} > 70)); then
            away=/var/tmp/eurzad-$(printf '%s' "$TOP" | sha256sum | cut -c1-12)
            mkdir -m 755 "$away" 2>/dev/null || [[ -d $away && ! -L $away && -O $away ]] ||
                die "$away należy do kogoś innego; wskaż katalog danych przez EURZAD_STATE."
            ln -sfn "$away" "$TOP/var"
        fi
    fi
    [[ -e $STATE ]] && STATE=$(readlink -f -- "$STATE")
    STATE_LOG=$STATE/log
}

make_state() {
    local dir
    mkdir -p "$STATE"
    STATE=$(readlink -f -- "$STATE")
    STATE_LOG=$STATE/log
    ((${#STATE} <= 80)) || die "Ścieżka $STATE jest za długa dla gniazd unixowych."
    mkdir -p "$STATE"/{etc,pg,redis,run,log,mail,keys,trust,cache,tmp}
    as_service test -x "$STATE/etc" || die "Użytkownik $SERVICE_USER nie ma dostępu do $STATE."
    for dir in pg redis run keys tmp; do chmod 700 "$STATE/$dir"; done
    for dir in pg redis run log mail keys trust cache tmp; do
        [[ $EUID -ne 0 ]] || chown "$SERVICE_USER:$SERVICE_GROUP" "$STATE/$dir"
    done
}

# fill TEMPLATE TARGET NAME=value…: replaces each @NAME@; a name left over is our mistake.
fill() {
    local text pair target=$2
    text=$(cat "$1")
    shift 2
    for pair in "$@"; do
        text=${text//"@${pair%%=*}@"/"${pair#*=}"}
    done
    [[ ! $text =~ @[A-Z_]+@ ]] || die "W szablonie ${target##*/} został znacznik ${BASH_REMATCH[0]}."
    write_if_changed "$target" "$text"
}

# An unchanged file keeps its time, so nothing is restarted for it.
write_if_changed() {
    if [[ ! -f $1 || $(cat "$1") != "$2" ]]; then
        printf '%s\n' "$2" >"$1.new"
        mv -f "$1.new" "$1"
    fi
}

# The uids that may ask the signer: the services and whoever runs eurzad-admin by hand.
signer_uids() {
    local service
    service=$(id -u "$SERVICE_USER")
    if ((service == EUID)); then printf '%s' "$service"; else printf '%s,%s' "$service" "$EUID"; fi
}

# People of a test stack are made up and log in thousands of times; the memory of a sanitizer is no measure of the program's.
test_config() {
    [[ $TEST_STACK != 1 || $PRESET != asan ]] || printf '\npassword_memory = 64\nworker_memory = 0'
}

write_config() {
    write_if_changed "$STATE/etc/eurzad.conf" "# Written by ./eurzad; changes are lost at the next start.
public_url = http://127.0.0.1:$PORT
db = host='$STATE/run' dbname=eurzad
redis_socket = $STATE/run/redis.sock
web_socket = $STATE/run/web.sock
soap_socket = $STATE/run/soap.sock
signer_socket = $STATE/run/signer.sock
share_dir = $SHARE
cookie_secure = no
totp_required = no
jrwa_niepotwierdzone = yes
smtp_url = smtp://localhost
smtp_socket = $STATE/run/smtp.sock
mail_from = nie-odpowiadaj@eurzad.example
signer_keys = $STATE/keys
signer_log = $STATE/log/signer-keys.jsonl
tsa_state = $STATE/keys/tsa.state
signer_uids = $(signer_uids)
trust_dir = $STATE/trust
fetch_loopback = yes$(test_config)"

    write_if_changed "$STATE/etc/redis.conf" "port 0
unixsocket \"$STATE/run/redis.sock\"
unixsocketperm 700
dir \"$STATE/redis\"
daemonize no
save \"\"
appendonly no
maxmemory 128mb
maxmemory-policy volatile-ttl
user default on nopass ~* &* +@all -@admin -@dangerous -@scripting +info"

    write_if_changed "$STATE/etc/postgresql.conf" "listen_addresses = ''
unix_socket_directories = '$STATE/run'
unix_socket_permissions = 0770
max_connections = 100
shared_buffers = 128MB
wal_compression = on
max_wal_size = 512MB
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
log_min_duration_statement = 1000
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
log_line_prefix = '%m [%p] %u '"

    write_nginx
}

# Every nginx template is filled the same way here and by `cmake --install` (tools/cmake/install.cmake).
write_nginx() {
    local name dir=$STATE/etc/nginx
    local values=(
        "EURZAD_RUN=$STATE/run" "EURZAD_SHARE=$SHARE" "EURZAD_NGINX=$dir" "EURZAD_CACHE=$STATE/cache"
        "EURZAD_LOG=$STATE/log" "EURZAD_TMP=$STATE/tmp" "EURZAD_PORT=$PORT"
        "EURZAD_MAX_BODY=33554432"
        # One machine makes all requests here, the tests and the benchmarks too: the limits are there but far away.
        "EURZAD_RATE_ALL=500000r/s" "EURZAD_RATE_POST=20000r/s"
    )
    mkdir -p "$dir"
    for name in nginx eurzad-http eurzad-site eurzad-locations; do
        fill "$TOP/nginx/$name.conf.in" "$dir/$name.conf" "${values[@]}"
    done
    cp -u "$TOP/nginx/eurzad-fastcgi.conf" "$dir/"
    mkdir -p "$dir/bledy"
    cp -u "$TOP"/nginx/bledy/* "$dir/bledy/"
}

# What later calls (down, env, service …) must know about this stack.
write_stack_file() {
    write_if_changed "$STATE/etc/stack" "PRESET=$PRESET
PORT=$PORT
TEST=$TEST_STACK"
}
read_stack_file() {
    local key value
    PRESET=release
    PORT=${EURZAD_PORT:-8080}
    while IFS='=' read -r key value; do
        case $key in
            PRESET) PRESET=$value ;;
            PORT) PORT=$value ;;
            TEST) TEST_STACK=$value ;;
        esac
    done < <(cat "$STATE/etc/stack" 2>/dev/null)
    BIN=$TOP/build/$PRESET/bin
    SHARE=$TOP/build/$PRESET/share
    if [[ -d $STATE/programs ]]; then
        BIN=$STATE/programs/bin
        SHARE=$STATE/programs/share
    fi
}
