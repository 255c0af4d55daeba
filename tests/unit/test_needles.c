#include "check.h"

#include <stdio.h>

#include "evenhand/needles.h"

struct found {
    char text[256];
    int most;
};

static bool note(void *ctx, uint32_t id) {
    struct found *f = ctx;
    size_t len = strlen(f->text);
    (void)snprintf(f->text + len, sizeof f->text - len, "%u ", id);
    return --f->most > 0;
}

static void check_search(const struct needles *n, const char *text, int most, const char *expected) {
    struct found f = {.most = most};
    needles_search(n, text, strlen(text), note, &f);
    assert_string_equal(f.text, expected);
}

static void every_needle_is_found_where_it_ends(void **state) {
    (void)state;
    struct needles n;
    needles_open(&n);
    needles_add(&n, "he", 1);
    needles_add(&n, "she", 2);
    needles_add(&n, "his", 3);
    needles_add(&n, "hers", 4);
    needles_add(&n, "he", 5);
    needles_add(&n, "", 6);
    needles_ready(&n);
    check_search(&n, "ushers", 99, "2 5 1 4 ");
    check_search(&n, "hishe", 99, "3 2 5 1 ");
    check_search(&n, "nothing", 99, "");
    check_search(&n, "", 99, "");
    check_search(&n, "ushers ushers", 2, "2 5 ");
    needles_close(&n);
}

static void no_needles_find_nothing(void **state) {
    (void)state;
    struct needles n;
    needles_open(&n);
    needles_ready(&n);
    check_search(&n, "anything at all", 99, "");
    needles_close(&n);
}

/* Against the plain way of searching, over every text of a small alphabet. */
static void the_fast_way_agrees_with_the_plain_way(void **state) {
    (void)state;
    static const char *const all[] = {"a", "ab", "bab", "bc", "bca", "c", "caa", "abab", "bb"};
    struct needles n;
    needles_open(&n);
    for (uint32_t i = 0; i < sizeof all / sizeof *all; i++)
        needles_add(&n, all[i], i);
    needles_ready(&n);
    for (int code = 0; code < 6561; code++) {
        char text[9] = "";
        int expected = 0;
        struct found f = {.most = 1000};
        for (int i = 0, rest = code; i < 8; i++, rest /= 3)
            text[i] = (char)('a' + rest % 3);
        for (size_t i = 0; i < sizeof all / sizeof *all; i++)
            for (const char *at = text; (at = strstr(at, all[i])); at++)
                expected++;
        needles_search(&n, text, 8, note, &f);
        assert_int_equal(1000 - f.most, expected);
    }
    needles_close(&n);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_needle_is_found_where_it_ends),
        cmocka_unit_test(no_needles_find_nothing),
        cmocka_unit_test(the_fast_way_agrees_with_the_plain_way),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
