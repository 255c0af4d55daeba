#!/usr/bin/env bats
# evenhand-report as its user sees it: a stream in, workbooks out, or nothing.

bats_require_minimum_version 1.5.0

setup() {
    report=$EVENHAND_BUILD/libexec/evenhand/evenhand-report
    here=$BATS_TEST_DIRNAME
    sample=$here/../golden/report/all-cases/in
    out=$BATS_TEST_TMPDIR/board
}

xlsx() { python3 "$here/xlsx.py" "$@"; }

# A stream of one candidate with $1 findings.
many_findings() {
    python3 - "$1" "$sample" <<'PY'
import json, sys
n, run = int(sys.argv[1]), open(sys.argv[2]).readline().strip()
print(run)
print('{"type":"candidate","candidate":"C-7F3K"}')
for i in range(n):
    print(json.dumps({"type": "finding", "candidate": "C-7F3K", "step": 1, "evidence": "E-%04d" % (i // 50 + 1),
        "item": i % 50 + 1, "category": "harassment", "severity": ["low", "medium", "high"][i % 3],
        "excerpt": "words that were said, number %d, and some more of them to make it a sentence" % i,
        "published": "20%02d-%02d" % (10 + i % 15, i % 12 + 1), "kind": "post", "source_type": "social",
        "match": {"weight": 9, "class": "match"}, "corroboration": "one source", "reviewed": False}))
print(json.dumps({"type": "end", "counts": {"run": 1, "candidate": 1, "finding": n}}))
PY
}

@test "one workbook a candidate, and summary.xlsx" {
    "$report" --out "$out" <"$sample"
    [ "$(ls -A "$out" | tr '\n' ' ')" = "C-2B9Q.xlsx C-7F3K.xlsx C-9XYZ.xlsx C-V0RT.xlsx summary.xlsx " ]
}

@test "everybody's workbook has the same shape, findings or none" {
    "$report" --out "$out" <"$sample"
    xlsx shape "$out/C-7F3K.xlsx" >"$BATS_TEST_TMPDIR/shape"
    for other in C-2B9Q C-9XYZ C-V0RT; do
        xlsx shape "$out/$other.xlsx" | diff "$BATS_TEST_TMPDIR/shape" -
    done
    grep -q "^Findings: .*frozen 4; filter True; landscape; \['Finding', 'Category', 'Severity', 'Month', 'Source type', 'Excerpt', \"Candidate's reply\", 'Match', 'Corroboration', 'Reviewed', 'Evidence', 'Notes: chief', 'Notes: ruiz'\]" "$BATS_TEST_TMPDIR/shape"
    grep -q "^Coverage: .*\['Step', 'Source type', 'Outcome', 'Items read'\]" "$BATS_TEST_TMPDIR/shape"
    [ "$(cut -d: -f1 "$BATS_TEST_TMPDIR/shape" | tr '\n' ' ')" = "Summary Findings Coverage Method charts 1 " ]
}

@test "everybody's workbook is the same, cell by cell, but for what was found" {
    "$report" --out "$out" <"$sample"
    xlsx form "$out/C-7F3K.xlsx" >"$BATS_TEST_TMPDIR/form"
    [ "$(wc -l <"$BATS_TEST_TMPDIR/form")" -gt 150 ]
    for other in C-2B9Q C-9XYZ C-V0RT; do
        xlsx form "$out/$other.xlsx" | diff "$BATS_TEST_TMPDIR/form" -
    done
    run ! grep -q "several forms" "$BATS_TEST_TMPDIR/form"
}

@test "a column of notes for each board member is open, the rest is locked, without a password" {
    "$report" --out "$out" <"$sample"
    xlsx cells "$out/C-9XYZ.xlsx" | grep -qP '^Findings!L4\tNotes: chief$'
    xlsx cells "$out/C-9XYZ.xlsx" | grep -qP '^Findings!M4\tNotes: ruiz$'
    python3 - "$out/C-7F3K.xlsx" <<'PY'
import sys, zipfile, xml.etree.ElementTree as ET
sys.path.insert(0, "."); M = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
book = zipfile.ZipFile(sys.argv[1])
xfs = ET.fromstring(book.read("xl/styles.xml")).find(M + "cellXfs")
is_open = [(x.find(M + "protection") is not None and x.find(M + "protection").get("locked") == "0") for x in xfs]
for n in range(1, 5):
    sheet = ET.fromstring(book.read(f"xl/worksheets/sheet{n}.xml"))
    protection = sheet.find(M + "sheetProtection")
    assert protection.get("sheet") == "1" and protection.get("password") is None and protection.get("autoFilter") == "0"
    opened = {c.get("r")[0] for c in sheet.iter(M + "c") if is_open[int(c.get("s", 0))]}
    assert opened == ({"L", "M"} if n == 2 else set()), (n, opened)
    if n == 2:
        rows = {int(c.get("r")[1:]) for c in sheet.iter(M + "c") if is_open[int(c.get("s", 0))]}
        assert min(rows) == 5 and max(rows) == 13, rows
PY
}

@test "more decision makers than a sheet has room for are refused" {
    python3 - "$sample" >"$BATS_TEST_TMPDIR/in" <<'PY'
import json, sys
run, *rest = open(sys.argv[1]).read().splitlines()
print("\n".join([json.dumps({**json.loads(run), "decision_makers": [f"m{i}" for i in range(33)]})] + rest))
PY
    run "$report" --out "$out" <"$BATS_TEST_TMPDIR/in"
    [ "$status" = 65 ]
    [[ $output == *"more than 32 decision makers"*"name fewer"* ]]
}

@test "months are dates, undated is a word; language, properties and names are set" {
    "$report" --out "$out" <"$sample"
    xlsx cells "$out/C-7F3K.xlsx" >"$BATS_TEST_TMPDIR/cells"
    grep -qP '^Findings!D5\t44866$' "$BATS_TEST_TMPDIR/cells" # 1 November 2022
    grep -qP '^Findings!D10\tundated$' "$BATS_TEST_TMPDIR/cells"
    unzip -p "$out/C-7F3K.xlsx" docProps/core.xml >"$BATS_TEST_TMPDIR/core"
    for part in '<dc:language>en-US<' '<dc:title>Candidate C-7F3K<' '<dc:creator>evenhand<' '<cp:keywords>background' \
        '<cp:category>Confidential personnel record<' 'created xsi:type="dcterms:W3CDTF">2026-11-20T09:30:00Z<'; do
        grep -qF "$part" "$BATS_TEST_TMPDIR/core"
    done
    xlsx form "$out/C-7F3K.xlsx" | grep '^name' >"$BATS_TEST_TMPDIR/names"
    for name in Candidate Category_counts Coverage_list Findings_list Notes; do
        grep -q "^name $name " "$BATS_TEST_TMPDIR/names"
    done
}

@test "every chart has an alternative text with its numbers" {
    "$report" --out "$out" <"$sample"
    xlsx charts "$out/summary.xlsx" >"$BATS_TEST_TMPDIR/charts"
    [ "$(wc -l <"$BATS_TEST_TMPDIR/charts")" = 3 ]
    grep -qF "C-2B9Q: 0; C-7F3K: 6; C-9XYZ: 0; C-V0RT: 1." "$BATS_TEST_TMPDIR/charts"
    [[ $(xlsx charts "$out/C-7F3K.xlsx") == *"Violence or threats: 1; "* ]]
}

@test "severity is told by a sign and a shade, and what is in favour is never dark" {
    "$report" --out "$out" <"$sample"
    xlsx form "$out/C-7F3K.xlsx" >"$BATS_TEST_TMPDIR/form"
    grep -qF 'AND($C#="High",RIGHT($B#,11)&lt;&gt;"(in favour)")' "$BATS_TEST_TMPDIR/form"
    unzip -p "$out/C-7F3K.xlsx" xl/styles.xml >"$BATS_TEST_TMPDIR/styles"
    grep -qF '●●●' "$BATS_TEST_TMPDIR/styles"
    grep -qF '+++' "$BATS_TEST_TMPDIR/styles"
}

@test "what a site wrote stays text" {
    "$report" --out "$out" <"$sample"
    xlsx cells "$out/C-7F3K.xlsx" >"$BATS_TEST_TMPDIR/cells"
    grep -qF '=HYPERLINK("http://evil.example","click") still growing' "$BATS_TEST_TMPDIR/cells"
    grep -qF '_x0041_ @SUM(A1) -cmd' "$BATS_TEST_TMPDIR/cells"
    unzip -p "$out/C-7F3K.xlsx" 'xl/worksheets/*' >"$BATS_TEST_TMPDIR/sheets"
    run ! grep -qE '<f>|<hyperlink' "$BATS_TEST_TMPDIR/sheets"
}

@test "findings are sorted, counted, and read in words" {
    "$report" --out "$out" <"$sample"
    xlsx cells "$out/C-7F3K.xlsx" >"$BATS_TEST_TMPDIR/cells"
    [ "$(sed -n 's/^Findings!C[0-9]*\t//p' "$BATS_TEST_TMPDIR/cells" | tr '\n' ' ')" = \
        "Severity High High High Medium Medium Medium Low Low Low " ]
    grep -qP '^Summary!A4\t6 job-related concerns \(2 high, 2 medium, 2 low\) and 2 findings in favour, in 57 items' "$BATS_TEST_TMPDIR/cells"
    grep -qP '^Summary!A6\tHow sure: \d+ findings are tied to the candidate by several independent facts, 1 by an investigator.s decision; 4 rest on one source only: ask the candidate before relying on them\.$' "$BATS_TEST_TMPDIR/cells"
    grep -qP '^Findings!B6\tViolence or threats$' "$BATS_TEST_TMPDIR/cells"
    run ! grep -q violence_threats "$BATS_TEST_TMPDIR/cells"
    [ "$(grep -c '^Coverage!A' "$BATS_TEST_TMPDIR/cells")" = 9 ] # title, subtitle, heading, six steps
    grep -qP '^Coverage!C5\tFound$' "$BATS_TEST_TMPDIR/cells"    # of two attempts: none and found
}

@test "a long excerpt goes on in the next row, and nothing of it is lost" {
    "$report" --out "$out" <"$sample"
    said=$(xlsx cells "$out/C-7F3K.xlsx" | sed -n 's/^Findings!F\(11\|12\)\t//p' | sed 's/ \[continues in the next row\]$//' | tr -d '\n')
    [ "$(grep -o 'A very long account' <<<"$said" | wc -l)" = 60 ]
    xlsx cells "$out/C-7F3K.xlsx" | grep -qP '^Findings!A12\t7 \(cont\.\)'
}

@test "a candidate without public content is told so in the same sheets" {
    "$report" --out "$out" <"$sample"
    xlsx cells "$out/C-9XYZ.xlsx" >"$BATS_TEST_TMPDIR/cells"
    grep -qP '^Findings!F5\tNo finding: none of the categories applied to anything in the 0 items read\.' "$BATS_TEST_TMPDIR/cells"
    grep -qP '^Summary!A4\tNo job-related concern and no finding in favour: there was no public content to read\.' "$BATS_TEST_TMPDIR/cells"
}

@test "summary.xlsx compares by number, in the order of the numbers, zeros shown" {
    "$report" --out "$out" <"$sample"
    xlsx cells "$out/summary.xlsx" >"$BATS_TEST_TMPDIR/cells"
    [ "$(sed -n 's/^Candidates!A\([6-9]\)\t//p' "$BATS_TEST_TMPDIR/cells" | tr '\n' ' ')" = "C-2B9Q C-7F3K C-9XYZ C-V0RT " ]
    [ "$(grep -cP '^Candidates![B-X]8\t0$' "$BATS_TEST_TMPDIR/cells")" = 21 ]
}

@test "the same bytes in another time zone, locale and second" {
    "$report" --out "$out" <"$sample"
    sleep 1.1
    TZ=Pacific/Auckland LC_ALL=C.UTF-8 "$report" --out "$out.2" <"$sample"
    diff -r "$out" "$out.2"
}

@test "the same bytes on another day" {
    command -v faketime >/dev/null || skip "needs faketime, which scripts/test installs"
    "$report" --out "$out" <"$sample"
    LD_PRELOAD=$(faketime -f '@2031-02-03 04:05:06' sh -c 'echo "$LD_PRELOAD"') FAKETIME='@2031-02-03 04:05:06' \
        ASAN_OPTIONS=verify_asan_link_order=0 "$report" --out "$out.2" <"$sample"
    diff -r "$out" "$out.2"
}

@test "a stream cut short leaves no workbook" {
    run --separate-stderr "$report" --out "$out" < <(head -n 60 "$sample")
    [ "$status" = 65 ]
    [ -z "$(ls -A "$out")" ]
}

@test "killed in the middle: no workbook, and the next run completes" {
    mkfifo "$BATS_TEST_TMPDIR/pipe"
    "$report" --out "$out" <"$BATS_TEST_TMPDIR/pipe" &
    pid=$!
    exec 7>"$BATS_TEST_TMPDIR/pipe"
    head -n 100 "$sample" >&7
    for _ in $(seq 50); do compgen -G "$out/*.part" >/dev/null && break; sleep 0.1; done
    kill -9 "$pid"
    wait "$pid" || true
    exec 7>&-
    run ! compgen -G "$out/*.xlsx"
    compgen -G "$out/*.part"
    "$report" --out "$out" <"$sample"
    [ "$(ls -A "$out" | wc -l)" = 5 ]
}

@test "a full disk leaves no workbook, though the library does not notice" {
    [ "$(id -u)" = 0 ] || skip "needs root for a small file system"
    mkdir "$BATS_TEST_TMPDIR/small"
    mount -t tmpfs -o size=100k none "$BATS_TEST_TMPDIR/small" || skip "no tmpfs here"
    run "$report" --out "$BATS_TEST_TMPDIR/small/board" <"$sample"
    left=$(ls -A "$BATS_TEST_TMPDIR/small/board")
    umount "$BATS_TEST_TMPDIR/small"
    [ "$status" = 74 ]
    [ -z "$left" ]
    [[ $output == *"is the disk full?"* ]]
}

@test "a folder that cannot be written is refused before the first record" {
    run "$report" --out /proc/nothing/here <"$sample"
    [ "$status" = 73 ]
    [[ $output == *"/proc/nothing/here: cannot make the folder"* ]]
}

@test "workbooks of another run are not mixed with these" {
    mkdir "$out"
    touch "$out/C-0LD0.xlsx"
    run "$report" --out "$out" <"$sample"
    [ "$status" = 73 ]
    [[ $output == *"C-0LD0.xlsx is there already and is not of this run"* ]]
    [ "$(ls -A "$out")" = C-0LD0.xlsx ]
}

@test "5,000 findings of one candidate make a workbook" {
    many_findings 5000 | "$report" --out "$out"
    [ "$(xlsx cells "$out/C-7F3K.xlsx" | grep -c '^Findings!F')" = 5001 ]
}

# read_csv FILE: fields of the findings, one a line, as Python's csv module reads them.
read_csv() {
    python3 -c 'import csv,sys
for row in csv.DictReader(open(sys.argv[1], encoding="utf-8-sig", newline="")):
    print("\t".join(v.replace("\n", " ") for v in row.values()))' "$1"
}

@test "csv: findings, coverage and counts; a formula stays text" {
    "$report" --format csv --out "$out" <"$sample"
    [ "$(ls "$out" | wc -l)" = 9 ]
    [ "$(read_csv "$out/C-7F3K.draft.csv" | wc -l)" = 8 ]
    read_csv "$out/C-7F3K.draft.csv" >"$BATS_TEST_TMPDIR/rows"
    grep -qF "'=HYPERLINK(\"http://evil.example\",\"click\") still growing" "$BATS_TEST_TMPDIR/rows"
    [ "$(grep -o 'A very long account' "$BATS_TEST_TMPDIR/rows" | wc -l)" = 60 ]
    [ "$(read_csv "$out/C-7F3K.coverage.draft.csv" | wc -l)" = 6 ]
    read_csv "$out/C-7F3K.coverage.draft.csv" | grep -qP '^1\tWeb search\tFound\t\d+\tDraft$'
    [ "$(read_csv "$out/summary.draft.csv" | cut -f1 | tr '\n' ' ')" = "C-2B9Q C-7F3K C-9XYZ C-V0RT " ]
    run ! grep -qP '(^|[,;])"?[=+@-]' "$out/C-7F3K.draft.csv"
}

@test "ndjson: the same content with the ids of the records" {
    "$report" --format ndjson --out "$out" <"$sample"
    [ "$(jq -r 'select(.type == "finding").severity' "$out/C-7F3K.draft.ndjson" | tr '\n' ' ')" = \
        "high high high medium medium medium low low " ]
    [ "$(jq -r 'select(.type == "step").outcome' "$out/C-9XYZ.draft.ndjson" | wc -l)" = 6 ]
    [ "$(jq -s 'map(.findings.service | add) | add' "$out/summary.draft.ndjson")" = 1 ]
}

@test "html: one page that needs nothing else, and escapes what a site wrote" {
    sed 's/They have coached/<script>alert(1)<\/script> \& they have coached/' "$sample" >"$BATS_TEST_TMPDIR/in"
    "$report" --format html --out "$out" <"$BATS_TEST_TMPDIR/in"
    grep -qF '&lt;script&gt;alert(1)&lt;/script&gt; &amp; they have coached' "$out/C-7F3K.draft.html"
    run ! grep -qiE '<script|<link|<img|src=|href="[^#]|url\(http' "$out/C-7F3K.draft.html"
    grep -qF '<html lang="en-US">' "$out/C-7F3K.draft.html"
    grep -qF '<caption>Findings by category and severity</caption>' "$out/C-7F3K.draft.html"
    grep -qF "default-src 'none'" "$out/C-7F3K.draft.html"
}

@test "what is not a workbook says that it is a draft, in its name and in itself" {
    draft="Draft, not released: not for the hiring board"
    for format in csv ndjson html; do
        "$report" --format "$format" --out "$out.$format" <"$sample"
        [ -z "$(ls "$out.$format" --hide="*.draft.$format")" ]
        for file in "$out.$format"/*; do grep -qF "$draft" "$file"; done
    done
    [ "$(read_csv "$out.csv/C-7F3K.draft.csv" | grep -c 'Draft$')" = 8 ]
    [ "$(jq -r .status "$out.ndjson/C-7F3K.draft.ndjson" | sort -u)" = "$draft" ]
}

@test "every format: the same bytes again, all or nothing, and an unknown one is refused" {
    for format in csv ndjson html; do
        "$report" --format "$format" --out "$out.$format" <"$sample"
        TZ=Pacific/Auckland "$report" --format "$format" --out "$out.$format.2" <"$sample"
        diff -r "$out.$format" "$out.$format.2"
        run "$report" --format "$format" --out "$out.cut" < <(head -n 60 "$sample")
        [ "$status" = 65 ]
        [ -z "$(ls -A "$out.cut")" ]
    done
    run "$report" --format exel --out "$out" <"$sample"
    [ "$status" = 64 ]
    [[ $output == 'report: unknown format "exel"; say '* ]]
}
