# Clerical review: what is only possibly the candidate's is decided by a person, or nothing is released.

load lib

setup_file() {
    start_web
    make_caseload "$BATS_FILE_TMPDIR/assessed"
    # Without employer, website and city little speaks for what the search brings up about this candidate.
    sed -i "s/,Wexcombe,MA,Lowmarsh Transit Authority,Wexcombe Regional High School,[^,]*,/,,,,,,/" \
        "$BATS_FILE_TMPDIR/assessed/candidates.csv"
    evenhand run "$BATS_FILE_TMPDIR/assessed" 3>&-
}

teardown_file() {
    stop_web
}

setup() {
    CASE=$BATS_TEST_TMPDIR/case
    own_copy "$BATS_FILE_TMPDIR/assessed" "$CASE"
}

owed() {
    evenhand status --json "$CASE" | jq '[.candidates[].undecided] | add'
}

@test "what is only possible is listed with its reasons, and is in nobody's workbook" {
    [ "$(owed)" -gt 0 ]
    run evenhand review "$CASE"
    echo "$output"
    [ "$status" = 0 ]
    [[ "$output" =~ C-[0-9A-Z]{4}:E-[0-9]{4}/[0-9]+ ]]
    [[ "$output" == *"before anything is known: -"* ]]
    [[ "$output" == *" to decide. For each, after looking at the page:"* ]]
}

@test "release refuses while a decision is owed, and says which command decides" {
    run evenhand release "$CASE"
    echo "$output"
    [ "$status" = 1 ]
    [[ "$output" == *"review"* ]]
    [ -z "$(ls -A "$CASE/board")" ]
}

@test "once everything is decided nothing is owed and the release goes through" {
    for about in $(evenhand review "$CASE" | grep -oE '^C-[0-9A-Z]{4}:E-[0-9]+/[0-9]+'); do
        run evenhand review "$CASE" --about "$about" --verdict other-person --why "another town"
        [ "$status" = 0 ]
        [ "$output" = "Recorded: $about is other-person." ]
    done
    run evenhand review "$CASE"
    [ "$output" = "Nothing needs a decision." ]
    evenhand assess "$CASE"
    [ "$(owed)" = 0 ]
    run evenhand release "$CASE"
    echo "$output"
    [ "$status" = 0 ]
    [ "$(grep -c '"act":"review"' "$CASE/compliance/ledger.ndjson")" -gt 0 ]
}

@test "a decision that is not one is refused" {
    run evenhand review "$CASE" --about C-0000 --verdict same-person --why x
    [ "$status" = 64 ]
    [ "$output" = 'review: --about "C-0000" is not CANDIDATE:EVIDENCE/ITEM; copy it from the list that "evenhand review" prints' ]
    run evenhand review "$CASE" --about C-0000:E-0001/1 --verdict perhaps --why x
    [ "$status" = 64 ]
    run evenhand review "$CASE" --about C-0000:E-0001/1 --verdict same-person
    [ "$status" = 64 ]
    run evenhand review "$CASE" --about C-0000:E-0001/1 --verdict same-person --why "no such candidate"
    echo "$output"
    [ "$status" = 65 ]
}
