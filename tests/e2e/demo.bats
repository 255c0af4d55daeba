# The demo's stories, read in what comes out: the workbooks, the status and the log of the made-up web.

bats_require_minimum_version 1.5.0

setup_file() {
    export EVENHAND_KEYS=$BATS_FILE_TMPDIR/keys
    export DEMO=$BATS_FILE_TMPDIR/demo PATH=$EVENHAND_BUILD/bin:$PATH
    export SCRIPT=$BATS_TEST_DIRNAME/../../scripts/demo PLANTED=$BATS_TEST_DIRNAME/../web/planted.yaml
    export BOARD_PY=$BATS_TEST_DIRNAME/board.py NUMBERS=$BATS_FILE_TMPDIR/numbers
    local began=$SECONDS
    "$SCRIPT" --out "$DEMO" >"$BATS_FILE_TMPDIR/output" 2>"$BATS_FILE_TMPDIR/errors" 3>&- &&
        echo 0 >"$BATS_FILE_TMPDIR/code" || echo $? >"$BATS_FILE_TMPDIR/code"
    echo $((SECONDS - began)) >"$BATS_FILE_TMPDIR/seconds"
    evenhand replay "$DEMO" --facts >"$BATS_FILE_TMPDIR/facts" || true
    jq -r 'select(.type == "candidate") | [.ref, .candidate] | @tsv' "$BATS_FILE_TMPDIR/facts" >"$NUMBERS"
}

number() { # of a candidate's ref
    awk -v ref="$1" '$1 == ref {print $2}' "$NUMBERS"
}

attempts() { # REF SOURCE: outcomes of the attempts, one a line
    jq -r --arg n "$(number "$1")" --arg s "$2" \
        'select(.type == "attempt" and .candidate == $n and .source == $s) | .outcome' "$BATS_FILE_TMPDIR/facts"
}

outcomes() { # REF: all outcomes, sorted, each once
    jq -r --arg n "$(number "$1")" 'select(.type == "attempt" and .candidate == $n) | .outcome' \
        "$BATS_FILE_TMPDIR/facts" | sort -u | paste -sd ' '
}

rows() { # REF SHEET
    python3 "$BOARD_PY" rows "$DEMO/board/$(number "$1").xlsx" "$2"
}

log() { # the made-up web's log: requests for paths that fit, "METHOD TARGET STATUS"
    awk -F '\t' -v host="$1.localhost" -v path="$2" \
        'index($2, host ":") == 1 && $4 ~ path {print $3, $4, $5}' "$DEMO/web-requests.log"
}

@test "the demo ends well, within a minute, and prints a row for each of six candidates" {
    cat "$BATS_FILE_TMPDIR/output" "$BATS_FILE_TMPDIR/errors"
    [ "$(cat "$BATS_FILE_TMPDIR/code")" = 0 ]
    [ "$(cat "$BATS_FILE_TMPDIR/seconds")" -lt 60 ]
    [ "$(grep -cE '^ +C-[0-9A-Z]{4}( +[0-9]+){7}$' "$BATS_FILE_TMPDIR/output")" = 6 ]
}

@test "there is a workbook for each candidate, a summary, and compliance's" {
    [ "$(find "$DEMO/board" -name '*.xlsx' | wc -l)" = 7 ]
    [ "$(wc -l <"$NUMBERS")" = 6 ]
    while read -r _ number; do [ -s "$DEMO/board/$number.xlsx" ]; done <"$NUMBERS"
    [ -s "$DEMO/board/summary.xlsx" ]
    [ -s "$DEMO/compliance/uniformity.xlsx" ]
}

@test "no identity fact and no protected word occurs in any file below board/" {
    python3 "$BOARD_PY" leaks "$DEMO/board" "$PLANTED" "$DEMO/candidates.csv"
}

@test "the search for leaks would see one" {
    mkdir "$BATS_TEST_TMPDIR/board"
    echo 'a note about Otterstrode' >"$BATS_TEST_TMPDIR/board/note.txt"
    run python3 "$BOARD_PY" leaks "$BATS_TEST_TMPDIR/board" "$PLANTED" "$DEMO/candidates.csv"
    [ "$status" = 1 ]
    [[ $output == *"note.txt: 'Otterstrode'"* ]]
}

@test "every planted finding is in its candidate's workbook, and no other candidate has one" {
    python3 "$BOARD_PY" findings "$DEMO/board" "$PLANTED" "$NUMBERS"
}

@test "everybody's workbook has the same sheets and the same headings" {
    for ref in A-101 A-102 A-103 A-104 A-105 A-106; do
        python3 "$BOARD_PY" rows "$DEMO/board/$(number $ref).xlsx" | cut -f1 | uniq | paste -sd ' ' >"$BATS_TEST_TMPDIR/sheets"
        [ "$(cat "$BATS_TEST_TMPDIR/sheets")" = 'Summary Findings Coverage Method' ]
        rows $ref Findings | grep -qP '^Findings\tFinding\tCategory\tSeverity\tMonth\tSource type\tExcerpt\tCandidate.s reply\tMatch\tCorroboration\tReviewed\tEvidence\tNotes: chief\tNotes: ruiz$'
    done
}

@test "story 1: the clean candidate is found in every step, and nothing of it is a finding" {
    [ "$(outcomes A-101)" = found ]
}

