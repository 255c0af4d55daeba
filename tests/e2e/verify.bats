#!/usr/bin/env bats
# evenhand-verify: yes for a caseload in order; no, with the right words, for each way of tampering with it.

bats_require_minimum_version 1.5.0

setup() {
    verify=$EVENHAND_BUILD/libexec/evenhand/evenhand-verify
    here=$BATS_TEST_DIRNAME
    dir=$BATS_TEST_TMPDIR/v
}

# make [KEY=VALUE ...]: sets A1, A2 and A3 to the candidates' numbers.
make() {
    local ref number
    while read -r ref number; do declare -g "${ref/-/}=$number"; done < <(python3 "$here/verify_case.py" "$dir" "$@")
    [ -n "$A3" ]
}

verify() {
    run --separate-stderr "$verify" "$dir/caseload" --workbooks "$dir/books" --out "$dir/compliance" \
        --audit "$dir/audit.ndjson" --board "$dir/board.ndjson" --ledger "$dir/ledger.ndjson" <"$dir/facts.ndjson"
}

# The answer is no, and among the lines is exactly this one.
refused() {
    verify
    echo "$output"
    [ "$status" = 1 ]
    [[ $output == "NO. "* ]]
    grep -qxF -- "$1" <<<"$output"
    [ -f "$dir/compliance/uniformity.xlsx" ]
}

# facts 'PYTHON': changes the list `records` of facts.ndjson and counts anew. A1, A2, A3 are there as variables.
facts() {
    python3 - "$dir/facts.ndjson" "$1" "$A1" "$A2" "$A3" <<'PY'
import collections, json, sys
path, change, A1, A2, A3 = sys.argv[1:]
records = [json.loads(line) for line in open(path)][:-1]
exec(change)
counts = collections.Counter(r["type"] for r in records)
open(path, "w").write("".join(json.dumps(r) + "\n" for r in records + [{"type": "end", "counts": counts}]))
PY
}

# repack FILE PART OLD NEW: edits a part of a workbook; then what the ledger says of it.
repack() {
    python3 - "$dir/books/$1" "$2" "$3" "$4" <<'PY'
import sys, zipfile
path, part, old, new = sys.argv[1:]
with zipfile.ZipFile(path) as z:
    parts = {n: z.read(n) for n in z.namelist()}
if old:
    assert old.encode() in parts[part], "the test looks for what is not there"
    parts[part] = parts[part].replace(old.encode(), new.encode(), 1)
else:
    parts[part] = new.encode()
with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
    for name, content in parts.items():
        z.writestr(name, content)
PY
}

# The ledger as it would be if the workbooks had been made as they are now.
ledger_anew() {
    python3 - "$dir" <<'PY'
import hashlib, json, pathlib, sys
top = pathlib.Path(sys.argv[1])
previous, lines = "0" * 64, []
for line in (top / "ledger.ndjson").read_text().splitlines():
    entry = json.loads(line)
    del entry["sha256"]
    if entry["act"] == "assess":
        entry["detail"]["workbooks"] = {p.name: hashlib.sha256(p.read_bytes()).hexdigest()
                                        for p in (top / "books").glob("*.xlsx")}
    entry["previous"] = previous
    previous = hashlib.sha256(json.dumps(entry, separators=(",", ":")).encode()).hexdigest()
    lines.append(json.dumps({**entry, "sha256": previous}, separators=(",", ":")) + "\n")
(top / "ledger.ndjson").write_text("".join(lines))
PY
}

AGAIN="run \`evenhand assess\` again"
OTHER="find out who did it and why, then start a new caseload: the evidence was not gathered by this plan alone"

@test "everything in order: yes, with a paragraph to quote" {
    make
    verify
    [ "$status" = 0 ]
    [ -z "$stderr" ]
    [[ $output == "YES. evenhand "* ]]
    run ! grep -q remark <<<"$output"
    verify
    flat=$(tr '\n' ' ' <<<"$output")
    [[ $flat == *"verified the vetting of 3 candidates by the plan \"Patrol officer 2026\""* ]]
    [[ $flat == *"Each of them went through the same 3 steps, and all 9 ended in a definite answer."* ]]
    [[ $flat == *"The 4 workbooks have one shape, agree with the vault, are as they were made, and no other file is among them."* ]]
    [[ $flat == *"The ledger's 2 entries form an unbroken chain."* ]]
    python3 "$here/xlsx.py" cells "$dir/compliance/uniformity.xlsx" >"$BATS_TEST_TMPDIR/cells"
    [ "$(cut -d'!' -f1 "$BATS_TEST_TMPDIR/cells" | uniq | tr '\n' ' ')" = \
        "Verdict Coverage Deviations Redactions Leak check Ledger Roles " ]
    [ "$(ls -A "$dir/compliance")" = uniformity.xlsx ]
}

