# Documented before removal: what was captured stays, and recheck says what became of the page since.

load lib

# serve [OPTIONS]: the copy of the web that these tests change, on the port that the caseload names.
serve() {
    [ -z "${WEB:-}" ] || { kill "$WEB"; wait "$WEB" 2>/dev/null || true; }
    "$EVENHAND_BUILD/tests/evenhand-madeup-web" --content "$BATS_FILE_TMPDIR/content" --port "${PORT:-0}" --log "$BATS_FILE_TMPDIR/log" \
        "$@" >"$BATS_FILE_TMPDIR/port" 3>&- &
    WEB=$!
    for _ in $(seq 100); do
        ! grep -q '^listening on ' "$BATS_FILE_TMPDIR/port" || break
        sleep 0.1
    done
    PORT=$(sed -n 's/^listening on //p' "$BATS_FILE_TMPDIR/port")
    [ -n "$PORT" ]
}

setup_file() {
    cp -r "$TOP/tests/web/content" "$BATS_FILE_TMPDIR/pristine"
    cp -r "$BATS_FILE_TMPDIR/pristine" "$BATS_FILE_TMPDIR/content"
    serve
    make_caseload "$BATS_FILE_TMPDIR/drafted"
    evenhand run "$BATS_FILE_TMPDIR/drafted" 3>&-
    kill "$WEB"
    export PORT
}

setup() {
    CASE=$BATS_TEST_TMPDIR/case
    own_copy "$BATS_FILE_TMPDIR/drafted" "$CASE"
    rm -rf "$BATS_FILE_TMPDIR/content"
    cp -r "$BATS_FILE_TMPDIR/pristine" "$BATS_FILE_TMPDIR/content"
    WEB=''
}

teardown() {
    [ -z "$WEB" ] || kill "$WEB"
}

# site HOST: its folder in the copy.
site() {
    echo "$BATS_FILE_TMPDIR/content/$1.localhost"
}

# corroborations FOLDER: that column of every workbook, sorted.
corroborations() {
    local book
    for book in "$1"/C-*.xlsx; do
        python3 "$BATS_TEST_DIRNAME/xlsx.py" cells "$book" | sed -n 's/^Findings!I[0-9]*\t//p' | grep -v '^Corroboration$' || true
    done | sort
}

# captures: everything that was captured, as it is kept.
captures() {
    evenhand replay "$CASE" | jq -c 'select(.type == "capture")' | sha256sum
}

TODAY=$(date -u +%F)

@test "nothing changed: still there, in the ledger, in the workbooks, and verify says yes" {
    serve
    : >"$BATS_FILE_TMPDIR/log"
    run -0 evenhand recheck "$CASE"
    [[ $output == *"10 still there, 0 changed, 0 gone, 0 undetermined"* ]]
    # One request a page, robots.txt first.
    [ "$(cut -f 2,4,5 "$BATS_FILE_TMPDIR/log" | grep -v '429$' | sort | uniq -d)" = "" ]
    [ "$(cut -f 4 "$BATS_FILE_TMPDIR/log" | head -n 1)" = /robots.txt ]
    evenhand assess "$CASE"
    [ "$(corroborations "$CASE/draft" | grep -c ". Still there on $TODAY\$")" = 11 ]
    evenhand release "$CASE"
    run -0 evenhand verify "$CASE"
    [[ $output != *remark* ]]
    evenhand ledger --json "$CASE" | jq -e '[.acts[] | select(.act == "recheck") | .detail][0] | startswith("there 10, changed 0, gone 0")'
}

@test "removed, edited, rearranged, blocked: each is told from the others, and the first capture stays as it was" {
    before=$(captures)
    rm "$(site news)/2026/01/burning-car-rescue.html"                                       # removed
    sed -i 's/So now I call her phone every night[^"<]*/Nothing to see here. /' "$(site social)"/statuses/*.first.json # edited
    sed -i 's/\(two radios\)/\1/; s/"in_reply_to_id"/"other": 1, "in_reply_to_id"/' "$(site social)"/statuses/*.before-*.json # rearranged
    serve --variant blocked                                                                 # the forum answers 503
    run -75 evenhand recheck "$CASE"
    echo "$output"
    [[ $output == *"7 still there, 1 changed, 1 gone, 1 undetermined"* ]]
    [ "$(captures)" = "$before" ]
    evenhand replay "$CASE" | jq -r 'select(.type == "recheck") | "\(.result) \(.status)"' | sort | uniq -c >"$BATS_TEST_TMPDIR/results"
    diff -w "$BATS_TEST_TMPDIR/results" - <<<"1 changed 200
1 gone 404
7 there 200
1 undetermined 503"
    evenhand assess "$CASE"
    corroborations "$CASE/draft"
    [ "$(corroborations "$CASE/draft" | grep -c ". Gone on $TODAY (captured before removal)\$")" = 1 ]
    [ "$(corroborations "$CASE/draft" | grep -c ". Changed on $TODAY (captured before)\$")" = 1 ]
    [ "$(corroborations "$CASE/draft" | grep -c ". Could not be looked at on $TODAY\$")" = 1 ]
    [ "$(corroborations "$CASE/draft" | grep -c ". Still there on $TODAY\$")" = 8 ]
    # The words of the removed page are still what the board reads, and what a court would get.
    for book in "$CASE"/draft/C-*.xlsx; do
        python3 "$BATS_TEST_DIRNAME/xlsx.py" cells "$book"
    done >"$BATS_TEST_TMPDIR/cells"
    row=$(sed -n 's/^Findings!I\([0-9]*\)\t.*Gone on .*/\1/p' "$BATS_TEST_TMPDIR/cells")
    grep -q "^Findings!F$row"$'\t.*chief' "$BATS_TEST_TMPDIR/cells"
    evenhand release "$CASE"
    evenhand verify "$CASE"
    # Looked at again once the site answers: the later word counts.
    serve
    run -0 evenhand recheck "$CASE"
    [[ $output == *"8 still there, 1 changed, 1 gone, 0 undetermined"* ]]
}

