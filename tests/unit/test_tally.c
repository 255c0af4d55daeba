#include "check.h"

#include "evenhand/tally.h"

static void tallies_are_sorted_added_and_never_twice(void **state) {
    (void)state;
    struct tallies all = {0};
    struct tally t = {.number = "C-9999", .items = 3};
    t.findings[0][SEVERITY_HIGH] = 2;
    tallies_add(&all, &t);
    t = (struct tally){.number = "C-1111", .items = 4};
    t.findings[0][SEVERITY_LOW] = 1;
    t.outcomes[OUTCOME_NONE] = 6;
    t.skips[0] = 5;
    t.skips[SKIP_UNREADABLE] = 2; /* of a whole answer: no item */
    tallies_add(&all, &t);
    tallies_sort(&all);
    assert_string_equal(all.tally[0].number, "C-1111");
    assert_null(tallies_twice(&all));
    struct tally sum = tallies_sum(&all);
    assert_int_equal(tally_category(&sum, 0), 3);
    assert_int_equal(sum.items, 7);
    assert_int_equal(tally_steps(&sum), 6);
    assert_int_equal(tally_items_left_out(&sum), 5);
    tallies_add(&all, &t);
    tallies_sort(&all);
    assert_string_equal(tallies_twice(&all), "C-1111");
    tallies_free(&all);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(tallies_are_sorted_added_and_never_twice)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