@test "the same facts give the same bytes" {
    make
    verify
    mv "$dir/compliance" "$dir/first"
    sleep 1.1
    TZ=Pacific/Auckland verify
    cmp "$dir/first/uniformity.xlsx" "$dir/compliance/uniformity.xlsx"
}

@test "an undetermined step" {
    make outcome=undetermined reason="HTTP 503 four times"
    refused "$A2, step 3 (forum-html): undetermined (HTTP 503 four times); run \`evenhand gather\` again when the site answers"
}

@test "a reason that names the candidate is not repeated" {
    make outcome=undetermined reason="no answer from http://forum.localhost:8080/u/zebvoss"
    refused "$A2, step 3 (forum-html): undetermined (see evenhand status); run \`evenhand gather\` again when the site answers"
    run ! grep -q zebvoss <<<"$output"
}

@test "a step that was not done for one candidate" {
    make
    facts 'records = [r for r in records if not (r["type"] == "attempt" and r["candidate"] == A1 and r["step"] == 2)]'
    refused "$A1, step 2 (mastodon): not done; run \`evenhand gather\` again"
}

@test "one user name of two was not searched" {
    make
    facts 'records.remove(next(r for r in records if r["type"] == "attempt" and r["candidate"] == A2 and r["step"] == 2))'
    refused "$A2, step 2 (mastodon): asked 1 times where the plan asks 2; run \`evenhand gather\` again"
}

@test "an extra search for one candidate" {
    make
    facts 'i = next(i for i, r in enumerate(records) if r["type"] == "attempt" and r["candidate"] == A1 and r["step"] == 2)
records.insert(i, dict(records[i]))'
    refused "$A1, step 2 (mastodon): asked 2 times where the plan asks 1; $OTHER"
}

# deep PAGES EXHAUSTED: the first candidate's first step as deep as that; the plan allows two pages.
deep() {
    facts "r = next(r for r in records if r['type'] == 'attempt' and r['candidate'] == A1 and r['step'] == 1)
r.update(pages=$1, captures=$1, exhausted=$2)"
}

@test "one candidate read deeper than the plan allows" {
    make
    deep 10 False
    refused "$A1, step 1 (searxng): read 10 pages deep where the plan says 2; find out who did it and why, then start a new caseload: it is more than the plan allows"
}

@test "one candidate read two pages deep and another one page, though the source may have more" {
    make
    deep 2 False
    facts "next(r for r in records if r['type'] == 'attempt' and r['candidate'] == A2 and r['step'] == 1)['exhausted'] = False"
    refused "$A2, step 1 (searxng): read 1 page where another candidate's were read 2 deep, and the source may have more; run \`evenhand gather\` again; if it stays so, find out what ended it"
}

@test "fewer pages because the source had no more are the same search" {
    make
    deep 2 False
    verify
    [ "$status" = 0 ]
}

@test "a search at another time is remarked upon" {
    make
    facts "for r in records:
    if r['type'] == 'attempt' and r['candidate'] == A3: r.update(started='2026-12-01T09:30:01Z', ended='2026-12-01T09:30:05Z')"
    verify
    [ "$status" = 0 ]
    grep -qxF "remark: $A3, the search began 11 days after that for half of the candidates; gather for all candidates of a procedure together" <<<"$output"
}

@test "answers, pages, bytes and window of each candidate are in the workbook" {
    make
    verify
    python3 "$here/xlsx.py" cells "$dir/compliance/uniformity.xlsx" | grep '^Coverage!' >"$BATS_TEST_TMPDIR/cells"
    [ "$(sed -n 's/^Coverage![E-J]4\t//p' "$BATS_TEST_TMPDIR/cells" | tr '\n' '|')" = \
        "Answers kept|Pages deep|Bytes read|First request|Last answer|Decisions|" ]
    [ "$(sed -n 's/^Coverage![EFG]5\t//p' "$BATS_TEST_TMPDIR/cells" | tr '\n' ' ')" = "1 1 1000 " ]
    grep -qP '^Coverage!H5\t46346\.39\d+$' "$BATS_TEST_TMPDIR/cells" # 20 November 2026, as a date
}

