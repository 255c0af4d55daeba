# What scripts/faults and scripts/faults-keeping share. Sourced; the caller has set top, build, work and kinds.

web=''
export EVENHAND_KEYS=$work/keys
# shellcheck disable=SC2034  # the caller's
failed=0 survived=0 n=0 kind=none

# A tree whose stages run the real ones with the shim: the driver gives its stages an environment of its own.
make_tree() {
    mkdir -p "$work/tree/bin" "$work/tree/libexec/evenhand" "$work/tree/share"
    cp "$build/bin/evenhand" "$work/tree/bin/"
    ln -s "$build/share/evenhand" "$work/tree/share/evenhand"
    for stage in "$build"/libexec/evenhand/evenhand-*; do
        printf '%s\n' '#!/bin/sh' ". $work/fault" "exec $stage \"\$@\"" >"$work/tree/libexec/evenhand/${stage##*/}"
        chmod +x "$work/tree/libexec/evenhand/${stage##*/}"
    done
}

start_web() {
    "$top/tests/bench/generate" --candidates 2 --captures 7 --kilobytes 2 --out "$work/made" >/dev/null
    "$build/tests/evenhand-madeup-web" --content "$work/made/content" >"$work/port" &
    web=$!
    for _ in $(seq 200); do
        ! grep -q "listening on" "$work/port" || break
        sleep 0.05
    done
    sed -i "s/@PORT@/$(sed -n 's/^listening on //p' "$work/port")/g; s/@LOGIN@/$(id -un)/g" "$work/made/caseload/"*
}

# set_fault KIND N
set_fault() {
    head -c 8 /dev/zero >"$work/counter"
    printf 'export ASAN_OPTIONS=verify_asan_link_order=0 LD_PRELOAD=%s${LD_PRELOAD:+:$LD_PRELOAD} FAULT_COUNTER=%s FAULT_AT=%s FAULT_KIND=%s\n' \
        "$build/tests/faults.so" "$work/counter" "$2" "$1" >"$work/fault"
}

no_fault() {
    : >"$work/fault"
}

under_fault() { # COMMAND...
    { (. "$work/fault"; exec "$@") >>"$work/said" 2>&1; } 2>/dev/null # bash would tell of every child that was killed
}

writes() {
    od -An -tu8 "$work/counter" | tr -d ' '
}

# What was gathered, whoever got which number: reference, step, address, digest.
evidence() {
    "$build/bin/evenhand" replay "$1" 2>>"$work/said" | jq -r 'if .type == "candidate" then "\(.candidate) \(.ref)"
        elif .type == "capture" then "\(.candidate) \(.step) \(.url) \(.sha256)" else empty end' |
        awk 'NF == 2 {ref[$1] = $2; next} {$1 = ref[$1]; print}' | sort
}

fail() {
    echo "$kind at write $n${what:+ of $what}: $*"
    failed=$((failed + 1))
    mkdir -p "$top/build/faults"
    { echo "== $kind at write $n${what:+ of $what}: $*"; cat "$work/said"; } >>"$top/build/faults/failed.log"
    return 1
}

# Nothing half-written is published: board/ is empty, or whole, and every workbook in it is signed and unpacks.
published_whole() {
    local workbooks
    workbooks=$(find "$1/board" -name '*.xlsx' | wc -l)
    [ "$workbooks" = 0 ] || [ "$workbooks" = 3 ] || return 1
    find "$1/board" -name '*.xlsx' | while read -r book; do
        unzip -tqq "$book" >/dev/null && minisign -V -q -p "$1/board/evenhand.pub" -m "$book" >/dev/null || exit 1
    done
}

# strike COUNT EVERY FROM TRY: for each kind, calls TRY with `kind` and `n` set, and says how many were survived. A line
# every 25 faults, so that a run that is broken off has still told how far it came.
strike() {
    local before tried
    for kind in $kinds; do
        before=$survived tried=0
        for n in $(seq "$3" "$2" "$1"); do
            "$4"
            tried=$((tried + 1))
            [ $((tried % 25)) != 0 ] || echo "  $kind${what:+ in $what}: $tried so far, $((survived - before)) survived"
        done
        echo "$kind${what:+ in $what}: $tried faults, $((survived - before)) survived"
    done
}
