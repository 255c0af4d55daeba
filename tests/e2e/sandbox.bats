# What a stage could reach if a hostile page took it over: each stage is built a second time with an attack inside it
# (tests/attack) that runs behind the first record, in the sandbox, and tells what it reached.

load lib

setup_file() {
    start_web
    make_caseload "$BATS_FILE_TMPDIR/case"
    export CASE=$BATS_FILE_TMPDIR/case
    evenhand run "$CASE" 3>&-
    cd "$BATS_FILE_TMPDIR"
    evenhand replay "$CASE" >replayed
    evenhand extract <replayed >extracted
    evenhand attribute <extracted >attributed
    evenhand screen <attributed >screened
    evenhand redact <screened >redacted
    evenhand replay --facts "$CASE" >facts
    cp -r "$CASE/draft" books
    rm books/*.ndjson
    sleep 1000 3>&- &
    export EVENHAND_ATTACK_VICTIM=$! EVENHAND_ATTACK_PORT=$PORT
    export EVENHAND_ATTACK_READ=/etc/passwd:$CASE/vault/vault.db:$CASE/candidates.csv:$CASE/board:$CASE/compliance:$CASE/draft/audit.ndjson:$HOME
    export EVENHAND_ATTACK_WRITE=/tmp:$CASE/vault:$CASE/draft:$CASE/board:$CASE/compliance:$BATS_FILE_TMPDIR
    export SECRET_OF_THE_USER=x
    export ATTACKED=$EVENHAND_BUILD/tests/attacked/libexec/evenhand
}

teardown_file() {
    kill "$EVENHAND_ATTACK_VICTIM"
    stop_web
}

# attacked STAGE [ARGUMENTS]: runs it by hand; prints what the attack reached, sorted.
attacked() {
    local stage=$1
    shift
    "$ATTACKED/evenhand-$stage" "$@" 2>"$BATS_TEST_TMPDIR/said" >/dev/null || true
    grep -q "^attack from within $stage$" "$BATS_TEST_TMPDIR/said" || { cat "$BATS_TEST_TMPDIR/said"; return 1; }
    [ "$(grep -c '^denied ' "$BATS_TEST_TMPDIR/said")" -ge 15 ]
    # By hand a stage has its user's environment; the driver's stages have not (below).
    sed -n 's/^REACHED //p' "$BATS_TEST_TMPDIR/said" | grep -v '^environment ' | sort
}

@test "without a sandbox the attack reaches everything" {
    run "$EVENHAND_BUILD/tests/attacked/attack-control"
    echo "$output"
    for what in 'read /etc/passwd' "read $CASE/vault/vault.db" "read $CASE/candidates.csv" "write $CASE/vault" "write $CASE/board" \
        'write /tmp' tcp udp listen exec ptrace process_vm_readv 'memory-of' environment new-privileges many-files; do
        grep -q "^REACHED $what" <<<"$output"
    done
}

@test "extract, which parses hostile pages, reaches nothing" {
    run attacked extract <"$BATS_FILE_TMPDIR/replayed"
    echo "$output"
    [ "$status" = 0 ]
    [ -z "$output" ]
}

@test "attribute, screen and redact reach nothing" {
    [ -z "$(attacked attribute <"$BATS_FILE_TMPDIR/extracted")" ]
    [ -z "$(attacked screen <"$BATS_FILE_TMPDIR/attributed")" ]
    [ -z "$(attacked redact <"$BATS_FILE_TMPDIR/screened")" ]
}

@test "intake reaches nothing but the file of candidates that it has open" {
    run attacked intake "$CASE"
    echo "$output"
    [ "$status" = 0 ]
    [ "$output" = "descriptor $(realpath "$CASE/candidates.csv")" ]
}

@test "replay reaches nothing but the vault's files that it has open" {
    run attacked replay "$CASE"
    echo "$output"
    [ "$status" = 0 ]
    [ "$(sort -u <<<"$output")" = "descriptor $(realpath "$CASE/vault/vault.db")" ] ||
        [ -z "$(grep -v "^descriptor $(realpath "$CASE/vault")/vault.db" <<<"$output")" ]
}

@test "collect reaches the network and the vault, and neither a program, another process nor any other folder" {
    "$ATTACKED/evenhand-intake" "$CASE" 2>/dev/null >"$BATS_TEST_TMPDIR/candidates"
    run attacked collect "$CASE" <"$BATS_TEST_TMPDIR/candidates"
    echo "$output"
    [ "$status" = 0 ]
    [ "$(grep -v '^descriptor ' <<<"$output")" = "read $CASE/vault/vault.db
tcp -
udp -
write $CASE/vault" ]
    [ -z "$(grep '^descriptor ' <<<"$output" | grep -v "$(realpath "$CASE/vault")/")" ]
}

@test "stamp, which talks to the time-stamping authority, reaches the network and nothing else" {
    printf x >"$BATS_TEST_TMPDIR/ca.pem"
    run attacked stamp --authorities "$BATS_TEST_TMPDIR/ca.pem" --digest "$(printf '%064d' 0)" --url http://localhost:9/
    echo "$output"
    [ "$status" = 0 ]
    [ "$output" = "tcp -
udp -" ]
}

@test "trial, which asks a source for nobody, reaches the network and not even the vault" {
    run attacked trial --source mastodon --control nobody "$CASE"
    echo "$output"
    [ "$status" = 0 ]
    [ "$output" = "tcp -
udp -" ]
}

@test "collect, looking again at the pages of findings, reaches what it reaches when it gathers" {
    own_copy "$CASE" "$BATS_TEST_TMPDIR/copy"
    export EVENHAND_ATTACK_WRITE=$EVENHAND_ATTACK_WRITE:$BATS_TEST_TMPDIR/copy/vault
    run attacked collect --recheck "$BATS_TEST_TMPDIR/copy" <"$BATS_FILE_TMPDIR/screened"
    echo "$output"
    [ "$status" = 0 ]
    [ "$(grep -v '^descriptor ' <<<"$output")" = "tcp -
udp -
write $BATS_TEST_TMPDIR/copy/vault" ]
}

@test "impact reaches nothing but the file that it has open" {
    printf 'candidate,race,stage:hired\nC-1,White,yes\n' >"$BATS_TEST_TMPDIR/eeo.csv"
    run attacked impact --eeo "$BATS_TEST_TMPDIR/eeo.csv"
    echo "$output"
    [ "$status" = 0 ]
    [ "$output" = "descriptor $BATS_TEST_TMPDIR/eeo.csv" ]
}

@test "report reaches nothing but its output folder" {
    mkdir "$BATS_TEST_TMPDIR/out"
    EVENHAND_ATTACK_WRITE=$EVENHAND_ATTACK_WRITE:$BATS_TEST_TMPDIR/out
    export EVENHAND_ATTACK_WRITE
    run attacked report --out "$BATS_TEST_TMPDIR/out" <"$BATS_FILE_TMPDIR/redacted"
    echo "$output"
    [ "$status" = 0 ]
    [ "$(grep -v "^descriptor $BATS_TEST_TMPDIR/out" <<<"$output")" = "write $BATS_TEST_TMPDIR/out" ]
}

@test "verify reads what it checks, writes into its output folder, and reaches nothing else" {
    mkdir "$BATS_TEST_TMPDIR/out"
    export EVENHAND_ATTACK_WRITE=$EVENHAND_ATTACK_WRITE:$BATS_TEST_TMPDIR/out:$BATS_FILE_TMPDIR/books
    run attacked verify "$CASE" --workbooks "$BATS_FILE_TMPDIR/books" --out "$BATS_TEST_TMPDIR/out" \
        --audit "$CASE/draft/audit.ndjson" <"$BATS_FILE_TMPDIR/facts"
    echo "$output"
    [ "$status" = 0 ]
    [ "$output" = "read $CASE/draft/audit.ndjson
write $BATS_TEST_TMPDIR/out" ]
}

@test "archive reaches the vault's files that it has open and its output folder" {
    mkdir "$BATS_TEST_TMPDIR/out"
    export EVENHAND_ATTACK_WRITE=$EVENHAND_ATTACK_WRITE:$BATS_TEST_TMPDIR/out
    number=$(jq -r 'select(.type == "candidate") | .candidate' "$BATS_FILE_TMPDIR/facts" | head -n 1)
    run attacked archive --candidate "$number" --out "$BATS_TEST_TMPDIR/out" "$CASE"
    echo "$output"
    [ "$status" = 0 ]
    [ "$(grep -v "^descriptor $(realpath "$CASE/vault")/vault.db" <<<"$output")" = "write $BATS_TEST_TMPDIR/out" ]
}

@test "a stage closes what whoever started it had open" {
    exec 9<"$CASE/candidates.csv" 17<"$CASE/plan.yaml"
    [ -z "$(attacked extract <"$BATS_FILE_TMPDIR/replayed")" ]
}

@test "a stage under the driver does not even know its user's environment" {
    mkdir -p "$BATS_TEST_TMPDIR/tree/bin" "$BATS_TEST_TMPDIR/tree/share"
    cp -r "$EVENHAND_BUILD/libexec" "$BATS_TEST_TMPDIR/tree/"
    cp "$EVENHAND_BUILD/bin/evenhand" "$BATS_TEST_TMPDIR/tree/bin/"
    cp "$ATTACKED/evenhand-extract" "$ATTACKED/evenhand-redact" "$BATS_TEST_TMPDIR/tree/libexec/evenhand/"
    ln -s "$EVENHAND_BUILD/share/evenhand" "$BATS_TEST_TMPDIR/tree/share/evenhand"
    own_copy "$CASE" "$BATS_TEST_TMPDIR/copy"
    run "$BATS_TEST_TMPDIR/tree/bin/evenhand" assess "$BATS_TEST_TMPDIR/copy"
    echo "$output"
    [ "$status" = 0 ]
    [ "$(grep -c '^attack from within' <<<"$output")" = 2 ]
    # redact has the audit stream's descriptor, to which alone it may write.
    [ "$(grep '^REACHED' <<<"$output")" = "REACHED descriptor $(realpath "$BATS_TEST_TMPDIR/copy")/.draft.new.audit.ndjson" ]
}
