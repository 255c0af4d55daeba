# Records: export, hold, destruction, backup, and the review of conduct.

load lib

setup_file() {
    start_web
    make_caseload "$BATS_FILE_TMPDIR/released"
    evenhand run "$BATS_FILE_TMPDIR/released" 3>&-
    evenhand release "$BATS_FILE_TMPDIR/released"
    evenhand replay --facts "$BATS_FILE_TMPDIR/released" |
        jq -r 'select(.type == "candidate") | [.ref, .candidate] | @tsv' >"$BATS_FILE_TMPDIR/numbers"
}

teardown_file() {
    stop_web
}

setup() {
    CASE=$BATS_TEST_TMPDIR/case
    own_copy "$BATS_FILE_TMPDIR/released" "$CASE"
    NUMBER=$(awk '$1 == "A-102" {print $2}' "$BATS_FILE_TMPDIR/numbers")
    OTHER=$(awk '$1 == "A-103" {print $2}' "$BATS_FILE_TMPDIR/numbers")
}

later() { # as if the retention period were over
    ASAN_OPTIONS=verify_asan_link_order=0 faketime '+5 years' evenhand "$@"
}

# Every record of a WARC: lengths, both digests; prints "TYPE URI".
check_warc() {
    python3 - "$1" <<'PY'
import hashlib, sys
data = open(sys.argv[1], "rb").read()
at, ids = 0, set()
while at < len(data):
    head, _, _ = data[at:].partition(b"\r\n\r\n")
    lines = head.decode().split("\r\n")
    assert lines[0] == "WARC/1.1", lines[0]
    fields = dict(line.split(": ", 1) for line in lines[1:])
    begin = at + len(head) + 4
    block = data[begin:begin + int(fields["Content-Length"])]
    assert data[begin + len(block):begin + len(block) + 4] == b"\r\n\r\n", "a record does not end where it says"
    assert fields["WARC-Block-Digest"] == "sha256:" + hashlib.sha256(block).hexdigest()
    assert fields["WARC-Record-ID"] not in ids
    ids.add(fields["WARC-Record-ID"])
    if "WARC-Payload-Digest" in fields:
        headers, _, payload = block.partition(b"\r\n\r\n")
        assert fields["WARC-Payload-Digest"] == "sha256:" + hashlib.sha256(payload).hexdigest()
        assert b"\r\nContent-Length: %d" % len(payload) in headers
    if fields["WARC-Type"] not in ("warcinfo",):
        assert fields["WARC-Concurrent-To"] if fields["WARC-Type"] != "response" or "WARC-Truncated" in fields else True
    print(fields["WARC-Type"], fields.get("WARC-Target-URI", "-"))
    at = begin + len(block) + 4
PY
}

@test "verify says until when the records are kept, and how many holds there are" {
    run evenhand verify "$CASE"
    [[ $output == *"Retention: the records are kept until 20"*" days from the last "*"; 0 holds."* ]]

    evenhand hold "$NUMBER" --why "a complaint" "$CASE"
    run evenhand verify "$CASE"
    [[ $output == *"; 1 hold."* ]]
}

@test "an export holds everything that is kept of a candidate, with digests, signed" {
    evenhand export "$NUMBER" --warc "$CASE"
    cd "$CASE/records/$NUMBER-export"
    jq -e '.identity.full_name == "Bramwell Otterstrode"' candidate.ndjson
    [ "$(jq -s length attempts.ndjson)" = "$(evenhand replay --facts "$CASE" |
        jq -s --arg n "$NUMBER" 'map(select(.type == "attempt" and .candidate == $n)) | length')" ]
    jq -r '.files[] | "\(.sha256)  \(.name)"' manifest.json | sha256sum -c --quiet
    minisign -V -q -p evenhand.pub -m manifest.json
    # The ledger's excerpt names this candidate, or nobody.
    jq -e -s --arg n "$NUMBER" 'all(.detail.candidate == null or .detail.candidate == $n)' ledger.ndjson
    evenhand verify "$CASE"
    grep -q '"act":"export","detail":{"candidate":"'"$NUMBER"'"' "$CASE/compliance/ledger.ndjson"
}

@test "the WARC is well-formed: every length, every digest, a request and a response for each capture" {
    evenhand export "$NUMBER" --warc "$CASE"
    check_warc "$CASE/records/$NUMBER-export/$NUMBER.warc" >"$BATS_TEST_TMPDIR/records"
    captures=$(evenhand replay "$CASE" | jq -s --arg n "$NUMBER" 'map(select(.type == "capture" and .candidate == $n)) | length')
    [ "$(grep -c '^request ' "$BATS_TEST_TMPDIR/records")" = "$captures" ]
    [ "$(grep -c '^metadata ' "$BATS_TEST_TMPDIR/records")" = "$captures" ]
    [ "$(grep -c '^response ' "$BATS_TEST_TMPDIR/records")" -ge "$captures" ]
    [ "$(head -n 1 "$BATS_TEST_TMPDIR/records")" = 'warcinfo -' ]
}

