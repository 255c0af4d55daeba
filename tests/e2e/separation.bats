# Searcher and decision makers as three Unix users on one machine: the kernel keeps them apart, doctor says how.
# Needs root, to make the users; without it, the tests are skipped.

load lib

setup_file() {
    [ "$(id -u)" = 0 ] || return 0
    # Outside of what only root may enter: an installed evenhand, and the caseload.
    export SHARED
    SHARED=$(mktemp -d /tmp/evenhand-apart.XXXXXX)
    chmod 755 "$SHARED"
    export INV=ehinv$$ BOARD=ehboard$$ COMP=ehcomp$$
    for name in "$INV" "$BOARD" "$COMP"; do
        useradd --create-home --home-dir "$SHARED/home-$name" --shell /bin/bash "$name"
    done
    groupadd "$BOARD-read"
    groupadd "$COMP-read"
    usermod -aG "$BOARD-read" "$BOARD"
    usermod -aG "$COMP-read" "$COMP"
    usermod -aG "$BOARD-read,$COMP-read" "$INV"
    cmake --install "$EVENHAND_BUILD" --prefix "$SHARED/installed" >/dev/null
    chmod -R go+rX "$SHARED/installed"
    start_web
    install -d -o "$INV" -g "$INV" -m 755 "$SHARED/work"
    as "$INV" init --group-board "$BOARD-read" --group-compliance "$COMP-read" "$SHARED/work/case"
    for name in plan.yaml candidates.csv; do
        sed "s/@PORT@/$PORT/g; s/@LOGIN@/$INV/g; s/decision_makers: .*/decision_makers: [$BOARD]/; s/compliance: .*/compliance: [$COMP]/" \
            "$TOP/tests/demo/$name" >"$SHARED/$name"
        chown "$INV" "$SHARED/$name"
        runuser -u "$INV" -- sh -c "cat '$SHARED/$name' >'$SHARED/work/case/$name'"
    done
    as "$INV" run "$SHARED/work/case" 3>&-
    as "$INV" release "$SHARED/work/case"
    as "$INV" verify "$SHARED/work/case"
}

teardown_file() {
    [ "$(id -u)" = 0 ] || return 0
    stop_web
    for name in "$INV" "$BOARD" "$COMP"; do userdel "$name"; done
    groupdel "$BOARD-read"
    groupdel "$COMP-read"
    rm -rf "$SHARED"
}

setup() {
    [ "$(id -u)" = 0 ] || skip "needs root, to make users"
    CASE=$SHARED/work/case
}

as() { # USER COMMAND...: evenhand as that user, with that user's own key folder
    local user=$1
    shift
    (cd / && runuser -u "$user" -- env -u EVENHAND_KEYS "$SHARED/installed/bin/evenhand" "$@")
}

@test "init sets the folders up: the board's and compliance's are set-group-ID, the rest is the investigator's alone" {
    [ "$(stat -c '%a %U %G' "$CASE")" = "711 $INV $INV" ]
    [ "$(stat -c '%a %U %G' "$CASE/board")" = "2750 $INV $BOARD-read" ]
    [ "$(stat -c '%a %U %G' "$CASE/compliance")" = "2750 $INV $COMP-read" ]
    [ "$(stat -c %a "$CASE/vault" "$CASE/draft" "$CASE/sources" "$CASE/rules" | sort -u)" = 700 ]
    [ "$(stat -c %a "$CASE/vault/vault.db" "$CASE/plan.yaml" "$CASE/candidates.csv" | sort -u)" = 600 ]
    [ "$(stat -c '%a %G' "$CASE"/board/*.xlsx | sort -u)" = "440 $BOARD-read" ]
    [ "$(stat -c '%a %G' "$CASE"/compliance/* | sort -u)" = "640 $COMP-read" ]
}

@test "a group that is not there is refused before anything is made" {
    run as "$INV" init --group-board nosuchgroup "$SHARED/work/other"
    echo "$output"
    [ "$status" = 78 ]
    [[ "$output" == *"nosuchgroup: there is no such group"* ]]
    [ ! -e "$SHARED/work/other" ]
}

