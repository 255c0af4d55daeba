# Kill -9 at moments that nobody chose: nothing captured is lost, and nothing that was answered is asked again, but for
# what was on its way at that moment. The attempts have four requests each, so that most kills meet one in the middle.

load lib

HOSTS=4 MEMBERS=96 # of each host: MEMBERS / HOSTS

setup() {
    STAGES=$EVENHAND_BUILD/libexec/evenhand CASE=$BATS_TEST_TMPDIR/case LOG=$BATS_TEST_TMPDIR/asked
    start_server "$LOG" "$BATS_TEST_DIRNAME/collect/counting"
    make_case
}

teardown() {
    stop_web
}

make_case() {
    mkdir -p "$CASE/sources"
    sed 's/^limits:.*/limits: {pages: 3, follow: 3}/' "$BATS_TEST_DIRNAME/collect/probe.yaml" >"$CASE/sources/probe.yaml"
    CONCURRENCY=16 write_plan "$CASE" "{source: probe, query: '{website}', pages: 3}"
    write_people "$CASE" $(for i in $(seq "$MEMBERS"); do echo ",http://h$((i % HOSTS)).localhost:$PORT/u/$i"; done)
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
        ms=$((150 + RANDOM % 500 + kills * 30)) # each gets a little more time than the one before: machines are slow, too
        sleep "$((ms / 1000)).$(printf %03d $((ms % 1000)))"
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
        [ ! -e "$CASE/vault/vault.db" ] || [ "$(sqlite3 -cmd '.timeout 5000' "$CASE/vault/vault.db" 'PRAGMA integrity_check')" = ok ]
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
    RATE=1 write_plan "$CASE" "{source: probe, query: '{website}', pages: 3}"
    write_people "$CASE" ",http://h1.localhost:$PORT/u/1"
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
    # What was captured is part of what is kept, and handed over as such.
    evenhand export "$(sqlite3 "$CASE/vault/vault.db" 'SELECT number FROM candidate')" --out "$BATS_TEST_TMPDIR/export" "$CASE"
    [ "$(jq -r '.body | fromjson | .items[0].text' "$BATS_TEST_TMPDIR/export/unfinished.ndjson")" = $'Page 1.\nPage 2.' ]
    collect
    wait "$COLLECT"
    [ "$(asked | wc -l)" = 4 ]
    jq -es 'map(select(.type == "attempt")) | length == 1 and .[0].captures == 4' "$BATS_TEST_TMPDIR/out"
}
