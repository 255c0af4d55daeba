#include "check.h"

#include <math.h>
#include <stdlib.h>

#include "evenhand/mem.h"
#include "evenhand/rates.h"

static struct eeo *read_text(const char *text) {
    struct faults f = FAULTS_NONE;
    struct eeo *e = mem_alloc(sizeof *e);
    assert_true(eeo_read(e, text, strlen(text), "eeo.csv", &f));
    check_no_fault(&f);
    return e;
}

static void add(struct buf *to, const char *group, int passed, int failed) {
    for (int i = 0; i < passed + failed; i++)
        buf_format(to, "%s,%s\n", group, i < passed ? "yes" : "no");
}

/* The example of 44 FR 11998, question 12: 48 of 80 and 12 of 40: 60 % and 30 %, a ratio of one half. */
static void the_example_of_the_questions_and_answers(void **state) {
    (void)state;
    struct buf text = {0};
    struct rate rates[EEO_MAX_GROUPS];
    buf_add_text(&text, "race,stage:hired\n");
    add(&text, "White", 48, 32);
    add(&text, "Black", 12, 28);
    struct eeo *e = read_text(text.data);
    assert_int_equal(rates_of(&e->characteristic[0], 0, rates), 2);
    assert_true(fabs(rates[0].rate - 0.3) < 1e-9 && fabs(rates[0].ratio - 0.5) < 1e-9);
    assert_true(rates[0].below && !rates[0].highest && !rates[0].one_person);
    assert_true(rates[0].p > 0.001 && rates[0].p < 0.004);
    assert_true(rates[1].highest && !rates[1].below);
    buf_free(&text);
    free(e);
}

static void exactly_four_fifths_is_not_below(void **state) {
    (void)state;
    struct buf text = {0};
    struct rate rates[EEO_MAX_GROUPS];
    buf_add_text(&text, "sex,selected\n");
    add(&text, "F", 40, 60);
    add(&text, "M", 50, 50);
    struct eeo *e = read_text(text.data);
    (void)rates_of(&e->characteristic[0], 0, rates);
    assert_false(rates[0].below);
    assert_true(rates[0].one_person); /* one fewer would be below */
    buf_free(&text);
    free(e);
}

static void tiny_groups_and_what_is_not_stated_are_not_judged(void **state) {
    (void)state;
    struct buf text = {0};
    struct rate rates[EEO_MAX_GROUPS];
    buf_add_text(&text, "race,stage:hired\n");
    add(&text, "White", 90, 60);
    add(&text, "Tuvaluan", 2, 0);
    add(&text, "", 9, 0);
    struct eeo *e = read_text(text.data);
    assert_int_equal(rates_of(&e->characteristic[0], 0, rates), 3);
    assert_false(rates[0].judged || rates[1].judged);
    assert_true(rates[2].highest);
    buf_free(&text);
    free(e);
}

static void who_did_not_get_there_does_not_count(void **state) {
    (void)state;
    struct eeo *e = read_text("sex,stage:test,stage:hired\nF,yes,no\nF,no,\nM,yes,yes\n");
    assert_int_equal(e->characteristic[0].group[0].stage[1].reached, 1);
    assert_int_equal(e->characteristic[0].group[0].stage[0].reached, 2);
    assert_int_equal(e->persons, 3);
    free(e);
}

static void refused(const char *text, const char *message) {
    struct faults f = FAULTS_NONE;
    struct eeo *e = mem_alloc(sizeof *e);
    assert_false(eeo_read(e, text, strlen(text), "eeo.csv", &f));
    check_fault(&f, FAULT_DATA, message);
    free(e);
}

static void what_is_no_such_file_is_refused(void **state) {
    (void)state;
    refused(
        "sex\nF\n",
        "eeo.csv:1: no column says who was selected; say in a column \"stage:hired\" who passed: yes or no");
    refused("stage:hired\nyes\n", "eeo.csv:1: no column of a characteristic; add one such as \"sex\"");
    refused("sex,stage:hired\nF,maybe\n",
            "eeo.csv:2: a stage says neither yes nor no; say yes, no, or nothing");
    refused("sex,stage:hired\nF\n",
            "eeo.csv:2: another number of fields than the header; give every row a value, or nothing, "
            "for every column");
    refused("sex,stage:hired\n", "eeo.csv: there is nobody in it");
}

static void a_column_of_names_is_refused_and_not_repeated(void **state) {
    (void)state;
    struct buf text = {0};
    buf_add_text(&text, "who,stage:hired\n");
    for (int i = 0; i < EEO_MAX_GROUPS + 1; i++)
        buf_format(&text, "Person %d,yes\n", i);
    refused(text.data,
            "eeo.csv:26: column \"who\" has more than 24 groups, or the name of one is too long; leave out "
            "columns that are no characteristic, such as names");
    buf_free(&text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_example_of_the_questions_and_answers),
        cmocka_unit_test(exactly_four_fifths_is_not_below),
        cmocka_unit_test(tiny_groups_and_what_is_not_stated_are_not_judged),
        cmocka_unit_test(who_did_not_get_there_does_not_count),
        cmocka_unit_test(what_is_no_such_file_is_refused),
        cmocka_unit_test(a_column_of_names_is_refused_and_not_repeated),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