@test "the board user reads board/, and nothing else" {
    runuser -u "$BOARD" -- sh -c "cat '$CASE'/board/*.xlsx" | cmp - <(cat "$CASE"/board/*.xlsx)
    run ! runuser -u "$BOARD" -- ls "$CASE"
    find "$CASE" -type f ! -path "$CASE/board/*" >"$BATS_TEST_TMPDIR/others"
    [ "$(wc -l <"$BATS_TEST_TMPDIR/others")" -gt 5 ]
    while read -r file; do
        run ! runuser -u "$BOARD" -- cat "$file"
    done <"$BATS_TEST_TMPDIR/others"
    run ! runuser -u "$BOARD" -- ls "$SHARED/home-$INV/.evenhand"
    run ! runuser -u "$BOARD" -- sh -c "echo x >>'$CASE/board/summary.xlsx'"
    run ! runuser -u "$BOARD" -- touch "$CASE/board/new"
    run ! runuser -u "$BOARD" -- rm -f "$CASE/board/summary.xlsx"
}

@test "the compliance user reads compliance/, and nothing else" {
    runuser -u "$COMP" -- sh -c "cat '$CASE'/compliance/*" | cmp - <(cat "$CASE"/compliance/*)
    find "$CASE" -type f ! -path "$CASE/compliance/*" >"$BATS_TEST_TMPDIR/others"
    while read -r file; do
        run ! runuser -u "$COMP" -- cat "$file"
    done <"$BATS_TEST_TMPDIR/others"
    run ! runuser -u "$COMP" -- touch "$CASE/compliance/new"
}

@test "a second release, and a second verification, stay readable for their groups" {
    as "$INV" release --withdraw --why "a page was missing" "$CASE"
    runuser -u "$BOARD" -- cat "$CASE/board/RELEASE.txt" >/dev/null
    as "$INV" assess "$CASE"
    as "$INV" release "$CASE"
    as "$INV" verify "$CASE"
    runuser -u "$BOARD" -- sh -c "cat '$CASE'/board/*.xlsx" >/dev/null
    runuser -u "$COMP" -- sh -c "cat '$CASE'/compliance/*" >/dev/null
}

@test "the board user's evenhand does nothing on the caseload" {
    for command in gather assess run release review status verify ledger backup; do
        argument=()
        [ "$command" != backup ] || argument=("$BATS_TEST_TMPDIR/stolen.db")
        run as "$BOARD" "$command" "${argument[@]}" "$CASE"
        echo "$command: $status: $output"
        [ "$status" != 0 ]
    done
    [ ! -e "$BATS_TEST_TMPDIR/stolen.db" ]
}

@test "doctor finds nothing to mend but the second custodian, and sees what is wrong" {
    run as "$INV" doctor "$CASE"
    echo "$output"
    [ "$status" = 1 ]
    [ "$(grep -c '^MEND' <<<"$output")" = 1 ]
    [[ "$output" == *"MEND  custody        one person alone holds a key"* ]]
    as "$INV" key add --custodian "$COMP" --out "$SHARED/home-$INV/second.key" "$CASE"
    run as "$INV" doctor "$CASE"
    echo "$output"
    [ "$status" = 0 ]
    [[ "$output" == *"ok    board          group $BOARD-read reads it (mode 2750)"* ]]
    chmod 755 "$CASE/board"
    chmod 750 "$CASE/vault"
    usermod -aG "$COMP-read" "$BOARD"
    run as "$INV" doctor "$CASE"
    gpasswd -d "$BOARD" "$COMP-read"
    chmod 2750 "$CASE/board"
    chmod 700 "$CASE/vault"
    echo "$output"
    [ "$status" = 1 ]
    [[ "$output" == *"MEND  board          has mode 2755; chmod 2750 $CASE/board"* ]]
    [[ "$output" == *"MEND  vault          others may enter or read it (mode 0750); chmod 700 $CASE/vault"* ]]
    [[ "$output" == *"MEND  compliance     $BOARD is in its group $COMP-read and has another role"* ]]
}
