#!/usr/bin/env bats
# The vault and its replay on a gathered caseload: a gather that is killed again and again ends with the same evidence
# as one that was not; a reader works meanwhile; a full disk loses nothing.

load_web() {
    local port=''
    "$EVENHAND_BUILD/tests/evenhand-madeup-web" --content "$BATS_FILE_TMPDIR/made/content" \
        >"$BATS_FILE_TMPDIR/web-port" 3>&- &
    echo $! >"$BATS_FILE_TMPDIR/web-pid"
    for _ in $(seq 100); do
        port=$(sed -n 's/^listening on //p' "$BATS_FILE_TMPDIR/web-port")
        [ -z "$port" ] || break
        sleep 0.05
    done
    [ -n "$port" ]
    sed -i "s/@PORT@/$port/g; s/@LOGIN@/$(id -un)/g" "$BATS_FILE_TMPDIR/made/caseload/"*
}

setup_file() {
    export EVENHAND_KEYS=$BATS_FILE_TMPDIR/keys
    "$BATS_TEST_DIRNAME/../bench/generate" --candidates 4 --captures 12 --kilobytes 8 --out "$BATS_FILE_TMPDIR/made"
    load_web
}

teardown_file() {
    kill "$(cat "$BATS_FILE_TMPDIR/web-pid")"
}

setup() {
    PATH=$EVENHAND_BUILD/bin:$PATH
    cp -r "$BATS_FILE_TMPDIR/made/caseload" "$BATS_TEST_TMPDIR/caseload"
    cd "$BATS_TEST_TMPDIR"
}

# What was gathered, whoever got which number and in whichever order: reference, step, address, digest.
evidence() {
    evenhand replay "$1" | jq -r 'if .type == "candidate" then "\(.candidate) \(.ref)"
        elif .type == "capture" then "\(.candidate) \(.step) \(.url) \(.sha256)" else empty end' |
        awk 'NF == 2 {ref[$1] = $2; next} {$1 = ref[$1]; print}' | sort
}

@test "a gather gives every capture that was asked for, numbered without gaps" {
    evenhand gather caseload
    [ "$(evidence caseload | wc -l)" = 48 ]
    evenhand replay caseload | jq -e -s 'map(select(.type == "capture")) | group_by(.candidate)
        | all(map(.evidence[2:] | tonumber) | sort == [range(1; length + 1)])'
}

@test "a gather that is killed again and again ends with the same evidence" {
    cp -r caseload killed
    evenhand gather caseload
    local code=1 kills=0
    for i in $(seq 33); do # each gets a little more time than the one before
        setsid evenhand gather killed 2>/dev/null 3>&- &
        local driver=$!
        sleep "$(printf '0.%03d' $((i * 30)))"
        kill -KILL -- "-$driver" 2>/dev/null || true
        if wait "$driver"; then
            code=0
            break
        fi
        kills=$((kills + 1))
        [ ! -e killed/vault/vault.db ] || sqlite3 -cmd '.timeout 5000' killed/vault/vault.db 'PRAGMA integrity_check' | grep -qx ok
    done
    echo "$kills kills"
    [ "$kills" -gt 0 ]
    [ "$code" = 0 ] || evenhand gather killed
    diff <(evidence caseload) <(evidence killed)
}

@test "replay reads on while a gather writes" {
    evenhand gather caseload &
    local gather=$!
    local reads=0
    while kill -0 "$gather" 2>/dev/null; do
        if [ -e caseload/vault/vault.db ]; then
            run evenhand replay caseload
            [ "$status" = 0 ] || { [ "$status" = 66 ] && [[ $output == *"nothing was gathered yet"* ]]; }
            reads=$((reads + 1))
        fi
    done
    wait "$gather"
    [ "$reads" -gt 0 ]
    [ "$(evidence caseload | wc -l)" = 48 ]
}

@test "a second gather is told who holds the vault" {
    mkdir -m 700 caseload/vault
    touch caseload/vault/lock
    exec 8<>caseload/vault/lock
    flock 8
    echo "4711 okafor 2026-10-01T09:00:00Z" >&8
    run evenhand gather caseload
    [ "$status" = 75 ]
    [[ $output == *"the vault is being changed by process 4711 (okafor, since 2026-10-01T09:00:00Z)"* ]]
}

@test "a full disk stops a gather, and loses nothing" {
    mkdir small
    mount -t tmpfs -o size=400k,mode=700 tmpfs small 2>/dev/null || skip "needs the right to mount"
    cp -r caseload/* small/
    run evenhand gather small
    local code=$status said=$output
    run evenhand replay small
    local read=$status
    mount -o remount,size=40m small
    evenhand gather small
    evidence small >after
    umount small
    evenhand gather caseload
    echo "$said"
    [ "$code" = 74 ]
    [[ $said == *"disk is full"* ]] || [[ $said == *"No space left"* ]]
    [ "$read" = 0 ] || [ "$read" = 74 ] # an opening that cannot be entered in the ledger does not take place
    diff <(evidence caseload) after
}
