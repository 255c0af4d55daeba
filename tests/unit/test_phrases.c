#include "check.h"

#include "evenhand/phrases.h"

/* Values of the phrases found in a text, in order of place, as digits. */
static const char *found(const struct phrases *p, const char *text) {
    static char values[64];
    struct tokens w = {0};
    size_t n = 0;
    tokens_split(&w, text, strlen(text));
    for (size_t i = 0; i < w.count; i++) {
        struct phrase_hit hits[8];
        size_t count = phrases_at(p, &w, i, hits, 8);
        for (size_t h = 0; h < count && n + 1 < sizeof values; h++)
            values[n++] = (char)('0' + hits[h].value);
    }
    values[n] = '\0';
    tokens_free(&w);
    return values;
}

static void phrases_are_found_whatever_the_spelling(void **state) {
    (void)state;
    struct phrases *p = phrases_new();
    assert_true(phrases_add(p, "green river", 1) && phrases_add(p, "threaten~", 2) &&
                phrases_add(p, "N years", 3) && phrases_add(p, "kick _ out", 4) &&
                phrases_add(p, "munoz", 5) && phrases_add(p, "meet ^", 6) && phrases_add(p, "white", 7));
    assert_string_equal(found(p, "The GREEN  River, again."), "1");
    assert_string_equal(found(p, "greenriver"), "");
    assert_string_equal(found(p, "threatened, threatening, threats"), "22");
    assert_string_equal(found(p, "after 28 years"), "3");
    assert_string_equal(found(p, "they kicked it; kick him out"), "4");
    assert_string_equal(found(p, "Mu\u00f1oz"), "5");
    assert_string_equal(found(p, "meet Anna, meet anna"), "6");
    assert_string_equal(found(p, "wh1te wh17e 4white"), "77");
    phrases_free(p);
}

static void what_is_no_phrase_is_refused(void **state) {
    (void)state;
    struct phrases *p = phrases_new();
    assert_false(phrases_add(p, "", 1));
    assert_false(phrases_add(p, "_ out", 1));
    assert_false(phrases_add(p, "a b c d e f g h i j k l m n o", 1));
    phrases_free(p);
}

static void tokens_keep_their_places_and_their_shape(void **state) {
    (void)state;
    struct tokens w = {0};
    const char *text = "Don\u2019t shout, IBM: S\u00f8rensen 42";
    tokens_split(&w, text, strlen(text));
    assert_int_equal(w.count, 5);
    assert_string_equal(tokens_text(&w, 0), "don't");
    assert_string_equal(tokens_text(&w, 3), "sorensen");
    assert_true(w.at[2].flags & TOKEN_UPPER);
    assert_true(w.at[3].flags & TOKEN_CAPITAL);
    assert_true(w.at[4].flags & TOKEN_NUMBER);
    assert_memory_equal(text + w.at[1].start, "shout", w.at[1].end - w.at[1].start);
    tokens_free(&w);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(phrases_are_found_whatever_the_spelling),
        cmocka_unit_test(what_is_no_phrase_is_refused),
        cmocka_unit_test(tokens_keep_their_places_and_their_shape),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
