# A released caseload, tampered with in one way after the other: verify says no each time, and says what it is.
#
# One way to a test. What can be done to the records that verify reads, one by one, is in verify.bats; this is what
# somebody could do to the files of a caseload.

load lib

setup_file() {
    start_web
    local case=$BATS_FILE_TMPDIR/released
    make_caseload "$case"
    evenhand run "$case" 3>&-
    # One finding is kept from the board by a decision: so there is one to tamper with.
    local number about
    for book in "$case"/draft/C-*.xlsx; do
        number=$(basename "$book" .xlsx)
        about=$(python3 "$BATS_TEST_DIRNAME/xlsx.py" cells "$book" | sed -n 's/^Findings!K6\t\([^;]*\).*/\1/p')
        [ -z "$about" ] || break
    done
    evenhand review "$case" --about "$number:$about" --verdict withhold --why "not about work" 3>&-
    evenhand assess "$case" 3>&-
    evenhand release "$case" 3>&-
    echo "$number" >"$BATS_FILE_TMPDIR/number"
}

teardown_file() {
    stop_web
}

setup() {
    CASE=$BATS_TEST_TMPDIR/case
    own_copy "$BATS_FILE_TMPDIR/released" "$CASE"
    WITH=$(cat "$BATS_FILE_TMPDIR/number") # has findings and a decision
    OTHER=$(basename "$(printf '%s\n' "$CASE"/board/C-*.xlsx | grep -v "$WITH" | head -n 1)" .xlsx)
}

tamper() { python3 "$BATS_TEST_DIRNAME/tamper.py" "$@"; }
vault() { sqlite3 "$CASE/vault/vault.db" "PRAGMA foreign_keys = OFF; $1"; }

# caught WORDS...: the answer is no, and all of these words are in what is said.
caught() {
    run evenhand verify "$CASE"
    echo "$output"
    [ "$status" = 1 ]
    local flat words
    flat=$(tr '\n' ' ' <<<"$output")
    for words in "$@"; do
        [[ $flat == *"$words"* ]] || { echo "not said: $words"; return 1; }
    done
}

# What a vault says whose tables are signed, of any row that was changed, added or taken out.
SEALED='the chain of table|signature over the vault|and [0-9]+ were signed|was changed, replaced or moved'

# stopped WORDS: what is in the vault is refused before anything is compared; no answer is made up.
stopped() {
    run evenhand verify "$CASE"
    echo "$output"
    [ "$status" != 0 ]
    [[ $output != *"YES."* ]]
    grep -qE -- "$1|$SEALED" <<<"$output" || { echo "not said: $1"; return 1; }
}

@test "0: nothing was done: yes" {
    run evenhand verify "$CASE"
    echo "$output"
    [ "$status" = 0 ]
    [[ $output == *"YES. evenhand"* ]]
}

@test "1: another look-back window in the plan" {
    sed -i 's/lookback_years: 7/lookback_years: 3/' "$CASE/plan.yaml"
    caught "the plan or a source is not the one by which the evidence was gathered; put plan.yaml and sources/ back"
}

@test "2: a step taken out of the plan" {
    sed -i '/source: feed/d' "$CASE/plan.yaml"
    caught "the plan or a source is not the one by which the evidence was gathered" "a search that is not in the plan (step 6)"
}

@test "3: a source described otherwise" {
    sed 's/controls:/controls:/; $a # looks elsewhere' "$TOP/pipeline/sources/mastodon.yaml" >"$CASE/sources/mastodon.yaml"
    caught "the plan or a source is not the one by which the evidence was gathered"
}

@test "4: a rule pack changed between candidates" {
    mkdir -p "$CASE/rules/redact/terms"
    echo 'zyzzyva' >"$CASE/rules/redact/terms/more.txt"
    caught "the workbooks were assessed under other rules than those in force" \
        "was made by other rules or another plan"
}

@test "5: the searcher made a decision maker" {
    sed -i "s/investigators:   .*/investigators:   [mwong]/; s/decision_makers: .*/decision_makers: [chief, ruiz, $(id -un)]/" \
        "$CASE/plan.yaml"
    caught "$(id -un), a decision maker, did the searcher's work"
}

