#include "check.h"

#include <math.h>
#include <stdlib.h>

#include "evenhand/text.h"

static void folding_makes_spellings_meet(void **state) {
    (void)state;
    static const struct {
        const char *text, *folded;
    } cases[] = {{"STRASSE", "strasse"},
                 {"Stra\u00dfe", "strasse"},
                 {"\uff21\uff22", "ab"},
                 {"so\u00adft", "soft"},
                 {"a\u200db", "ab"},
                 {"\u00c9", "\u00e9"},
                 {"", ""}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *folded = text_fold(cases[i].text, strlen(cases[i].text), NULL);
        assert_string_equal(folded, cases[i].folded);
        free(folded);
    }
}

static void a_typing_error_is_near_and_another_word_is_not(void **state) {
    (void)state;
    static const char *const sources[] = {"mastodon", "searxng", "feed", NULL};
    assert_int_equal(text_distance("mastadon", "mastodon", 2), 1);
    assert_int_equal(text_distance("fede", "feed", 2), 1);
    assert_int_equal(text_distance("abc", "xyz", 2), 3);
    assert_string_equal(text_nearest("mastadon", sources), "mastodon");
    assert_null(text_nearest("bluesky", sources));
}

static void a_cut_never_splits_a_character(void **state) {
    (void)state;
    assert_int_equal(text_cut("ab\u00e9", 4, 3), 2);
    assert_int_equal(text_cut("ab\u00e9", 4, 4), 4);
}

static void bad_utf8_is_found_where_it_is(void **state) {
    (void)state;
    assert_int_equal(text_invalid_at("ab\xc0\xaf", 4), 2);
    assert_int_equal(text_invalid_at("ab\xed\xa0\x80", 5), 2);
    assert_int_equal(text_invalid_at("ab\u00e9", 4), 4);
}

static void white_space_is_squeezed(void **state) {
    (void)state;
    char text[] = "  a \t\n b  ";
    assert_int_equal(text_squeeze(text, strlen(text)), 3);
    assert_string_equal(text, "a b");
}

/* Winkler's own examples (1990), to three places. */
static void names_are_as_similar_as_winkler_says(void **state) {
    (void)state;
    assert_true(fabs(text_similarity("martha", "marhta") - 0.961) < 0.001);
    assert_true(fabs(text_similarity("dwayne", "duane") - 0.840) < 0.001);
    assert_true(fabs(text_similarity("dixon", "dicksonx") - 0.813) < 0.001);
    assert_true(text_similarity("abc", "xyz") <= 0);
    assert_true(text_similarity("", "a") <= 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(folding_makes_spellings_meet),
        cmocka_unit_test(a_typing_error_is_near_and_another_word_is_not),
        cmocka_unit_test(a_cut_never_splits_a_character),
        cmocka_unit_test(bad_utf8_is_found_where_it_is),
        cmocka_unit_test(white_space_is_squeezed),
        cmocka_unit_test(names_are_as_similar_as_winkler_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
