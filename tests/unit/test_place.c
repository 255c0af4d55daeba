#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "evenhand/collect_limits.h"
#include "evenhand/place.h"

static struct ask *ask_at(enum ask_rank rank, int64_t not_before) {
    struct weburl url = {0};
    struct ask *a = ask_new(&url, rank, NULL, NULL);
    a->not_before = not_before;
    return a;
}

static void test_order(void **state) {
    (void)state;
    struct place *p = place_new("a.example");
    struct ask *fresh = ask_at(ASK_NEW, 0), *begun = ask_at(ASK_BEGUN, 0), *robots = ask_at(ASK_ROBOTS, 0);
    struct ask *again = ask_at(ASK_BEGUN, 500);
    place_join(p, fresh, 0);
    place_join(p, again, 0);
    place_join(p, begun, 0);
    place_join(p, robots, 0);
    assert_ptr_equal(place_next(p, false, 0), robots);
    assert_ptr_equal(place_next(p, false, 0), begun);
    assert_null(place_next(p, true, 0)); /* nothing new while held */
    assert_int_equal(place_wait(p, true, 0), 500);
    assert_int_equal(place_wait(p, false, 0), 0);
    assert_ptr_equal(place_next(p, true, 500), again);
    assert_false(place_empty(p));
    assert_ptr_equal(place_any(p), fresh);
    assert_true(place_empty(p));
    assert_null(place_any(p));
    assert_int_equal(place_wait(p, false, 0), INT64_MAX);
    ask_free(fresh);
    ask_free(begun);
    ask_free(robots);
    ask_free(again);
    place_free(p);
}

static void test_wait_for_the_host(void **state) {
    (void)state;
    struct place *p = place_new("a.example");
    place_join(p, ask_at(ASK_NEW, 0), 0);
    host_started(p->host, 0, 1000);
    assert_int_equal(place_wait(p, false, 400), 600);
    host_started(p->host, 1000, 1000);
    assert_int_equal(p->host->under_way, COLLECT_HOST_AT_ONCE);
    assert_int_equal(place_wait(p, false, 5000), INT64_MAX); /* an answer comes first */
    place_free(p);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_order),
                                       cmocka_unit_test(test_wait_for_the_host)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