@test "the same evidence gives the same WARC, byte for byte" {
    evenhand export "$NUMBER" --warc --out "$BATS_TEST_TMPDIR/one" "$CASE"
    sleep 1.1
    TZ=Asia/Tokyo evenhand export "$NUMBER" --warc --out "$BATS_TEST_TMPDIR/two" "$CASE"
    cmp "$BATS_TEST_TMPDIR/one/$NUMBER.warc" "$BATS_TEST_TMPDIR/two/$NUMBER.warc"
}

@test "a peer reads it: warcio indexes every record and agrees on every payload's digest" {
    warcio=$TOP/build/peers/node_modules/.bin/warcio
    [ -x "$warcio" ] || skip "scripts/peers installs warcio"
    evenhand export "$NUMBER" --warc "$CASE"
    warc=$CASE/records/$NUMBER-export/$NUMBER.warc
    check_warc "$warc" >"$BATS_TEST_TMPDIR/records"
    "$warcio" index "$warc" >"$BATS_TEST_TMPDIR/index"
    diff <(jq -r '"\(.["warc-type"]) \(.["warc-target-uri"] // "-")"' "$BATS_TEST_TMPDIR/index") "$BATS_TEST_TMPDIR/records"
    node "$TOP/tests/e2e/warc_peer.mjs" "$TOP/build/peers/node_modules/warcio/dist/index.js" "$warc"
}

@test "without --warc the captures are records" {
    evenhand export "$NUMBER" --out "$BATS_TEST_TMPDIR/out" "$CASE"
    jq -e -s 'length > 0 and all(.type == "capture" and (.body // .body_base64) != null)' "$BATS_TEST_TMPDIR/out/evidence.ndjson"
}

@test "an export that exists, or of nobody, is refused and leaves nothing" {
    mkdir "$BATS_TEST_TMPDIR/there"
    run evenhand export "$NUMBER" --out "$BATS_TEST_TMPDIR/there" "$CASE"
    [ "$status" = 73 ]
    run evenhand export C-0000 --out "$BATS_TEST_TMPDIR/none" "$CASE"
    echo "$output"
    [ "$status" = 65 ]
    [[ "$output" == *'there are no records of a candidate "C-0000"'* ]]
    [ ! -e "$BATS_TEST_TMPDIR/none" ]
    run evenhand export ../../etc --out "$BATS_TEST_TMPDIR/none" "$CASE"
    [ "$status" = 64 ]
}

@test "nothing is destroyed before it is due; the longer of plan and law wins" {
    run evenhand purge --why "tidying up" "$CASE"
    echo "$output"
    [ "$status" = 0 ]
    [[ "$output" == *"Records are kept for 1096 days (M.G.L. c. 149 s. 52C (three years)) from the last release"* ]]
    [[ "$output" == *"Nothing is due."* ]]
    evenhand verify "$CASE"
}

@test "what is due is destroyed: no name, no workbook, no evidence stays; the certificate and the ledger tell of it" {
    run later purge --dry-run "$CASE"
    [ "$(grep -c '^Due: C-' <<<"$output")" = 6 ]
    run later purge "$CASE"
    [ "$status" = 64 ]
    run later purge --why "Tansy Quillfeather asked for it" "$CASE"
    echo "$output"
    [ "$status" = 64 ]
    [[ "$output" == *"--why holds a fact of a candidate"* ]]
    run later purge --why "retention period over" "$CASE"
    echo "$output"
    [ "$status" = 0 ]
    [ ! -e "$CASE/candidates.csv" ]
    [ -z "$(find "$CASE/board" "$CASE/draft" -type f)" ]
    run ! grep -rqi 'quillfeather\|otterstrode\|marrowfax' "$CASE/vault" "$CASE/records" "$CASE/compliance" "$CASE/board"
    certificate=$(find "$CASE/records" -name 'destruction-*.json')
    jq -e '.why == "retention period over" and (.destroyed | length) == 6' "$certificate"
    minisign -V -q -p "$CASE/records/evenhand.pub" -m "$certificate"
    run evenhand replay "$CASE"
    [ "$(jq -s 'map(select(.type == "candidate")) | length' <<<"$output")" = 0 ]
    run evenhand verify "$CASE"
    echo "$output"
    [ "$status" = 0 ]
    [[ "$output" == *"The records of 6 candidates were destroyed when they were due"* ]]
    [[ "$output" == *"YES. The vault, the ledger and every signature are whole."* ]]
}