@test "an ambiguous word that stayed waits for an acknowledgement" {
    make excerpt="raced a black car on Route 9"
    refused "$A2.xlsx, sheet Findings, cell F5: \"black\" may tell of race; look at it: if it is harmless, \`evenhand review --acknowledge --about $A2:E-0001/2 --why ...\`, else withhold it and assess again"
    rm -rf "$dir"
    make excerpt="raced a black car on Route 9" acknowledged=E-0001/2
    verify
    [ "$status" = 0 ]
    flat=$(tr '\n' ' ' <<<"$output")
    [[ $flat == *"of words that may be harmless 1 stayed, each acknowledged by an investigator."* ]]
    python3 "$here/xlsx.py" cells "$dir/compliance/uniformity.xlsx" >"$BATS_TEST_TMPDIR/cells"
    grep -qP '^Leak check!D6\t"black": Race\?$' "$BATS_TEST_TMPDIR/cells"
    grep -qP '^Leak check!H6\tHarmless, says mwong .*: the colour of a car$' "$BATS_TEST_TMPDIR/cells"
}

@test "an acknowledgement counts for its item and its rules only" {
    make excerpt="raced a black car on Route 9" acknowledged=E-0001/3
    verify
    [ "$status" = 1 ]
    rm -rf "$dir"
    make excerpt="raced a black car on Route 9" acknowledged=E-0001/2 under="$(printf '0%.0s' {1..64})"
    verify
    [ "$status" = 1 ]
}

@test "who decided what, how soon, and how much was kept away" {
    make decided=mwong
    verify
    echo "$output"
    [ "$status" = 0 ]
    python3 "$here/xlsx.py" cells "$dir/compliance/uniformity.xlsx" | grep '^Roles!' >"$BATS_TEST_TMPDIR/cells"
    [ "$(sed -n 's/^Roles![AE-K]5\t//p' "$BATS_TEST_TMPDIR/cells" | tr '\n' ' ')" = "mwong 1 1 0 0 0 2 2 " ]
}

@test "a decision that the ledger does not know, and one that the vault does not know any more" {
    make
    facts 'i = next(i for i, r in enumerate(records) if r["type"] == "attempt" and r["candidate"] == A2)
records.insert(i, {"type": "decision", "candidate": A2, "about": "E-0001/2", "verdict": "same-person", "by": "mwong",
                   "at": "2026-11-20T10:01:30Z", "why": "same face"})'
    refused "$A2, the decision \"same-person\" about E-0001/2 in the name of mwong is not in the ledger; find out who made it; have an investigator decide with \`evenhand review\`"
    rm -rf "$dir"
    make decided=mwong
    facts 'records = [r for r in records if r["type"] != "decision"]'
    refused "$A2, the decision of mwong about E-0001/2 (ledger entry 2) is not in the vault; restore the vault from its backup"
}

@test "somebody of compliance who searched" {
    make actor=okafor
    refused "okafor, of compliance, did the searcher's work (assess, 2026-11-20T10:02:00Z); a release is not possible any more in this caseload: have an investigator gather anew in a new one"
}

@test "a short form of the first name that nobody named is a leak" {
    make excerpt="and Zebediah laughed, driving on"
    refused "$A2.xlsx, sheet Findings, cell F5: short form of a name of $A2; withhold item E-0001/2 with \`evenhand review\` or mend the rules, then assess again"
}

# board 'PYTHON': changes the list `records` of board.ndjson and counts anew.
board() {
    python3 - "$dir/board.ndjson" "$1" <<'PY'
import collections, json, sys
path, change = sys.argv[1:]
records = [json.loads(line) for line in open(path)][:-1]
exec(change)
counts = collections.Counter(r["type"] for r in records)
open(path, "w").write("".join(json.dumps(r) + "\n" for r in records + [{"type": "end", "counts": counts}]))
PY
}

