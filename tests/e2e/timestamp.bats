# Time-stamps (RFC 3161) by a local authority made with openssl: asked for with a nonce, checked, kept, and required.

load lib

# make_signer NAME: a time-stamping certificate of its own.
make_signer() {
    openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj "/CN=Made-up time-stamping authority $1" -keyout "$TSA/$1.key" \
        -out "$TSA/$1.pem" -addext extendedKeyUsage=critical,timeStamping -addext basicConstraints=critical,CA:TRUE 2>/dev/null
}

setup_file() {
    export TSA=$BATS_FILE_TMPDIR/tsa
    mkdir "$TSA"
    make_signer tsa
    make_signer other
    printf '%s\n' '[tsa]' 'default_tsa = made_up' '[made_up]' "serial = $TSA/serial" 'digests = sha256' \
        'default_policy = 1.2.3.4.1' 'signer_digest = sha256' 'ess_cert_id_alg = sha256' >"$TSA/tsa.cnf"
    echo 01 >"$TSA/serial"
    echo honest >"$TSA/mode"
    python3 "$BATS_TEST_DIRNAME/tsa.py" "$TSA" "$TSA/mode" >"$TSA/port" 3>&- &
    export AUTHORITY=$!
    start_web
    until [ -s "$TSA/port" ]; do sleep 0.05; done
}

teardown_file() {
    kill "$AUTHORITY"
    stop_web
}

setup() {
    CASE=$BATS_TEST_TMPDIR/case
    export EVENHAND_KEYS=$BATS_TEST_TMPDIR/keys
    echo honest >"$TSA/mode"
    make_caseload "$CASE"
    cp "$TSA/tsa.pem" "$CASE/tsa.pem"
    echo "timestamp: {url: \"http://localhost:$(cat "$TSA/port")/\", authorities: tsa.pem}" >>"$CASE/plan.yaml"
}

@test "each gather is stamped; openssl alone verifies it" {
    run evenhand plan check "$CASE"
    [[ "$output" == *"Time-stamps by      http://localhost:"* ]]
    evenhand run "$CASE" 3>&-
    evenhand release "$CASE"
    evenhand verify "$CASE"
    cd "$CASE/compliance"
    stamp=$(ls timestamp-*.tsr)
    seq=${stamp//[!0-9]/}
    sha256=$(jq -r --argjson seq "$seq" 'select(.seq == $seq) | .sha256' ledger.ndjson)
    [ "$(jq -r --argjson seq "$seq" 'select(.seq == $seq) | .act' ledger.ndjson)" = gather ]
    openssl ts -verify -digest "$sha256" -in "$stamp" -CAfile "$TSA/tsa.pem" 2>/dev/null | grep -q 'Verification: OK'
    openssl ts -reply -in "$stamp" -text 2>/dev/null | grep -q 'Nonce: 0x'
    grep -q '"act":"timestamp"' ledger.ndjson
}

@test "asked for and not obtained: gathered, and not released, until it is obtained" {
    echo broken >"$TSA/mode"
    run evenhand gather "$CASE" 3>&-
    echo "$output"
    [ "$status" = 75 ]
    [[ "$output" == *"what was gathered is kept, and is not stamped"* ]]
    evenhand assess "$CASE"
    run evenhand release "$CASE"
    echo "$output"
    [ "$status" = 1 ]
    [[ "$output" == *"the plan asks for a time-stamp of every gather, and the last one has none"* ]]
    [ -z "$(ls -A "$CASE/board")" ]
    echo honest >"$TSA/mode"
    evenhand run "$CASE" 3>&-
    evenhand release "$CASE"
}

@test "waived for all with a reason, which stands in the ledger" {
    echo broken >"$TSA/mode"
    run evenhand gather "$CASE" 3>&-
    evenhand assess "$CASE"
    evenhand release --waive-timestamp "the authority went out of business" "$CASE"
    evenhand verify "$CASE"
    grep -q '"act":"waive","detail":{"what":"timestamp","why":"the authority went out of business"}' "$CASE/compliance/ledger.ndjson"
}

@test "a stamp by a certificate that the plan does not know is refused" {
    echo other >"$TSA/mode"
    run evenhand gather "$CASE" 3>&-
    echo "$output"
    [ "$status" = 75 ]
    [[ "$output" == *"the authority's answer does not hold"* ]]
}

@test "an old answer played again is refused: its nonce and digest are not ours" {
    evenhand gather "$CASE" 3>&-
    echo stale >"$TSA/mode"
    run evenhand gather "$CASE" 3>&-
    echo "$output"
    [ "$status" = 75 ]
    [[ "$output" == *"the authority's answer does not hold"* ]]
}

@test "a stored stamp that was changed is found" {
    evenhand run "$CASE" 3>&-
    sqlite3 "$CASE/vault/vault.db" "UPDATE timestamp SET token = CAST(substr(token, 1, length(token) - 1) || x'00' AS BLOB)"
    run evenhand verify "$CASE"
    echo "$output"
    [ "$status" = 1 ]
}

@test "the authority's certificates are part of the plan" {
    evenhand gather "$CASE" 3>&-
    cp "$TSA/other.pem" "$CASE/tsa.pem"
    run evenhand assess "$CASE"
    [ "$status" = 78 ]
    rm "$CASE/tsa.pem"
    run evenhand plan check "$CASE"
    echo "$output"
    [ "$status" = 78 ]
    [[ "$output" == *'"authorities" names a file that cannot be read: tsa.pem'* ]]
}
