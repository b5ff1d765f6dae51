# shellcheck shell=bash
# Tests and benchmarks, each run on a throw-away stack of its own. A suite is the ctest label of the same name; each
# test prints TAP, so the last line counts cases, not programs.

# The stories of the browser come first, on a quiet desk; page ends with many letters and killed programs.
SUITES=(browser soap db page unit fuzz)
# Only by name: boot installs the release and starts a machine of its own.
MORE_SUITES=(boot removal)

# Any report of a sanitizer ends the process that made it and leaves a file, which fails the run.
sanitizer_options() {
    SANITIZER=(
        "ASAN_OPTIONS=detect_leaks=0:abort_on_error=0:exitcode=99:allocator_may_return_null=1:log_path=$STATE/log/asan"
        "UBSAN_OPTIONS=print_stacktrace=1:log_path=$STATE/log/ubsan"
    )
}

free_port() {
    local port=$((18080 + $$ % 800)) tries
    for ((tries = 0; tries < 800; tries++, port++)); do
        (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || {
            printf '%s' "$port"
            return
        }
    done
    die "Nie ma wolnego portu."
}

# throwaway_stack PRESET: a stack that is gone when the launcher ends, however it ends.
throwaway_stack() {
    local pair
    PRESET=$1
    PORT=${EURZAD_TEST_PORT:-$(free_port)}
    STATE=$(mktemp -d /var/tmp/eurzad-test.XXXXXX)
    chmod 755 "$STATE"
    trap throwaway_end EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
    [[ $PRESET != asan ]] || sanitizer_options
    stack_up
    # A second unit with people of its own (FX_OTHER_JST): what one unit has, the other must not see.
    admin demo 0803012 inna- || die "Nie udało się założyć drugiej jednostki testowej."
    unlock_state # tests restart services through `eurzad service`
    while IFS= read -r pair; do export "${pair?}"; done < <(stack_env)
    export EURZAD_LAUNCHER=$TOP/eurzad
}
throwaway_end() {
    local status=$?
    trap - EXIT INT TERM HUP
    set +e
    if [[ ${EURZAD_KEEP:-0} == 1 ]]; then
        say "Środowisko zostaje: EURZAD_STATE=$STATE $TOP/eurzad status|env|down|reset"
    else
        (stack_down)
        rm -rf -- "$STATE"
    fi
    exit "$status"
}

cmd_test() {
    local suite results status=0
    for suite in "$@"; do
        [[ " ${SUITES[*]} ${MORE_SUITES[*]} " == *" $suite "* ]] ||
            die "Nie ma zestawu „$suite”. Są: ${SUITES[*]} ${MORE_SUITES[*]}"
    done
    (($# == 0)) && set -- "${SUITES[@]}"
    mkdir -p "$TOP/build"
    STATE_LOG=$TOP/build
    steps 9
    step "Sprawdzam pakiety Debiana…"
    packages build run test
    step "Buduję programy z kontrolą pamięci (ASan, UBSan)…"
    build asan
    [[ " $* " != *" fuzz "* ]] || build fuzz
    # unit looks at what is installed, boot runs it; the optimising compiler warns of more, too
    [[ " $* " != *" unit "* && " $* " != *" boot "* ]] || build release
    throwaway_stack asan
    step "Sprawdzam: $*"
    results=$STATE/tmp/results
    mkdir -p "$results"
    for suite in "$@"; do
        run_suite "$suite" "$results"
    done
    /usr/bin/python3 -B "$TOP/tests/support/summary.py" "$results" "$STATE/log" "$@" || status=1
    exit "$status"
}

run_suite() {
    local suite=$1 results=$2 jobs=1
    if [[ $suite == fuzz ]]; then
        say "      fuzz…"
        run_fuzz "$results"
        return
    fi
    [[ $suite != browser && $suite != unit ]] || node_packages
    [[ $suite != unit ]] || jobs=$(nproc)
    say "      $suite…"
    # The verdict comes from the summary: ctest's own status says less.
    env "${TEST_SANITIZER[@]}" CMOCKA_MESSAGE_OUTPUT=TAP CTEST_OUTPUT_ON_FAILURE=0 \
        ctest --test-dir "$TOP/build/asan" -L "^$suite\$" --output-junit "$results/$suite.xml" \
        --test-output-size-passed 4000000 --test-output-size-failed 4000000 --timeout 900 -j "$jobs" \
        >"$results/$suite.log" 2>&1 || true
}
TEST_SANITIZER=(
    "ASAN_OPTIONS=detect_leaks=1:allocator_may_return_null=1"
    "LSAN_OPTIONS=suppressions=$TOP/tests/support/lsan.supp:print_suppressions=0"
    "UBSAN_OPTIONS=print_stacktrace=1"
)

# A smoke test with bounds: each harness replays its seeds (tests/fuzz/seeds/NAME) and goes on for as many inputs as
# tests/fuzz/runs says, times EURZAD_FUZZ_TIMES, always the same ones: time decides nothing. With EURZAD_FUZZ_CORPUS, a
# folder, what is found is kept there and later runs begin with it and go other ways (how to run long). An input that breaks
# a harness stays in build/fuzz and belongs among the seeds afterwards.
run_fuzz() {
    local results=$1 harness name number=0
    export TOP STATE EURZAD_FUZZ_CORPUS EURZAD_FUZZ_TIMES
    export -f fuzz_one
    # shellcheck disable=SC2016
    printf '%s\0' "$TOP"/build/fuzz/bin/fuzz_* |
        env "${TEST_SANITIZER[@]}" xargs -0 -n 1 -P "$(nproc)" bash -c 'fuzz_one "$1" "$2"' fuzz "$results"
    for harness in "$TOP"/build/fuzz/bin/fuzz_*; do
        name=${harness##*/}
        number=$((number + 1))
        if [[ -f $results/$name.good ]]; then
            printf 'ok %d - %s\n' "$number" "$name"
        else
            sed 's/^/# /' "$results/$name.log" | tail -n 60
            printf 'not ok %d - %s\n' "$number" "$name"
        fi >>"$results/fuzz.tap"
    done
}

# fuzz_one RESULTS HARNESS: writes NAME.log, and NAME.good when nothing broke.
fuzz_one() {
    local results=$1 harness=$2 name=${2##*/} runs corpus options=(-seed=1)
    runs=$(awk -v name="$name" '$1 == name { print $2 }' "$TOP/tests/fuzz/runs")
    corpus=$STATE/tmp/corpus/$name
    if [[ -n ${EURZAD_FUZZ_CORPUS:-} ]]; then
        corpus=$EURZAD_FUZZ_CORPUS/$name
        options=()
    fi
    mkdir -p "$corpus"
    options+=("$corpus")
    [[ ! -d $TOP/tests/fuzz/seeds/$name ]] || options+=("$TOP/tests/fuzz/seeds/$name")
    [[ ! -f $TOP/tests/fuzz/$name.dict ]] || options+=("-dict=$TOP/tests/fuzz/$name.dict")
    cd "$STATE/tmp" && "$harness" -runs=$((${runs:-20000} * ${EURZAD_FUZZ_TIMES:-1})) -timeout=60 -rss_limit_mb=2048 \
        -print_final_stats=1 "-artifact_prefix=$TOP/build/fuzz/$name-" "${options[@]}" >"$results/$name.log" 2>&1 &&
        touch "$results/$name.good"
    return 0
}

# npm packages of the browser suite and of the corpus of signed documents (unit), exact versions from tests/package.json.
node_packages() {
    local mark=$TOP/tests/node_modules/.installed want
    want=$(sha256sum <"$TOP/tests/package.json")
    [[ $(cat "$mark" 2>/dev/null) != "$want" ]] || return 0
    say "      pakiety npm…"
    (cd "$TOP/tests" && npm install --no-package-lock --ignore-scripts --no-audit --no-fund --loglevel=error) ||
        die "Nie udało się zainstalować pakietów npm z tests/package.json."
    printf '%s\n' "$want" >"$mark"
}

cmd_bench() {
    local name file found=0
    mkdir -p "$TOP/build"
    STATE_LOG=$TOP/build
    steps 9
    step "Sprawdzam pakiety Debiana…"
    packages build run test
    step "Buduję programy…"
    build release
    throwaway_stack release
    step "Mierzę…"
    for file in "$TOP"/tests/bench/*; do
        name=${file##*/}
        name=${name%.*}
        [[ -f $file && -x $file ]] || continue
        (($# == 0)) || [[ " $* " == *" $name "* ]] || continue
        found=1
        say "---- $name"
        "$file" || warn "$name: nie zmieścił się w granicy albo się nie udał."
    done
    ((found == 1)) || die "Nie ma takich pomiarów w tests/bench."
}