@test "a row that is not as it crossed the wall, whatever of it was changed" {
    make
    for change in 'excerpt="drove past"' 'severity="high"' 'category="drugs"' 'published="2024-04"' 'published=""' \
        'corroboration="declared account"' 'reviewed=True' 'source_type="forum"' 'item=3' 'reply="it was a race track"' 'copies=["E-0001/3"]' 'support=["E-0001/1"]' 'match={"weight":9,"class":"possible"}'; do
        cp "$dir/board.ndjson" "$dir/kept"
        board "next(r for r in records if r['type'] == 'finding').update(dict($change))"
        refused "$A2.xlsx: the finding in E-0001/2 is not one that crossed the wall; $AGAIN"
        mv "$dir/kept" "$dir/board.ndjson"
    done
    verify
    [ "$status" = 0 ]
}

@test "a row edited in the workbook, by somebody who can make its digest fit" {
    make
    repack "$A2.xlsx" xl/worksheets/sheet2.xml "at twice the limit" "at the limit"
    ledger_anew
    refused "$A2.xlsx: the finding in E-0001/2 is not shown as it crossed the wall; $AGAIN"
    refused "$A2.xlsx: the finding in E-0001/2 is not one that crossed the wall; $AGAIN"
}

@test "a finding that crossed the wall and is in no row, and the other way round" {
    make
    board "records.append(dict(next(r for r in records if r['type'] == 'finding'), item=1))
records.sort(key=lambda r: (r['type'] != 'run', r.get('candidate', '')))"
    refused "$A2.xlsx: the finding in E-0001/1 is not shown as it crossed the wall; $AGAIN"
    board "records[:] = [r for r in records if r['type'] != 'finding']"
    refused "$A2.xlsx: the finding in E-0001/2 is not one that crossed the wall; $AGAIN"
}

@test "an excerpt that goes on in the next row is compared whole" {
    make "excerpt=$(printf 'a long and careful account of the drive, %.0s' $(seq 400))=1+1 _x0041_ end"
    verify
    echo "$output"
    [ "$status" = 0 ]
    board "f = next(r for r in records if r['type'] == 'finding'); f['excerpt'] = f['excerpt'][:-1]"
    refused "$A2.xlsx: the finding in E-0001/2 is not shown as it crossed the wall; $AGAIN"
}

@test "a board's stream that is cut short, or none, is no basis" {
    make
    sed -i '$d' "$dir/board.ndjson"
    verify
    [ "$status" = 65 ]
    rm "$dir/board.ndjson"
    verify
    [ "$status" = 66 ]
}

# again [DIR]: verify with what came out when assessed again.
again() {
    run --separate-stderr "$verify" "$dir/caseload" --workbooks "$dir/books" --out "$dir/compliance" \
        --audit "$dir/audit.ndjson" --board "$dir/board.ndjson" --ledger "$dir/ledger.ndjson" --again "$dir/again" <"$dir/facts.ndjson"
    echo "$output"
}

@test "assessed again, the same comes out" {
    make
    cp -r "$dir/books" "$dir/again"
    cp "$dir"/{audit,board}.ndjson "$dir/again/"
    again
    [ "$status" = 0 ]
    [[ $(tr '\n' ' ' <<<"$output") == *"Assessed again from the vault, the same workbooks come out."* ]]
}

