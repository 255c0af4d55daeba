# evenhand sources: a WhatsMyName list becomes descriptors, and each of its ways to say yes and no is heard.

load lib

setup() {
    CASE=$BATS_TEST_TMPDIR/case WEBDIR=$BATS_TEST_TMPDIR/web
    mkdir -p "$WEBDIR/site.localhost"
    cat >"$WEBDIR/site.localhost/answers.yaml" <<'EOF'
answers:
  - {path: /card/quill, file: quill.html}
  - {path: /card/known, file: quill.html}
  - {path: "/card/{name}", file: nobody.html}
  - {path: /move/quill, file: quill.html}
  - {path: /move/known, file: quill.html}
  - {path: "/move/{name}", status: 302, headers: ['Location: /start']}
EOF
    echo '<html><body><p class="profile-card">Quill rows boats.</p></body></html>' >"$WEBDIR/site.localhost/quill.html"
    echo '<html><body><p>No such user here.</p></body></html>' >"$WEBDIR/site.localhost/nobody.html"
    start_web --content "$WEBDIR"
    evenhand init "$CASE" >/dev/null
    local at=http://site.localhost:$PORT
    jq -n --arg at "$at" '{categories: [], sites: [
        {name: "Card Site!", uri_check: ($at + "/card/{account}"), e_code: 200, e_string: "profile-card", m_code: 200,
         m_string: "No such user", known: ["known"], cat: "social"},
        {name: "Mover", uri_check: ($at + "/move/{account}"), e_code: 200, e_string: "profile-card", m_code: 302, m_string: "",
         known: ["known"], cat: "coding"},
        {name: "Poster", uri_check: $at, post_body: "{account}", e_code: 200, e_string: "x", m_code: 404, m_string: "", known: ["a"], cat: "social"},
        {name: "Blocker", uri_check: ($at + "/{account}"), e_code: 200, e_string: "x", m_code: 403, m_string: "", known: ["a"], cat: "social"},
        {name: "Hearts", uri_check: ($at + "/h/{account}"), e_code: 200, e_string: "x", m_code: 404, m_string: "", known: ["a"], cat: "dating"},
        {name: "Guarded", uri_check: ($at + "/g/{account}"), e_code: 200, e_string: "x", m_code: 404, m_string: "", known: ["a"], cat: "misc",
         protection: ["cloudflare"]}]}' >"$BATS_TEST_TMPDIR/list.json"
    run -0 evenhand sources import "$BATS_TEST_TMPDIR/list.json" "$CASE"
}

teardown() {
    kill "$WEB"
}

# ask SOURCE...: a step each, for quill and for nobody.
ask() {
    write_plan "$CASE" "${@/#/{source: }"
    sed -i "s/^  - {source: .*/&, query: '{username}'}/" "$CASE/plan.yaml"
    write_people "$CASE" quill nobody
}

@test "what is imported, and why the rest is not" {
    [[ $output == *'Imported 4 of 6 sites'*'1 are of a kind that the source lint'*'1 stand behind a protection'* ]]
    [[ $output == *'skipped  Poster '*'asked by POST'* ]]
    [[ $output == *'skipped  Blocker '*'status 403 is what a block or a failure has too'* ]]
    run -0 evenhand sources list "$CASE"
    [[ $output == *'wmn-card-site-'*'social'* ]]
    # Again is the same; a descriptor of somebody's own stays.
    run -0 evenhand sources import "$BATS_TEST_TMPDIR/list.json" "$CASE"
    echo "name: wmn-mover" >"$CASE/sources/wmn-mover.yaml"
    run -73 evenhand sources import "$BATS_TEST_TMPDIR/list.json" "$CASE"
    [ "$(cat "$CASE/sources/wmn-mover.yaml")" = "name: wmn-mover" ]
    echo '{"sites": 1}' >"$BATS_TEST_TMPDIR/list.json"
    run -65 evenhand sources import "$BATS_TEST_TMPDIR/list.json" "$CASE"
}

@test "there, and not there: by a text, and by a redirect" {
    ask wmn-card-site- wmn-mover
    run -0 evenhand gather "$CASE"
    [ "$(evenhand replay "$CASE" | jq -r 'select(.type == "attempt") | "\(.step) \(.outcome)"' | sort | tr '\n' ' ')" = '1 found 1 none 2 found 2 none ' ]
    # The page that says "no such user" is evidence, and no item.
    [ "$(evenhand replay "$CASE" | evenhand extract --sources "$CASE/sources" | jq -r 'select(.type == "item").text' | sort -u)" = 'Quill rows boats.' ]
}

@test "a dating site is refused; a protected one is undetermined without being asked" {
    ask wmn-hearts
    run -78 evenhand plan check "$CASE"
    [[ $output == *'source "wmn-hearts" may not be asked'*'of kind dating'* ]]
    ask wmn-card-site- wmn-guarded
    run -0 evenhand plan check "$CASE"
    [[ $output == *'stands behind a protection (cloudflare)'* ]]
    run -75 evenhand gather "$CASE"
    [[ $output == *'step 2 (wmn-guarded): not asked: its descriptor names a protection'* ]]
}
