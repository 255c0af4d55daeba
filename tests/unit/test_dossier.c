#include "check.h"

#include <stdio.h>

#include "evenhand/dossier.h"
#include "evenhand/mem.h"
#include "evenhand/record.h"

static void add_attempt(struct dossier *d, int step, const char *type, const char *outcome, int items,
                        bool ok) {
    struct faults f = FAULTS_NONE;
    cJSON *a = record_new(RECORD_ATTEMPT, "C-7F3K");
    (void)cJSON_AddNumberToObject(a, "step", step);
    (void)cJSON_AddStringToObject(a, "source_type", type);
    (void)cJSON_AddStringToObject(a, "outcome", outcome);
    (void)cJSON_AddNumberToObject(a, "items", items);
    assert_int_equal(dossier_add_attempt(d, a, &f), ok);
    if (!ok)
        check_fault(
            &f, FAULT_DATA,
            "C-7F3K: step 2 has attempts of two source types; a step asks one source; was the plan changed?");
    cJSON_Delete(a);
}

static void add_finding(struct dossier *d, const char *evidence, int item, const char *severity,
                        const char *month, const char *category) {
    struct faults f = FAULTS_NONE;
    cJSON *x = record_new(RECORD_FINDING, "C-7F3K");
    (void)cJSON_AddStringToObject(x, "evidence", evidence);
    (void)cJSON_AddNumberToObject(x, "item", item);
    (void)cJSON_AddStringToObject(x, "category", category);
    (void)cJSON_AddStringToObject(x, "severity", severity);
    (void)cJSON_AddStringToObject(x, "excerpt", "text");
    (void)cJSON_AddStringToObject(x, "published", month);
    (void)cJSON_AddStringToObject(x, "source_type", "blog");
    (void)cJSON_AddStringToObject(cJSON_AddObjectToObject(x, "match"), "class", "possible");
    (void)cJSON_AddStringToObject(x, "corroboration", "one source");
    (void)cJSON_AddBoolToObject(x, "reviewed", 1);
    assert_true(dossier_add_finding(d, x, &f));
    check_no_fault(&f);
    cJSON_Delete(x);
}

static void attempts_of_a_step_become_one_row(void **state) {
    (void)state;
    struct dossier d = {.steps = 0};
    dossier_begin(&d, "C-7F3K");
    add_attempt(&d, 2, "social", "none", 0, true);
    add_attempt(&d, 1, "search", "not-provided", 0, true);
    add_attempt(&d, 2, "social", "found", 5, true);
    add_attempt(&d, 2, "social", "refused", 2, true);
    dossier_finish(&d);
    assert_int_equal(d.steps, 2);
    assert_int_equal(d.step[0].step, 1);
    assert_int_equal(d.step[1].outcome, OUTCOME_FOUND);
    assert_int_equal(d.step[1].items, 7);
    assert_int_equal(d.tally.items, 7);
    assert_int_equal(d.tally.outcomes[OUTCOME_FOUND], 1);
    assert_int_equal(tally_steps(&d.tally), 2);
    dossier_free(&d);
}

static void a_step_of_two_source_types_is_refused(void **state) {
    (void)state;
    struct dossier d = {.steps = 0};
    dossier_begin(&d, "C-7F3K");
    add_attempt(&d, 2, "social", "none", 0, true);
    add_attempt(&d, 2, "forum", "none", 0, false);
    dossier_free(&d);
}

static void findings_come_by_severity_then_month_then_evidence(void **state) {
    (void)state;
    static const char *const expected[] = {"E-0002/1",  "E-0009/2", "E-0009/10", "E-9999/1",
                                           "E-10000/1", "E-0001/1", "E-0003/1"};
    struct dossier d = {.steps = 0};
    dossier_begin(&d, "C-7F3K");
    add_finding(&d, "E-0003", 1, "low", "2020-01", "drugs");
    add_finding(&d, "E-10000", 1, "high", "", "drugs");
    add_finding(&d, "E-9999", 1, "high", "", "drugs");
    add_finding(&d, "E-0009", 10, "high", "2024-05", "bias");
    add_finding(&d, "E-0009", 2, "high", "2024-05", "bias");
    add_finding(&d, "E-0002", 1, "high", "2023-12", "service");
    add_finding(&d, "E-0001", 1, "medium", "", "drugs");
    dossier_finish(&d);
    for (size_t i = 0; i < 7; i++) {
        char about[32];
        (void)snprintf(about, sizeof about, "%s/%llu", d.finding[i].evidence,
                       (unsigned long long)d.finding[i].item);
        assert_string_equal(about, expected[i]);
    }
    assert_int_equal(d.tally.shown, 7);
    assert_int_equal(tally_all_concerns(&d.tally), 6);
    assert_int_equal(tally_concerns(&d.tally, SEVERITY_HIGH), 4);
    assert_int_equal(tally_in_favour(&d.tally), 1);
    dossier_begin(&d, "C-2B9Q");
    assert_int_equal(d.findings, 0);
    dossier_free(&d);
}

static void more_than_a_sheet_holds_is_refused_with_advice(void **state) {
    (void)state;
    struct dossier d = {.steps = 0};
    struct faults f = FAULTS_NONE;
    dossier_begin(&d, "C-7F3K");
    d.findings = DOSSIER_MAX_FINDINGS; /* as if so many had come */
    cJSON *x = record_new(RECORD_FINDING, "C-7F3K");
    assert_false(dossier_add_finding(&d, x, &f));
    check_fault(
        &f, FAULT_DATA,
        "C-7F3K: more findings than a sheet can carry (1048560); narrow the plan's queries, or let the "
        "investigator withhold duplicates");
    cJSON_Delete(x);
    d.findings = 0;
    dossier_free(&d);
}

static void texts_come_back_as_they_were(void **state) {
    (void)state;
    struct dossier d = {.steps = 0};
    struct faults f = FAULTS_NONE;
    struct finding_texts t = {0};
    dossier_begin(&d, "C-7F3K");
    add_finding(&d, "E-0001", 1, "low", "", "drugs");
    cJSON *x = cJSON_Parse("{\"excerpt\":\"words\",\"reply\":\"It was a play.\",\"copies\":[\"E-0002/1\"],"
                           "\"support\":[\"E-0003/1\",\"E-0004/2\"]}");
    assert_true(dossier_add_finding(&d, x, &f));
    assert_true(dossier_texts(&d, &d.finding[0], &t, &f));
    assert_string_equal(t.excerpt, "text");
    assert_string_equal(t.reply, "");
    assert_string_equal(t.support, "");
    assert_true(dossier_texts(&d, &d.finding[1], &t, &f));
    assert_string_equal(t.excerpt, "words");
    assert_string_equal(t.reply, "It was a play.");
    assert_string_equal(t.copies, "E-0002/1");
    assert_string_equal(t.support, "E-0003/1, E-0004/2");
    cJSON_Delete(x);
    buf_free(&t.all);
    dossier_free(&d);
}

int main(void) {
    record_init();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(attempts_of_a_step_become_one_row),
        cmocka_unit_test(a_step_of_two_source_types_is_refused),
        cmocka_unit_test(more_than_a_sheet_holds_is_refused_with_advice),
        cmocka_unit_test(texts_come_back_as_they_were),
        cmocka_unit_test(findings_come_by_severity_then_month_then_evidence),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