@test "story 2: findings come through with their protected facts withheld" {
    rows A-102 Findings | grep -q '\[withheld\]'
    rows A-102 Findings | grep -c 'the candidate\|they\|\[person\]'
    [ "$(attempts A-102 mastodon)" = found ]
    log social 'max_id=109887474892800000$' | grep -qx 'GET .* 200'
}

@test "story 3: the namesake's pages were read and are nowhere in the workbook" {
    log news scrap-dealer-pleads-guilty | grep -qx 'GET .* 200'
    log forum okmarrowfax | grep -qx 'GET .* 200'
    evenhand replay "$DEMO" | evenhand extract | evenhand attribute |
        jq -r 'select(.type == "item" and (.url | test("scrap-dealer|okmarrowfax")) and .kind != "result") | .match.class' \
            >"$BATS_TEST_TMPDIR/classes"
    [ "$(sort -u "$BATS_TEST_TMPDIR/classes")" = non-match ]
}

@test "story 4: nobody knows the candidate, and the workbook says so in the same sheets" {
    [ "$(outcomes A-104)" = 'none not-provided' ]
    [ "$(attempts A-104 mastodon)" = "$(printf 'none\nnone')" ]
    [ "$(attempts A-104 web-page)" = not-provided ]
}

@test "story 5: the busy forum is asked again after its Retry-After, and answers" {
    [ "$(log forum '^/u/pgristwater$' | awk '{print $3}' | paste -sd ' ')" = '429 429 200' ]
    awk -F '\t' '$4 == "/u/pgristwater" {print $1}' "$DEMO/web-requests.log" | python3 -c '
import datetime, sys
times = [datetime.datetime.fromisoformat(line.strip().rstrip("Z")) for line in sys.stdin]
assert all((b - a).total_seconds() >= 1 for a, b in zip(times, times[1:])), times'
    [ "$(attempts A-105 forum-html)" = found ]
}

@test "story 6: what robots.txt forbids is refused and never asked for" {
    [ "$(attempts A-106 web-page)" = refused ]
    [ -z "$(log pages /private/)" ]
    log pages '^/robots.txt$' | grep -q 200
    rows A-106 Coverage | grep -qP '^Coverage\t6\tWeb page\tNot allowed\t0$'
}

@test "the web saw only GET and HEAD, no credentials, one user agent, and no more than 50 requests a second a host" {
    [ -z "$(awk -F '\t' '($3 != "GET" && $3 != "HEAD") || $7 != "-"' "$DEMO/web-requests.log")" ]
    [ "$(cut -f6 "$DEMO/web-requests.log" | sort -u)" = 'evenhand (demo on this machine)' ]
    [ -z "$(awk -F '\t' '{n[$2 substr($1, 1, 19)]++} END {for (k in n) if (n[k] > 51) print k, n[k]}' "$DEMO/web-requests.log")" ]
}

@test "the demo replaces an earlier demo, and nothing else" {
    mkdir "$BATS_TEST_TMPDIR/mine"
    echo keep >"$BATS_TEST_TMPDIR/mine/file"
    run "$SCRIPT" --out "$BATS_TEST_TMPDIR/mine"
    [ "$status" = 73 ]
    [[ $output == *'is no earlier demo'* ]]
    [ "$(cat "$BATS_TEST_TMPDIR/mine/file")" = keep ]
    run "$SCRIPT" --nonsense
    [ "$status" = 64 ]
}

@test "blocked: release refuses, names candidate and step, and the board gets nothing" {
    out=$BATS_TEST_TMPDIR/blocked
    run "$SCRIPT" --out "$out" --blocked 3>&-
    echo "$output"
    [ "$status" = 1 ]
    blocked=$(evenhand replay "$out" --facts | jq -r 'select(.type == "candidate" and .ref == "A-105") | .candidate')
    grep -qE "$blocked.*step 4|step 4.*$blocked" <<<"$output"
    [[ $output == *'The release was refused'* ]]
    [ -z "$(find "$out/board" -type f 2>/dev/null)" ]
}

@test "blocked, but later the site answers: run asks for what is missing only, and release goes through" {
    out=$BATS_TEST_TMPDIR/blocked
    run "$SCRIPT" --out "$out" --blocked 3>&-
    [ "$status" = 1 ]
    port=$(sed -n 's/.*forum.localhost:\([0-9]*\).*/\1/p' "$out/plan.yaml")
    "$EVENHAND_BUILD/tests/evenhand-madeup-web" --content "$BATS_TEST_DIRNAME/../web/content" --port "$port" \
        --log "$out/later.log" >/dev/null 3>&- &
    web=$!
    sleep 0.5
    run evenhand run "$out"
    kill "$web"
    [ "$status" = 0 ]
    [ "$(cut -f2,4 "$out/later.log" | sed 's/:[0-9]*//' | sort -u | paste -sd ' ')" = \
        "$(printf 'forum.localhost\t/robots.txt forum.localhost\t/u/pgristwater forum.localhost\t/u/pgristwater?page=2')" ]
    evenhand release "$out"
    [ "$(find "$out/board" -name '*.xlsx' | wc -l)" = 7 ]
}

@test "the web is stopped again" {
    run ! pgrep -f "madeup-web.*$DEMO/web-requests.log"
}
