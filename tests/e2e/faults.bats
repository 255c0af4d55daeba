# What can go wrong while evenhand runs: always a reason and an exit code, never a workbook, and the next run completes.

load lib

setup_file() {
    start_web
    make_caseload "$BATS_FILE_TMPDIR/gathered"
    evenhand gather "$BATS_FILE_TMPDIR/gathered" 3>&-
}

teardown_file() {
    stop_web
}

# A caseload of one test's own, gathered.
setup() {
    CASE=$BATS_TEST_TMPDIR/case
    own_copy "$BATS_FILE_TMPDIR/gathered" "$CASE"
}

# kill_in STAGE COMMAND...: starts the command, holds its pipe still, and kills the stage.
# Sets status and output. A run that was too quick is tried again.
kill_in() {
    local stage=$1 driver pid
    shift
    for _ in $(seq 20); do
        "$@" >"$BATS_TEST_TMPDIR/out" 2>&1 3>&- &
        driver=$!
        for _ in $(seq 2000); do
            pid=$(pgrep -P "$driver" -f "libexec/evenhand/evenhand-$stage") && break
            kill -0 "$driver" 2>/dev/null || break
        done
        [ -z "$pid" ] || kill -KILL "$pid" 2>/dev/null || true
        status=0
        wait "$driver" || status=$?
        output=$(cat "$BATS_TEST_TMPDIR/out")
        [ "$status" = 0 ] || return 0
        rm -f "$CASE"/draft/*
    done
    echo "could not kill $stage in time"
    return 1
}

killed_while_assessing() {
    kill_in "$1" evenhand assess "$CASE"
    echo "$output"
    [ "$status" = 137 ]
    [[ "$output" == *"assess: $1 was killed by signal 9"* ]]
    no_workbooks "$CASE"
    evenhand assess "$CASE"
    [ -s "$CASE/draft/summary.xlsx" ]
}

@test "replay killed: named, no workbook, the next run completes" { killed_while_assessing replay; }
@test "extract killed: named, no workbook, the next run completes" { killed_while_assessing extract; }
@test "attribute killed: named, no workbook, the next run completes" { killed_while_assessing attribute; }
@test "screen killed: named, no workbook, the next run completes" { killed_while_assessing screen; }
@test "redact killed: named, no workbook, the next run completes" { killed_while_assessing redact; }
@test "report killed: named, no workbook, the next run completes" { killed_while_assessing report; }

@test "collect killed: named, what was answered is kept, the next gather completes" {
    rm -rf "$CASE"
    make_caseload "$CASE"
    kill_in collect evenhand gather "$CASE"
    echo "$output"
    [ "$status" = 137 ]
    [[ "$output" == *"gather: collect was killed by signal 9"* ]]
    [[ "$output" == *"what was answered is kept"* ]]
    evenhand gather "$CASE"
    evenhand status --json "$CASE" | jq -e '.owed == [] and (.candidates | length) == 6'
}

@test "intake killed: named, and nothing was asked" {
    rm -rf "$CASE"
    make_caseload "$CASE"
    kill_in intake evenhand gather "$CASE"
    echo "$output"
    [ "$status" = 137 ]
    [[ "$output" == *"gather: intake was killed by signal 9"* ]]
    evenhand gather "$CASE"
}

@test "verify killed during a release: named, nothing is released" {
    evenhand assess "$CASE"
    kill_in verify evenhand release "$CASE"
    echo "$output"
    [ "$status" = 137 ]
    [[ "$output" == *"verify was killed by signal 9"* ]]
    [ -z "$(ls -A "$CASE/board")" ]
    evenhand release "$CASE"
    [ -s "$CASE/board/summary.xlsx" ]
}

@test "a draft that was there stays when the next assessment fails" {
    evenhand assess "$CASE"
    sha256sum "$CASE"/draft/* >"$BATS_TEST_TMPDIR/before"
    kill_in redact evenhand assess "$CASE"
    sha256sum -c --quiet "$BATS_TEST_TMPDIR/before"
}

@test "Ctrl-C stops a gather cleanly, and the next one completes" {
    rm -rf "$CASE"
    make_caseload "$CASE"
    sed -i 's/per_host_per_second: .*/per_host_per_second: 2/' "$CASE/plan.yaml"
    evenhand gather "$CASE" >"$BATS_TEST_TMPDIR/out" 2>&1 3>&- &
    driver=$!
    sleep 1.5
    kill -INT "$driver"
    status=0
    wait "$driver" || status=$?
    cat "$BATS_TEST_TMPDIR/out"
    [ "$status" = 75 ]
    grep -q 'gather: stopped at your request; run "evenhand gather" again: what was answered is kept' "$BATS_TEST_TMPDIR/out"
    ! pgrep -f "evenhand-collect $CASE"
}