@test "6: an edited excerpt" {
    tamper part "$CASE/board/$WITH.xlsx" xl/worksheets/sheet2.xml "[withheld]" "somebody"
    caught "$WITH.xlsx is not as it was made: its digest is not the one in the ledger" \
        "$WITH.xlsx comes out differently when assessed again from the vault"
}

@test "7: two candidates' workbooks exchanged" {
    mv "$CASE/board/$WITH.xlsx" "$CASE/board/x"
    mv "$CASE/board/$OTHER.xlsx" "$CASE/board/$WITH.xlsx"
    mv "$CASE/board/x" "$CASE/board/$OTHER.xlsx"
    caught "it is named after $WITH and is another's inside" "it is named after $OTHER and is another's inside"
}

@test "8: another number written into a workbook" {
    tamper part "$CASE/board/$WITH.xlsx" xl/worksheets/sheet1.xml "Candidate $WITH" "Candidate $OTHER"
    caught "it is named after $WITH and is another's inside" "is not as it was made"
}

@test "9: a workbook taken away" {
    rm -f "$CASE/board/$OTHER.xlsx"
    caught "$OTHER.xlsx is missing" "$OTHER.xlsx comes out when assessed again, and is not among the workbooks"
}

@test "10: a workbook of nobody added" {
    cp "$CASE/board/$OTHER.xlsx" "$CASE/board/C-0000.xlsx"
    caught "C-0000.xlsx is no workbook of this caseload; take it away: nobody knows what is in it"
}

@test "11: a file of another kind added" {
    echo "see me about this one" >"$CASE/board/readme.txt"
    caught "readme.txt is no workbook of this caseload"
}

@test "12: a workbook replaced by a link" {
    mv "$CASE/board/$OTHER.xlsx" "$BATS_TEST_TMPDIR/elsewhere.xlsx"
    ln -s "$BATS_TEST_TMPDIR/elsewhere.xlsx" "$CASE/board/$OTHER.xlsx"
    caught "$OTHER.xlsx is no regular file"
}

@test "13: a formula" {
    tamper part "$CASE/board/$OTHER.xlsx" xl/worksheets/sheet3.xml '<v>1</v>' '<f>0+1</f><v>1</v>'
    caught "sheet Coverage: cell A5 holds a formula"
}

@test "14: a hidden column" {
    tamper part "$CASE/board/$WITH.xlsx" xl/worksheets/sheet2.xml '<col min="2" max="2"' '<col hidden="1" min="2" max="2"'
    caught "$WITH.xlsx: sheet Findings has other columns, panes or print set-up than the others"
}

@test "15: an outcome changed in a workbook" {
    tamper part "$CASE/board/$WITH.xlsx" xl/worksheets/sheet3.xml "<t>Found</t>" "<t>Nothing there</t>"
    caught "$WITH.xlsx: Coverage, cell C5 is not what the vault says"
}

@test "16: a count changed in the comparison of all" {
    tamper part "$CASE/board/summary.xlsx" xl/worksheets/sheet1.xml '<v>0</v>' '<v>1</v>'
    caught "summary.xlsx is not as it was made" "summary.xlsx comes out differently when assessed again"
}

@test "17: the words of the Method sheet changed" {
    tamper part "$CASE/board/$WITH.xlsx" xl/worksheets/sheet4.xml "There is no score" "There is a score"
    caught "$WITH.xlsx: sheet Method, cell B8 is not the same as in the others"
}

@test "18: a name added in a property" {
    local name
    name=$(sed -n 2p "$CASE/candidates.csv" | cut -d, -f2)
    tamper part "$CASE/board/$OTHER.xlsx" docProps/core.xml "evenhand</dc:creator>" "$name</dc:creator>"
    caught "$OTHER.xlsx, docProps/core.xml, creator: "
    [[ $output != *"$name"* ]]
}

@test "19: a protected word added in a cell" {
    tamper part "$CASE/board/$OTHER.xlsx" xl/worksheets/sheet2.xml "No finding: none" "transgender: none" ||
        tamper part "$CASE/board/$OTHER.xlsx" xl/worksheets/sheet2.xml "[withheld]" "transgender"
    caught "protected word, gender identity (unambiguous.txt:"
}

@test "20: a picture added" {
    tamper part "$CASE/board/$OTHER.xlsx" xl/media/image1.png "" "PNG"
    caught "$OTHER.xlsx"
}

