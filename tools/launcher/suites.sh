# shellcheck shell=bash
# Tests and benchmarks, each run on a throw-away stack of its own. A suite is the ctest label of the same name; all chosen
# tests run side by side in one go (tests/CMakeLists.txt says which cannot). Each prints TAP, so the last line counts cases.

SUITES=(unit db page soap browser corpus fuzz chaos)
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
    PRESET=$1
    PORT=${EURZAD_TEST_PORT:-$(free_port)}
    STATE=$(mktemp -d /var/tmp/eurzad-test.XXXXXX)
    chmod 755 "$STATE"
    trap throwaway_end EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
    test_stack_up
}
throwaway_end() {
    local status=$?
    trap - EXIT INT TERM HUP
    set +e
    (stack_down)
    rm -rf -- "$STATE"
    exit "$status"
}

# kept_stack: the test stack that --keep left in EURZAD_STATE, brought up to date, or a new one that will be left.
kept_stack() {
    PRESET=asan
    if [[ -n ${EURZAD_STATE:-} ]]; then
        STATE=$(readlink -f -- "$EURZAD_STATE")
        read_stack_file
    else
        PORT=${EURZAD_TEST_PORT:-$(free_port)}
        STATE=$(mktemp -d /var/tmp/eurzad-test.XXXXXX)
        chmod 755 "$STATE"
    fi
    trap kept_end EXIT
    test_stack_up
}
kept_end() {
    local status=$?
    trap - EXIT
    say
    say "Środowisko zostaje. Dalej na nim:   EURZAD_STATE=$STATE ./eurzad test page/test_droga"
    say "Zmienne, zatrzymanie, usunięcie:    EURZAD_STATE=$STATE ./eurzad env|down|reset --yes"
    exit "$status"
}
is_test_stack() { [[ -n ${EURZAD_STATE:-} ]] && grep -qx TEST=1 "$EURZAD_STATE/etc/stack" 2>/dev/null; }

# A stack for tests: cheap passwords under ASan (not in benchmarks), units with people of their own for every program.
test_stack_up() {
    local pair
    TEST_STACK=1
    [[ $PRESET != asan ]] || sanitizer_options
    stack_up
    # A second unit with people of its own (FX_OTHER_JST): what one unit has, the other must not see.
    once pool "$(cat "$TOP/tests/support/units")" test_people || die "Nie udało się założyć jednostek testowych."
    unlock_state # tests restart services through `eurzad service`
    while IFS= read -r pair; do export "${pair?}"; done < <(stack_env)
    export EURZAD_LAUNCHER=$TOP/eurzad
}
test_people() {
    local pairs=(0803012 inna-) unit
    if [[ $PRESET == asan ]]; then
        while IFS= read -r unit; do
            pairs+=("$unit" "$unit-")
        done < <(grep '^[0-9]' "$TOP/tests/support/units" | tr ' ' '\n')
    fi
    admin demo "${pairs[@]}" >"$STATE/log/demo.log" || { cat "$STATE/log/demo.log" && return 1; }
}

# test [long] [--keep] [SUITE|SUITE/NAME…]
cmd_test() {
    local word keep=${EURZAD_KEEP:-0} words=() all=0 suites results status=0
    for word in "$@"; do
        case $word in
            long) export EURZAD_TEST_LONG=1 ;;
            --keep) keep=1 ;;
            *)
                [[ " ${SUITES[*]} ${MORE_SUITES[*]} " == *" ${word%%/*} "* ]] ||
                    die "Nie ma zestawu „$word”. Są: ${SUITES[*]} ${MORE_SUITES[*]}"
                words+=("$word")
                ;;
        esac
    done
    ! is_test_stack || keep=1
    ((${#words[@]})) || { all=1 && words=("${SUITES[@]}"); }
    suites=" ${words[*]%%/*} "
    mkdir -p "$TOP/build"
    STATE_LOG=$TOP/build
    steps 9
    step "Sprawdzam pakiety Debiana…"
    packages build run test
    step "Buduję programy z kontrolą pamięci (ASan, UBSan)…"
    build asan
    [[ $suites != *" fuzz "* ]] || build fuzz
    # unit looks at what is installed, boot runs it; the optimising compiler warns of more, too
    [[ $suites != *" unit "* && $suites != *" boot "* ]] || build release
    [[ ! $suites =~ \ (browser|corpus)\  ]] || node_packages
    if [[ $keep == 1 ]]; then kept_stack; else throwaway_stack asan; fi
    ((all == 0)) || suites_there words
    step "Sprawdzam: ${words[*]}"
    results=$STATE/tmp/results
    rm -rf "$results"
    mkdir -p "$results"
    run_tests "$results" "${words[@]}" || status=1
    exit "$status"
}

# suites_there ARRAY: without a module some suite may have no test; only whoever names it wants to hear of that.
suites_there() {
    local -n suites_=$1
    local label labels
    labels=$(ctest --test-dir "$TOP/build/asan" --print-labels)
    suites_=()
    for label in "${SUITES[@]}"; do
        ! grep -qxE " *$label" <<<"$labels" || suites_+=("$label")
    done
}

# run_tests RESULTS WORD…: what the words choose; the verdict comes from the summary: ctest's own status says less.
run_tests() {
    local results=$1 names start=$SECONDS
    shift
    names=$(/usr/bin/python3 -B "$TOP/tests/support/choose.py" "$TOP/build/asan" "$@") || exit 1
    rm -f "$STATE"/log/asan.* "$STATE"/log/ubsan.*
    env "${TEST_SANITIZER[@]}" CMOCKA_MESSAGE_OUTPUT=TAP CTEST_OUTPUT_ON_FAILURE=0 \
        ctest --test-dir "$TOP/build/asan" -R "^(${names//$'\n'/|})\$" --output-junit "$results/tests.xml" \
        --test-output-size-passed 4000000 --test-output-size-failed 4000000 -j "$((2 * $(nproc)))" \
        >"$results/tests.log" 2>&1 || true
    /usr/bin/python3 -B "$TOP/tests/support/summary.py" "$results" "$STATE/log" $((SECONDS - start)) "$@"
}
TEST_SANITIZER=(
    "ASAN_OPTIONS=detect_leaks=1:allocator_may_return_null=1"
    "LSAN_OPTIONS=suppressions=$TOP/tests/support/lsan.supp:print_suppressions=0"
    "UBSAN_OPTIONS=print_stacktrace=1"
)

# npm packages of the browser suite and of the corpus of signed documents, exact versions from tests/package.json.
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