@test "assessed again, another workbook, another audit stream, or nothing comes out" {
    make
    cp -r "$dir/books" "$dir/again"
    cp "$dir"/{audit,board}.ndjson "$dir/again/"
    repack "$A2.xlsx" xl/worksheets/sheet2.xml "at twice the limit" "at the limit"
    ledger_anew
    again
    [ "$status" = 1 ]
    grep -qxF "$A2.xlsx comes out differently when assessed again from the vault; $AGAIN" <<<"$output"
    cp "$dir/again/$A2.xlsx" "$dir/books/"
    ledger_anew
    echo >>"$dir/again/audit.ndjson"
    again
    [ "$status" = 1 ]
    grep -qF "the audit stream is not the one that comes out when assessed again" <<<"$output"
    echo >>"$dir/again/board.ndjson"
    again
    grep -qF "the board's stream is not the one that comes out when assessed again" <<<"$output"
    rm "$dir"/again/*
    echo "vault: $A2, E-0001: the stored body does not have the SHA-256 it was stored with" >"$dir/again/why.txt"
    again
    [ "$status" = 1 ]
    grep -qF "the caseload cannot be assessed again from the vault: vault: $A2, E-0001: the stored body" <<<"$output"
}

@test "the same content packed otherwise is the same" {
    make
    cp -r "$dir/books" "$dir/again"
    cp "$dir"/{audit,board}.ndjson "$dir/again/"
    repack "$A2.xlsx" xl/worksheets/sheet2.xml "at twice the limit" "at twice the limit"
    ledger_anew
    again
    [ "$status" = 0 ]
    grep -qxF "remark: $A2.xlsx holds the same content, packed by another release of zlib; nothing: what it says is the same" <<<"$output"
}

@test "a search that is not in the plan" {
    make
    facts 'i = next(i for i, r in enumerate(records) if r["type"] == "attempt" and r["candidate"] == A1 and r["step"] == 3)
records.insert(i + 1, dict(records[i], step=4))'
    refused "$A1, a search that is not in the plan (step 4); $OTHER"
}

@test "another source than the plan's" {
    make
    facts 'next(r for r in records if r["type"] == "attempt" and r["candidate"] == A1 and r["step"] == 2)["source"] = "feed"'
    refused "$A1, step 2 asked another source than the plan's mastodon; $OTHER"
}

@test "a plan that changed after gathering" {
    make
    sed -i 's/lookback_years: 7/lookback_years: 9/' "$dir/caseload/plan.yaml"
    refused "the plan or a source is not the one by which the evidence was gathered; put plan.yaml and sources/ back as they were, or start a new caseload"
}

@test "something awaits review" {
    make undecided=1
    refused "$A3, 1 item may be about the candidate and await review; decide with \`evenhand review\`, then run \`evenhand assess\` again"
}

@test "a name in an excerpt: file, sheet and cell, and never the word" {
    make excerpt="so Marrowfax, Ondine said it"
    refused "$A2.xlsx, sheet Findings, cell F5: part of a name of $A3, name of $A3, e-mail address of $A3; withhold item E-0001/2 with \`evenhand review\` or mend the rules, then assess again"
    run ! grep -qi marrowfax <<<"$output"
    unzip -p "$dir/compliance/uniformity.xlsx" 'xl/*' >"$BATS_TEST_TMPDIR/text"
    run ! grep -qi marrowfax "$BATS_TEST_TMPDIR/text"
}

@test "identity in disguise" {
    for text in "#TeamTansyQuillfeather" "call 781.555.0101" "TANSY@QUILLPOST.EXAMPLE" "born June 30th, 1992" \
        "Quíllfeather!" "@zeb.voss" "at the Hartsmere Public  Library"; do
        rm -rf "$dir"
        make excerpt="$text"
        verify
        [ "$status" = 1 ] || { echo "not found: $text"; false; }
        grep -q "$A2.xlsx, sheet Findings, cell F5: " <<<"$output"
    done
}

@test "a name cut in two where a long excerpt goes on in the next row" {
    make excerpt="$(python3 -c 'print("word " * 700)')"
    at=$(python3 "$here/xlsx.py" cells "$dir/books/$A2.xlsx" | sed -n 's/^Findings!F5\t\(.*\) \[continues.*/\1/p' | wc -w)
    for n in $(seq $((at - 7)) "$at"); do
        rm -rf "$dir"
        make excerpt="$(python3 -c "print('word ' * $n + 'Lowmarsh Transit Authority ' + 'word ' * 100)")"
        python3 "$here/xlsx.py" cells "$dir/books/$A2.xlsx" >"$BATS_TEST_TMPDIR/cells"
        grep -qP '(Transit|Lowmarsh) +\[continues' "$BATS_TEST_TMPDIR/cells" && break
    done
    grep -qP '(Transit|Lowmarsh) +\[continues' "$BATS_TEST_TMPDIR/cells"
    refused "$A2.xlsx, sheet Findings, cell F6: employer of $A1; withhold item E-0001/2 with \`evenhand review\` or mend the rules, then assess again"
}

@test "a protected word" {
    make excerpt="said that the transgender driver"
    verify
    [ "$status" = 1 ]
    grep -qP "^$A2.xlsx, sheet Findings, cell F5: protected word, gender identity \(unambiguous.txt:\d+\); " <<<"$output"
}

