# shellcheck shell=bash
# Building with CMake presets, as the user who called. One build at a time in one folder.

# build PRESET: build/PRESET/bin and build/PRESET/share are there afterwards.
build() {
    local preset=$1 dir=$TOP/build/$1 log=$TOP/build/$1.log
    mkdir -p "$TOP/build"
    : >"$log"
    (
        cd "$TOP"
        exec {build_lock}>"build/$preset.lock"
        flock "$build_lock"
        if [[ ! -f $dir/build.ninja || CMakePresets.json -nt $dir/build.ninja ]]; then
            with_progress "$log" cmake --preset "$preset" || exit 1
        fi
        with_progress "$log" cmake --build --preset "$preset"
    ) || die "Budowanie ($preset) nie powiodło się; całość w $log"
}

# use_programs PRESET: sets BIN and SHARE. Where the service user cannot reach the checkout (say, below /root) the
# programs are copied next to their data.
use_programs() {
    local dir=$TOP/build/$1
    BIN=$dir/bin
    SHARE=$dir/share
    if ! as_service test -x "$BIN/eurzad-web" -a -r "$SHARE"; then
        rm -rf "$STATE/programs.new"
        mkdir -p "$STATE/programs.new"
        cp -aL "$BIN" "$SHARE" "$STATE/programs.new/"
        chmod -R a+rX "$STATE/programs.new"
        rm -rf "$STATE/programs"
        mv "$STATE/programs.new" "$STATE/programs"
        BIN=$STATE/programs/bin
        SHARE=$STATE/programs/share
    fi
}
