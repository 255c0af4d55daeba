#include "check.h"

#include "evenhand/utc.h"

static void reads_as(const char *text, const char *expected) {
    utc_time t;
    char out[UTC_BYTES];
    if (!utc_parse_any(text, &t))
        fail_msg("not read: %s", text);
    utc_format(t, out);
    assert_string_equal(out, expected);
}

static void is_refused(const char *text) {
    utc_time t;
    if (utc_parse_any(text, &t))
        fail_msg("read: %s", text);
}

static void what_sites_write_is_read_as_utc(void **state) {
    (void)state;
    reads_as("2024-03-03T17:14:05Z", "2024-03-03T17:14:05Z");
    reads_as("2024-03-03T17:14:05.123+02:00", "2024-03-03T15:14:05Z");
    reads_as("2024-03-03T17:14:05-0500", "2024-03-03T22:14:05Z");
    reads_as("2024-03-03 17:14:05", "2024-03-03T17:14:05Z");
    reads_as("Sun, 03 Mar 2024 17:14:05 GMT", "2024-03-03T17:14:05Z");
    reads_as("Sun, 3 Mar 2024 17:14:05 -0500", "2024-03-03T22:14:05Z");
    reads_as("March 3, 2024", "2024-03-03T00:00:00Z");
    reads_as("Mar 3, 2024 5:14 PM", "2024-03-03T17:14:00Z");
    reads_as("3 March 2024", "2024-03-03T00:00:00Z");
    reads_as("2024/03/03", "2024-03-03T00:00:00Z");
    reads_as(" 2024-02-29", "2024-02-29T00:00:00Z");
}

static void what_could_mean_two_days_is_refused(void **state) {
    (void)state;
    is_refused("03/04/2024");
    is_refused("yesterday");
    is_refused("2023-02-29");
    is_refused("2024-13-01");
    is_refused("2024-03-03T25:00:00Z");
    is_refused("");
}

static void the_window_begins_on_the_same_day_years_before(void **state) {
    (void)state;
    utc_time t;
    char out[UTC_BYTES];
    assert_true(utc_parse("2024-02-29T12:00:00Z", &t));
    utc_format(utc_years_before(t, 7), out);
    assert_string_equal(out, "2017-02-28T12:00:00Z");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_sites_write_is_read_as_utc),
        cmocka_unit_test(what_could_mean_two_days_is_refused),
        cmocka_unit_test(the_window_begins_on_the_same_day_years_before),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
