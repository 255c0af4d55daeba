# The driver's commands as their user types them.

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
}

@test "assessing twice gives byte-identical workbooks" {
    sha256sum "$CASE"/draft/*.xlsx >"$BATS_TEST_TMPDIR/first"
    TZ=Asia/Tokyo LC_ALL=de_DE.UTF-8 evenhand assess "$CASE"
    [ "$(wc -l <"$BATS_TEST_TMPDIR/first")" = 7 ]
    sha256sum -c --quiet "$BATS_TEST_TMPDIR/first"
}

@test "the pipe typed by hand gives the same bytes as the driver" {
    cd "$CASE"
    mkdir "$BATS_TEST_TMPDIR/by-hand"
    set -o pipefail
    evenhand replay . | evenhand extract | evenhand attribute | evenhand screen | evenhand redact |
        evenhand report --out "$BATS_TEST_TMPDIR/by-hand"
    for workbook in draft/*.xlsx; do cmp "$workbook" "$BATS_TEST_TMPDIR/by-hand/${workbook#draft/}"; done
}

@test "a second gather asks nothing when nothing is owed" {
    evenhand replay "$CASE" >"$BATS_TEST_TMPDIR/before"
    stop_web
    run evenhand gather "$CASE"
    start_web --port "$PORT"
    [ "$status" = 0 ]
    evenhand replay "$CASE" | cmp - "$BATS_TEST_TMPDIR/before"
}

@test "a plan changed after gathering began is refused" {
    sed -i 's/pages: 2/pages: 3/' "$CASE/plan.yaml"
    run evenhand assess "$CASE"
    [ "$status" = 78 ]
    [ "$output" = "plan.yaml: the plan or a source changed after gathering began; put the plan and sources/ back as they were, or start a new caseload" ]
    run evenhand gather "$CASE"
    echo "$output"
    [ "$status" = 78 ]
    [[ "$output" == *"the plan"*"changed after gathering began"* ]]
}

@test "a decision maker may not search, assess or release" {
    sed -i "s/decision_makers: .*/decision_makers: [$(id -un)]/; s/investigators: .*/investigators: [somebody]/" "$CASE/plan.yaml"
    for command in gather assess run release status; do
        run evenhand "$command" "$CASE"
        echo "$output"
        [ "$status" = 77 ]
        [ "$output" = "plan.yaml: $(id -un) is a decision maker in this caseload; an investigator must do this: those who decide may not search" ]
    done
    run evenhand plan check "$CASE"
    [ "$status" = 0 ]
    # As far as the refused one can open the vault, the ledger tells of it.
    sed -i "s/decision_makers: .*/decision_makers: [chief]/; s/investigators: .*/investigators: [$(id -un)]/" "$CASE/plan.yaml"
    evenhand ledger --json "$CASE" | jq -e '.refusals == 5'
}

@test "somebody who acted in two roles stops the release" {
    # Searched as an investigator; then the plan is changed back and forth, as a dishonest one might.
    sed "s/decision_makers: .*/decision_makers: [$(id -un)]/; s/investigators: .*/investigators: [somebody]/" \
        "$CASE/plan.yaml" >"$BATS_TEST_TMPDIR/plan"
    cp "$CASE/plan.yaml" "$BATS_TEST_TMPDIR/before"
    cp "$BATS_TEST_TMPDIR/plan" "$CASE/plan.yaml"
    run evenhand verify "$CASE"
    echo "$output"
    [ "$status" = 1 ]
    [[ "$output" == *"$(id -un), a decision maker, did the searcher's work"* ]]
    run evenhand release "$CASE"
    [ "$status" = 77 ]
    cp "$BATS_TEST_TMPDIR/before" "$CASE/plan.yaml"
    evenhand release "$CASE"
}

@test "init makes a caseload, and never touches one that is there" {
    run evenhand init "$BATS_TEST_TMPDIR/new"
    [ "$status" = 0 ]
    [ "$(stat -c %a "$BATS_TEST_TMPDIR/new/vault" "$BATS_TEST_TMPDIR/new/draft" | paste -sd ' ')" = "700 700" ]
    run evenhand init "$CASE"
    [ "$status" = 73 ]
    [ "$output" = "$CASE: there is a caseload here already; nothing was changed; name a folder that does not exist yet" ]
}

@test "release hands over exactly what was drafted, and verify confirms it" {
    run evenhand release "$CASE"
    echo "$output"
    [ "$status" = 0 ]
    for workbook in "$CASE"/draft/*.xlsx; do cmp "$workbook" "$CASE/board/$(basename "$workbook")"; done
    [ "$(find "$CASE/board" -name '*.xlsx' | wc -l)" = 7 ]
    run evenhand verify "$CASE"
    echo "$output"
    [ "$status" = 0 ]
    [ -s "$CASE/compliance/uniformity.xlsx" ]
    grep -q '"act":"release"' "$CASE/compliance/ledger.ndjson"
    tail -n 1 "$CASE/compliance/audit.ndjson" | jq -e '.type == "end"'
}

@test "a released workbook that was edited is noticed" {
    evenhand release "$CASE"
    workbook=$(find "$CASE/board" -name 'C-*.xlsx' | head -n 1)
    printf 'x' >>"$workbook"
    run evenhand verify "$CASE"
    echo "$output"
    [ "$status" = 1 ]
    [[ "$output" == *"$(basename "$workbook")"* ]]
}

@test "nothing gathered: assess, release and verify say what to do first" {
    rm -rf "$CASE"
    make_caseload "$CASE"
    run evenhand assess "$CASE"
    echo "$output"
    [ "$status" = 66 ]
    [[ "$output" == *'run "evenhand gather" first'* ]]
    run evenhand release "$CASE"
    echo "$output"
    [ "$status" = 66 ]
    run evenhand verify "$CASE"
    [ "$status" = 66 ]
    run evenhand status "$CASE"
    [ "$status" = 0 ]
    [[ "$output" == *"State: planned"* ]]
}

@test "a typing error in a command is answered with the nearest one" {
    run evenhand relase
    [ "$status" = 64 ]
    [ "$output" = 'evenhand: unknown command "relase"; did you mean "release"?' ]
    run evenhand assess --fast
    [ "$status" = 64 ]
}
