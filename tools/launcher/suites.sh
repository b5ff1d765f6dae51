# shellcheck shell=bash
# Tests and benchmarks, each run on a throw-away stack of its own. A suite is the ctest label of the same name; each
# test prints TAP, so the last line counts cases, not programs.

# The stories of the browser come first, on a quiet desk; page ends with many letters and killed programs.
SUITES=(browser soap db page unit fuzz)

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
        [[ " ${SUITES[*]} " == *" $suite "* ]] || die "Nie ma zestawu „$suite”. Są: ${SUITES[*]}"
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

# A smoke test with bounds: each harness first replays its seeds (tests/fuzz/seeds/NAME) and what earlier runs found, then
# goes on for EURZAD_FUZZ_RUNS inputs or EURZAD_FUZZ_SECONDS, whichever ends first; -1 runs is no bound. An
# input that breaks it stays in build/fuzz and belongs among the seeds afterwards.
run_fuzz() {
    local results=$1 harness name number=0 word corpus dirs dictionary
    local seconds=${EURZAD_FUZZ_SECONDS:-10} runs=${EURZAD_FUZZ_RUNS:-20000}
    for harness in "$TOP"/build/fuzz/bin/fuzz_*; do
        [[ -x $harness ]] || continue
        name=${harness##*/}
        number=$((number + 1))
        corpus=$TOP/build/fuzz/corpus/$name
        mkdir -p "$corpus"
        dirs=("$corpus")
        [[ ! -d $TOP/tests/fuzz/seeds/$name ]] || dirs+=("$TOP/tests/fuzz/seeds/$name")
        dictionary=()
        [[ ! -f $TOP/tests/fuzz/$name.dict ]] || dictionary=("-dict=$TOP/tests/fuzz/$name.dict")
        word=ok
        (cd "$STATE/tmp" && env "${TEST_SANITIZER[@]}" "$harness" -runs="$runs" -max_total_time="$seconds" -timeout=10 \
            -rss_limit_mb=2048 -print_final_stats=1 "-artifact_prefix=$TOP/build/fuzz/$name-" \
            "${dictionary[@]}" "${dirs[@]}") >"$results/$name.log" 2>&1 || word="not ok"
        [[ $word == ok ]] || sed 's/^/# /' "$results/$name.log" | tail -n 60 >>"$results/fuzz.tap"
        printf '%s %d - %s\n' "$word" "$number" "$name" >>"$results/fuzz.tap"
    done
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