@test "21: the protection taken off a sheet" {
    tamper part "$CASE/board/$OTHER.xlsx" xl/worksheets/sheet1.xml '<sheetProtection sheet="1"' '<sheetProtection sheet="0"'
    caught "$OTHER.xlsx: sheet Summary has other columns, panes or print set-up than the others"
}

@test "22: a note put beside the release" {
    echo "Release 2: use these" >"$CASE/board/RELEASE.txt"
    caught "board/RELEASE.txt is not as it was released"
}

@test "23: the kept copy of the release changed" {
    chmod u+w "$CASE/released/1" "$CASE/released/1/$WITH.xlsx"
    tamper part "$CASE/released/1/$WITH.xlsx" xl/worksheets/sheet2.xml "[withheld]" "somebody"
    caught "released/1/$WITH.xlsx is not as it was released; restore it from a backup: a release is never changed"
}

@test "24: the kept copy of the release taken away" {
    chmod -R u+w "$CASE/released"
    rm -rf "$CASE/released"
    caught "release 1 is not in released/1 as it was handed over"
}

@test "25: fewer withheld passages in the audit stream" {
    python3 - "$CASE/compliance/audit.ndjson" <<'PY'
import json, sys
lines = open(sys.argv[1]).read().splitlines()
lines.remove(next(line for line in lines if '"type":"redaction"' in line))
end = json.loads(lines[-1])
end["counts"]["redaction"] -= 1
open(sys.argv[1], "w").write("\n".join(lines[:-1] + [json.dumps(end)]) + "\n")
PY
    caught "the audit stream is not the one that comes out when assessed again"
}

@test "26: workbooks at the board again after a withdrawal" {
    cp -a "$CASE/board" "$BATS_TEST_TMPDIR/board"
    evenhand release "$CASE" --withdraw --why "the wrong plan"
    cp -f "$BATS_TEST_TMPDIR"/board/* "$CASE/board/"
    caught "there are workbooks in board/, and release 1 was withdrawn"
}

@test "27: the draft's workbook edited before its release" {
    evenhand release "$CASE" --withdraw --why "to be corrected"
    chmod u+w "$CASE/draft/$WITH.xlsx"
    tamper part "$CASE/draft/$WITH.xlsx" xl/worksheets/sheet2.xml "[withheld]" "somebody"
    run evenhand release "$CASE" --why "corrected"
    echo "$output"
    [ "$status" = 1 ]
    [[ $output == *"$WITH.xlsx is not as it was made"* ]]
    [[ $output == *"refused: nothing was released, for any candidate"* ]]
    [ "$(ls "$CASE/board")" = RELEASE.txt ]
}

@test "28: a candidate's identity changed after the search" {
    sed -i '2s/,[^,]*,/,Somebody Else,/' "$CASE/candidates.csv"
    run evenhand gather "$CASE"
    echo "$output"
    [ "$status" = 65 ]
}

# What is in the vault. These are refused by the vault itself or show in the comparison; either way nobody gets a yes.

@test "29: a candidate's step removed" {
    vault "DELETE FROM capture WHERE attempt IN (SELECT id FROM attempt WHERE candidate = '$WITH' AND step = 3);
           DELETE FROM attempt WHERE candidate = '$WITH' AND step = 3;"
    stopped "rows without the row they belong to; the vault was changed from outside"
}

@test "30: an extra search for one candidate" {
    vault "INSERT INTO attempt(candidate, step, value, outcome, captures, record)
           SELECT candidate, step, randomblob(length(value)), outcome, 0, record FROM attempt WHERE candidate = '$WITH' AND step = 3;"
    stopped "\(record\): the sealed value was changed or damaged, or belongs elsewhere"
}

@test "31: an outcome rewritten in the vault" {
    vault "UPDATE attempt SET outcome = 'none' WHERE candidate = '$WITH' AND step = 3;"
    stopped "\(record\): the sealed value was changed or damaged, or belongs elsewhere"
}

@test "32: a page taken out of the evidence" {
    vault "DELETE FROM capture WHERE candidate = '$WITH' AND evidence = 2;"
    stopped "the vault was changed from outside"
}

@test "33: two pages of the evidence exchanged" {
    tamper swap "$CASE" "$WITH"
    stopped "\(body\): the sealed value was changed or damaged, or belongs elsewhere"
}

@test "34: evidence given to another candidate" {
    vault "UPDATE attempt SET candidate = '$OTHER' WHERE candidate = '$WITH' AND step = 3;"
    stopped "\(record\): the sealed value was changed or damaged, or belongs elsewhere"
}

@test "35: a decision taken out of the vault" {
    vault "DELETE FROM decision;"
    stopped "the decision of .* is not in the vault; restore the vault from its backup"
}

@test "36: a ledger entry deleted" {
    vault "DELETE FROM ledger WHERE seq = 2;"
    stopped "the chain is broken here: the entry is missing"
}

@test "37: the end of the ledger cut off" {
    vault "DELETE FROM ledger WHERE seq = (SELECT max(seq) FROM ledger);"
    stopped "the chain is broken here: the newest entries are missing"
}

@test "38: a ledger entry rewritten" {
    vault "UPDATE ledger SET entry = replace(entry, '\"act\":\"review\"', '\"act\":\"verify\"');"
    stopped "the chain is broken here: its text does not have its SHA-256"
}

@test "39: a decision maker's search entered into the ledger, with a chain that fits" {
    tamper forge "$CASE" chief gather
    stopped "the chain is broken here: nobody signed it"
}

@test "40: a candidate taken out of the vault" {
    vault "DELETE FROM decision WHERE candidate = '$WITH'; DELETE FROM capture WHERE candidate = '$WITH';
           DELETE FROM attempt WHERE candidate = '$WITH'; DELETE FROM candidate WHERE number = '$WITH';"
    stopped "the vault was changed from outside"
}

@test "41: a finding taken out of the board's stream" {
    python3 - "$CASE/compliance/board.ndjson" <<'PY'
import json, sys
lines = open(sys.argv[1]).read().splitlines()
lines.remove(next(line for line in lines if '"type":"finding"' in line))
end = json.loads(lines[-1])
end["counts"]["finding"] -= 1
open(sys.argv[1], "w").write("\n".join(lines[:-1] + [json.dumps(end)]) + "\n")
PY
    caught "the board's stream is not the one that comes out when assessed again" "is not one that crossed the wall"
}

@test "42: another public key beside the workbooks" {
    chmod -R u+w "$CASE/board"
    sed -i '2s/.*/RWQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/' "$CASE/board/evenhand.pub"
    caught "board/evenhand.pub: it is not the key that this caseload signs with"
}

