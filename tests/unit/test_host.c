#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "evenhand/collect_limits.h"
#include "evenhand/host.h"
#include "evenhand/mem.h"

static void test_rate(void **state) {
    (void)state;
    struct host *h = host_new("a.example");
    assert_true(host_may_start(h, 1000));
    host_started(h, 1000, 500);
    assert_false(host_may_start(h, 1499));
    assert_true(host_may_start(h, 1500));
    host_started(h, 1500, 500);
    assert_int_equal(h->under_way, COLLECT_HOST_AT_ONCE);
    assert_false(host_may_start(h, 9999)); /* too many at once */
    host_ended(h);
    assert_true(host_may_start(h, 9999));
    host_free(h);
}

static void test_failures_in_a_row(void **state) {
    (void)state;
    struct host *h = host_new("a.example");
    for (int i = 1; i < COLLECT_HOST_FAILURES; i++) {
        host_failed(h, "503");
    }
    host_answered(h);
    for (int i = 1; i < COLLECT_HOST_FAILURES; i++) {
        host_failed(h, "503");
    }
    assert_null(h->gave_up);
    host_failed(h, "no route");
    assert_string_equal(h->gave_up, "not asked: a.example failed 5 times in a row (last: no route)");
    host_give_up(h, mem_string("another reason")); /* the first one stays */
    assert_string_equal(h->gave_up, "not asked: a.example failed 5 times in a row (last: no route)");
    host_free(h);
}

/* The gaps that a busy machine makes, and what the rate makes of them. */
static void test_lateness(void **state) {
    (void)state;
    struct host *h = host_new("a.example");
    int64_t now = 5000;
    host_started(h, now, 100);
    assert_int_equal(h->next_at, 5100);
    host_started(h, 5103, 100);
    assert_int_equal(h->next_at, 5200); /* three too late, three less to wait */
    host_started(h, 5250, 100);
    assert_int_equal(h->next_at, 5325); /* fifty: never closer than three quarters */
    host_started(h, 5325, 100);
    assert_int_equal(h->next_at, 5400); /* and the rest the next time */
    host_started(h, 5400, 100);
    assert_int_equal(h->next_at, 5500);
    now = 5500;
    for (int i = 0; i < 1000; i++) { /* always ten late: the rate is kept on the whole */
        host_started(h, now, 100);
        now = h->next_at + 10;
    }
    assert_in_range(now, 5500 + 1000 * 100, 5500 + 1000 * 100 + 20); /* and never exceeded */
    host_pause(h, now, 5000);
    host_started(h, now + 5000, 100);
    assert_int_equal(h->next_at, now + 5100); /* a pause that it asked for is no lateness */
    host_free(h);
}

static void test_pauses(void **state) {
    (void)state;
    struct host *h = host_new("a.example");
    host_pause(h, 0, 10000);
    assert_false(host_may_start(h, 9999));
    host_pause(h, 1000, 9000); /* the same pause, asked for by another answer */
    assert_int_equal(h->paused, 10000);
    host_pause(h, 1000, 5000); /* a shorter one changes nothing */
    assert_int_equal(h->next_at, 10000);
    assert_null(h->gave_up);
    for (int64_t now = 10000; now < 10 * COLLECT_HOST_PAUSED_MS; now += 100000) {
        host_pause(h, now, 100000);
    }
    assert_string_equal(h->gave_up, "not asked: a.example asked for more than 10 minutes of waiting in all");
    host_free(h);
}

static void test_retry_after(void **state) {
    (void)state;
    utc_time now = 784111777; /* Sun, 06 Nov 1994 08:49:37 GMT */
    assert_int_equal(host_retry_after("120", now), 120000);
    assert_int_equal(host_retry_after("0", now), 0);
    assert_int_equal(host_retry_after("Sun, 06 Nov 1994 08:50:37 GMT", now), 60000);
    assert_int_equal(host_retry_after("Sunday, 06-Nov-94 08:50:37 GMT", now), 60000);
    assert_int_equal(host_retry_after("Sun, 06 Nov 1994 08:00:00 GMT", now), 0); /* past */
    assert_int_equal(host_retry_after("99999999999999999999", now), INT64_MAX);
    assert_int_equal(host_retry_after(NULL, now), -1);
    assert_int_equal(host_retry_after("", now), -1);
    assert_int_equal(host_retry_after("-5", now), -1);
    assert_int_equal(host_retry_after("soon", now), -1);
}

static void test_backoff(void **state) {
    (void)state;
    for (int i = 0; i < 1000; i++) {
        int64_t first = host_backoff(1), third = host_backoff(3);
        assert_true(first >= COLLECT_BACKOFF_MS / 2 && first <= COLLECT_BACKOFF_MS * 3 / 2);
        assert_true(third >= COLLECT_BACKOFF_MS * 2 && third <= COLLECT_BACKOFF_MS * 6);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rate),        cmocka_unit_test(test_failures_in_a_row),
        cmocka_unit_test(test_lateness),    cmocka_unit_test(test_pauses),
        cmocka_unit_test(test_retry_after), cmocka_unit_test(test_backoff),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
