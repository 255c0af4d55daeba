# Controls, all-or-none, and who was left out: evenhand from its user's side, against a made-up site whose files change.

load lib

setup() {
    CASE=$BATS_TEST_TMPDIR/case WEBDIR=$BATS_TEST_TMPDIR/web LOG=$BATS_TEST_TMPDIR/log
    mkdir -p "$WEBDIR/site.localhost"
    cat >"$WEBDIR/site.localhost/answers.yaml" <<'EOF'
answers:
  - {path: "/u/{name}", file: "{name}.json"}
  - {path: "/any/{name}", file: quill.json}
  - {path: "/slow/{name}", file: "{name}.json", delay_ms: 150}
EOF
    member quill
    member known
    # Another site, and one that answers everything alike.
    mkdir -p "$WEBDIR/other.localhost" "$WEBDIR/liar.localhost"
    printf 'answers:\n  - {path: /page, file: page.html}\n' >"$WEBDIR/other.localhost/answers.yaml"
    printf 'answers:\n  - {path: "/{any}", file: page.html}\n' >"$WEBDIR/liar.localhost/answers.yaml"
    echo '<html><body><p>Words of quill on a page.</p></body></html>' | tee "$WEBDIR/other.localhost/page.html" >"$WEBDIR/liar.localhost/page.html"
    start_web --content "$WEBDIR" --log "$LOG"
    evenhand init "$CASE" >/dev/null
    source_at site u known
    STEPS=("{source: site, query: '{username}'}")
    PEOPLE=(quill nobody1 nobody2)
    write_case
}

teardown() {
    kill "$WEB"
}

member() {
    echo "{\"items\": [{\"url\": \"http://site.localhost/$1\", \"text\": \"Words of $1\"}]}" >"$WEBDIR/site.localhost/$1.json"
}

# source_at NAME PATH CONTROL
source_at() {
    cat >"$CASE/sources/$1.yaml" <<EOF
name: $1
title: A made-up site
type: social
authorisation: It is ours
site: http://site.localhost:$PORT
slots: [username]
controls: {known: $3}
requests:
  member:
    url: "{site}/$2/{query}"
    answer: json
    none: [404]
    items: '.items[] | {kind: "post", url, text}'
EOF
}

write_case() {
    write_plan "$CASE" "${STEPS[@]}"
    write_people "$CASE" "${PEOPLE[@]}"
}

# outcomes: how many of each, over all candidates and steps.
outcomes() {
    evenhand status --json "$CASE" | jq -c '[.candidates[].outcomes | to_entries[]] | group_by(.key)
        | map({key: .[0].key, value: (map(.value) | add)}) | from_entries | with_entries(select(.value > 0))'
}

# release: decides what awaits review, and hands over.
release() {
    local about
    for about in $(evenhand review "$CASE" | grep -oE '^C-[0-9A-Z]{4}:E-[0-9]+/[0-9]+'); do
        evenhand review "$CASE" --about "$about" --verdict other-person --why "Another Quill" >/dev/null
    done
    evenhand assess "$CASE"
    run evenhand release "$CASE"
    echo "$output"
    [ "$status" = 0 ]
}

asked() {
    cut -f 4 "$LOG" | grep -cE "$1" || true
}

@test "a source that tells the truth: asked before and after, and that is evidence" {
    run -0 evenhand gather "$CASE"
    [ "$(outcomes)" = '{"found":1,"none":2}' ]
    [ "$(asked '/u/known')" = 2 ]
    [ "$(asked '/u/zq[a-z2-9]{14}$')" = 2 ]
    [ "$(evenhand status --json "$CASE" | jq -c '[.controls[] | [.phase, .passed]]')" = '[["before",true],["after",true]]' ]
    run -0 evenhand gather "$CASE"
    [ "$(asked '/u/known')" = 2 ] # nothing was owed, so nothing was asked
}

