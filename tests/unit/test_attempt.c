/* One attempt as a state machine: answers go in, addresses and an outcome come out, without any network. */
#include "map_fixture.h"

#include <stdio.h>
#include <string.h>

#include "evenhand/attempt.h"
#include "evenhand/collect_limits.h"
#include "evenhand/mem.h"

static const char requests[] = "  list:\n"
                               "    url: \"https://made-up.example/{query}?p={page}\"\n"
                               "    answer: json\n"
                               "    none: [404]\n"
                               "    items: |\n"
                               "      .items[] | {kind: \"post\", text: .}\n"
                               "    follow:\n"
                               "      one: '.more[]?'\n"
                               "  one:\n"
                               "    answer: page\n"
                               "    none: [404]\n"
                               "    blocks: [Too many searches]\n"
                               "limits: {pages: 4, follow: 3}\n";

struct fixture {
    struct source *source;
    struct map *map;
    struct blocks *blocks;
    cJSON *candidate;
    struct plan_step step;
    struct attempt *attempt;
    struct weburl url; /* asked last */
};

static void begin_with(struct fixture *x, const char *of_source, const char *value) {
    struct faults f = FAULTS_NONE;
    record_init();
    *x = (struct fixture){.source = fixture_source(of_source)};
    x->map = map_compile(x->source, &f);
    x->blocks = blocks_read(&f);
    check_no_fault(&f);
    x->candidate = cJSON_Parse(value ? "{\"candidate\":\"C-0001\",\"identity\":{\"usernames\":[\"quill\"]}}"
                                     : "{\"candidate\":\"C-0001\",\"identity\":{\"usernames\":[]}}");
    x->step =
        (struct plan_step){.source = x->source, .query = "{username}", .list_slot = "username", .pages = 2};
    const struct attempt_about about = {.candidate = x->candidate,
                                        .step = &x->step,
                                        .number = 3,
                                        .value = value,
                                        .map = x->map,
                                        .blocks = x->blocks};
    x->attempt = attempt_new(&about);
}

static void begin(struct fixture *x, const char *value) {
    begin_with(x, requests, value);
}

static void end(struct fixture *x, const char *outcome, const char *reason) {
    const int *expected = NULL;
    struct weburl url;
    assert_false(attempt_next(x->attempt, &url, &expected));
    cJSON *record = attempt_record(x->attempt);
    struct faults f = FAULTS_NONE;
    enum record_type type;
    assert_true(record_check(record, RECORD_SEARCHER, "test", &type, &f));
    assert_string_equal(record_text(record, "reason"), reason);
    assert_string_equal(record_text(record, "outcome"), outcome);
    cJSON_Delete(record);
    attempt_free(x->attempt);
    cJSON_Delete(x->candidate);
    map_free(x->map);
    blocks_free(x->blocks);
    source_free(x->source);
}

/* The next address, which must be this one. */
static struct ask *next(struct fixture *x, const char *url) {
    const int *expected = NULL;
    struct weburl u;
    assert_true(attempt_next(x->attempt, &u, &expected));
    assert_string_equal(u.text, url);
    assert_int_equal(expected[0], 404);
    return ask_new(&u, ASK_NEW, NULL, NULL);
}

static void take(struct fixture *x, struct ask *a) {
    struct faults f = FAULTS_NONE;
    assert_true(attempt_take(x->attempt, a, &f));
    check_no_fault(&f);
    ask_free(a);
}

static void answer(struct fixture *x, const char *url, int status, const char *media_type, const char *body) {
    struct ask *a = next(x, url);
    a->end = ASK_ANSWERED;
    a->answer.status = status;
    a->answer.media_type = mem_string(media_type);
    buf_add_text(&a->answer.body, body);
    take(x, a);
}

static void no_answer(struct fixture *x, const char *url, enum ask_end how, const char *why) {
    struct ask *a = next(x, url);
    ask_settle(a, how, "%s", why);
    take(x, a);
}

#define LIST(page) "https://made-up.example/quill?p=" #page
#define JSON "application/json"
#define HTML "text/html"

static void test_numbered_pages(void **state) {
    (void)state;
    struct fixture x;
    begin(&x, "quill");
    answer(&x, LIST(1), 200, JSON, "{\"items\":[\"a\",\"b\"]}");
    answer(&x, LIST(2), 200, JSON, "{\"items\":[\"c\"]}"); /* as many pages as the step says */
    end(&x, "found", "3 items in 2 answers");
}

