/* Tests of the look at JSON before it is parsed. */
#include "check.h"

#include "evenhand/json_guard.h"

static void gives(const char *text, enum json_verdict verdict) {
    assert_int_equal(json_guard(text, strlen(text), 3, 8), verdict);
}

static void accepts_json(void **state) {
    (void)state;
    static const char *const good[] = {"1",
                                       "-1.5e+3",
                                       "null",
                                       " \"a\\\"b\" ",
                                       "[]",
                                       "{}",
                                       "[1,[2,[]],\"x\"]",
                                       "{\"a\":{\"b\":[true]},\"c\":0}"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        gives(good[i], JSON_GOOD);
}

static void refuses_what_is_not(void **state) {
    (void)state;
    static const char *const bad[] = {"",
                                      " ",
                                      "nan",
                                      "NaN",
                                      "nul",
                                      "truely",
                                      "[1 2]",
                                      "[1,]",
                                      "[,1]",
                                      "{\"a\":1 \"b\":2}",
                                      "{\"a\" \"b\"}",
                                      "{1:2}",
                                      "{\"a\":1,}",
                                      "[",
                                      "]",
                                      "[}",
                                      "{\"a\"",
                                      "\"open",
                                      "\"open\\",
                                      "1 2",
                                      "[] []",
                                      "'a'",
                                      "{a:1}",
                                      ",",
                                      ":",
                                      "[1:2]",
                                      "{\"a\",1}"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        gives(bad[i], JSON_MALFORMED);
}

static void bounds_depth_and_size(void **state) {
    (void)state;
    gives("[[[1]]]", JSON_GOOD);
    gives("[[[[1]]]]", JSON_TOO_LARGE);
    gives("[1,2,3,4,5,6,7]", JSON_GOOD);
    gives("[1,2,3,4,5,6,7,8]", JSON_TOO_LARGE);
}

static void does_not_look_behind_the_end(void **state) {
    (void)state;
    assert_int_equal(json_guard("[1]]", 3, 3, 8), JSON_GOOD);
    assert_int_equal(json_guard("\"a\"", 2, 3, 8), JSON_MALFORMED);
    assert_int_equal(json_guard("[1\0]", 4, 3, 8), JSON_MALFORMED);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(accepts_json),
        cmocka_unit_test(refuses_what_is_not),
        cmocka_unit_test(bounds_depth_and_size),
        cmocka_unit_test(does_not_look_behind_the_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