@test "a destruction that was broken off behind its commit is completed by the next" {
    cp -a "$CASE/board" "$CASE/draft" "$CASE/compliance" "$BATS_TEST_TMPDIR/"
    later purge --why "retention period over" "$CASE"
    rm -rf "$CASE/records"
    cp -a "$BATS_TEST_TMPDIR/draft/." "$CASE/draft/"
    cp -a "$BATS_TEST_TMPDIR/board/." "$CASE/board/"
    cp "$BATS_TEST_TMPDIR"/compliance/{audit,board}.ndjson "$CASE/compliance/"
    later purge "$CASE"
    [ -z "$(find "$CASE/board" "$CASE/draft" -type f)" ]
    [ ! -e "$CASE/compliance/audit.ndjson" ]
    [ ! -e "$CASE/compliance/board.ndjson" ]
    [ "$(find "$CASE/released" -type f 2>/dev/null | wc -l)" = 0 ]
    jq -e '.destroyed | length == 6' "$CASE"/records/destruction-*.json
}

@test "after a destruction neither the vault nor an older backup opens those records" {
    evenhand backup "$BATS_TEST_TMPDIR/older.db" "$CASE"
    cp -a "$CASE/vault" "$BATS_TEST_TMPDIR/older-vault"
    later purge --why "retention period over" "$CASE"
    run evenhand restore "$BATS_TEST_TMPDIR/older.db" "$CASE"
    echo "$output"
    [ "$status" = 77 ]
    [[ "$output" == *"a backup made before that no longer opens"* ]]
    [ ! -e "$CASE/.restore.new" ]
    rm -r "$CASE/vault"
    cp -a "$BATS_TEST_TMPDIR/older-vault" "$CASE/vault"
    run evenhand replay "$CASE"
    [ "$status" = 77 ]
}

@test "a legal hold keeps one candidate's records through a destruction, until it is lifted" {
    evenhand hold "$NUMBER" --why "Marrowfax v. Wexcombe" "$CASE"
    run evenhand hold "$NUMBER" "$CASE"
    [ "$status" = 64 ]
    run later purge --why "retention period over" "$CASE"
    echo "$output"
    [[ "$output" == *"$NUMBER is under legal hold and stays."* ]]
    [ "$(evenhand replay --facts "$CASE" | jq -r 'select(.type == "candidate") | .candidate')" = "$NUMBER" ]
    [ "$(wc -l <"$CASE/candidates.csv")" = 2 ]
    [ -e "$CASE/board/$NUMBER.xlsx" ]
    [ ! -e "$CASE/board/$OTHER.xlsx" ]
    evenhand export "$NUMBER" --warc --out "$BATS_TEST_TMPDIR/out" "$CASE"
    # Who is left is everybody: nothing is owed to those whose records are gone, and nobody asks for them again.
    evenhand gather "$CASE" 3>&-
    [ "$(evenhand replay --facts "$CASE" | jq -r 'select(.type == "candidate") | .candidate')" = "$NUMBER" ]
    evenhand assess "$CASE"
    [ "$(find "$CASE/draft" -name 'C-*.xlsx' -exec basename {} .xlsx \;)" = "$NUMBER" ]
    evenhand hold "$NUMBER" --lift --why "settled" "$CASE"
    later purge --why "hold lifted" "$CASE"
    [ ! -e "$CASE/candidates.csv" ]
    run -66 evenhand assess "$CASE"
    # The reasons of a hold name people: they are sealed, and gone with the rest.
    run ! grep -rq 'Marrowfax' "$CASE/vault" "$CASE/compliance" "$CASE/records"
}

