#include "check.h"

#include <stdlib.h>

#include "evenhand/board_text.h"
#include "evenhand/facts.h"
#include "evenhand/facts_forms.h"
#include "evenhand/plain.h"

#define RULES TEST_DATA "/../../../filters/rules"

/* Findings of every severity, for and against, steps and items that are not settled: every word that may
 * come. */
static struct tally everything(void) {
    struct tally t = {.items = 57, .shown = 9};
    for (size_t v = 0; v < WORDS_SEVERITIES; v++) {
        t.findings[0][v] = 2;
        t.findings[WORDS_CONCERNS][v] = 1;
    }
    t.matches[MATCH_SAME] = 7;
    t.matches[MATCH_POSSIBLE] = 2;
    t.corroboration[CORROBORATION_ONE] = 3;
    t.outcomes[OUTCOME_FOUND] = 5;
    return t;
}

static void gives(char *text, const char *expected) {
    assert_string_equal(text, expected);
    free(text);
}

static void the_answer_in_three_sentences(void **state) {
    (void)state;
    struct tally t = everything();
    gives(board_lead(&t),
          "6 job-related concerns (2 high, 2 medium, 2 low) and 3 findings in favour, in 57 items of public "
          "content.");
    gives(board_coverage(&t),
          "All 5 steps of the plan were carried out and ended in a definite answer, the same steps as for "
          "every other candidate.");
    gives(board_certainty(&t),
          "How sure: 7 findings are tied to the candidate by several independent facts, 2 by an "
          "investigator's decision; 3 rest on one source only: ask the candidate before relying on them.");
    assert_false(board_is_draft(&t));
    t.skips[SKIP_AWAITING_REVIEW] = 2;
    assert_true(board_is_draft(&t));
}

static void nothing_found_says_so(void **state) {
    (void)state;
    struct tally t = {.items = 0};
    gives(board_lead(&t),
          "No job-related concern and no finding in favour: there was no public content to read.");
    gives(board_certainty(&t), "How sure: there is no finding to be sure of.");
}

/* Words of FACTS_MIN_NAME letters that a part of a name would be found in. */
static void check_words(const struct facts *facts, char *text) {
    struct buf plain = {0};
    plain_words(text, strlen(text), &plain);
    char *rest = plain.data;
    for (char *word = NULL; (word = strsep(&rest, " "));)
        if (strlen(word) >= FACTS_MIN_NAME && !facts_common(facts, word))
            fail_msg(
                "\"%s\" is not in rules/verify/common.txt: somebody of that name could never be released",
                word);
    buf_free(&plain);
    free(text);
}

static void no_word_of_ours_is_taken_for_a_name(void **state) {
    (void)state;
    struct faults f = FAULTS_NONE;
    struct facts facts;
    struct tally t = everything(), one = {.items = 1};
    assert_true(facts_open(&facts, RULES, &f));
    for (int draft = 0; draft < 2; draft++) {
        check_words(&facts, board_lead(&t));
        check_words(&facts, board_coverage(&t));
        check_words(&facts, board_certainty(&t));
        t.outcomes[OUTCOME_UNDETERMINED] = 1;
        t.skips[SKIP_AWAITING_REVIEW] = 2;
    }
    one.findings[0][0] = one.findings[WORDS_CONCERNS][0] = one.matches[MATCH_SAME] = 1;
    check_words(&facts, board_lead(&one));
    check_words(&facts, board_certainty(&one));
    facts_close(&facts);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_answer_in_three_sentences),
        cmocka_unit_test(nothing_found_says_so),
        cmocka_unit_test(no_word_of_ours_is_taken_for_a_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