@test "a harmless city of another candidate is no leak, one's own is" {
    make excerpt="drove through Springfield"
    verify
    [ "$status" = 0 ]
    rm -rf "$dir"
    make excerpt="drove through Millrace"
    refused "$A2.xlsx, sheet Findings, cell F5: city of $A2; withhold item E-0001/2 with \`evenhand review\` or mend the rules, then assess again"
}

@test "a name in the plan's name" {
    make plan="Board for Voss, Zeb" # in the order in which it is written, intake would have refused it
    verify
    [ "$status" = 1 ]
    grep -qF "summary.xlsx, sheet Candidates, cell A2: " <<<"$output"
    grep -qF "$A1.xlsx, docProps/core.xml, subject: " <<<"$output"
}

@test "an edited excerpt" {
    make
    repack "$A2.xlsx" xl/worksheets/sheet2.xml "at twice the limit" "at the limit"
    refused "$A2.xlsx is not as it was made: its digest is not the one in the ledger; $AGAIN"
}

@test "an edited excerpt, with the ledger's digests made to fit but not its chain" {
    make
    sed -i "2s/$(sha256sum "$dir/books/$A2.xlsx" | cut -c1-64)/$(printf '0%.0s' {1..64})/" "$dir/ledger.ndjson"
    refused "ledger: entry 2 was altered; compare it with the last published ledger and the vault's backups"
}

@test "an outcome changed in the workbook" {
    make
    repack "$A1.xlsx" xl/worksheets/sheet3.xml "Nothing there" "Not allowed"
    ledger_anew
    refused "$A1.xlsx: Coverage, cell C6 is not what the vault says; $AGAIN"
}

@test "other words in the fixed text" {
    make
    repack "$A1.xlsx" xl/worksheets/sheet4.xml "There is no score" "There is a score"
    ledger_anew
    refused "$A1.xlsx: sheet Method, cell B8 is not the same as in the others; $AGAIN"
}

@test "a column that is wider" {
    make
    repack "$A1.xlsx" xl/worksheets/sheet2.xml 'width="70.7109375"' 'width="99"'
    ledger_anew
    refused "$A1.xlsx: sheet Findings has other columns, panes or print set-up than the others; $AGAIN"
}

@test "a note beside the table" {
    make
    repack "$A1.xlsx" xl/worksheets/sheet3.xml '</row><row r="5"' \
        '<c r="H4" t="inlineStr"><is><t>a good one</t></is></c></row><row r="5"'
    ledger_anew
    refused "$A1.xlsx: sheet Coverage, cell H4: nothing stands there in the others; $AGAIN"
}

@test "a picture" {
    make
    repack "$A1.xlsx" xl/media/image1.xml "" "<svg/>"
    ledger_anew
    verify
    [ "$status" = 1 ]
    grep -qF "$A1.xlsx: part \"xl/media/image1.xml\" where the others have" <<<"$output"
}

@test "a formula" {
    make
    repack "$A1.xlsx" xl/worksheets/sheet3.xml '<v>1</v>' '<f>0+1</f><v>1</v>'
    ledger_anew
    verify
    [ "$status" = 1 ]
    grep -q "sheet Coverage: cell A5 holds a formula" <<<"$output"
}

@test "a name in a cell of a hidden row, in a property, in a chart" {
    make
    repack "$A1.xlsx" docProps/core.xml "evenhand</dc:creator>" "Tansy Quillfeather</dc:creator>"
    ledger_anew
    verify
    [ "$status" = 1 ]
    grep -q "^$A1.xlsx, docProps/core.xml, creator: .*name of $A1" <<<"$output"
    repack "$A3.xlsx" xl/charts/chart1.xml "Findings by category and severity" "Findings about Ondine Marrowfax"
    ledger_anew
    verify
    grep -q "^$A3.xlsx, xl/charts/chart1.xml, t: .*name of $A3" <<<"$output"
}

@test "two workbooks with swapped names" {
    make
    mv "$dir/books/$A1.xlsx" "$dir/books/x"
    mv "$dir/books/$A3.xlsx" "$dir/books/$A1.xlsx"
    mv "$dir/books/x" "$dir/books/$A3.xlsx"
    ledger_anew
    refused "$A1.xlsx: it is named after $A1 and is another's inside; $AGAIN"
}

@test "a workbook that is missing" {
    make
    rm "$dir/books/$A3.xlsx"
    refused "$A3.xlsx is missing; $AGAIN"
}

