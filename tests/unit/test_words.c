#include "check.h"

#include "evenhand/vocab.h"
#include "evenhand/words.h"

static void check_list(const struct words *list, size_t count, const char *const *vocab) {
    assert_int_equal(vocab_size(vocab), count);
    for (size_t i = 0; i < count; i++) {
        assert_string_equal(list[i].id, vocab[i]);
        assert_true(strlen(list[i].shown) > 0 && strlen(list[i].shown) <= 30);
        assert_true(strlen(list[i].meaning) > 0);
        assert_int_equal(words_find(list, count, vocab[i]), i);
    }
    assert_int_equal(words_find(list, count, "no such word"), -1);
}

static void every_word_of_the_records_has_words_for_people(void **state) {
    (void)state;
    check_list(words_outcomes, WORDS_OUTCOMES, vocab_outcomes);
    check_list(words_source_types, WORDS_SOURCE_TYPES, vocab_source_types);
    check_list(words_categories, WORDS_CATEGORIES, vocab_categories);
    check_list(words_severities, WORDS_SEVERITIES, vocab_severities);
    check_list(words_matches, WORDS_MATCHES, vocab_match_classes);
    check_list(words_corroboration, WORDS_CORROBORATION, vocab_corroboration);
    check_list(words_reliability, WORDS_RELIABILITY, vocab_reliability);
    check_list(words_skips, WORDS_SKIPS, vocab_skip_reasons);
}

/* The Summary sheet gives each of these one line. */
static void meanings_on_the_summary_fit_one_line(void **state) {
    (void)state;
    for (size_t i = 0; i < WORDS_SKIPS; i++)
        assert_in_range(strlen(words_skips[i].meaning), 10, 60);
}

static void positions_named_in_code_are_right(void **state) {
    (void)state;
    assert_string_equal(words_outcomes[OUTCOME_UNDETERMINED].id, "undetermined");
    assert_string_equal(words_outcomes[OUTCOME_NOT_PROVIDED].id, "not-provided");
    assert_string_equal(words_severities[SEVERITY_HIGH].id, "high");
    assert_string_equal(words_skips[SKIP_AWAITING_REVIEW].id, "awaiting clerical review");
    assert_string_equal(words_skips[SKIP_UNREADABLE].id, "unreadable answer");
    assert_string_equal(words_skips[SKIP_OVER_LIMIT].id, "too many items in one answer");
    assert_string_equal(words_skips[SKIP_CUT].id, "not read to the end");
    assert_string_equal(words_categories[WORDS_CONCERNS].id, "commendation");
}

static void the_worst_attempt_of_a_step_is_shown(void **state) {
    (void)state;
    static const int order[] = {OUTCOME_UNDETERMINED, OUTCOME_FOUND, OUTCOME_REFUSED, OUTCOME_NONE,
                                OUTCOME_NOT_PROVIDED};
    for (size_t i = 0; i < WORDS_OUTCOMES; i++)
        for (size_t j = i; j < WORDS_OUTCOMES; j++) {
            assert_int_equal(words_outcome_combined(order[i], order[j]), order[i]);
            assert_int_equal(words_outcome_combined(order[j], order[i]), order[i]);
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_word_of_the_records_has_words_for_people),
        cmocka_unit_test(meanings_on_the_summary_fit_one_line),
        cmocka_unit_test(positions_named_in_code_are_right),
        cmocka_unit_test(the_worst_attempt_of_a_step_is_shown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
