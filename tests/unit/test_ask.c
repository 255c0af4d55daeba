#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "evenhand/ask.h"
#include "evenhand/collect_limits.h"
#include "evenhand/mem.h"

static struct ask *ask_of(const char *text) {
    struct weburl url;
    const char *why = NULL;
    assert_int_equal(weburl_parse(NULL, text, &url, &why), WEBURL_OK);
    return ask_new(&url, ASK_NEW, NULL, NULL);
}

static enum ask_next judge(struct ask *a, struct host *h, int status, const char *location,
                           const char *retry_after) {
    struct fetch_answer answer = {.result = FETCH_ANSWERED,
                                  .status = status,
                                  .at = 784111777,
                                  .media_type = mem_string(""),
                                  .location = mem_string(location),
                                  .retry_after = mem_string(retry_after)};
    buf_format(&answer.headers, "HTTP/1.1 %d\n", status);
    return ask_judge(a, h, &answer, 0);
}

static enum ask_next not_answered(struct ask *a, struct host *h, enum fetch_result result) {
    struct fetch_answer answer = {
        .result = result, .why = mem_string("broken"), .media_type = mem_string("")};
    return ask_judge(a, h, &answer, 0);
}

static void test_answers(void **state) {
    (void)state;
    static const int statuses[] = {200, 204, 301, 304, 400, 401, 403, 404, 410, 451};
    struct host *h = host_new("a.example");
    for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++) {
        struct ask *a = ask_of("http://a.example/");
        assert_int_equal(judge(a, h, statuses[i], NULL, NULL), ASK_SETTLED);
        assert_int_equal(a->end, ASK_ANSWERED);
        ask_free(a);
    }
    host_free(h);
}

static void test_busy_then_answered(void **state) {
    (void)state;
    struct host *h = host_new("a.example");
    struct ask *a = ask_of("http://a.example/");
    assert_int_equal(judge(a, h, 429, NULL, "7"), ASK_AGAIN);
    assert_int_equal(a->not_before, 7000);
    assert_int_equal(h->next_at, 7000); /* the whole host waits */
    assert_int_equal(judge(a, h, 503, NULL, "Sun, 06 Nov 1994 08:49:47 GMT"), ASK_AGAIN);
    assert_int_equal(a->not_before, 10000);
    assert_int_equal(judge(a, h, 200, NULL, NULL), ASK_SETTLED);
    assert_int_equal(a->end, ASK_ANSWERED);
    ask_free(a);
    host_free(h);
}

static void test_busy_for_too_long(void **state) {
    (void)state;
    struct host *h = host_new("a.example");
    struct ask *a = ask_of("http://a.example/");
    assert_int_equal(judge(a, h, 429, NULL, "100"), ASK_AGAIN);
    assert_int_equal(judge(a, h, 429, NULL, "100"), ASK_SETTLED);
    assert_int_equal(a->end, ASK_UNDETERMINED);
    assert_string_equal(a->why, "a.example answered 429 and asks to come back later (Retry-After: 100)");
    assert_string_equal(h->gave_up, "not asked: a.example asks to come back later");
    ask_free(a);
    host_free(h);
}

static void test_failing_server(void **state) {
    (void)state;
    static const int statuses[] = {500, 502, 503, 504, 429, 408};
    for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++) {
        struct host *h = host_new("a.example");
        struct ask *a = ask_of("http://a.example/");
        for (int n = 1; n < COLLECT_TRIES; n++) {
            assert_int_equal(judge(a, h, statuses[i], NULL, NULL), ASK_AGAIN);
        }
        assert_int_equal(judge(a, h, statuses[i], NULL, NULL), ASK_SETTLED);
        assert_int_equal(a->end, ASK_UNDETERMINED);
        assert_int_equal(h->failures, 1);
        ask_free(a);
        host_free(h);
    }
}

static void test_unreached(void **state) {
    (void)state;
    struct host *h = host_new("a.example");
    struct ask *a = ask_of("http://a.example/");
    assert_int_equal(not_answered(a, h, FETCH_UNREACHED), ASK_AGAIN);
    assert_int_equal(not_answered(a, h, FETCH_UNREACHED), ASK_SETTLED);
    assert_int_equal(a->end, ASK_UNDETERMINED);
    assert_string_equal(a->why, "a.example: broken");
    ask_free(a);
    /* What will not be better the next time is not tried again. */
    static const enum fetch_result final[] = {FETCH_BROKEN, FETCH_GUARDED, FETCH_DISTRUSTED};
    for (size_t i = 0; i < sizeof final / sizeof *final; i++) {
        a = ask_of("http://a.example/");
        assert_int_equal(not_answered(a, h, final[i]), ASK_SETTLED);
        assert_int_equal(a->end, ASK_UNDETERMINED);
        ask_free(a);
    }
    host_free(h);
}

static void test_redirects(void **state) {
    (void)state;
    struct host *h = host_new("a.example");
    struct ask *a = ask_of("http://a.example/x");
    assert_int_equal(judge(a, h, 302, "/y", NULL), ASK_ELSEWHERE);
    assert_string_equal(a->url.text, "http://a.example/y");
    assert_int_equal(judge(a, h, 308, "https://b.example/", NULL), ASK_ELSEWHERE);
    assert_string_equal(a->url.origin, "https://b.example:443");
    assert_string_equal(a->trail.data,
                        "GET http://a.example/x\nHTTP/1.1 302\n\nGET http://a.example/y\nHTTP/1.1 308\n\n");
    for (int i = 2; i < COLLECT_REDIRECTS; i++) {
        assert_int_equal(judge(a, h, 301, "/", NULL), ASK_ELSEWHERE);
    }
    assert_int_equal(judge(a, h, 301, "/", NULL), ASK_SETTLED);
    assert_int_equal(a->end, ASK_UNDETERMINED);
    assert_string_equal(a->why, "b.example redirects more than 5 times");
    ask_free(a);
    host_free(h);
}

static void test_redirect_targets(void **state) {
    (void)state;
    static const char *const targets[] = {"file:///etc/passwd",   "ftp://a.example/", "http://u:p@a.example/",
                                          "http://a.example:22/", "http://",          "javascript:alert(1)"};
    struct host *h = host_new("a.example");
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
        struct ask *a = ask_of("http://a.example/");
        assert_int_equal(judge(a, h, 301, targets[i], NULL), ASK_SETTLED);
        assert_int_equal(a->end, ASK_UNDETERMINED);
        ask_free(a);
    }
    host_free(h);
}

/* A descriptor may say that a redirect (to the front page, to a log-in) is the answer. */
static void test_redirect_as_answer(void **state) {
    (void)state;
    static const int none[] = {302, 0};
    struct host *h = host_new("a.example");
    struct ask *a = ask_of("http://a.example/");
    a->expected = none;
    assert_int_equal(judge(a, h, 302, "/login", NULL), ASK_SETTLED);
    assert_int_equal(a->end, ASK_ANSWERED);
    ask_free(a);
    host_free(h);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_answers),           cmocka_unit_test(test_busy_then_answered),
        cmocka_unit_test(test_busy_for_too_long), cmocka_unit_test(test_failing_server),
        cmocka_unit_test(test_unreached),         cmocka_unit_test(test_redirects),
        cmocka_unit_test(test_redirect_targets),  cmocka_unit_test(test_redirect_as_answer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
