/* Tests of the candidates' numbers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sodium.h>
#include <stdlib.h>

#include "evenhand/numbers.h"

#define MANY 10000

static void formats_crockford(void **state) {
    (void)state;
    char text[NUMBER_BYTES];
    number_format(0, text);
    assert_string_equal(text, "C-0000");
    number_format(NUMBERS_ALL - 1, text);
    assert_string_equal(text, "C-ZZZZ");
    number_format(7 << 15 | 15 << 10 | 3 << 5 | 19, text);
    assert_string_equal(text, "C-7F3K");
}

static int by_value(const void *a, const void *b) {
    const uint32_t *left = a;
    const uint32_t *right = b;
    return (*left > *right) - (*left < *right);
}

static void draws_each_once(void **state) {
    (void)state;
    static uint32_t drawn[MANY];
    numbers_draw(drawn, MANY);
    qsort(drawn, MANY, sizeof *drawn, by_value);
    assert_true(drawn[MANY - 1] < NUMBERS_ALL);
    for (size_t i = 1; i < MANY; i++)
        assert_true(drawn[i - 1] < drawn[i]);
}

/* Not in the order of the file: two draws of many agree nowhere near everywhere. */
static void draws_at_random(void **state) {
    (void)state;
    static uint32_t first[MANY];
    static uint32_t second[MANY];
    size_t same = 0;
    numbers_draw(first, MANY);
    numbers_draw(second, MANY);
    for (size_t i = 0; i < MANY; i++)
        same += first[i] == second[i];
    assert_true(same < MANY / 100);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(formats_crockford),
        cmocka_unit_test(draws_each_once),
        cmocka_unit_test(draws_at_random),
    };
    return sodium_init() < 0 ? 1 : cmocka_run_group_tests_name("numbers", tests, NULL, NULL);
}