@test "a backup made while a gather runs opens, and restores what was stored by then" {
    make_caseload "$BATS_TEST_TMPDIR/new"
    evenhand gather "$BATS_TEST_TMPDIR/new" 3>&- &
    gather=$!
    backups=0
    while kill -0 "$gather" 2>/dev/null; do
        if [ -e "$BATS_TEST_TMPDIR/new/vault/vault.db" ]; then
            evenhand backup "$BATS_TEST_TMPDIR/during-$backups.db" "$BATS_TEST_TMPDIR/new"
            backups=$((backups + 1))
        fi
    done
    wait "$gather"
    [ "$backups" -gt 0 ]
    [ "$(stat -c %a "$BATS_TEST_TMPDIR/during-0.db")" = 600 ]
    last=$BATS_TEST_TMPDIR/during-$((backups - 1)).db
    stored=$(sqlite3 "$last" 'SELECT count(*) FROM attempt')
    run evenhand restore "$last" "$BATS_TEST_TMPDIR/new"
    echo "$output"
    [ "$status" = 0 ]
    [ "$(sqlite3 "$BATS_TEST_TMPDIR/new/vault/vault.db" 'SELECT count(*) FROM attempt')" = "$stored" ]
    [ -n "$(find "$BATS_TEST_TMPDIR/new" -maxdepth 1 -name 'vault.before-*')" ]
    evenhand gather "$BATS_TEST_TMPDIR/new" 3>&-
    evenhand assess "$BATS_TEST_TMPDIR/new"
    evenhand release "$BATS_TEST_TMPDIR/new" # a restore that the ledger tells of is no tampering
    run evenhand ledger "$BATS_TEST_TMPDIR/new"
    [[ "$output" == *"restore"*"seen_seq"* ]]
}

@test "a damaged backup is refused, and the vault stays as it was" {
    evenhand backup "$BATS_TEST_TMPDIR/b.db" "$CASE"
    python3 - "$BATS_TEST_TMPDIR/b.db" <<'PY'
import sys
with open(sys.argv[1], "r+b") as f:
    data = bytearray(f.read())
    data[len(data) // 2] ^= 1
    data[len(data) // 3] ^= 1
    f.seek(0)
    f.write(data)
PY
    before=$(sha256sum <"$CASE/vault/vault.db")
    run evenhand restore "$BATS_TEST_TMPDIR/b.db" "$CASE"
    echo "$output"
    [ "$status" = 1 ] || [ "$status" = 65 ]
    [ "$(sha256sum <"$CASE/vault/vault.db")" = "$before" ]
    [ ! -e "$CASE/.restore.new" ]
}

@test "the review of conduct: who, in which role, did what, how often, since when" {
    evenhand status "$CASE"
    run evenhand ledger --since "$(date -u +%F)" --out "$BATS_TEST_TMPDIR/conduct.xlsx" "$CASE"
    echo "$output"
    [ "$status" = 0 ]
    [[ "$output" == *"$(id -un) (investigator): create 1, open "*"gather 1, assess 1, release 1"* ]]
    python3 "$BATS_TEST_DIRNAME/board.py" rows "$BATS_TEST_TMPDIR/conduct.xlsx" Acts >"$BATS_TEST_TMPDIR/acts"
    grep -qP "\t$(id -un)\t.*\trelease\t" "$BATS_TEST_TMPDIR/acts"
    run evenhand ledger --since 2099-01-01 "$CASE"
    [[ "$output" == *": 0 entries, 0 openings of the vault, 0 refusals, 0 withdrawals, 0 waivers."* ]]
    run evenhand ledger --since yesterday "$CASE"
    [ "$status" = 64 ]
    evenhand ledger --json "$CASE" | jq -e '.people | length == 1'
}

@test "WARC-Date is when the capture began, not when the answer was complete" {
    cp -r "$TOP/tests/web/content" "$BATS_TEST_TMPDIR/content"
    sed -i 's/^  - path: .*burning-car-rescue$/&\n    delay_ms: 4000/' \
        "$BATS_TEST_TMPDIR/content/news.localhost/answers.yaml"
    old=$PORT
    start_web --content "$BATS_TEST_TMPDIR/content" --log "$BATS_TEST_TMPDIR/log"
    make_caseload "$BATS_TEST_TMPDIR/slow"
    evenhand gather "$BATS_TEST_TMPDIR/slow" 3>&-
    kill "$WEB"
    PORT=$old
    number=$(evenhand replay "$BATS_TEST_TMPDIR/slow" | jq -r 'select(.type == "capture" and (.url | test("burning-car"))).candidate' | head -n 1)
    evenhand export "$number" --warc --out "$BATS_TEST_TMPDIR/out" "$BATS_TEST_TMPDIR/slow"
    dated=$(tr -d '\r' <"$BATS_TEST_TMPDIR/out/$number.warc" | grep -a -B9 '^WARC-Target-URI: .*burning-car' | grep -a -m1 '^WARC-Date: ' | cut -d ' ' -f 2)
    # The server logs a request when it has answered it.
    answered=$(grep burning-car "$BATS_TEST_TMPDIR/log" | head -n 1 | cut -f 1)
    echo "dated $dated, answered $answered"
    lag=$(($(date -d "$answered" +%s) - $(date -d "$dated" +%s)))
    [ "$lag" -ge 3 ] && [ "$lag" -le 6 ]
}
