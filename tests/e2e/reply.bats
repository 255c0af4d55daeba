#!/usr/bin/env bats
# The candidate's side: what they say stands beside the finding, and what they are told before anybody decides.

load lib

setup_file() {
    start_web
    make_caseload "$BATS_FILE_TMPDIR/assessed"
    evenhand run "$BATS_FILE_TMPDIR/assessed" 3>&-
}

teardown_file() {
    stop_web
}

setup() {
    CASE=$BATS_TEST_TMPDIR/case
    own_copy "$BATS_FILE_TMPDIR/assessed" "$CASE"
    for book in "$CASE"/draft/C-*.xlsx; do
        ABOUT=$(xlsx cells "$book" | sed -n 's/^Findings!K6\t\([^;]*\).*/\1/p')
        NUMBER=$(basename "$book" .xlsx)
        [ -z "$ABOUT" ] || break
    done
    printf '\xef\xbb\xbf  It was a stage play.\r\nBramwell Otterstrode, a Baptist, =1+1\n' >"$BATS_TEST_TMPDIR/reply.txt"
}

xlsx() { python3 "$BATS_TEST_DIRNAME/xlsx.py" "$@"; }

@test "a reply is sanitized and stands beside its finding; the draft before it is stale" {
    run evenhand reply add "$NUMBER" "$CASE" --file "$BATS_TEST_TMPDIR/reply.txt" --about "$ABOUT"
    echo "$output"
    [ "$status" = 0 ]
    run evenhand release "$CASE"
    [ "$status" = 1 ]
    [[ "$output" == *"a reply was recorded after the draft was made"* ]]
    evenhand assess "$CASE"
    said=$(xlsx cells "$CASE/draft/$NUMBER.xlsx" | grep -A2 -P '^Findings!G6\t')
    echo "$said"
    [[ "$said" == *"It was a stage play."* ]]
    [[ "$said" != *Bramwell* && "$said" != *Otterstrode* && "$said" != *Baptist* ]]
    evenhand verify "$CASE"
    evenhand release "$CASE"
    [ "$(grep -c '"act":"reply"' "$CASE/compliance/ledger.ndjson")" = 1 ]
    run ! grep -q "stage play" "$CASE/compliance/ledger.ndjson"
}

@test "the last reply counts" {
    evenhand reply add "$NUMBER" "$CASE" --file "$BATS_TEST_TMPDIR/reply.txt" --about "$ABOUT"
    echo "It was a rehearsal." >"$BATS_TEST_TMPDIR/later.txt"
    evenhand reply add "$NUMBER" "$CASE" --file "$BATS_TEST_TMPDIR/later.txt" --about "$ABOUT"
    evenhand assess "$CASE"
    xlsx cells "$CASE/draft/$NUMBER.xlsx" >"$BATS_TEST_TMPDIR/cells"
    grep -q "It was a rehearsal." "$BATS_TEST_TMPDIR/cells"
    run ! grep -q "stage play" "$BATS_TEST_TMPDIR/cells"
}

@test "a reply to no finding, of nobody, or of no words is refused and nothing is kept" {
    reply() { run evenhand reply add "$@"; echo "$output"; }
    reply "$NUMBER" "$CASE" --file "$BATS_TEST_TMPDIR/reply.txt"
    [ "$status" = 65 ]
    [[ "$output" == "reply: which finding? There are "*"; name one with --about" ]]
    reply "$NUMBER" "$CASE" --file "$BATS_TEST_TMPDIR/reply.txt" --about E-0999/1
    [ "$status" = 65 ]
    reply C-0000 "$CASE" --file "$BATS_TEST_TMPDIR/reply.txt"
    [ "$status" = 65 ]
    [ "$output" = 'reply: there is no candidate C-0000; see "evenhand status" for the numbers' ]
    reply "$NUMBER" "$CASE" --file /dev/null --about "$ABOUT"
    [ "$status" = 65 ]
    printf 'bad \xff' >"$BATS_TEST_TMPDIR/bad.txt"
    reply "$NUMBER" "$CASE" --file "$BATS_TEST_TMPDIR/bad.txt" --about "$ABOUT"
    [ "$status" = 65 ]
    reply "$NUMBER" "$CASE" --file "$BATS_TEST_TMPDIR/none.txt" --about "$ABOUT"
    [ "$status" = 66 ]
    reply "$NUMBER" "$CASE"
    [ "$status" = 64 ]
    run ! grep -q '"reply"' <(evenhand ledger --json "$CASE")
}

@test "the notice tells the candidate their own findings, where they were read and how to dispute; nobody else's" {
    run evenhand notice "$NUMBER" "$CASE"
    echo "$output"
    [ "$status" = 0 ]
    notice=$CASE/records/$NUMBER-notice.txt
    [ "$(stat -c %a "$notice")" = 600 ]
    grep -q "Your number in this procedure: $NUMBER" "$notice"
    grep -q "1681b(b)(3)" "$notice"
    grep -q "HOW TO DISPUTE IT" "$notice"
    grep -q "http://" "$notice"
    [ "$(grep -c '^   Words:' "$notice")" = "$(xlsx cells "$CASE/draft/$NUMBER.xlsx" | grep -cP '^Findings!B([5-9]|[1-9][0-9])\t')" ]
    for book in "$CASE"/draft/C-*.xlsx; do
        other=$(basename "$book" .xlsx)
        [ "$other" = "$NUMBER" ] || run ! grep -q "$other" "$notice"
    done
    grep -q '"notice"' <(evenhand ledger --json "$CASE")
}

@test "a caseload's own template is used, and a wrong blank in it is refused" {
    echo "To {name}: {findings}" >"$CASE/notice.txt"
    evenhand notice "$NUMBER" "$CASE" --out "$BATS_TEST_TMPDIR/n.txt"
    grep -q "^To .*: 1\. " "$BATS_TEST_TMPDIR/n.txt"
    echo "To {nmae}" >"$CASE/notice.txt"
    run evenhand notice "$NUMBER" "$CASE" --out "$BATS_TEST_TMPDIR/m.txt"
    echo "$output"
    [ "$status" = 78 ]
    [[ "$output" == *'no such blank: "{nmae}"'* ]]
    [ ! -e "$BATS_TEST_TMPDIR/m.txt" ]
}

@test "decision makers may neither attach replies nor write notices" {
    sed -i "s/decision_makers: *\[/&$(id -un), /" "$CASE/plan.yaml"
    run evenhand reply add "$NUMBER" "$CASE" --file "$BATS_TEST_TMPDIR/reply.txt" --about "$ABOUT"
    echo "$output"
    [ "$status" = 77 ] || [ "$status" = 78 ]
    run evenhand notice "$NUMBER" "$CASE"
    [ "$status" = 77 ] || [ "$status" = 78 ]
}
