#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "evenhand/mem.h"
#include "evenhand/outcome.h"

static void test_classes(void **state) {
    (void)state;
    static const int none[] = {404, 410, 302, 403, 429, 500, 503, 0}, nothing[] = {0};
    static const struct {
        int status;
        enum outcome_class with, without; /* the list above */
    } classes[] = {
        {200, OUTCOME_READ, OUTCOME_READ},       {203, OUTCOME_READ, OUTCOME_READ},
        {202, OUTCOME_BLOCKED, OUTCOME_BLOCKED}, {204, OUTCOME_BLOCKED, OUTCOME_BLOCKED},
        {206, OUTCOME_BLOCKED, OUTCOME_BLOCKED}, {302, OUTCOME_NOTHING, OUTCOME_BLOCKED},
        {400, OUTCOME_BLOCKED, OUTCOME_BLOCKED}, {401, OUTCOME_BLOCKED, OUTCOME_BLOCKED},
        {403, OUTCOME_BLOCKED, OUTCOME_BLOCKED}, {404, OUTCOME_NOTHING, OUTCOME_BLOCKED},
        {410, OUTCOME_NOTHING, OUTCOME_BLOCKED}, {429, OUTCOME_BLOCKED, OUTCOME_BLOCKED},
        {451, OUTCOME_BLOCKED, OUTCOME_BLOCKED}, {500, OUTCOME_BLOCKED, OUTCOME_BLOCKED},
        {503, OUTCOME_BLOCKED, OUTCOME_BLOCKED}, {999, OUTCOME_BLOCKED, OUTCOME_BLOCKED},
        {0, OUTCOME_BLOCKED, OUTCOME_BLOCKED},
    };
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
        assert_int_equal(outcome_class(classes[i].status, none), classes[i].with);
        assert_int_equal(outcome_class(classes[i].status, nothing), classes[i].without);
    }
}

static void expect(struct outcome_tally t, const char *outcome, const char *why) {
    struct buf reason = {0};
    assert_string_equal(outcome_decide(&t, &reason), outcome);
    assert_string_equal(reason.data, why);
    buf_free(&reason);
    outcome_tally_free(&t);
}

static void test_decisions(void **state) {
    (void)state;
    expect((struct outcome_tally){.answered = 1, .items = 1}, "found", "1 item in 1 answer");
    expect((struct outcome_tally){.answered = 2, .items = 30}, "found", "30 items in 2 answers");
    expect(
        (struct outcome_tally){
            .answered = 2, .items = 3, .refused = 1, .why_refused = mem_string("robots.txt")},
        "found", "3 items in 2 answers; 1 more request was not made: robots.txt");
    expect((struct outcome_tally){.answered = 1, .items = 3, .left_out = 2}, "found",
           "3 items in 1 answer; left out beyond the limits: 2 pages, follow-ups, items or texts");
    expect(
        (struct outcome_tally){
            .answered = 2, .items = 3, .unread = 1, .why_unread = mem_string("x is image/png")},
        "found", "3 items in 2 answers; 1 answer is no page: x is image/png");
    expect((struct outcome_tally){.answered = 1,
                                  .items = 3,
                                  .passed_over = 2,
                                  .why_passed_over = mem_string("b.example answered 403")},
           "found", "3 items in 1 answer; 2 pages named by it could not be read: b.example answered 403");
    expect((struct outcome_tally){.answered = 1, .present = true}, "found", "0 items in 1 answer");
    expect((struct outcome_tally){.answered = 1}, "none", "the source answered, and there is nothing in it");
    expect((struct outcome_tally){.answered = 1, .why_nothing = mem_string("404")}, "none", "404");
    expect((struct outcome_tally){.refused = 1, .why_refused = mem_string("robots.txt")}, "refused",
           "robots.txt");
    expect((struct outcome_tally){.not_provided = true, .why_not_provided = mem_string("no username")},
           "not-provided", "no username");
    /* One page without an answer, and the whole is undetermined: it may have held the one thing. */
    expect(
        (struct outcome_tally){
            .answered = 1, .items = 9, .undetermined = 1, .why_undetermined = mem_string("403")},
        "undetermined", "403");
    expect((struct outcome_tally){.refused = 1,
                                  .why_refused = mem_string("robots.txt"),
                                  .undetermined = 3,
                                  .why_undetermined = mem_string("503")},
           "undetermined", "503 (and 2 more requests without an answer that tells)");
    expect((struct outcome_tally){.answered = 1, .stopped = true}, "undetermined",
           "nothing found before the limits of one attempt were reached");
    expect((struct outcome_tally){0}, "undetermined", "nothing was asked");
}

/* Words of strangers in a reason. */
static void test_tamed(void **state) {
    (void)state;
    expect((struct outcome_tally){.undetermined = 1, .why_undetermined = mem_string("a\x1B[2Jb\nc")},
           "undetermined", "a [2Jb c");
    struct buf reason = {0}, long_one = {0};
    for (int i = 0; i < 10000; i++) {
        buf_add_text(&long_one, "\xC3\xA9");
    }
    struct outcome_tally t = {.undetermined = 1, .why_undetermined = buf_take(&long_one)};
    (void)outcome_decide(&t, &reason);
    assert_true(reason.len < 1000);
    assert_string_equal(reason.data + reason.len - 4, " ...");
    buf_free(&reason);
    outcome_tally_free(&t);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_classes),
        cmocka_unit_test(test_decisions),
        cmocka_unit_test(test_tamed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
