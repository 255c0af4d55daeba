# What an enemy, or a bad day, does to a caseload.

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

@test "one command at a time works in a caseload" {
    exec 8<"$CASE"
    flock 8
    for command in gather assess run review release verify; do
        run evenhand "$command" "$CASE"
        echo "$output"
        [ "$status" = 75 ]
        [ "$output" = "$CASE: another evenhand is at work in this caseload; wait until it is done, then try again" ]
    done
    run evenhand status "$CASE"
    [ "$status" = 0 ]
    exec 8<&-
    evenhand assess "$CASE"
}

@test "a board, draft or compliance folder that is a link is refused and left alone" {
    mkdir "$BATS_TEST_TMPDIR/elsewhere"
    for folder in board draft compliance; do
        mv "$CASE/$folder" "$CASE/real"
        ln -s "$BATS_TEST_TMPDIR/elsewhere" "$CASE/$folder"
        run evenhand release "$CASE"
        echo "$output"
        [ "$status" = 73 ]
        [ "$output" = "$CASE/$folder: is a link or a file, not a folder; put a real folder here, and copy from it what goes elsewhere" ]
        [ -L "$CASE/$folder" ]
        [ -z "$(ls -A "$BATS_TEST_TMPDIR/elsewhere")" ]
        rm "$CASE/$folder"
        mv "$CASE/real" "$CASE/$folder"
    done
    evenhand release "$CASE"
}

@test "what is released can no longer be reached through the draft" {
    evenhand release "$CASE"
    sha256sum "$CASE"/board/*.xlsx >"$BATS_TEST_TMPDIR/released"
    for workbook in "$CASE"/draft/*.xlsx; do echo changed >>"$workbook"; done
    sha256sum -c --quiet "$BATS_TEST_TMPDIR/released"
    evenhand verify "$CASE"
}

@test "a link in the draft does not change what it points to" {
    echo mine >"$BATS_TEST_TMPDIR/file"
    chmod 600 "$BATS_TEST_TMPDIR/file"
    ln -sf "$BATS_TEST_TMPDIR/file" "$CASE/draft/summary.xlsx"
    run evenhand release "$CASE"
    echo "$output"
    [ "$status" = 1 ]
    [ "$(stat -c %a "$BATS_TEST_TMPDIR/file")" = 600 ]
}

@test "a caseload's name may hold hyphens, spaces, quotes and line ends" {
    cd "$BATS_TEST_TMPDIR"
    for name in -x --help $'a b\nc' 'q"x'; do
        (
            own_copy "$CASE" "./$name"
            evenhand assess -- "$name"
            evenhand release -- "$name"
            evenhand verify -- "$name"
        )
        workbooks=("./$name"/board/*.xlsx)
        [ "${#workbooks[@]}" = 7 ]
    done
}

@test "an answer that cannot be written is no success" {
    run bash -c 'evenhand --help >/dev/full'
    [ "$status" = 74 ]
    [ "$output" = "standard output: what evenhand said could not be written; the work itself is done" ]
    run bash -c 'evenhand assess "$1" >/dev/full' - "$CASE"
    [ "$status" = 74 ]
}

@test "a decision or a search after the draft was made stops the release until it is made anew" {
    about=$(evenhand replay "$CASE" | evenhand extract | evenhand attribute | evenhand screen |
        jq -r 'select(.type == "finding") | "\(.candidate):\(.evidence)/\(.item)"' | head -n 1)
    evenhand review "$CASE" --about "$about" --verdict withhold --why "told in confidence"
    run evenhand release "$CASE"
    echo "$output"
    [ "$status" = 1 ]
    [ "$output" = "draft: a decision was recorded after the draft was made; run \"evenhand assess\", then release" ]
    [ -z "$(ls -A "$CASE/board")" ]
    evenhand assess "$CASE"
    evenhand gather "$CASE"
    run evenhand release "$CASE"
    [ "$status" = 1 ]
    [ "$output" = "draft: gathering went on after the draft was made; run \"evenhand assess\", then release" ]
    evenhand assess "$CASE"
    evenhand release "$CASE"
}

@test "a plan that names a candidate is refused before anything is gathered" {
    make_caseload "$BATS_TEST_TMPDIR/new"
    sed -i 's/^plan: .*/plan: Vetting of Tansy Quillfeather/' "$BATS_TEST_TMPDIR/new/plan.yaml"
    run evenhand run "$BATS_TEST_TMPDIR/new"
    echo "$output"
    [ "$status" = 78 ]
    [[ "$output" == *'"plan" holds the full_name of a candidate (candidates.csv:2)'* ]]
    sed -i 's/^plan: .*/plan: Patrol officer/' "$BATS_TEST_TMPDIR/new/plan.yaml"
    evenhand run "$BATS_TEST_TMPDIR/new" 3>&-
}
