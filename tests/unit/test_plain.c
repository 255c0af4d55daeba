#include "check.h"

#include <stdlib.h>

#include "evenhand/plain.h"

static void check_words(const char *text, const char *expected) {
    struct buf out = {0};
    plain_words(text, strlen(text), &out);
    assert_string_equal(out.data, expected);
    buf_free(&out);
}

static void check_digits(const char *text, const char *expected) {
    struct buf out = {0};
    plain_digits(text, strlen(text), &out);
    assert_string_equal(out.data, expected);
    buf_free(&out);
}

static void words_lose_case_accents_punctuation_and_tricks(void **state) {
    (void)state;
    check_words("", " ");
    check_words("J. O'Brien-N\u00fa\u00f1ez", " j o brien nunez ");
    check_words("  Tansy,QUILLFEATHER!", " tansy quillfeather ");
    check_words("Tan\u200bsy Qu\u00adill", " tansy quill ");
    check_words("\uff34\uff21\uff2e\uff33\uff39", " tansy ");
    check_words("Stra\u00dfe", " strasse ");
    check_words("@river_otter88", " river otter88 ");
    check_words("\u0130stanbul", " istanbul ");
    check_words("\u0422\u0410NSY \u03a1\u03bf", " tansy po ");
    check_words("bad \xff\xfe UTF", " bad utf ");
}

static void digits_join_over_the_punctuation_of_telephones(void **state) {
    (void)state;
    check_digits("call +1 (781) 555-0101 now", "|17815550101|");
    check_digits("781.555.0101", "|7815550101|");
    check_digits("781\u2011555\u20110101", "|7815550101|");
    check_digits("room 5, floor 12", "|5|12|");
    check_digits("no number", "|");
}

static void squeezed_words_have_no_spaces(void **state) {
    (void)state;
    char *text = plain_squeezed(" j o brien ");
    assert_string_equal(text, "jobrien");
    free(text);
    text = plain_squeezed("");
    assert_string_equal(text, "");
    free(text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_lose_case_accents_punctuation_and_tricks),
        cmocka_unit_test(digits_join_over_the_punctuation_of_telephones),
        cmocka_unit_test(squeezed_words_have_no_spaces),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