@test "a source that finds everybody is undetermined for everybody, and nobody was asked about" {
    source_at site any known
    run -75 evenhand gather "$CASE"
    [[ $output == *'step 1 (site): the source failed its control before the search: the random name "zq'*'came out as found'*'undetermined for everybody'* ]]
    [ "$(outcomes)" = '{"undetermined":3}' ]
    [ "$(asked '/any/(quill|nobody)')" = 0 ]
    run -0 evenhand status "$CASE"
    [[ $output == *'Step 1 (site) is undetermined for everybody since '* ]]
    evenhand run "$CASE" || true
    run -1 evenhand release "$CASE"
}

@test "a source that does not find who is there: undetermined, and asked again by the next gather" {
    source_at site u gone
    run -75 evenhand gather "$CASE"
    [[ $output == *'"gone", which is there, came out as none'* ]]
    [ "$(outcomes)" = '{"undetermined":3}' ]
    member gone
    run -0 evenhand gather "$CASE"
    [ "$(outcomes)" = '{"found":1,"none":2}' ]
}

@test "a source that breaks on the way: what it said is taken back for everybody" {
    source_at site slow known
    PEOPLE=(quill n1 n2 n3 n4 n5 n6 n7 n8 n9 n10 n11 n12)
    write_case
    evenhand gather "$CASE" >"$BATS_TEST_TMPDIR/out" 2>&1 3>&- &
    local gather=$! code=0
    for _ in $(seq 100); do
        [ "$(asked '/slow/(quill|n)')" -ge 2 ] && break
        sleep 0.05
    done
    rm "$WEBDIR/site.localhost/known.json"
    wait $gather || code=$?
    [ "$code" = 75 ]
    grep -q 'failed its control after the search: "known", which is there, came out as none' "$BATS_TEST_TMPDIR/out"
    [ "$(outcomes)" = '{"undetermined":13}' ]
    member known
    run -0 evenhand gather "$CASE"
    [ "$(outcomes)" = '{"found":1,"none":12}' ]
    run -0 evenhand assess "$CASE"
}

@test "killed before the closing control: assess refuses, the next gather controls first" {
    source_at site slow known
    PEOPLE=(quill n1 n2 n3 n4 n5 n6 n7 n8 n9 n10 n11 n12)
    write_case
    "$EVENHAND_BUILD/bin/evenhand" intake "$CASE" >"$BATS_TEST_TMPDIR/in"
    # The stage itself, so that the kill reaches it.
    "$EVENHAND_BUILD/libexec/evenhand/evenhand-collect" "$CASE" <"$BATS_TEST_TMPDIR/in" \
        >"$BATS_TEST_TMPDIR/records" 2>/dev/null 3>&- &
    local collect=$!
    for _ in $(seq 100); do
        [ "$(grep -c '"attempt"' "$BATS_TEST_TMPDIR/records")" -ge 4 ] && break
        sleep 0.05
    done
    kill -KILL $collect
    wait $collect || true
    run -75 evenhand assess "$CASE"
    [[ $output == *"step 1 (site): the search was cut off before the source's closing control"* ]]
    rm "$WEBDIR/site.localhost/known.json"
    run -75 evenhand gather "$CASE"
    [ "$(outcomes)" = '{"undetermined":13}' ]
    member known
    run -0 evenhand gather "$CASE"
    run -0 evenhand assess "$CASE"
}

@test "sources test: asks the control, shows the items, stores nothing" {
    run -0 evenhand sources test site "$CASE"
    [[ $output == *'"known" (must be found): found'* ]]
    [[ $output == *'"Words of known"'* ]]
    [[ $output == *'(must not be found): none'* ]]
    [[ $output == *'The control holds'* ]]
    [ ! -e "$CASE/vault/vault.db" ]
    source_at site any known
    run -1 evenhand sources test site "$CASE"
    run -64 evenhand sources test nothing "$CASE"
}

