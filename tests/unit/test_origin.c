#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "evenhand/collect_limits.h"
#include "evenhand/mem.h"
#include "evenhand/origin.h"

static struct ask *robots_answer(int status, const char *body) {
    struct weburl url;
    const char *why = NULL;
    assert_int_equal(weburl_parse(NULL, "http://a.example/robots.txt", &url, &why), WEBURL_OK);
    struct ask *a = ask_new(&url, ASK_ROBOTS, NULL, NULL);
    a->end = ASK_ANSWERED;
    a->answer.status = status;
    buf_add_text(&a->answer.body, body);
    return a;
}

static struct origin *learned(struct ask *robots) {
    struct origin *o = origin_new("http://a.example:80", NULL);
    assert_int_equal(origin_look(o, 0), ORIGIN_UNKNOWN);
    origin_learn(o, robots, 1000);
    ask_free(robots);
    return o;
}

static void test_rules(void **state) {
    (void)state;
    struct origin *o = learned(robots_answer(200, "User-agent: *\nDisallow: /private/\n"));
    assert_int_equal(origin_look(o, 1000), ORIGIN_KNOWN);
    assert_false(origin_allows(o, "/private/a"));
    assert_true(origin_allows(o, "/public"));
    assert_int_equal(origin_look(o, 1000 + COLLECT_ROBOTS_MS), ORIGIN_KNOWN);
    assert_int_equal(origin_look(o, 1001 + COLLECT_ROBOTS_MS), ORIGIN_UNKNOWN); /* a day later */
    origin_free(o);
}

/* RFC 9309 2.3.1.3: no robots.txt, no rules. */
static void test_unavailable(void **state) {
    (void)state;
    static const int statuses[] = {400, 401, 403, 404, 410};
    for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++) {
        struct origin *o = learned(robots_answer(statuses[i], "User-agent: *\nDisallow: /\n"));
        assert_int_equal(origin_look(o, 1000), ORIGIN_KNOWN);
        assert_true(origin_allows(o, "/a"));
        origin_free(o);
    }
}

/* RFC 9309 2.3.1.4: unreachable, nothing may be asked; and nothing is known. */
static void test_unreachable(void **state) {
    (void)state;
    struct ask *robots = robots_answer(503, "");
    ask_settle(robots, ASK_UNDETERMINED, "a.example answered 503, 4 times");
    struct origin *o = learned(robots);
    assert_int_equal(origin_look(o, 1000), ORIGIN_UNREACHABLE);
    assert_string_equal(
        o->why, "its robots.txt could not be read, so nothing else was asked: a.example answered 503");
    origin_free(o);
    robots = robots_answer(0, "");
    ask_settle(robots, ASK_UNDETERMINED, "a.example: no route");
    o = learned(robots);
    assert_string_equal(o->why, "a.example: no route");
    origin_free(o);
    o = learned(robots_answer(304, ""));
    assert_int_equal(origin_look(o, 1000), ORIGIN_UNREACHABLE);
    origin_free(o);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rules),
        cmocka_unit_test(test_unavailable),
        cmocka_unit_test(test_unreachable),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
