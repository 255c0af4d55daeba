# What vouches for a caseload: the ledger, its signed heads, the signatures on what is released; and that verify finds
# whatever was changed, taken away, exchanged or put back.

load lib

setup_file() {
    start_web
    make_caseload "$BATS_FILE_TMPDIR/released"
    evenhand run "$BATS_FILE_TMPDIR/released" 3>&-
    evenhand release "$BATS_FILE_TMPDIR/released"
    stop_web
}

setup() {
    CASE=$BATS_TEST_TMPDIR/case
    own_copy "$BATS_FILE_TMPDIR/released" "$CASE"
}

sql() {
    sqlite3 "$CASE/vault/vault.db" "$1"
}

# refused WORDS: verify says no, with these words.
refused() {
    run evenhand verify "$CASE"
    echo "$output"
    [ "$status" = 1 ]
    [[ "$output" == *"$1"* ]]
}

@test "minisign alone verifies every released workbook, and refuses a changed one" {
    cd "$CASE/board"
    for workbook in *.xlsx; do minisign -V -q -p evenhand.pub -m "$workbook"; done
    run minisign -V -p evenhand.pub -m summary.xlsx
    [[ "$output" == *"Trusted comment: file:summary.xlsx caseload:"*" ledger:"*" sha256:"* ]]
    printf x >>summary.xlsx
    run minisign -V -p evenhand.pub -m summary.xlsx
    [ "$status" = 1 ]
    [[ "$output" == *"Signature verification failed"* ]]
}

@test "minisign alone verifies the ledger's head and compliance's files" {
    evenhand verify "$CASE"
    cd "$CASE/compliance"
    cmp evenhand.pub ../board/evenhand.pub
    for file in ledger.ndjson audit.ndjson uniformity.xlsx; do minisign -V -q -p evenhand.pub -m "$file"; done
    head=$(tail -n 1 ledger.ndjson | jq -r .sha256)
    seq=$(tail -n 1 ledger.ndjson | jq -r .seq)
    # Signed after the verification's own opening: the head is at or behind the exported end.
    signed=$(sed -n 's/^trusted comment: .* ledger:\([0-9]*\) .*/\1/p' ledger.ndjson.minisig)
    [ "$signed" -ge "$seq" ]
    [ -n "$head" ]
    sed -i '$d' ledger.ndjson
    run minisign -V -q -p evenhand.pub -m ledger.ndjson
    [ "$status" = 1 ]
}

@test "the public key is the one that the ledger began with" {
    hex=$(sed -n 2p "$CASE/board/evenhand.pub" | base64 -d | tail -c 32 | od -An -tx1 | tr -d ' \n')
    [ "$(head -n 1 "$CASE/compliance/ledger.ndjson" | jq -r .detail.public_key)" = "$hex" ]
}

@test "every act, every opening and every release is an entry, with user, host and time" {
    evenhand status "$CASE"
    evenhand verify "$CASE"
    ledger=$CASE/compliance/ledger.ndjson
    [ "$(jq -r 'select(.act != "open") | .act' "$ledger" | paste -sd ' ')" = 'create gather assess release' ]
    for purpose in evenhand-collect evenhand-replay status; do
        jq -e -s --arg for "$purpose" 'any(.act == "open" and .detail.for == $for)' "$ledger"
    done
    jq -e -s --arg user "$(id -un)" --arg host "$(hostname)" 'all(.user == $user and .host == $host)' "$ledger"
    # The digest of all evidence, as anybody who may open the vault can compute it.
    evenhand replay "$CASE" | jq -r 'select(.type == "capture") | "\(.candidate) \(.evidence) \(.sha256)"' |
        sha256sum | cut -d' ' -f1 >"$BATS_TEST_TMPDIR/evidence"
    for act in assess release; do
        [ "$(jq -r --arg act "$act" 'select(.act == $act) | .detail.evidence_sha256' "$ledger")" = \
            "$(cat "$BATS_TEST_TMPDIR/evidence")" ]
    done
    # The digest of every workbook that was released.
    jq -r 'select(.act == "release") | .detail.workbooks | to_entries[] | "\(.value)  \(.key)"' "$ledger" \
        >"$BATS_TEST_TMPDIR/sums"
    [ "$(wc -l <"$BATS_TEST_TMPDIR/sums")" = 7 ]
    cd "$CASE/board" && sha256sum -c --quiet "$BATS_TEST_TMPDIR/sums"
}

@test "a signature that was taken away or exchanged is found" {
    cp "$CASE/board/summary.xlsx.minisig" "$BATS_TEST_TMPDIR/"
    rm "$CASE/board/summary.xlsx.minisig"
    refused "board/summary.xlsx.minisig: the signature is missing"
    one=$(basename "$(find "$CASE/board" -name 'C-*.xlsx' | head -n 1)")
    cp "$CASE/board/$one.minisig" "$CASE/board/summary.xlsx.minisig"
    refused "board/summary.xlsx: its signature does not hold"
}

@test "a workbook signed with somebody else's key is found" {
    cd "$BATS_TEST_TMPDIR"
    minisign -G -W -f -p other.pub -s other.key >/dev/null
    minisign -S -W -s other.key -m "$CASE/board/summary.xlsx" -t 'file:summary.xlsx' </dev/null
    cp other.pub "$CASE/board/evenhand.pub"
    minisign -V -q -p other.pub -m "$CASE/board/summary.xlsx"
    refused "board/summary.xlsx: its signature does not hold"
}

