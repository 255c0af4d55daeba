# The made-up web itself: what the demo and the other tests lean on.

bats_require_minimum_version 1.5.0

setup_file() {
    content=$BATS_TEST_DIRNAME/../web/content
    export LOG=$BATS_FILE_TMPDIR/requests.log
    "$EVENHAND_BUILD/tests/evenhand-madeup-web" --content "$content" --log "$LOG" >"$BATS_FILE_TMPDIR/out" 3>&- &
    export WEB=$!
    "$EVENHAND_BUILD/tests/evenhand-madeup-web" --content "$content" --variant blocked \
        >"$BATS_FILE_TMPDIR/out2" 3>&- &
    export BLOCKED_WEB=$!
    PORT=$(port_of "$BATS_FILE_TMPDIR/out")
    BLOCKED_PORT=$(port_of "$BATS_FILE_TMPDIR/out2")
    export PORT BLOCKED_PORT
}

teardown_file() {
    kill "$WEB" "$BLOCKED_WEB"
}

# port_of FILE: waits for "listening on PORT".
port_of() {
    for _ in $(seq 100); do
        if grep -q '^listening on ' "$1"; then
            sed -n 's/^listening on //p' "$1"
            return
        fi
        sleep 0.1
    done
    return 1
}

# get HOST PATH [CURL OPTION...]: sets STATUS; body and headers are in the files $BODY and $HEADERS.
get() {
    local host=$1 path=$2
    shift 2
    HEADERS=$BATS_TEST_TMPDIR/headers BODY=$BATS_TEST_TMPDIR/body
    STATUS=$(curl -sS -m 10 -D "$HEADERS" -o "$BODY" -w '%{http_code}' "$@" "http://$host.localhost:$PORT$path")
}

header() {
    tr -d '\r' <"$HEADERS" | sed -n "s/^$1: //Ip"
}

@test "a search finds what was planted, and the port is filled in" {
    get search '/search' -G --data-urlencode 'q="Tansy Quillfeather" Wexcombe' -d format=json
    [ "$STATUS" = 200 ]
    [ "$(header Content-Type)" = 'application/json; charset=utf-8' ]
    jq -e --arg url "http://pages.localhost:$PORT/~tansyq/" '.results[0].url == $url' "$BODY"
    jq -e '.results | all(has("title") and has("content") and has("publishedDate") and has("engine"))' "$BODY"
    get search '/search' -G --data-urlencode 'q="Tansy Quillfeather" Wexcombe' -d format=json -d pageno=2
    jq -e '.results == []' "$BODY"
}

@test "a search for anybody else has no results" {
    get search '/search' -G --data-urlencode 'q="Nobody At All" Anywhere' -d format=json
    [ "$STATUS" = 200 ]
    jq -e '.results == []' "$BODY"
}

@test "a search has two pages where two were planted" {
    get search '/search' -G --data-urlencode 'q="Bramwell Otterstrode" Worcester' -d format=json -d pageno=2
    jq -e '.results | length == 1' "$BODY"
}

@test "an account is looked up; an unknown one is Mastodon's 404" {
    get social '/api/v1/accounts/lookup?acct=bram_otter'
    jq -e '.id == "107000000000000202" and .statuses_count == 43' "$BODY"
    get social '/api/v1/accounts/lookup?acct=nobody'
    [ "$STATUS" = 404 ]
    jq -e '. == {"error": "Record not found"}' "$BODY"
}

@test "the Link header leads through the pages of an account's posts to an end" {
    get social '/api/v1/accounts/107000000000000202/statuses?limit=40'
    jq -e 'length == 40' "$BODY"
    next=$(header Link | sed -n 's/.*<\([^>]*\)>; rel="next".*/\1/p')
    [ "${next#*max_id=}" = "$(jq -r '.[-1].id' "$BODY")" ]
    get social "${next#*localhost:"$PORT"}"
    jq -e 'length == 3' "$BODY"
    get social "/api/v1/accounts/107000000000000202/statuses?limit=40&max_id=$(jq -r '.[-1].id' "$BODY")"
    [ "$STATUS" = 200 ]
    jq -e '. == []' "$BODY"
    get social '/api/v1/accounts/1/statuses?limit=40'
    [ "$STATUS" = 404 ]
}

