#include "check.h"

#include "evenhand/csv_field.h"

static void gives(const char *text, const char *expected) {
    struct buf out = {0};
    csv_field(text, &out);
    assert_string_equal(out.data, expected);
    buf_free(&out);
}

static void quotes_are_doubled_and_lines_kept(void **state) {
    (void)state;
    gives("", "\"\"");
    gives("said \"no\"", "\"said \"\"no\"\"\"");
    gives("one\ntwo", "\"one\ntwo\"");
    gives("a\tb", "\"a b\"");
}

static void what_begins_like_a_formula_is_text(void **state) {
    (void)state;
    gives("=1+1", "\"'=1+1\"");
    gives("+1", "\"'+1\"");
    gives("-1", "\"'-1\"");
    gives("@SUM(A1)", "\"'@SUM(A1)\"");
    gives("  =1", "\"  '=1\"");
    gives("\xEF\xBC\x9D"
          "1",
          "\"'\xEF\xBC\x9D"
          "1\"");
    gives("1=1", "\"1=1\"");
    gives("well-known", "\"well-known\"");
}

/* A program that splits at ";" does not see our quotes. */
static void nor_does_one_begin_after_a_separator(void **state) {
    (void)state;
    gives("a;=cmd", "\"a;'=cmd\"");
    gives("a, -b", "\"a, '-b\"");
    gives("a\n=1", "\"a\n'=1\"");
    gives("a;\"=1", "\"a;\"\"'=1\"");
    gives("a|@b", "\"a|'@b\"");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quotes_are_doubled_and_lines_kept),
        cmocka_unit_test(what_begins_like_a_formula_is_text),
        cmocka_unit_test(nor_does_one_begin_after_a_separator),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