@test "whatever row is changed, deleted, added, exchanged or moved, in any table: found" {
    tried=0
    while IFS='|' read -r change; do
        rm -rf "$CASE" "$CASE.keys"
        EVENHAND_KEYS=$BATS_FILE_TMPDIR/keys
        own_copy "$BATS_FILE_TMPDIR/released" "$CASE"
        sql "$change"
        run evenhand verify "$CASE"
        echo "$change: $status: $output"
        [ "$status" = 1 ] || [ "$status" = 77 ]
        tried=$((tried + 1))
    done <<'END'
DELETE FROM ledger WHERE seq = 3
DELETE FROM ledger WHERE seq = (SELECT max(seq) FROM ledger)
DELETE FROM ledger
UPDATE ledger SET entry = replace(entry, '"act":"gather"', '"act":"assess"') WHERE seq = 3
UPDATE ledger SET sha256 = printf('%064d', 1) WHERE seq = 2
UPDATE ledger SET seq = 100 WHERE seq = 3; UPDATE ledger SET seq = 3 WHERE seq = 4; UPDATE ledger SET seq = 4 WHERE seq = 100
INSERT INTO ledger SELECT max(seq) + 1, entry, sha256 FROM ledger
DELETE FROM capture WHERE id = (SELECT max(id) FROM capture)
DELETE FROM capture WHERE id = 2
UPDATE capture SET bytes = bytes + 1 WHERE id = 1
UPDATE capture SET headers = (SELECT headers FROM capture WHERE id = 2) WHERE id = 1
UPDATE capture SET body = (SELECT body FROM capture WHERE id = 2), facts = (SELECT facts FROM capture WHERE id = 2) WHERE id = 1
UPDATE capture SET id = 1000 WHERE id = 1; UPDATE capture SET id = 1 WHERE id = 2; UPDATE capture SET id = 2 WHERE id = 1000
DELETE FROM attempt WHERE id = (SELECT max(id) FROM attempt)
UPDATE attempt SET outcome = 'none' WHERE id = 1
UPDATE attempt SET superseded = 1 WHERE id = 1
UPDATE attempt SET candidate = (SELECT number FROM candidate WHERE id = 2), step = 99 WHERE id = 1
DELETE FROM candidate WHERE id = (SELECT max(id) FROM candidate)
UPDATE candidate SET key = x''
UPDATE candidate SET ref = randomblob(32) WHERE id = 1
UPDATE run SET plan_sha256 = printf('%064d', 1)
DELETE FROM run
DELETE FROM head
UPDATE chain SET rows = rows - 1 WHERE name = 'ledger'
DELETE FROM chain WHERE name = 'decision'
INSERT INTO custodian VALUES('intruder', randomblob(32), randomblob(80))
DELETE FROM keyring WHERE name = 'sign'
UPDATE keyring SET value = randomblob(length(value)) WHERE name = 'token'
END
    [ "$tried" = 28 ]
}

@test "any byte of the file, flipped: found, or it carries nothing" {
    evenhand replay "$CASE" >"$BATS_TEST_TMPDIR/before"
    cp "$CASE/vault/vault.db" "$BATS_TEST_TMPDIR/vault.db"
    size=$(stat -c %s "$CASE/vault/vault.db")
    found=0 harmless=0
    for i in $(seq 60); do
        rm -f "$CASE"/vault/vault.db-*
        cp "$BATS_TEST_TMPDIR/vault.db" "$CASE/vault/vault.db"
        at=$(((i * 7919 * 131) % size))
        python3 - "$CASE/vault/vault.db" "$at" <<'PY'
import sys
with open(sys.argv[1], "r+b") as f:
    f.seek(int(sys.argv[2]))
    byte = f.read(1)[0]
    f.seek(int(sys.argv[2]))
    f.write(bytes([byte ^ 0x20]))
PY
        run --separate-stderr evenhand replay --whole "$CASE"
        if [ "$status" = 0 ]; then
            cmp <(echo "$output") "$BATS_TEST_TMPDIR/before"
            harmless=$((harmless + 1))
        else
            [ -n "$stderr" ]
            found=$((found + 1))
        fi
    done
    echo "$found found, $harmless in bytes that carry nothing"
    [ "$found" -ge 20 ]
}

@test "a vault that was put back as it once was is found, and release refuses it" {
    cp -a "$CASE/vault" "$BATS_TEST_TMPDIR/earlier"
    evenhand gather "$CASE" 3>&-
    rm -r "$CASE/vault"
    cp -a "$BATS_TEST_TMPDIR/earlier" "$CASE/vault"
    refused "the vault is older than it was: entry"
    run evenhand release "$CASE"
    echo "$output"
    [ "$status" = 1 ]
    [[ "$output" == *"the vault is older than it was"* ]]
    # Working on does not make it right.
    run evenhand gather "$CASE"
    refused "the vault is older than it was"
}

@test "compliance's copy of the ledger tells too, without the custodian's memory" {
    cp -a "$CASE/vault" "$BATS_TEST_TMPDIR/earlier"
    evenhand status "$CASE"
    evenhand verify "$CASE"
    rm -r "$CASE/vault" "$EVENHAND_KEYS"/*.seen
    cp -a "$BATS_TEST_TMPDIR/earlier" "$CASE/vault"
    refused "of the published ledger is not in the vault's"
}
