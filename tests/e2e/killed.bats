# Kill -9 at moments that nobody chose: nothing captured is lost, and nothing that was answered is asked again, but for
# what was on its way at that moment. The attempts have four requests each, so that most kills meet one in the middle.

bats_require_minimum_version 1.5.0

HOSTS=4 MEMBERS=96 # of each host: MEMBERS / HOSTS

setup() {
    export EVENHAND_KEYS=$BATS_TEST_TMPDIR/keys
    STAGES=$EVENHAND_BUILD/libexec/evenhand CASE=$BATS_TEST_TMPDIR/case LOG=$BATS_TEST_TMPDIR/asked
    "$BATS_TEST_DIRNAME/collect/counting" >"$LOG" 3>&- &
    SERVER=$!
    for _ in $(seq 100); do
        PORT=$(sed -n 's/^listening on //p' "$LOG")
        [ -z "$PORT" ] || break
        sleep 0.1
    done
    make_case
}

teardown() {
    kill "$SERVER" 2>/dev/null || true
}

make_case() {
    mkdir -p "$CASE/sources"
    sed 's/^limits:.*/limits: {pages: 3, follow: 3}/' "$BATS_TEST_DIRNAME/collect/probe.yaml" >"$CASE/sources/probe.yaml"
    cat >"$CASE/plan.yaml" <<'EOF'
plan: Killed
jurisdiction: us-ma
lookback_years: 7
roles: {investigators: [mwong], decision_makers: [chief], compliance: [okafor]}
authorisation: {by: Chief of Police, on: 2026-10-01, reference: GO-2026-14}
steps:
  - {source: probe, query: '{website}', pages: 3}
network: {concurrency: 16, per_host_per_second: 50, allow_private: ["127.0.0.0/8", "::1"]}
retention: {days: 1095}
EOF
    {
        echo "ref,full_name,aliases,usernames,emails,phones,city,state,employers,schools,websites,date_of_birth,position,release_signed_on"
        for i in $(seq "$MEMBERS"); do
            echo "A-$i,Quill Thistledown,,,,,Wexcombe,MA,,,http://h$((i % HOSTS)).localhost:$PORT/u/$i,,Officer,2026-10-05"
        done
    } >"$CASE/candidates.csv"
    "$STAGES/evenhand-intake" "$CASE" >"$BATS_TEST_TMPDIR/in"
}

collect() { # in the background
    "$STAGES/evenhand-collect" "$CASE" <"$BATS_TEST_TMPDIR/in" >"$BATS_TEST_TMPDIR/out" 2>"$BATS_TEST_TMPDIR/err" 3>&- &
    COLLECT=$!
}

# Each address that was asked, but for robots.txt, as often as it was.
asked() {
    grep '^h' "$LOG" | grep -v robots.txt
}

@test "killed again and again: every address answered and recorded once" {
    RANDOM=4
    kills=0
    while :; do
        collect
        sleep "0.$(printf %03d $((150 + RANDOM % 500)))"
        if ! kill -KILL "$COLLECT" 2>/dev/null; then
            code=0
            wait "$COLLECT" || code=$?
            break
        fi
        code=0
        wait "$COLLECT" || code=$?
        [ "$code" = 137 ] || break # it was over before
        kills=$((kills + 1))
        [ "$kills" -lt 40 ]
        [ "$(sqlite3 "$CASE/vault/vault.db" 'PRAGMA integrity_check')" = ok ]
    done
    cat "$BATS_TEST_TMPDIR/err"
    [ "$code" = 0 ]
    [ "$kills" -ge 3 ]
    # Everything was asked, and a kill cost at most the two requests that a host may have on their way.
    [ "$(asked | sort -u | wc -l)" = $((MEMBERS * 4)) ]
    again=$(asked | sort | uniq -c | awk '{n += $1 - 1} END {print n}')
    echo "$kills kills, $again of $((MEMBERS * 4)) requests made again"
    [ "$again" -le $((kills * HOSTS * 2)) ]
    # And each is in the vault once, in an attempt that found its four items.
    "$STAGES/evenhand-replay" "$CASE" >"$BATS_TEST_TMPDIR/replayed"
    [ "$(jq -r 'select(.type == "capture").url' "$BATS_TEST_TMPDIR/replayed" | sort | uniq -d | wc -l)" = 0 ]
    [ "$(jq -r 'select(.type == "capture").url' "$BATS_TEST_TMPDIR/replayed" | wc -l)" = $((MEMBERS * 4)) ]
    jq -es 'map(select(.type == "attempt")) | all(.outcome == "found" and .captures == 4 and .reason == "4 items in 4 answers")' \
        "$BATS_TEST_TMPDIR/replayed"
    [ "$(sqlite3 "$CASE/vault/vault.db" 'SELECT count(*) FROM begun')" = 0 ]
    [ "$(sqlite3 "$CASE/vault/vault.db" 'SELECT count(*) FROM attempt WHERE superseded')" = 0 ]
}

@test "what was answered before the kill is not asked again, page by page" {
    sed -i 's/per_host_per_second: 50/per_host_per_second: 4/' "$CASE/plan.yaml"
    head -n 2 "$CASE/candidates.csv" >"$BATS_TEST_TMPDIR/one"
    cp "$BATS_TEST_TMPDIR/one" "$CASE/candidates.csv"
    "$STAGES/evenhand-intake" "$CASE" >"$BATS_TEST_TMPDIR/in"
    collect
    for _ in $(seq 100); do # robots.txt and two pages
        [ "$(grep -c '^h' "$LOG")" -lt 3 ] || break
        sleep 0.05
    done
    sleep 0.1
    kill -KILL "$COLLECT"
    wait "$COLLECT" || true
    [ "$(sqlite3 "$CASE/vault/vault.db" 'SELECT count(*) FROM begun')" = 2 ]
    [ "$(sqlite3 "$CASE/vault/vault.db" 'SELECT count(*) FROM attempt')" = 0 ]
    collect
    wait "$COLLECT"
    [ "$(asked | wc -l)" = 4 ]
    jq -es 'map(select(.type == "attempt")) | length == 1 and .[0].captures == 4' "$BATS_TEST_TMPDIR/out"
}
