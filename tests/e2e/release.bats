# What reaches the board: once, unchanged, corrected by another release, taken back on record.

load lib

setup_file() {
    start_web
    make_caseload "$BATS_FILE_TMPDIR/drafted"
    evenhand run "$BATS_FILE_TMPDIR/drafted" 3>&-
}

teardown_file() {
    stop_web
}

setup() {
    CASE=$BATS_TEST_TMPDIR/case
    own_copy "$BATS_FILE_TMPDIR/drafted" "$CASE"
}

# withhold: decides about some finding, so that the draft changes; prints the workbook's name.
withhold() {
    local book about
    for book in "$CASE"/draft/C-*.xlsx; do
        about=$(python3 "$BATS_TEST_DIRNAME/xlsx.py" cells "$book" | sed -n 's/^Findings!K6\t\([^;]*\).*/\1/p')
        [ -z "$about" ] || break
    done
    evenhand review "$CASE" --about "$(basename "$book" .xlsx):$about" --verdict withhold --why "not about work" >/dev/null
    evenhand assess "$CASE" >/dev/null
    basename "$book"
}

@test "a release is read-only and kept as it was handed over" {
    evenhand release "$CASE"
    [ "$(stat -c %a "$CASE/board/summary.xlsx")" = 440 ]
    [ "$(find "$CASE/board" -name '*.xlsx' | wc -l)" = 7 ]
    [ ! -e "$CASE/board/RELEASE.txt" ]
    diff -r --exclude='*.ndjson' "$CASE/board" "$CASE/released/1"
    cmp "$CASE/draft/audit.ndjson" "$CASE/released/1/audit.ndjson"
    cmp "$CASE/draft/board.ndjson" "$CASE/released/1/board.ndjson"
}

@test "the same draft is not released twice" {
    evenhand release "$CASE"
    run evenhand release "$CASE" --why "again"
    [ "$status" = 1 ]
    [ "$output" = "release: the draft is what release 1 holds; there is nothing to correct; nothing to do: the board has these workbooks" ]
}

@test "a correction says why and what changed, and the first release stays as it was" {
    evenhand release "$CASE"
    cp -a "$CASE/board" "$BATS_TEST_TMPDIR/first"
    book=$(withhold)
    run evenhand release "$CASE"
    [ "$status" = 64 ]
    [[ $output == 'release: release 1 is with the board and is never changed; this would be a correction of it; say --why "..."'* ]]
    diff -r "$BATS_TEST_TMPDIR/first" "$CASE/board"
    evenhand release "$CASE" --why "an item was withheld"
    grep -q '^Release 2 of the vetting "Patrol officer 2026 (demo)", 20' "$CASE/board/RELEASE.txt"
    grep -qx "Why: an item was withheld" "$CASE/board/RELEASE.txt"
    grep -qE "^It takes the place of release 1 \(20.*\), which is to be used no longer\.$" "$CASE/board/RELEASE.txt"
    grep -qE "^  $book +changed: findings [0-9]+ before, [0-9]+ now$" "$CASE/board/RELEASE.txt"
    grep -qx "  unchanged: 5" "$CASE/board/RELEASE.txt"
    diff -r --exclude='*.ndjson' "$BATS_TEST_TMPDIR/first" "$CASE/released/1"
    run evenhand verify "$CASE"
    [ "$status" = 0 ]
    python3 "$BATS_TEST_DIRNAME/xlsx.py" cells "$CASE/compliance/uniformity.xlsx" | grep -qP '^Ledger!E\d+\trelease 1, corrected by 2$'
}

@test "a reason that names a candidate is refused" {
    evenhand release "$CASE"
    withhold
    name=$(sed -n 2p "$CASE/candidates.csv" | cut -d, -f2)
    run evenhand release "$CASE" --why "the item of $name"
    [ "$status" = 64 ]
    [[ $output == "release: --why holds a fact of a candidate; "* ]]
    run evenhand release "$CASE" --why "$(printf 'x%.0s' {1..201})"
    [ "$status" = 64 ]
}

@test "a withdrawal takes the workbooks away and is in the ledger; the next release is not a correction" {
    run evenhand release "$CASE" --withdraw --why "nothing yet"
    [ "$status" = 66 ]
    evenhand release "$CASE"
    run evenhand release "$CASE" --withdraw
    [ "$status" = 64 ]
    evenhand release "$CASE" --withdraw --why "the wrong plan"
    [ "$(ls "$CASE/board")" = RELEASE.txt ]
    evenhand verify "$CASE" >/dev/null
    grep -q '"act":"withdraw-release"' "$CASE/compliance/ledger.ndjson"
    grep -q "was withdrawn: do not use it" "$CASE/board/RELEASE.txt"
    run evenhand verify "$CASE"
    [ "$status" = 0 ]
    python3 "$BATS_TEST_DIRNAME/xlsx.py" cells "$CASE/compliance/uniformity.xlsx" | grep -qP '^Ledger!E\d+\trelease 1, withdrawn$'
    evenhand release "$CASE"
    grep -q "^Release 2 of" "$CASE/board/RELEASE.txt"
    [ -d "$CASE/released/2" ]
}

@test "a decision after the release: verify says that what comes out has changed, and why" {
    evenhand release "$CASE"
    book=$(withhold)
    run evenhand verify "$CASE"
    echo "$output"
    [ "$status" = 1 ]
    [[ $output == *"$book comes out differently when assessed again"* ]]
}

@test "ambiguous words wait for an acknowledgement, which names nobody and is on record" {
    run evenhand review "$CASE" --acknowledge --about C-0000:E-0001/1 --why "the colour of a van"
    [ "$status" = 64 ]
    number=$(basename "$(printf '%s\n' "$CASE"/draft/C-*.xlsx | head -n 1)" .xlsx)
    run evenhand review "$CASE" --acknowledge --about "$number:E-0001/1"
    [ "$status" = 64 ]
    name=$(sed -n 2p "$CASE/candidates.csv" | cut -d, -f2)
    run evenhand review "$CASE" --acknowledge --about "$number:E-0001/1" --why "it is $name's van"
    [ "$status" = 64 ]
    run evenhand review "$CASE" --acknowledge --about "$number:E-0001/1" --why "the colour of a van"
    [ "$status" = 0 ]
    [ "$output" = "Recorded: the ambiguous words of $number:E-0001/1 are harmless." ]
    evenhand release "$CASE"
    grep -q '"act":"acknowledge"' "$CASE/compliance/ledger.ndjson"
}