static void test_empty_page_ends_the_pages(void **state) {
    (void)state;
    struct fixture x;
    begin(&x, "quill");
    answer(&x, LIST(1), 200, JSON, "{\"items\":[]}");
    end(&x, "none", "the source answered, and there is nothing in it");
}

static void test_follow_ups(void **state) {
    (void)state;
    struct fixture x;
    begin(&x, "quill");
    answer(
        &x, LIST(1), 200, JSON,
        "{\"items\":[],\"more\":[\"http://a.example/1\",\"http://a.example/1#again\",\"http://a.example/2\","
        "\"http://a.example/3\",\"http://a.example/4\"]}");
    answer(&x, "http://a.example/1", 200, HTML, "<p>Words enough to be a page.</p>");
    no_answer(&x, "http://a.example/2", ASK_REFUSED, "robots.txt of a.example forbids /2");
    answer(&x, "http://a.example/3", 404, HTML, "<p>There is no such page.</p>");
    end(&x, "found",
        "1 item in 3 answers; 1 more request was not made: robots.txt of a.example forbids /2; "
        "left out beyond the limits: 1 page, follow-up, item or text");
}

static void test_documents_among_follow_ups(void **state) {
    (void)state;
    struct fixture x;
    begin(&x, "quill");
    answer(&x, LIST(1), 200, JSON, "{\"items\":[],\"more\":[\"http://a.example/1\",\"http://a.example/2\"]}");
    answer(&x, "http://a.example/1", 200, "application/pdf", "%PDF-1.4");
    answer(&x, "http://a.example/2", 404, HTML, "<p>There is no such page.</p>");
    end(&x, "none",
        "a.example answered 404 Not Found, which there means that there is nothing; "
        "1 answer is no page: http://a.example/1 is application/pdf");
}

static void test_one_page_missing(void **state) {
    (void)state;
    struct fixture x;
    begin(&x, "quill");
    answer(&x, LIST(1), 200, JSON, "{\"items\":[\"a\"]}");
    answer(&x, LIST(2), 403, HTML, "<p>No.</p>");
    end(&x, "undetermined", "made-up.example answered 403 Forbidden");
}

static void test_not_what_was_expected(void **state) {
    (void)state;
    struct fixture x;
    begin(&x, "quill");
    answer(&x, LIST(1), 200, JSON, "<html>Log in</html>");
    end(&x, "undetermined", "the answer of https://made-up.example/quill?p=1 cannot be read: it is not JSON");
    begin(&x, "quill");
    answer(&x, LIST(1), 200, HTML, "<html><title>Just a moment...</title></html>");
    end(&x, "undetermined", "https://made-up.example/quill?p=1 answered with a Cloudflare challenge");
}

static void test_no_answer(void **state) {
    (void)state;
    struct fixture x;
    begin(&x, "quill");
    no_answer(&x, LIST(1), ASK_UNDETERMINED, "made-up.example answered 503, 4 times");
    end(&x, "undetermined", "made-up.example answered 503, 4 times");
    begin(&x, "quill");
    no_answer(&x, LIST(1), ASK_REFUSED, "robots.txt");
    end(&x, "refused", "robots.txt");
}

static void test_not_provided(void **state) {
    (void)state;
    struct fixture x;
    begin(&x, NULL);
    end(&x, "not-provided", "the candidate has no username");
}

static const char optional_page[] = "  list:\n"
                                    "    url: \"https://made-up.example/{query}\"\n"
                                    "    answer: json\n"
                                    "    none: [404]\n"
                                    "    items: '.items[] | {kind: \"post\", text: .}'\n"
                                    "    follow: {one: '.more[]?'}\n"
                                    "  one: {answer: page, none: [404], optional: true}\n";

/* A search names pages that no one can read: said, and not owed for ever. The search itself is owed. */
static void test_optional_follow_ups(void **state) {
    (void)state;
    struct fixture x;
    begin_with(&x, optional_page, "quill");
    answer(&x, "https://made-up.example/quill", 200, JSON,
           "{\"items\":[\"a\"],\"more\":[\"https://b.example/1\",\"https://c.example/2\",\"https://d.example/"
           "3\"]}");
    answer(&x, "https://b.example/1", 403, HTML, "no");
    no_answer(&x, "https://c.example/2", ASK_UNDETERMINED, "c.example: no answer");
    answer(&x, "https://d.example/3", 200, HTML, "<p>Words</p>");
    end(&x, "found",
        "2 items in 2 answers; 2 pages named by it could not be read: b.example answered 403 Forbidden");
    /* A block with status 200 is kept, and marked as what it is: nobody reads items in it. */
    begin_with(&x, optional_page, "quill");
    answer(&x, "https://made-up.example/quill", 200, JSON,
           "{\"items\":[\"a\"],\"more\":[\"https://b.example/1\"]}");
    answer(&x, "https://b.example/1", 200, HTML,
           "<title>Just a moment...</title><p>Checking your browser</p>");
    struct vault_capture rows[2];
    assert_int_equal(attempt_rows(x.attempt, rows), 2);
    assert_null(rows[0].block);
    assert_string_equal(rows[1].block, "a Cloudflare challenge");
    end(&x, "found",
        "1 item in 1 answer; 1 page named by it could not be read: https://b.example/1 answered with a "
        "Cloudflare challenge");
    begin_with(&x, optional_page, "quill");
    answer(&x, "https://made-up.example/quill", 403, JSON, "");
    end(&x, "undetermined", "made-up.example answered 403 Forbidden");
}