@test "sources test: a source that no step of the plan asks, at a site and with a control of one's own" {
    source_at other any known
    run -1 evenhand sources test other "$CASE" # it finds everybody
    source_at third u known
    run -0 evenhand sources test third "$CASE"
    [[ $output == *'"Words of known"'*'The control holds: its step can be asked.'* ]]
    run -0 evenhand sources test third "$CASE" --control quill
    [[ $output == *'"Words of quill"'* ]]
    # A source without a site of its own needs one; what the lint refuses in a plan it refuses here.
    run -78 evenhand sources test wordpress "$CASE"
    [[ $output == *'has no site of its own'* ]]
    run -78 evenhand sources test wordpress "$CASE" --site "http://www.patientslikeme.com"
    [[ $output == *'of kind patients'* ]]
    [ "$(asked 'patientslikeme')" = 0 ]
    # Pages are tried by an address that is there.
    run -0 evenhand sources test web-page "$CASE" --control "http://other.localhost:$PORT/page"
    [[ $output == *'"Words of quill on a page."'* ]]
    run -1 evenhand sources test web-page "$CASE" --control "http://liar.localhost:$PORT/page"
    [ ! -e "$CASE/vault/vault.db" ]
}

@test "a control where websites are asked: an address that is there, and a random one at its site" {
    PEOPLE=("quill,http://other.localhost:$PORT/page")
    STEPS=("{source: web-page, query: '{website}', control: 'http://other.localhost:$PORT/page?control'}")
    write_case
    run -0 evenhand gather "$CASE"
    [ "$(outcomes)" = '{"found":1}' ]
    # Something between us and the web that answers everything with a page of its own.
    rm -rf "$CASE/vault"
    STEPS=("{source: web-page, query: '{website}', control: 'http://liar.localhost:$PORT/page'}")
    write_case
    run -75 evenhand gather "$CASE"
    [[ $output == *'the random name "http://liar.localhost:'*'" came out as found'* ]]
    STEPS=("{source: web-page, query: '{website}', control: quill}")
    write_case
    run -78 evenhand plan check "$CASE"
    [[ $output == *'the control is the address of a page that is there'* ]]
}

@test "withdraw: for everybody, with a reason, in the ledger; all or none" {
    source_at lies any known
    STEPS+=("{source: lies, query: '{username}'}")
    write_case
    run -75 evenhand gather "$CASE"
    run -0 evenhand status "$CASE"
    [[ $output == *'"evenhand withdraw STEP --why REASON"'* ]]
    run -64 evenhand withdraw 2 "$CASE"
    run -64 evenhand withdraw 9 "$CASE" --why "no such step"
    run -0 evenhand withdraw 2 "$CASE" --why "It finds everybody"
    [ "$(outcomes)" = '{"found":1,"none":2,"withdrawn":3}' ]
    run -0 evenhand status "$CASE"
    [[ $output == *"refused  undetermined  withdrawn  findings"* ]]
    [[ $output == *'Step 2 is withdrawn for every candidate by '*': It finds everybody'* ]]
    run -65 evenhand withdraw 2 "$CASE" --why "again"
    [[ $output == *'step 2 is withdrawn for every candidate by '*': It finds everybody'* ]]
    run -65 evenhand withdraw 1 "$CASE" --why "nothing would be left"
    run -0 evenhand gather "$CASE"
    [ "$(asked '/any/quill')" = 0 ]
    run -0 evenhand assess "$CASE"
    release
    jq -es 'map(select(.act == "withdraw")) | length == 1 and .[0].detail.step == 2 and .[0].detail.why == "It finds everybody"' \
        "$CASE/compliance/ledger.ndjson"
}

@test "withdrawn evidence is in nobody's workbook, and a draft made before is not released" {
    STEPS+=("{source: site, query: 'x{username}', control: quill}")
    write_case
    run -0 evenhand run "$CASE"
    run -0 evenhand withdraw 1 "$CASE" --why "Asked twice"
    run -1 evenhand release "$CASE"
    [[ $output == *'a step was withdrawn after the draft was made'* ]]
    run -0 evenhand assess "$CASE"
    release
}

