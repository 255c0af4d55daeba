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

# fill FILE COLUMN...: puts a verdict and a reason into every line of an export.
fill() {
    python3 - "$@" <<'PY'
import csv, sys
path, verdict, why = sys.argv[1:4]
rows = list(csv.reader(open(path, encoding="utf-8-sig", newline="")))
for row in rows[1:]:
    row[1], row[2] = verdict, why
csv.writer(open(path, "w", encoding="utf-8", newline=""), delimiter=sys.argv[4] if len(sys.argv) > 4 else ",").writerows(rows)
PY
}

@test "review in a spreadsheet: all is decided, in the ledger, and survives another assessment" {
    evenhand review --export "$BATS_TEST_TMPDIR/r.csv" "$CASE"
    [ "$(stat -c %a "$BATS_TEST_TMPDIR/r.csv")" = 600 ]
    [ "$(head -c 3 "$BATS_TEST_TMPDIR/r.csv" | od -An -tx1 | tr -d ' \n')" = efbbbf ]
    owed=$(owed)
    fill "$BATS_TEST_TMPDIR/r.csv" Other-Person $'another; "town"\nsays the page' ';'
    run evenhand review --import "$BATS_TEST_TMPDIR/r.csv" "$CASE"
    echo "$output"
    [ "$status" = 0 ]
    [ "$output" = "Recorded: $owed decisions. Run \"evenhand assess $CASE\"." ]
    evenhand assess "$CASE"
    evenhand assess "$CASE"
    [ "$(owed)" = 0 ]
    run evenhand review "$CASE"
    [ "$output" = "Nothing needs a decision." ]
    [ "$(evenhand ledger --json "$CASE" | grep -c '"act":"review"\|"review"')" -gt 0 ]
}

@test "LibreOffice opens and saves the spreadsheet without harm" {
    command -v soffice >/dev/null || skip "no LibreOffice here"
    evenhand review --export "$BATS_TEST_TMPDIR/r.csv" "$CASE"
    fill "$BATS_TEST_TMPDIR/r.csv" other-person "another town"
    soffice -env:UserInstallation="file://$BATS_TEST_TMPDIR/profile" --headless \
        --infilter="Text - txt - csv (StarCalc):44,34,76,1" \
        --convert-to "csv:Text - txt - csv (StarCalc):59,34,76,1" --outdir "$BATS_TEST_TMPDIR/saved" "$BATS_TEST_TMPDIR/r.csv"
    run evenhand review --import "$BATS_TEST_TMPDIR/saved/r.csv" "$CASE"
    echo "$output"
    [ "$status" = 0 ]
    [[ "$output" == "Recorded: "* ]]
}

@test "a spreadsheet that is stale, foreign or wrong is refused line by line, and nothing of it is recorded" {
    evenhand review --export "$BATS_TEST_TMPDIR/r.csv" "$CASE"
    owed=$(owed)
    fill "$BATS_TEST_TMPDIR/r.csv" other-person "another town"
    first=$(sed -n '2s/,.*//p' "$BATS_TEST_TMPDIR/r.csv")
    sed -e '3s/other-person/perhaps/' -e '4s/another town//' -e '5s/S-[0-9a-f]*/S-0123456789abcdef/' -e '6s/^[^,]*/C-0000:E-0001\/1/' \
        -e '2{p}' "$BATS_TEST_TMPDIR/r.csv" >"$BATS_TEST_TMPDIR/bad.csv"
    run evenhand review --import "$BATS_TEST_TMPDIR/bad.csv" "$CASE"
    echo "$output"
    [ "$status" = 65 ]
    [[ "$output" == *"bad.csv:3: $first was decided on line 2 already"* ]]
    [[ "$output" == *'bad.csv:4: unknown verdict "perhaps"; say same-person, other-person or withhold'* ]]
    [[ "$output" == *"bad.csv:5: a verdict without a reason; fill in the column Why"* ]]
    [[ "$output" == *"bad.csv:6: "*" is another caseload's, or its page changed since the export; export anew and decide by that"* ]]
    [[ "$output" == *'bad.csv:7: "C-0000:E-0001/1" is no item of this caseload that needs a decision'* ]]
    [[ "$output" == *"review: no decision was recorded"* ]]
    [ "$(owed)" = "$owed" ]
    evenhand review "$CASE" --about "$first" --verdict other-person --why "another town"
    run evenhand review --import "$BATS_TEST_TMPDIR/r.csv" "$CASE"
    [ "$status" = 65 ]
    [[ "$output" == *"r.csv:2: $first was decided after the export"* ]]
}

@test "decision makers may not review, export or import" {
    sed -i "s/decision_makers: *\[/&$(id -un), /" "$CASE/plan.yaml"
    for act in "" "--export $BATS_TEST_TMPDIR/x.csv" "--import $BATS_TEST_TMPDIR/x.csv"; do
        # shellcheck disable=SC2086 # two words
        run evenhand review $act "$CASE"
        echo "$output"
        [ "$status" = 77 ] || [ "$status" = 78 ]
    done
    [ ! -e "$BATS_TEST_TMPDIR/x.csv" ]
}
