/* What a stage tells of its progress, and what the driver makes of it. */
#include "check.h"

#include <string.h>

#include "evenhand/progress.h"

static void hear(struct progress *p, struct buf *text, const char *more) {
    buf_add_text(text, more);
    progress_take(p, "collect", text);
}

static void test_lines(void **state) {
    (void)state;
    struct progress p = {0};
    struct buf text = {0};
    hear(&p, &text, "3 60 atte");
    assert_null(p.unit); /* half a line tells nothing yet */
    hear(&p, &text, "mpts\n=0 1 40 0 mastodon\n=1 2 20 1 web-search\n");
    assert_string_equal(p.unit, "attempts");
    assert_int_equal(p.done, 3);
    assert_int_equal(p.total, 60);
    assert_int_equal(p.parts, 2);
    assert_string_equal(p.part[1].name, "web-search");
    assert_int_equal(p.part[1].odd, 1);
    hear(&p, &text, "5 60 attempts\n=0 3 40 2 mastodon\n");
    assert_int_equal(p.done, 5);
    assert_int_equal(p.part[0].done, 3);
    assert_int_equal(p.part[0].odd, 2);
    assert_int_equal(p.part[1].done, 2); /* not told again: as it was */
    progress_forget(&p);
    buf_free(&text);
}

/* A compromised stage may tell anything. */
static void test_nonsense(void **state) {
    (void)state;
    struct progress p = {0};
    struct buf text = {0};
    hear(&p, &text,
         "=0 1 2 3 before the stage\n\n1 2 x\n=7 1 1 1 out of order\n=99999999999999999999 1\n=\n=x\n");
    assert_int_equal(p.parts, 1); /* "=" and "=x" are read as part 0 */
    hear(&p, &text, "18446744073709551615 1 \n=0 1 1 1 x\n=1 1 1 1 \033[2J\n");
    assert_string_equal(p.part[1].name, "?[2J"); /* nothing that a terminal would obey */
    progress_forget(&p);
    assert_null(p.part);
    buf_free(&text);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_lines), cmocka_unit_test(test_nonsense)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