@test "43: an entry rewritten in the ledger that compliance holds" {
    sed -i '3s/"user":"[^"]*"/"user":"somebody"/' "$CASE/compliance/ledger.ndjson"
    caught "compliance/ledger.ndjson: its signature does not hold"
}

@test "44: a candidate struck off the list after the search" {
    sed -i '$d' "$CASE/candidates.csv"
    caught "was searched, and is no longer listed"
}

@test "45: a candidate added to the list after the search" {
    sed -n '2s/^[^,]*,[^,]*,/N-99,Somebody Newcomer,/p' "$CASE/candidates.csv" >>"$CASE/candidates.csv"
    caught "candidate N-99 was added after the search and has not been searched"
}

@test "46: the board's stream taken away" {
    rm "$CASE/compliance/board.ndjson"
    caught "compliance/board.ndjson: it is missing"
}

@test "47: a release that never was, beside the kept ones" {
    mkdir "$CASE/released/7"
    caught "released/7 is there, and the ledger knows of no such release"
}

@test "48: a comment, a hidden row and white letters in a workbook" {
    chmod -R u+w "$CASE/board"
    cp -p "$CASE/board/$OTHER.xlsx" "$BATS_TEST_TMPDIR/whole.xlsx"
    tamper part "$CASE/board/$OTHER.xlsx" xl/comments1.xml "" "<comments/>"
    caught 'part "xl/comments1.xml" where the others have'
    cp -p "$BATS_TEST_TMPDIR/whole.xlsx" "$CASE/board/$OTHER.xlsx"
    tamper part "$CASE/board/$OTHER.xlsx" xl/worksheets/sheet2.xml '<row r="5"' '<row r="5" hidden="1"'
    caught "sheet Findings has other columns, panes or print set-up than the others"
    cp -p "$BATS_TEST_TMPDIR/whole.xlsx" "$CASE/board/$OTHER.xlsx"
    tamper part "$CASE/board/$OTHER.xlsx" xl/styles.xml FF22405E FFFFFFFF
    caught "$OTHER.xlsx is not as it was made"
}