static void test_blocks_of_a_source(void **state) {
    (void)state;
    struct fixture x;
    begin(&x, "quill");
    answer(&x, LIST(1), 200, JSON, "{\"items\":[],\"more\":[\"https://b.example/1\"]}");
    answer(&x, "https://b.example/1", 200, HTML, "<p>Too many searches</p>");
    end(&x, "undetermined", "https://b.example/1 answered with what its descriptor calls a block");
}

static const char signs[] = "  account:\n"
                            "    url: \"https://made-up.example/{query}\"\n"
                            "    answer: page\n"
                            "    none: [404]\n"
                            "    found: {status: 200, text: profile-card}\n"
                            "    nothing: {status: 200, text: No such user}\n";

static void sign(int status, const char *media_type, const char *body, const char *outcome,
                 const char *reason) {
    struct fixture x;
    begin_with(&x, signs, "quill");
    answer(&x, "https://made-up.example/quill", status, media_type, body);
    end(&x, outcome, reason);
}

static void test_signs(void **state) {
    (void)state;
    sign(200, HTML, "<p class=profile-card>Quill</p>", "found", "1 item in 1 answer");
    sign(200, HTML, "<p>No such user</p>", "none",
         "https://made-up.example/quill answers as it does when there is no such account");
    sign(200, HTML, "<p>Something else</p>", "undetermined",
         "https://made-up.example/quill answered 200, which looks neither like an account nor like none");
    sign(200, HTML, "<p class=profile-card>No such user</p>", "undetermined",
         "https://made-up.example/quill answered 200, which looks like an account that is there and like "
         "none");
    sign(503, HTML, "<p>No such user</p>", "undetermined",
         "made-up.example answered 503 Service Unavailable");
    sign(
        200, "application/json", "{\"x\":\"profile-card\"}", "found",
        "0 items in 1 answer; 1 answer is no page: https://made-up.example/quill shows an account, but it is "
        "application/json");
}

static void test_broken_off(void **state) {
    (void)state;
    struct fixture x;
    begin(&x, "quill");
    assert_false(attempt_captures(x.attempt) > 0);
    answer(&x, LIST(1), 200, JSON, "{\"items\":[\"a\"]}");
    assert_true(attempt_captures(x.attempt) > 0);
    assert_int_equal(attempt_held(x.attempt), strlen("{\"items\":[\"a\"]}"));
    attempt_break_off(x.attempt, "interrupted");
    end(&x, "undetermined", "interrupted");
}

/* An attempt does not go on for ever, whatever the answers name. */
static void test_endless(void **state) {
    (void)state;
    struct fixture x;
    begin(&x, "quill");
    x.step.pages = 10000;
    for (int i = 1; i <= COLLECT_ATTEMPT_REQUESTS; i++) {
        char url[64];
        snprintf(url, sizeof url, "https://made-up.example/quill?p=%d", i);
        answer(&x, url, 200, JSON, "{\"items\":[\"a\"]}");
    }
    end(&x, "found", "200 items in 200 answers; stopped at the limits of one attempt");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_numbered_pages),
        cmocka_unit_test(test_empty_page_ends_the_pages),
        cmocka_unit_test(test_follow_ups),
        cmocka_unit_test(test_documents_among_follow_ups),
        cmocka_unit_test(test_one_page_missing),
        cmocka_unit_test(test_not_what_was_expected),
        cmocka_unit_test(test_no_answer),
        cmocka_unit_test(test_not_provided),
        cmocka_unit_test(test_optional_follow_ups),
        cmocka_unit_test(test_blocks_of_a_source),
        cmocka_unit_test(test_signs),
        cmocka_unit_test(test_broken_off),
        cmocka_unit_test(test_endless),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
