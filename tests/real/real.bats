# evenhand against real servers: MediaWiki, WordPress, searx, and nginx before them (tests/real/servers).

load ../e2e/lib

setup_file() {
    local code=0
    REAL=$(mktemp -d) # the database's own user must reach it
    export REAL
    "$BATS_TEST_DIRNAME/servers" start "$REAL" >"$BATS_FILE_TMPDIR/why" 2>&1 || code=$?
    [ $code != 77 ] || skip "$(head -1 "$BATS_FILE_TMPDIR/why")"
    cat "$BATS_FILE_TMPDIR/why" >&2
    [ $code = 0 ]
}

teardown_file() {
    "$BATS_TEST_DIRNAME/servers" stop "$REAL"
    sleep 1
    rm -rf "$REAL"
}

setup() {
    # shellcheck disable=SC1091
    . "$REAL/where"
    CASE=$BATS_TEST_TMPDIR/case
    evenhand init "$CASE" >/dev/null
    {
        echo "ref,full_name,aliases,usernames,emails,phones,city,state,employers,schools,websites,date_of_birth,position,release_signed_on"
        echo "A-1,Quill Thistledown,,Quill,,,Wexcombe,MA,,,,,Officer,2025-10-05"
        echo "A-2,Nobody Whosoever,,Nobodywhosoever,,,Wexcombe,MA,,,,,Officer,2025-10-05"
    } >"$CASE/candidates.csv"
}

# vet STEP...: intake and collect; the CA is the test's.
vet() {
    CONCURRENCY=4 RATE=20 write_plan "$CASE" "$@"
    "$EVENHAND_BUILD/libexec/evenhand/evenhand-intake" "$CASE" >"$BATS_TEST_TMPDIR/in"
    "$EVENHAND_BUILD/libexec/evenhand/evenhand-collect" --ca-file "$CA" "$CASE" <"$BATS_TEST_TMPDIR/in" >"$BATS_TEST_TMPDIR/out"
}

# outcomes: REF STEP OUTCOME lines.
outcomes() {
    jq -rs '(map(select(.type == "candidate")) | map({(.candidate): .ref}) | add) as $who
        | .[] | select(.type == "attempt") | "\($who[.candidate]) \(.step) \(.outcome)"' "$BATS_TEST_TMPDIR/out" | sort
}

# texts: of all items, as extract reads them from the vault.
texts() {
    evenhand replay "$CASE" | evenhand extract --sources "$CASE/sources" | jq -r 'select(.type == "item") | "\(.kind) \(.author) \(.url) \(.text)"'
}

@test "MediaWiki: search and contributions, over TLS, HTTP/2 and gzip" {
    vet "{source: mediawiki-search, query: '\"{full_name}\"', site: '$WIKI', control: oars}" \
        "{source: mediawiki-contributions, query: '{username}', site: '$WIKI', control: Keeper}"
    [ "$(outcomes)" = "$(printf 'A-1 1 found\nA-1 2 found\nA-2 1 none\nA-2 2 none')" ]
    texts | grep -q "result .*$WIKI/index.php?title=Boats Quill Thistledown builds boats"
    texts | grep -q 'comment Quill .*Boats: more oars'
    grep -q '^HTTP/2.0 gzip /w/api.php' "$REAL/seen.log"
}

@test "WordPress: REST and feed; its robots.txt is heard" {
    vet "{source: wordpress, query: '{full_name}', site: '$BLOG', control: water}" \
        "{source: feed, query: '$BLOG/?feed=rss2&s={full_name}'}" \
        "{source: web-page, query: '$BLOG/wp-admin/?user={username}'}"
    [ "$(outcomes)" = "$(printf 'A-1 1 found\nA-1 2 found\nA-1 3 refused\nA-2 1 none\nA-2 2 none\nA-2 3 refused')" ]
    texts | grep -q 'article keeper .*a-day-on-the-water.*Quill Thistledown rowed all day'
    texts | grep -q 'post keeper .*Quill Thistledown rowed all day'
}

@test "searx: results by JSON and brotli, and the pages found" {
    vet "{source: searxng, query: '\"{full_name}\"', site: '$SEARCH', pages: 1, control: oars}"
    outcomes
    jq -r 'select(.type == "attempt").reason' "$BATS_TEST_TMPDIR/out"
    [ "$(outcomes)" = "$(printf 'A-1 1 found\nA-2 1 none')" ]
    texts
    texts | grep -q 'result .*Boats'
    grep -q '^HTTP/2.0 br /search' "$REAL/seen.log"
}

@test "a server without the test's CA is not believed" {
    CA=/etc/ssl/certs/ca-certificates.crt
    run -75 vet "{source: mediawiki-search, query: '\"{full_name}\"', site: '$WIKI', control: oars}"
    [ "$(outcomes)" = "$(printf 'A-1 1 undetermined\nA-2 1 undetermined')" ]
}
