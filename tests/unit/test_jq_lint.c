/* Tests of the words that jq programs may not use. */
#include "check.h"

#include "evenhand/jq_lint.h"

static void refuses(const char *program, const char *word, size_t line) {
    size_t len = 0, at = 0;
    const char *found = jq_lint(program, &len, &at);
    assert_non_null(found);
    assert_int_equal(len, strlen(word));
    assert_memory_equal(found, word, len);
    assert_int_equal(at, line);
}

static void accepts(const char *program) {
    size_t len, line;
    assert_null(jq_lint(program, &len, &line));
}

static void finds_calls(void **state) {
    (void)state;
    refuses("now", "now", 1);
    refuses(".a\n| env", "env", 2);
    refuses("[$ENV.HOME]", "$ENV", 1);
    refuses("import \"a\" as a; .", "import", 1);
    refuses("\"a \\(input) b\"", "input", 1);
    refuses("\"\\(\"\\(\n(now))\")\"", "now", 2);
    refuses("[range(9)]", "range", 1);
    refuses("{a: now}", "now", 1);
    refuses("# fine\nhalt", "halt", 2);
    refuses("\"\\(\"x\")\" | debug", "debug", 1);
}

static void leaves_other_words(void **state) {
    (void)state;
    accepts(".now | .env.input");
    accepts("{now: .x, env : 1}");
    accepts("\"now and input\" # range");
    accepts("\"\\\"now\\\\\"");
    accepts("nowhere | .inputs2 | renow | $environment");
    accepts("\"a\\(.b)now\"");
    accepts("\"");
    accepts("");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_calls),
        cmocka_unit_test(leaves_other_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