@test "robots.txt that forbids it now is respected, and tells nothing about the page" {
    printf 'User-agent: *\nDisallow: /\n' >"$(site news)/robots.txt"
    serve
    : >"$BATS_FILE_TMPDIR/log"
    run -75 evenhand recheck "$CASE"
    [[ $output == *"9 still there, 0 changed, 0 gone, 1 undetermined"* ]]
    ! grep -q burning-car "$BATS_FILE_TMPDIR/log"
    evenhand replay "$CASE" | jq -s -e 'map(select(.result == "undetermined" and .type == "recheck"))[0].reason | test("robots.txt")'
}

@test "all or none: interrupted, or without a network, nothing is recorded" {
    run -69 evenhand recheck "$CASE" # nobody serves
    [[ $output == *"nothing was recorded"* ]]
    sed -i 's/^  - path: .*/&\n    delay_ms: 3000/' "$(site forum)/answers.yaml"
    serve
    run -75 timeout --preserve-status -s INT 2 evenhand recheck "$CASE"
    echo "$output"
    [ -z "$(evenhand replay "$CASE" | jq -c 'select(.type == "recheck")')" ]
    [ -z "$(evenhand ledger --json "$CASE" | jq -r '.acts[] | select(.act == "recheck")')" ]
    evenhand verify "$CASE" # and the draft is what it was
}

@test "after a recheck the draft is stale; after a release it is a remark, no deviation" {
    serve
    evenhand recheck "$CASE"
    run -1 evenhand release "$CASE"
    [[ $output == *"the pages of findings were looked at again after the draft was made"* ]]
    evenhand assess "$CASE"
    evenhand release "$CASE"
    rm "$(site news)/2026/01/burning-car-rescue.html"
    evenhand recheck "$CASE"
    run -0 evenhand verify "$CASE"
    echo "$output"
    [[ $(tr '\n' ' ' <<<"$output") == *"remark: after the last release the pages of findings were looked at again ($TODAY)"* ]]
    evenhand assess "$CASE"
    run -0 evenhand verify "$CASE" # of what the board has
    evenhand release "$CASE" --why "one page is gone"
    corroborations "$CASE/board" | grep -q "Gone on $TODAY"
    run -0 evenhand verify "$CASE"
}

@test "an export tells of it, and a candidate whose records were destroyed leaves none" {
    rm "$(site news)/2026/01/burning-car-rescue.html"
    serve
    evenhand recheck "$CASE"
    number=$(evenhand replay "$CASE" | jq -r 'select(.type == "recheck" and .result == "gone") | .candidate')
    evenhand export "$number" "$CASE"
    [ "$(jq -r .result "$CASE/records/$number-export/rechecks.ndjson" | sort | uniq -c | xargs)" = "1 gone 8 there" ]
    jq -e '.files[] | select(.name == "rechecks.ndjson")' "$CASE/records/$number-export/manifest.json"
    sqlite3 "$CASE/vault/vault.db" 'SELECT count(*) FROM recheck' | grep -qx 10
    ASAN_OPTIONS=verify_asan_link_order=0 faketime '2060-01-01' evenhand purge --why "over" "$CASE"
    sqlite3 "$CASE/vault/vault.db" 'SELECT count(*) FROM recheck' | grep -qx 0
    run -0 evenhand verify "$CASE"
}

@test "a changed row of a recheck is found" {
    serve
    evenhand recheck "$CASE"
    sqlite3 "$CASE/vault/vault.db" "UPDATE recheck SET item = item + 1 WHERE id = 3"
    run -1 evenhand verify "$CASE"
}

@test "a decision maker is refused" {
    sed -i "s/decision_makers: .*/decision_makers: [$(id -un)]/; s/investigators: .*/investigators: [someone]/" "$CASE/plan.yaml"
    run -77 evenhand recheck "$CASE"
    [[ $output == *"is a decision maker"* ]]
}