@test "every JSON file is valid, and posts are in falling order" {
    for file in "$BATS_TEST_DIRNAME"/../web/content/*/*/*.json; do
        jq -e . "$file" >/dev/null
    done
    for file in "$BATS_TEST_DIRNAME"/../web/content/social.localhost/statuses/*.json; do
        jq -e '. == (sort_by(.id | tonumber) | reverse)' "$file" >/dev/null
    done
}

@test "the busy forum answers 429 with Retry-After twice, then the page" {
    for _ in 1 2; do
        get forum /u/pgristwater
        [ "$STATUS" = 429 ]
        [ "$(header Retry-After)" = 1 ]
    done
    get forum /u/pgristwater
    [ "$STATUS" = 200 ]
    grep -q 'rel="next" href="/u/pgristwater?page=2"' "$BODY"
    get forum '/u/pgristwater?page=2'
    [ "$STATUS" = 200 ]
    run ! grep -q 'rel="next"' "$BODY"
}

@test "an unknown member of the forum is 404 with a page" {
    get forum /u/nobody
    [ "$STATUS" = 404 ]
    [ "$(header Content-Type)" = 'text/html; charset=utf-8' ]
    grep -q 'does not exist' "$BODY"
}

@test "in the blocked variant the forum stays at 503 for one member" {
    for _ in 1 2 3 4; do
        status=$(curl -sS -o /dev/null -w '%{http_code}' "http://forum.localhost:$BLOCKED_PORT/u/pgristwater")
        [ "$status" = 503 ]
    done
    status=$(curl -sS -o /dev/null -w '%{http_code}' "http://forum.localhost:$BLOCKED_PORT/u/tansyq")
    [ "$status" = 200 ]
}

@test "robots.txt forbids /private/, and the page behind it exists" {
    get pages /robots.txt
    grep -qx 'Disallow: /private/' "$BODY"
    get pages /private/isaura/
    [ "$STATUS" = 200 ]
    get blog /robots.txt
    [ "$STATUS" = 404 ]
}

@test "pages that moved redirect" {
    get pages '/~pelham'
    [ "$STATUS" = 301 ]
    [ "$(header Location)" = "http://pages.localhost:$PORT/~pelham/" ]
    get pages '/~tansyq'
    [ "$STATUS" = 301 ]
    [ "$(header Location)" = '/~tansyq/' ]
}

@test "one article is windows-1252, says so, and sets a cookie" {
    get news /2026/01/burning-car-rescue
    [ "$(header Content-Type)" = 'text/html; charset=windows-1252' ]
    [ "$(header Set-Cookie)" = 'visitor=4711; Path=/' ]
    run ! iconv -f utf-8 -t utf-8 "$BODY"
    iconv -f windows-1252 -t utf-8 "$BODY" | grep -q 'Chief Anselm Côté'
}

@test "one article is slow" {
    get news /2026/03/trolley-timetable -w '%{http_code} %{time_total}'
    [ "${STATUS% *}" = 200 ]
    awk -v t="${STATUS#* }" 'BEGIN {exit !(t >= 0.3)}'
}

@test "feeds say what they are" {
    get blog '/~bram_otter/feed.xml'
    [ "$(header Content-Type)" = 'application/rss+xml; charset=utf-8' ]
    get blog '/~tansyq/feed.xml'
    [ "$(header Content-Type)" = 'application/atom+xml; charset=utf-8' ]
    get blog '/~nobody/feed.xml'
    [ "$STATUS" = 404 ]
}

@test "nothing outside a host's folder is served, nor its rules" {
    for path in /answers.yaml /../social.localhost/empty.json /%2e%2e/social.localhost/empty.json /./answers.yaml \
        //answers.yaml /.hidden; do
        get pages "$path" --path-as-is
        [ "$STATUS" = 404 ]
    done
}

@test "only GET and HEAD of known hosts are answered" {
    get pages / -X POST -d a=b
    [ "$STATUS" = 405 ]
    get news /2026/01/burning-car-rescue --head
    [ "$STATUS" = 200 ]
    get unknown /
    [ "$STATUS" = 421 ]
}

@test "the log tells who asked for what, and whether credentials came along" {
    get pages '/~bram/?x=1' -A 'evenhand test' -H 'Cookie: a=b'
    time='^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z'
    tail -n 1 "$LOG" | grep -P "$time\tpages.localhost:$PORT\tGET\t/~bram/\?x=1\t200\tevenhand test\tCookie$"
}

@test "a connection serves many requests, and a folder of many files answers" {
    big=$BATS_TEST_TMPDIR/big
    mkdir -p "$big/bulk.localhost"
    head -c 40000 /dev/zero | tr '\0' x >"$big/bulk.localhost/page.html"
    for i in $(seq 300); do ln "$big/bulk.localhost/page.html" "$big/bulk.localhost/p$i.html"; done
    "$EVENHAND_BUILD/tests/evenhand-madeup-web" --content "$big" >"$BATS_TEST_TMPDIR/out" 3>&- &
    web=$!
    port=$(port_of "$BATS_TEST_TMPDIR/out")
    connections=$(curl -sS -o /dev/null -w '%{num_connects} %{http_code} %{size_download}\n' \
        "http://bulk.localhost:$port/p[1-300]" | sort | uniq -c)
    kill "$web"
    wait "$web"
    grep -q '299 0 200 40000' <<<"$connections"
    grep -q ' 1 1 200 40000' <<<"$connections"
}

@test "it stops cleanly on SIGTERM with a slow answer under way" {
    "$EVENHAND_BUILD/tests/evenhand-madeup-web" --content "$BATS_TEST_DIRNAME/../web/content" \
        >"$BATS_TEST_TMPDIR/out" 3>&- &
    web=$!
    port=$(port_of "$BATS_TEST_TMPDIR/out")
    curl -sS -o /dev/null "http://news.localhost:$port/2026/03/trolley-timetable" 2>/dev/null 3>&- &
    sleep 0.1
    kill "$web"
    wait "$web"
}

@test "mistakes on the command line and in answers.yaml are told" {
    run "$EVENHAND_BUILD/tests/evenhand-madeup-web"
    [ "$status" = 64 ]
    [[ $output == *'give --content DIR'* ]]
    run "$EVENHAND_BUILD/tests/evenhand-madeup-web" --content "$BATS_TEST_TMPDIR/none"
    [ "$status" = 66 ]
    mkdir -p "$BATS_TEST_TMPDIR/bad/x.localhost"
    printf 'answers:\n  - path: /\n    fiel: a.html\n' >"$BATS_TEST_TMPDIR/bad/x.localhost/answers.yaml"
    run "$EVENHAND_BUILD/tests/evenhand-madeup-web" --content "$BATS_TEST_TMPDIR/bad"
    [ "$status" = 78 ]
    [[ $output == *'answers.yaml:3:5'*'did you mean "file"'* ]]
}
