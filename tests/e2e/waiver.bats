# A kernel without Landlock: every stage refuses; --no-sandbox lets it run, and the ledger and every workbook say so.

load lib

setup_file() {
    start_web
    make_caseload "$BATS_FILE_TMPDIR/drafted"
    evenhand run "$BATS_FILE_TMPDIR/drafted" 3>&-
    evenhand replay "$BATS_FILE_TMPDIR/drafted" >"$BATS_FILE_TMPDIR/replayed"
}

teardown_file() {
    stop_web
}

setup() {
    CASE=$BATS_TEST_TMPDIR/case
    OLD="$EVENHAND_BUILD/tests/no-landlock EOPNOTSUPP"
    own_copy "$BATS_FILE_TMPDIR/drafted" "$CASE"
}

# method FOLDER: what each workbook's Method sheet says of the sandbox, one line a workbook.
method() {
    local book
    for book in "$1"/*.xlsx; do
        python3 "$BATS_TEST_DIRNAME/xlsx.py" cells "$book" | grep -A1 $'^Method!A[0-9]*\tSandbox$' | sed -n 's/^Method!B[0-9]*\t//p'
    done
}

# entries: the waivers in the ledger, command by command.
entries() {
    evenhand ledger --json "$CASE" | jq -r '.acts[] | select(.act == "no-sandbox") | .detail'
}

@test "without Landlock every stage refuses with 77, before it reads a byte, and names the way out" {
    for answer in ENOSYS EOPNOTSUPP; do
        for stage in 'intake .' 'replay .' extract attribute screen redact "report --out $BATS_TEST_TMPDIR/books" \
            "archive --candidate $(basename -a -s .xlsx "$CASE"/draft/C-*.xlsx | head -n 1) --out $BATS_TEST_TMPDIR/archive ."; do
            cd "$CASE"
            # shellcheck disable=SC2086
            run -77 "$EVENHAND_BUILD/tests/no-landlock" $answer evenhand $stage <"$BATS_FILE_TMPDIR/replayed"
            echo "$stage: $output"
            [[ $output == *"this kernel has no Landlock"*"--no-sandbox, which goes on record"* ]]
        done
    done
    evenhand intake "$CASE" >"$BATS_TEST_TMPDIR/candidates"
    run -77 $OLD evenhand collect "$CASE" <"$BATS_TEST_TMPDIR/candidates"
    [ -z "$(find "$BATS_TEST_TMPDIR" -name '*.xlsx' -path '*books*')" ]
}

@test "without Landlock the commands refuse with 77 and leave everything as it was" {
    (cd "$CASE/draft" && sha256sum -- *) >"$BATS_TEST_TMPDIR/before"
    run -77 $OLD evenhand assess "$CASE"
    echo "$output"
    [[ $output == *"this kernel has no Landlock"* ]]
    (cd "$CASE/draft" && sha256sum -c --quiet "$BATS_TEST_TMPDIR/before")
    run -77 $OLD evenhand verify "$CASE"
    run -77 $OLD evenhand release "$CASE"
    run -77 $OLD evenhand gather "$CASE"
    [ -z "$(ls "$CASE/board")" ]
    [ -z "$(entries)" ]
}

@test "confined, every workbook says so, and the run record is not marked" {
    [ "$(method "$CASE/draft" | sort -u | grep -c 'The kernel kept each program')" = 1 ]
    [ "$(method "$CASE/draft" | wc -l)" = "$(ls "$CASE"/draft/*.xlsx | wc -l)" ]
    head -n 1 "$BATS_FILE_TMPDIR/replayed" | jq -e 'has("no_sandbox") | not'
}

@test "assess --no-sandbox: in the ledger, on every Method sheet, and verify reproduces it on any kernel" {
    run -0 $OLD evenhand assess --no-sandbox "$CASE"
    [ "$(entries)" = "command assess" ]
    method "$CASE/draft"
    [ "$(method "$CASE/draft" | sort -u | grep -c '^Waived (--no-sandbox)')" = 1 ]
    [ "$(method "$CASE/draft" | sort -u | wc -l)" = 1 ]
    [ "$(method "$CASE/draft" | wc -l)" = "$(ls "$CASE"/draft/*.xlsx | wc -l)" ]
    evenhand release "$CASE" # this kernel has Landlock
    run -0 evenhand verify "$CASE"
    [[ $output == YES* || $output == *$'\n'YES* ]]
    [[ $(tr '\n' ' ' <<<"$output") == *"Some of the work was done with --no-sandbox"* ]]
    python3 "$BATS_TEST_DIRNAME/xlsx.py" cells "$CASE/compliance/uniformity.xlsx" | grep -q 'no-sandbox'
}

@test "gather --no-sandbox, the first: what it gathered carries the mark, whoever assesses it" {
    rm -rf "$CASE" && make_caseload "$CASE"
    run -0 $OLD evenhand gather --no-sandbox "$CASE" 3>&-
    [ "$(entries)" = "command gather" ]
    evenhand assess "$CASE"
    [ "$(method "$CASE/draft" | sort -u | grep -c '^Waived')" = 1 ]
    head -n 1 <(evenhand replay "$CASE") | jq -e .no_sandbox
}

@test "a search with the waiver that was killed before it could say so is still marked" {
    rm -rf "$CASE" && make_caseload "$CASE"
    evenhand intake "$CASE" | $OLD evenhand collect --no-sandbox "$CASE" >/dev/null # no driver, no entry of a command
    evenhand gather "$CASE" 3>&-
    evenhand assess "$CASE"
    [ "$(method "$CASE/draft" | sort -u | grep -c '^Waived')" = 1 ]
}

@test "a release made in the sandbox stays as verified when somebody assesses or verifies without it later" {
    evenhand release "$CASE"
    $OLD evenhand verify --no-sandbox "$CASE"
    $OLD evenhand assess --no-sandbox "$CASE"
    run evenhand verify "$CASE"
    echo "$output"
    [ "$status" = 0 ]
    [ "$(method "$CASE/board" | sort -u | grep -c 'The kernel kept each program')" = 1 ]
    [ "$(entries)" = "command verify
command assess" ]
}

@test "the flag is no secret passage: Landlock is entered where the kernel has it, seccomp and limits everywhere" {
    export EVENHAND_ATTACK_READ=/etc/passwd EVENHAND_ATTACK_WRITE=$BATS_TEST_TMPDIR EVENHAND_ATTACK_PORT=$PORT
    attacked=$EVENHAND_BUILD/tests/attacked/libexec/evenhand/evenhand-extract
    run "$attacked" --no-sandbox <"$BATS_FILE_TMPDIR/replayed"
    [[ $output == *"attack from within extract"* && $output != *"REACHED read"* ]]
    run $OLD "$attacked" --no-sandbox <"$BATS_FILE_TMPDIR/replayed"
    [[ $output == *"REACHED read /etc/passwd"* ]] # what the waiver costs
    for what in tcp udp listen exec new-privileges; do
        [[ $output != *"REACHED $what"* ]]
    done
}

@test "by hand, the run record carries the mark through the pipe to the workbooks" {
    cd "$CASE"
    mkdir "$BATS_TEST_TMPDIR/books"
    evenhand extract <"$BATS_FILE_TMPDIR/replayed" | $OLD evenhand attribute --no-sandbox | evenhand screen | evenhand redact |
        "$EVENHAND_BUILD/libexec/evenhand/evenhand-report" --out "$BATS_TEST_TMPDIR/books"
    [ "$(method "$BATS_TEST_TMPDIR/books" | sort -u | grep -c '^Waived')" = 1 ]
}