@test "a full disk: said, no workbook, the next run completes" {
    mkdir "$BATS_TEST_TMPDIR/small"
    if ! mount -t tmpfs -o size=1m tmpfs "$BATS_TEST_TMPDIR/small" 2>/dev/null; then skip "mounting needs root"; fi
    cp -a "$CASE/." "$BATS_TEST_TMPDIR/small"
    dd if=/dev/zero of="$BATS_TEST_TMPDIR/small/filler" bs=4k 2>/dev/null || true
    run evenhand assess "$BATS_TEST_TMPDIR/small"
    echo "$output"
    local code=$status
    local left
    left=$(find "$BATS_TEST_TMPDIR/small/draft" -name '*.xlsx')
    rm "$BATS_TEST_TMPDIR/small/filler"
    run evenhand assess "$BATS_TEST_TMPDIR/small"
    echo "$output"
    umount "$BATS_TEST_TMPDIR/small"
    [ "$status" = 0 ]
    [ "$code" = 74 ] || [ "$code" = 73 ]
    [ -z "$left" ]
}

@test "a folder that may not be written: said, nothing is lost" {
    evenhand assess "$CASE"
    sha256sum "$CASE"/draft/* >"$BATS_TEST_TMPDIR/before"
    mount --bind "$CASE" "$CASE" 2>/dev/null || skip "mounting needs root"
    mount --bind "$CASE/vault" "$CASE/vault"
    mount -o remount,ro,bind "$CASE"
    run evenhand assess "$CASE"
    umount "$CASE/vault" "$CASE"
    echo "$output"
    [ "$status" = 73 ]
    [[ "$output" == *"cannot be made: Read-only file system; check who owns it and its permissions"* ]]
    sha256sum -c --quiet "$BATS_TEST_TMPDIR/before"
}

@test "a reader that goes away: the stage says so and fails" {
    cd "$CASE"
    run bash -c 'evenhand replay . 2>"$BATS_TEST_TMPDIR/err" | head -c 10 >/dev/null; echo "${PIPESTATUS[0]}"'
    echo "$output"
    cat "$BATS_TEST_TMPDIR/err"
    [ "$output" = 74 ]
    grep -q 'replay: the reader is gone' "$BATS_TEST_TMPDIR/err"
}

@test "a stream cut short in the middle: every reader refuses it" {
    evenhand replay "$CASE" >"$BATS_TEST_TMPDIR/replay"
    evenhand extract <"$BATS_TEST_TMPDIR/replay" >"$BATS_TEST_TMPDIR/extract"
    evenhand attribute <"$BATS_TEST_TMPDIR/extract" >"$BATS_TEST_TMPDIR/attribute"
    evenhand screen <"$BATS_TEST_TMPDIR/attribute" >"$BATS_TEST_TMPDIR/screen"
    evenhand redact <"$BATS_TEST_TMPDIR/screen" >"$BATS_TEST_TMPDIR/redact" 2>/dev/null
    for pair in replay:extract extract:attribute attribute:screen screen:redact redact:report; do
        from=${pair%:*} stage=${pair#*:} args=()
        mkdir -p "$BATS_TEST_TMPDIR/cut"
        [ "$stage" != report ] || args=(--out "$BATS_TEST_TMPDIR/cut")
        head -n -1 "$BATS_TEST_TMPDIR/$from" >"$BATS_TEST_TMPDIR/input"
        run evenhand "$stage" "${args[@]}" <"$BATS_TEST_TMPDIR/input"
        echo "$stage: ${lines[-1]}"
        [ "$status" = 65 ]
        [[ "$output" == *"$stage: record"*"the stream ends without an end record"* ]]
        sed '$s/"skip":[0-9]*/"skip":99999/' "$BATS_TEST_TMPDIR/$from" >"$BATS_TEST_TMPDIR/input"
        if ! cmp -s "$BATS_TEST_TMPDIR/$from" "$BATS_TEST_TMPDIR/input"; then
            run evenhand "$stage" "${args[@]}" <"$BATS_TEST_TMPDIR/input"
            [ "$status" = 65 ]
            [[ "$output" == *"end tells of 99999 skip records"* ]]
        fi
    done
    [ -z "$(ls -A "$BATS_TEST_TMPDIR/cut")" ]
}

@test "two gathers at once: the second is told" {
    rm -rf "$CASE"
    make_caseload "$CASE"
    sed -i 's/per_host_per_second: .*/per_host_per_second: 2/' "$CASE/plan.yaml"
    evenhand gather "$CASE" >/dev/null 2>&1 3>&- &
    first=$!
    sleep 1
    run evenhand gather "$CASE"
    driver_status=$status driver_output=$output
    run bash -c 'evenhand intake "$1" | evenhand collect "$1"' - "$CASE" # by hand, beside the driver
    kill -INT "$first"
    wait "$first" || true
    echo "$driver_output"
    echo "$output"
    [ "$driver_status" = 75 ]
    [[ "$driver_output" == *"another evenhand is at work in this caseload"* ]]
    [ "$status" = 75 ]
    [[ "$output" == *"$(id -un)"* ]]
}
