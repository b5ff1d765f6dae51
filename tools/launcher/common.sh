# shellcheck shell=bash
# Messages, privileges and processes. A service is known by $STATE/run/NAME.pid: its pid and start time, so that a
# number used again by the system is never taken for ours.

step_now=0
step_all=0

say() { printf '%s\n' "$*"; }
warn() { printf 'Uwaga: %s\n' "$*" >&2; }
die() {
    printf 'Błąd: %s\n' "$*" >&2
    exit 1
}

steps() {
    step_now=0
    step_all=$1
}
step() {
    step_now=$((step_now + 1))
    say "[$step_now/$step_all] $*"
}

as_root() {
    if [[ $EUID -eq 0 ]]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo -- "$@"
    else
        die "Do tego kroku potrzebne są prawa administratora: uruchom jako root albo zainstaluj sudo."
    fi
}

# Services never run as root. A user's own services run as that user.
if [[ $EUID -eq 0 ]]; then
    SERVICE_USER=nobody
    SERVICE_GROUP=nogroup
    AS_SERVICE=(setpriv "--reuid=$SERVICE_USER" "--regid=$SERVICE_GROUP" --clear-groups --)
else
    SERVICE_USER=$(id -un)
    SERVICE_GROUP=$(id -gn)
    AS_SERVICE=()
fi
as_service() { (cd / && exec "${AS_SERVICE[@]}" "$@"); }

# Prints the start time of a live process, fails for a dead one or a zombie.
started_at() {
    local stat
    stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
    stat=${stat##*) }
    # shellcheck disable=SC2086 # fields of /proc/PID/stat after the name: state is 1st, start time 20th
    set -- $stat
    [[ $1 != Z ]] && printf '%s' "${20}"
}

# Prints the pid of a running service, fails when it does not run.
service_pid() {
    local pid start
    read -r pid start 2>/dev/null <"$STATE/run/$1.pid" || return 1
    [[ $(started_at "$pid") == "$start" ]] || return 1
    printf '%s' "$pid"
}

# spawn NAME command…: a session of its own, log in $STATE/log/NAME.log, unprivileged.
spawn() {
    local name=$1 log=$STATE/log/$1.log pid
    shift
    if [[ -f $log && $(stat -c %s "$log") -gt 50000000 ]]; then
        mv -f "$log" "$log.1"
    fi
    (
        cd "$STATE/tmp" || exit 1
        # Standard files of our own only: a lock or a pipe of the caller must not live on in a service.
        for fd in /proc/self/fd/*; do
            fd=${fd##*/}
            if ((fd > 2)); then eval "exec $fd>&-" 2>/dev/null || true; fi
        done
        exec setsid "${AS_SERVICE[@]}" env "HOME=$STATE/tmp" "TMPDIR=$STATE/tmp" LC_ALL=C.UTF-8 "$@" \
            </dev/null >>"$log" 2>&1
    ) &
    pid=$!
    printf '%s %s\n' "$pid" "$(started_at "$pid")" >"$STATE/run/$name.pid"
    disown "$pid" 2>/dev/null || true
}

# stop_process NAME SIGNAL: asks, waits, then ends the whole session of the service.
stop_process() {
    local name=$1 signal=$2 pid
    if pid=$(service_pid "$name"); then
        kill "-$signal" "$pid" 2>/dev/null || true
        if ! wait_for 15 not_running "$name"; then
            warn "Usługa $name nie kończy się, przerywam."
            kill -KILL -- "-$pid" 2>/dev/null || kill -KILL "$pid" 2>/dev/null || true
            wait_for 5 not_running "$name" || die "Nie można zatrzymać usługi $name (pid $pid)."
        fi
        kill -KILL -- "-$pid" 2>/dev/null || true # workers that outlived their master
    fi
    rm -f "$STATE/run/$name.pid" "$STATE/run/$name.stamp"
}
not_running() { ! service_pid "$1" >/dev/null; }

# wait_for SECONDS command…
wait_for() {
    local end=$((SECONDS + $1))
    shift
    until "$@"; do
        ((SECONDS < end)) || return 1
        sleep 0.05
    done
}

# One launcher at a time on one state folder. Wait silently; services do not inherit the lock.
lock_state() {
    exec {state_lock}>"$STATE/.lock"
    flock "$state_lock"
}
unlock_state() { exec {state_lock}>&-; }
