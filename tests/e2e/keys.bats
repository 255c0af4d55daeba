# API keys: where they come from, where they go, and that they stay nowhere.

load lib

KEY=Sx9-secret-key/20+26

setup() {
    CASE=$BATS_TEST_TMPDIR/case LOG=$BATS_TEST_TMPDIR/requests
    start_server "$LOG" "$TOP/tests/e2e/collect/echo"
    evenhand init "$CASE" >/dev/null
    make_source 'header: X-Token'
    write_plan "$CASE" "{source: keyed, query: '{username}'}"
    write_people "$CASE" quill
}

teardown() {
    stop_web
}

# make_source KEY: the answer echoes the request, and leads to another host.
make_source() {
    cat >"$CASE/sources/keyed.yaml" <<EOF
name: keyed
title: A site that wants a key
type: social
authorisation: It is ours
site: http://site.localhost:$PORT
slots: [username]
key: {$1}
requests:
  first:
    url: "{site}/first/{query}?x=1"
    answer: json
    items: '{kind: "post", text: .heard}'
    follow: {second: '"http://elsewhere.localhost:$PORT/second"'}
  second:
    answer: json
    items: '{kind: "post", text: .heard}'
EOF
}

put_key() {
    mkdir -p "$CASE/keys"
    printf '%s\n' "$KEY" >"$CASE/keys/keyed"
    chmod "$1" "$CASE/keys/keyed"
}

# nowhere: the key is in nothing that evenhand wrote or said, nor in what it would replay.
nowhere() {
    run evenhand replay "$CASE"
    [[ $output != *secret-key* ]]
    [[ $output == *'[key]'* ]] # the site's echo of it was taken out
    ! grep -rqa --exclude-dir=keys 'secret-key' "$CASE"
    ! echo "$1" | grep -q 'secret-key'
}

@test "without its key nothing is asked" {
    run -77 evenhand gather "$CASE"
    [[ $output == *"keyed: it needs an API key, and there is none; put it into "*"/keys/keyed (chmod 0600) or into EVENHAND_KEY_KEYED"* ]]
    [ "$(grep -c GET "$LOG")" = 0 ]
}

@test "a key file that others can read is refused" {
    put_key 0640
    run -77 evenhand gather "$CASE"
    [[ $output == *"a key file is a file of your own that nobody else can read"* ]]
    [[ $output != *secret-key* ]]
    [ "$(grep -c GET "$LOG")" = 0 ]
}

@test "in a header, to its site only, and kept nowhere" {
    put_key 0600
    run -0 evenhand gather "$CASE"
    grep -q "GET /first/quill?x=1.*X-Token: $KEY" "$LOG"
    grep 'GET /second' "$LOG" | grep -qv secret-key
    grep 'robots.txt' "$LOG" | grep -qv secret-key
    nowhere "$output"
}

@test "in the address, from the environment, and kept nowhere" {
    make_source 'query: token'
    EVENHAND_KEY_KEYED=$KEY run -0 evenhand gather "$CASE"
    grep -q 'GET /first/quill?x=1&token=Sx9-secret-key%2F20%2B26 ' "$LOG"
    grep 'GET /second' "$LOG" | grep -qv secret-key
    nowhere "$output"
    evenhand replay "$CASE" | jq -es 'map(select(.type == "capture").url) | .[0] == "http://site.localhost:'"$PORT"'/first/quill?x=1"'
}

@test "an optional key may be missing; one that stands in the plan is refused" {
    make_source 'header: X-Token, optional: true'
    run -0 evenhand gather "$CASE"
    [ "$(grep -c X-Token "$LOG")" = 0 ]
    put_key 0600
    sed -i "s|^plan: .*|& # $KEY|" "$CASE/plan.yaml"
    rm -r "$CASE/vault"
    run -78 evenhand gather "$CASE"
    [[ $output == *'the API key of keyed stands in the plan'* ]]
    [[ $output != *secret-key* ]]
}