@test "a file that does not belong there" {
    make
    touch "$dir/books/notes.txt"
    refused "notes.txt is no workbook of this caseload; take it away: nobody knows what is in it"
}

@test "a workbook of nobody" {
    make
    cp "$dir/books/$A3.xlsx" "$dir/books/C-0000.xlsx"
    refused "C-0000.xlsx is no workbook of this caseload; take it away: nobody knows what is in it"
}

@test "a link in place of a workbook" {
    make
    mv "$dir/books/$A3.xlsx" "$dir/elsewhere.xlsx"
    ln -s "$dir/elsewhere.xlsx" "$dir/books/$A3.xlsx"
    refused "$A3.xlsx is no regular file; $AGAIN"
}

@test "a file that is no workbook" {
    make
    echo nonsense >"$dir/books/$A3.xlsx"
    verify
    [ "$status" = 1 ]
    grep -q "$A3.xlsx: cannot be opened as a workbook; $AGAIN" <<<"$output"
}

@test "a deleted ledger entry" {
    make
    sed -i 1d "$dir/ledger.ndjson"
    refused "ledger: entry 2 follows entry 0: some are missing or added; compare it with the last published ledger and the vault's backups"
}

@test "a changed ledger entry" {
    make
    sed -i '1s/"user":"mwong"/"user":"okafor"/' "$dir/ledger.ndjson"
    refused "ledger: entry 1 was altered; compare it with the last published ledger and the vault's backups"
}

@test "a ledger without the assessment" {
    make
    sed -i 2d "$dir/ledger.ndjson"
    refused "the ledger does not tell where these workbooks come from; $AGAIN"
}

@test "a decision maker who searched" {
    make actor=chief
    refused "chief, a decision maker, did the searcher's work (assess, 2026-11-20T10:02:00Z); a release is not possible any more in this caseload: have an investigator gather anew in a new one"
}

@test "a decision maker who decided about an item" {
    make
    facts 'i = next(i for i, r in enumerate(records) if r["type"] == "attempt" and r["candidate"] == A2)
records.insert(i, {"type": "decision", "candidate": A2, "about": "E-0001/2", "verdict": "same-person", "by": "ruiz",
                   "at": "2026-11-20T10:01:30Z", "why": "same face"})'
    refused "$A2, ruiz, a decision maker, decided about E-0001/2; have an investigator decide about it, then run \`evenhand assess\` again"
}

@test "rules that changed after the assessment" {
    make
    facts 'records[0]["rules_sha256"] = "0" * 64'
    refused "the audit stream is of another plan or other rules than those in force; $AGAIN"
    grep -qE "^$A1\.xlsx was made by other rules or another plan \(Method, cell B[0-9]+\); $AGAIN\$" <<<"$output"
}

@test "somebody without a role is remarked upon" {
    make actor=stranger
    verify
    [ "$status" = 0 ]
    grep -qxF "remark: stranger has no role in the plan and did: assess; name everybody who works on a caseload in its plan" <<<"$output"
}

@test "an item that was lost on the way is remarked upon" {
    make lost=1
    verify
    [ "$status" = 0 ]
    grep -qxF "remark: $A1, 3 items were read, 2 left out and 0 shown: they do not add up; please report this: no item may be lost silently" <<<"$output"
}

@test "without audit stream and ledger it says what was not checked" {
    make
    run --separate-stderr "$verify" "$dir/caseload" --workbooks "$dir/books" --out "$dir/compliance" <"$dir/facts.ndjson"
    [ "$status" = 0 ]
    flat=$(tr '\n' ' ' <<<"$output")
    [[ $flat == *"Whether anything awaits review was not checked (no audit stream)."* ]]
    [[ $flat == *"Ledger and roles were not checked (no ledger)."* ]]
}

@test "a stream cut short gives no answer and no workbook" {
    make
    run --separate-stderr "$verify" "$dir/caseload" --workbooks "$dir/books" --out "$dir/compliance" \
        < <(head -n 5 "$dir/facts.ndjson")
    [ "$status" = 65 ]
    [[ $stderr == *"the stream ends without an end record"* ]]
    [ -z "$(ls -A "$dir/compliance")" ]
}

@test "a folder that is not there" {
    make
    mv "$dir/books" "$dir/elsewhere"
    verify
    [ "$status" = 66 ]
    [[ $stderr == *"cannot open the folder of the workbooks"* ]]
}
