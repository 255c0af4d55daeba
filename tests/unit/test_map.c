/* Tests of maps: what every kind of answer gives, and what is refused. */
#include "map_fixture.h"

#define JSON "  r:\n    url: '{query}'\n    answer: json\n"

static void maps_json(void **state) {
    (void)state;
    fixture_gives(
        JSON "    items: '.[] | {kind: \"post\", url, author, published: .at, lang, title, html}'\n",
        "application/json",
        "[{\"url\":\"/a b#f\",\"author\":\" A.\\tTester\\u0000 "
        "\",\"at\":1700000000,\"lang\":\"en_US\",\"title\":null,"
        "\"html\":\"<p>One &amp; <b>t</b>wo</p><p>Three<br>four <a href='//l.example/x'>link</a></p>\"},{}]",
        "[{\"kind\":\"post\",\"url\":\"http://made-up.example/a%20b\",\"author\":\"A. Tester\","
        "\"published\":\"2023-11-14T22:13:20Z\",\"lang\":\"en-US\",\"title\":\"\","
        "\"text\":\"One & two\\nThree\\nfour link\",\"links\":[\"http://l.example/x\"]},"
        "{\"kind\":\"post\",\"url\":\"\",\"author\":\"\",\"published\":\"\",\"lang\":\"\",\"title\":\"\","
        "\"text\":\"\","
        "\"links\":[]}]");
}

static void binds_site_and_url(void **state) {
    (void)state;
    fixture_gives(JSON "    items: '{kind: \"page\", title: $site, text: $url, links: [\"b\", "
                       "\"javascript:x\", \"/b/../c\"]}'\n",
                  "", "{}",
                  "[{\"kind\":\"page\",\"url\":\"\",\"author\":\"\",\"published\":\"\",\"lang\":\"\","
                  "\"title\":\"http://made-up.example\",\"text\":\"http://made-up.example/dir/page?x=1\","
                  "\"links\":[\"http://made-up.example/dir/b\",\"http://made-up.example/c\"]}]");
}

static void follows(void **state) {
    (void)state;
    struct map_result r;
    static const char body[] =
        "[\"?page=2\", \"?page=2#top\", \"ftp://x.example/\", \"https://u:p@x.example/\"]";
    fixture_run(JSON "    next: '.[]'\n    follow: {s: '\"\\($site)/s\"'}\n  s: {answer: page}\n", "", body,
                sizeof body - 1, &r);
    assert_int_equal(r.follows, 2);
    assert_string_equal(r.follow[0].request, "next");
    assert_string_equal(r.follow[0].url, "http://made-up.example/dir/page?page=2");
    assert_string_equal(r.follow[1].request, "follow");
    assert_string_equal(r.follow[1].url, "http://made-up.example/s");
    map_result_free(&r);
}

static void tells_why_json_is_unreadable(void **state) {
    (void)state;
    static const char items[] = JSON "    items: '.[] | {kind: \"post\", text: .t}'\n";
    fixture_gives(items, "", " \r\n", "it is empty");
    fixture_gives(items, "", "[1, ", "it is not JSON");
    fixture_gives(items, "", "[] []", "it is not JSON");
    fixture_gives(items, "", "[null, 7]",
                  "the items program does not fit it: Cannot index number with string");
    fixture_gives(items, "", "[{\"t\":{}}]",
                  "an output of the items program is no item object (see docs/sources.md)");
    fixture_gives(items, "image/png", "[]", "it is image/png");
    fixture_gives(JSON "    items: '.[]'\n", "", "[{\"kind\":\"rant\"}]",
                  "an output of the items program is no item object (see docs/sources.md)");
    fixture_gives(JSON "    items: 'error(\"all engines blocked\")'\n", "", "[]",
                  "the items program does not fit it: all engines blocked");
    fixture_gives(JSON "    items: empty\n    next: '[]'\n", "", "[]",
                  "an output of the next program is no URL");
}

static void refuses_program(const char *requests, const char *message) {
    struct faults f = FAULTS_NONE;
    struct source *source = fixture_source(requests);
    assert_null(map_compile(source, &f));
    check_fault(&f, FAULT_CONFIG, message);
    source_free(source);
}

static void refuses_programs(void **state) {
    (void)state;
    refuses_program(JSON "    items: '.[] | {'\n", "made-up.yaml:9:12: jq program, line 2: syntax error, "
                                                   "unexpected INVALID_CHARACTER; try it by hand with jq");
    refuses_program(
        JSON "    items: |\n      .a\n      | \"\\(now)\"\n",
        "made-up.yaml:9:12: jq program, line 2: now is not allowed here; a map may depend on nothing but "
        "the answer, $site and $url");
    refuses_program(JSON "    items: empty\n    next: nothing\n",
                    "made-up.yaml:10:11: jq program, line 1: nothing/0 is not defined;"
                    " try it by hand with jq");
    refuses_program("  r:\n    url: '{query}'\n    answer: html\n    items:\n      - {each: //p, kind: post, "
                    "text: .}\n      - {each: //p, kind: post, text: '..['}\n",
                    "made-up.yaml:11:39: not an XPath 1.0 expression: ..[; prefixes are atom, content, dc, "
                    "media, rdf and rss");
    refuses_program("  r:\n    url: '{query}'\n    answer: xml\n    items: {each: //p, kind: post, text: "
                    ".}\n    next: //foo:a\n",
                    "made-up.yaml:10:11: not an XPath 1.0 expression: //foo:a; prefixes are atom, content, "
                    "dc, media, rdf and rss");
}

int main(void) {
    record_init();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(maps_json),        cmocka_unit_test(binds_site_and_url),
        cmocka_unit_test(follows),          cmocka_unit_test(tells_why_json_is_unreadable),
        cmocka_unit_test(refuses_programs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