@test "a candidate added after the search is not left out without a word" {
    run -0 evenhand run "$CASE"
    PEOPLE+=(late)
    write_case
    run -75 evenhand assess "$CASE"
    [[ $output == *'candidates.csv:5: candidate A-4 was added after the search and has not been searched'* ]]
    run -75 evenhand release "$CASE"
    [ -z "$(find "$CASE/board" -name '*.xlsx')" ]
    run -0 evenhand run "$CASE"
    release
    PEOPLE=(quill nobody1 nobody2)
    write_case
    run -75 evenhand assess "$CASE"
    [[ $output == *'candidate A-4 ('*') was searched, and is no longer listed'* ]]
}

@test "a candidate added after a step was withdrawn gets no such step either" {
    STEPS+=("{source: site, query: 'x{username}', control: quill}")
    write_case
    run -0 evenhand gather "$CASE"
    run -0 evenhand withdraw 2 "$CASE" --why "Nobody is called so"
    PEOPLE+=(late)
    write_case
    run -0 evenhand gather "$CASE"
    [ "$(outcomes)" = '{"found":1,"none":3,"withdrawn":4}' ]
    [ "$(asked '/u/late')" = 1 ]
    [ "$(asked '/u/xlate')" = 0 ]
}

@test "plan check computes the least time, and gather reaches it within 5 percent" {
    PEOPLE=(quill n1 n2 n3 n4 n5 n6 n7 n8 n9 n10 n11 n12 n13 n14 n15 n16 n17 n18 n19 n20 n21 n22 n23 n24 n25)
    write_case
    sed -i 's/per_host_per_second: 50/per_host_per_second: 4/' "$CASE/plan.yaml"
    run -0 evenhand plan check "$CASE"
    # 26 candidates, two controls before and two after, one robots.txt: 31 requests, 30 pauses.
    [[ $output == *"it takes at least 8 s for 26 candidates: 31 requests to http://site.localhost:$PORT."* ]]
    run -0 evenhand gather "$CASE"
    took_between 7500 7875
}

# took_between LEAST MOST: ms from the first request that the site saw to the last.
took_between() {
    local first last took
    first=$(head -1 "$LOG" | cut -f 1) last=$(tail -1 "$LOG" | cut -f 1)
    took=$(($(date -d "$last" +%s%N) / 1000000 - $(date -d "$first" +%s%N) / 1000000))
    echo "took $took ms"
    [ "$took" -ge $(($1 - 100)) ] # the site's clock starts when a request came in
    [ "$took" -le "$2" ]
}

@test "a descriptor's own rate is kept, and is in the least time, beside another source at the same site" {
    PEOPLE=(quill n1 n2 n3 n4 n5 n6 n7)
    source_at slow any known
    echo "rate: 2" >>"$CASE/sources/slow.yaml"
    sed -i 's,/any/,/u/,' "$CASE/sources/slow.yaml"
    STEPS+=("{source: slow, query: '{username}'}")
    write_case
    sed -i 's/per_host_per_second: 50/per_host_per_second: 8/' "$CASE/plan.yaml"
    run -0 evenhand plan check "$CASE"
    [[ $output == *"pace           at most 2 requests a second to its site, as its descriptor says"* ]]
    # Twelve requests of each: 12 x 125 ms and 12 x 500 ms, robots.txt, and nobody waits behind the last.
    [[ $output == *"it takes at least 7 s for 8 candidates: 25 requests to http://site.localhost:$PORT."* ]]
    run -0 evenhand gather "$CASE"
    took_between 7125 7480
}

@test "a rate that is none is refused" {
    echo "rate: often" >>"$CASE/sources/site.yaml"
    run -78 evenhand plan check "$CASE"
    [[ $output == *"rate"* ]]
    sed -i 's/^rate: .*/rate: 0/' "$CASE/sources/site.yaml"
    run -78 evenhand plan check "$CASE"
}
