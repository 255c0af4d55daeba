#include "check.h"

#include "evenhand/shadow.h"

static void check(const char *raw, const char *fold) {
    struct shadow s = {0};
    shadow_make(&s, raw, strlen(raw));
    assert_string_equal(s.fold, fold);
    assert_int_equal(s.at[s.len], strlen(raw));
    for (size_t i = 1; i <= s.len; i++)
        assert_true(s.at[i] >= s.at[i - 1]);
    shadow_free(&s);
}

static void plain_text_is_only_folded(void **state) {
    (void)state;
    check("", "");
    check("Hello, World 42", "hello, world 42");
}

static void disguises_come_off(void **state) {
    (void)state;
    check("caf\u00e9 na\u00efve", "cafe naive");
    check("preg\u200bnant", "pregnant");
    check("Ba\u0440tist", "baptist");          /* Cyrillic er among Latin letters */
    check("\U0001D552\U0001D553", "ab");       /* mathematical letters */
    check("\uff21\uff24\uff28\uff24", "adhd"); /* full width */
    check("black &amp; gr&#101;en", "black & green");
    check("it\u2019s \u201cso\u201d \u2013 ok", "it's \"so\" - ok");
    check("\ua731\u029c\u1d07/\u029c\u1d07\u0280", "she/her"); /* small capitals */
}

static void spaced_letters_join(void **state) {
    (void)state;
    check("a u t i s t i c person", "autistic person");
    check("b-i-p-o-l-a-r", "bipolar");
    check("s.t.a.l.k.e.d", "stalked");
    check("f i f t y - e i g h t", "fifty-eight");
    check("J. K. R. wrote", "j. k. r. wrote");
    check("1 2 3 4 5", "1 2 3 4 5");
    check("I a plan", "i a plan");
}

static void other_scripts_stay(void **state) {
    (void)state;
    check("\u0434\u0435\u0434", "\u0434\u0435\u0434");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_text_is_only_folded),
        cmocka_unit_test(disguises_come_off),
        cmocka_unit_test(spaced_letters_join),
        cmocka_unit_test(other_scripts_stay),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
