/* Run, candidates, attempts and decisions: in, out, and refused. */
#include "vault_fixture.h"

#include <sodium.h>

static void the_run_of_the_first_gather_stays(void **state) {
    struct fixture *x = *state;
    open_vault(x, VAULT_CREATE);
    assert_null(vault_run(x->v, &x->f));
    assert_no_faults(&x->f);
    cJSON *run = run_record(PLAN_A);
    assert_true(vault_run_begin(x->v, run, "plan: Made-up plan\n", &x->f));
    cJSON_ReplaceItemInObjectCaseSensitive(run, "started", cJSON_CreateString("2026-11-01T00:00:00Z"));
    assert_true(vault_run_begin(x->v, run, "plan: Made-up plan\n", &x->f));
    cJSON_Delete(run);
    run = vault_run(x->v, &x->f);
    assert_string_equal(record_text(run, "started"), "2026-10-01T09:00:00Z");
    cJSON_Delete(run);
}

static void a_changed_plan_is_refused(void **state) {
    struct fixture *x = *state;
    fill_vault(x);
    cJSON *run = run_record(PLAN_B);
    assert_false(vault_run_begin(x->v, run, "plan: Another\n", &x->f));
    cJSON_Delete(run);
    expect_fault(x, FAULT_CONFIG,
                 "plan.yaml: the plan changed after gathering began on 2026-10-01T09:00:00Z "
                 "(digest aaaaaaaaaaaa, now bbbbbbbbbbbb;");
    run = vault_run(x->v, &x->f);
    assert_string_equal(record_text(run, "plan_sha256"), PLAN_A);
    cJSON_Delete(run);
}

static void a_number_once_drawn_stays(void **state) {
    struct fixture *x = *state;
    fill_vault(x);
    cJSON *again = candidate_record("C-9999", "A-1", "Quillon Vex Marlowe");
    assert_true(vault_candidate_put(x->v, again, &x->f));
    assert_string_equal(record_text(again, "candidate"), "C-7F3K");
    cJSON_Delete(again);
}

static void a_number_that_is_taken_is_drawn_again(void **state) {
    struct fixture *x = *state;
    fill_vault(x);
    cJSON *other = candidate_record("C-7F3K", "A-2", "Tamsin Oddwater");
    assert_true(vault_candidate_put(x->v, other, &x->f));
    assert_string_not_equal(record_text(other, "candidate"), "C-7F3K");
    cJSON_Delete(other);
    cJSON *all = vault_candidates(x->v, &x->f);
    assert_int_equal(cJSON_GetArraySize(all), 2);
    cJSON_Delete(all);
}

static void a_changed_candidate_is_refused_by_ref_and_field(void **state) {
    struct fixture *x = *state;
    fill_vault(x);
    cJSON *changed = candidate_record("C-7F3K", "A-1", "Quillon Marlowe");
    assert_false(vault_candidate_put(x->v, changed, &x->f));
    expect_fault(x, FAULT_DATA,
                 "candidates.csv: full_name of candidate \"A-1\" changed after gathering began; put it back");
    cJSON_Delete(changed);
    changed = candidate_record("C-7F3K", "A-1", "Quillon Vex Marlowe");
    cJSON_ReplaceItemInObjectCaseSensitive(changed, "position", cJSON_CreateString("Dispatcher"));
    assert_false(vault_candidate_put(x->v, changed, &x->f));
    expect_fault(x, FAULT_DATA, "position of candidate \"A-1\" changed");
    cJSON_Delete(changed);
}

static void candidates_come_in_order_of_number(void **state) {
    struct fixture *x = *state;
    open_vault(x, VAULT_CREATE);
    put_candidate(x, "C-ZZZZ", "A-1");
    put_candidate(x, "C-0A00", "A-2");
    put_candidate(x, "C-7F3K", "A-3");
    cJSON *all = vault_candidates(x->v, &x->f);
    assert_string_equal(record_text(cJSON_GetArrayItem(all, 0), "candidate"), "C-0A00");
    assert_string_equal(record_text(cJSON_GetArrayItem(all, 1), "candidate"), "C-7F3K");
    assert_string_equal(record_text(cJSON_GetArrayItem(all, 2), "candidate"), "C-ZZZZ");
    cJSON_Delete(all);
}

static void an_undetermined_attempt_is_superseded_and_kept(void **state) {
    struct fixture *x = *state;
    struct vault_capture busy = capture_of("busy", 4), answer = capture_of("answer", 6);
    fill_vault(x);
    assert_string_equal(vault_attempt_outcome(x->v, "C-7F3K", 2, "a", &x->f), "");
    busy.status = 503;
    assert_true(put_attempt(x, "C-7F3K", 2, "a", "undetermined", &busy, 1));
    assert_string_equal(vault_attempt_outcome(x->v, "C-7F3K", 2, "a", &x->f), "undetermined");
    assert_true(put_attempt(x, "C-7F3K", 2, "a", "found", &answer, 1));
    assert_string_equal(vault_attempt_outcome(x->v, "C-7F3K", 2, "a", &x->f), "found");
    assert_string_equal(vault_attempt_outcome(x->v, "C-7F3K", 2, "b", &x->f), "");

    struct buf lines = {0};
    uint64_t total;
    assert_true(vault_replay(x->v, "C-7F3K", true, collect_lines, &lines, &x->f));
    assert_null(strstr(lines.data, "busy"));
    assert_non_null(strstr(lines.data, "\"evidence\":\"E-0003\"")); /* E-0002 is history */
    assert_true(vault_capture_total(x->v, &total, &x->f));
    assert_int_equal(total, 2);
    buf_free(&lines);
    int64_t rows;
    assert_true(store_number(&x->v->store, "SELECT count(*) FROM attempt", &rows, &x->f));
    assert_int_equal(rows, 3);
}

static void a_determined_attempt_is_not_repeated(void **state) {
    struct fixture *x = *state;
    fill_vault(x);
    assert_false(put_attempt(x, "C-7F3K", 1, "zebrawrench", "none", NULL, 0));
    expect_fault(x, FAULT_BUG, "step 1 of C-7F3K is already determined (found)");
}

static void replay_is_in_order_of_step_then_value(void **state) {
    struct fixture *x = *state;
    open_vault(x, VAULT_CREATE);
    put_candidate(x, "C-7F3K", "A-1");
    struct vault_capture c[] = {capture_of("1", 1), capture_of("2", 1)}, d = capture_of("3", 1);
    assert_true(put_attempt(x, "C-7F3K", 10, "", "none", NULL, 0));
    assert_true(put_attempt(x, "C-7F3K", 2, "zed", "found", c, 2));
    assert_true(put_attempt(x, "C-7F3K", 2, "alf", "found", &d, 1));
    struct buf lines = {0};
    assert_true(vault_replay(x->v, "C-7F3K", true, collect_lines, &lines, &x->f));
    static const char *const order[] = {"\"body\":\"3\"", "\"captures\":1", "\"body\":\"1\"",
                                        "\"body\":\"2\"", "\"captures\":2", "\"step\":10"};
    const char *at = lines.data;
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        at = strstr(at, order[i]);
        assert_non_null(at);
    }
    buf_free(&lines);
}

static void evidence_numbers_have_no_gaps_after_a_refusal(void **state) {
    struct fixture *x = *state;
    fill_vault(x);
    struct vault_capture c[] = {capture_of("1", 1), capture_of("2", 1)};
    c[1].fetched = "yesterday";
    assert_false(put_attempt(x, "C-7F3K", 3, "", "found", c, 2));
    expect_fault(x, FAULT_DATA, "wrong value for \"fetched\"");
    c[1].fetched = c[0].fetched;
    assert_true(put_attempt(x, "C-7F3K", 3, "", "found", c, 2));
    struct buf lines = {0};
    assert_true(vault_replay(x->v, "C-7F3K", false, collect_lines, &lines, &x->f));
    assert_non_null(strstr(lines.data, "E-0002"));
    assert_non_null(strstr(lines.data, "E-0003"));
    assert_null(strstr(lines.data, "E-0004"));
    buf_free(&lines);
}

static void an_attempt_needs_its_candidate_and_its_captures(void **state) {
    struct fixture *x = *state;
    fill_vault(x);
    assert_false(put_attempt(x, "C-AAAA", 1, "", "none", NULL, 0));
    expect_fault(x, FAULT_ANSWER_NO, "vault: C-AAAA: there is no such candidate");
    cJSON *record = attempt_record("C-7F3K", 4, "found", 2);
    assert_false(vault_attempt_put(x->v, record, "", NULL, 0, &x->f));
    expect_fault(x, FAULT_BUG, "does not go with its value and captures");
    cJSON_Delete(record);
}

static void decisions_come_in_the_order_made(void **state) {
    struct fixture *x = *state;
    fill_vault(x);
    cJSON *first = decision_record("C-7F3K", "E-0001/2", "another town");
    cJSON *second = decision_record("C-7F3K", "E-0001", "on second thoughts");
    assert_true(vault_decision_put(x->v, first, &x->f));
    assert_true(vault_decision_put(x->v, second, &x->f));
    struct buf lines = {0}, expected = {0};
    assert_true(vault_decisions(x->v, "C-7F3K", collect_lines, &lines, &x->f));
    record_print(first, &expected);
    record_print(second, &expected);
    assert_string_equal(lines.data, expected.data);
    buf_free(&lines);
    buf_free(&expected);
    cJSON_Delete(first);
    cJSON_Delete(second);
}

static void a_decision_about_nothing_is_refused(void **state) {
    struct fixture *x = *state;
    fill_vault(x);
    cJSON *decision = decision_record("C-7F3K", "E-0002/1", "");
    assert_false(vault_decision_put(x->v, decision, &x->f));
    expect_fault(x, FAULT_DATA, "C-7F3K has no evidence E-0002/1");
    cJSON_Delete(decision);
}

static void a_full_disk_loses_nothing(void **state) {
    struct fixture *x = *state;
    fill_vault(x);
    char *body = mem_alloc(200000);
    randombytes_buf(body, 200000); /* does not compress */
    struct vault_capture c = capture_of(body, 200000);
    assert_true(store_execute(&x->v->store, "PRAGMA max_page_count=40", "test", &x->f));
    assert_false(put_attempt(x, "C-7F3K", 2, "", "found", &c, 1));
    expect_fault(x, FAULT_IO, "free some space and run the same command again");
    assert_true(store_execute(&x->v->store, "PRAGMA max_page_count=100000", "test", &x->f));
    assert_string_equal(vault_attempt_outcome(x->v, "C-7F3K", 2, "", &x->f), "");
    assert_true(put_attempt(x, "C-7F3K", 2, "", "found", &c, 1));
    struct buf lines = {0};
    assert_true(vault_replay(x->v, "C-7F3K", true, collect_lines, &lines, &x->f));
    assert_non_null(strstr(lines.data, "E-0002"));
    buf_free(&lines);
    free(body);
}

static void a_column_that_was_changed_is_told(void **state) {
    struct fixture *x = *state;
    struct buf lines = {0};
    fill_vault(x);
    tamper(x, "UPDATE attempt SET outcome = 'none'");
    open_vault(x, VAULT_READ);
    assert_null(vault_attempt_outcome(x->v, "C-7F3K", 1, "zebrawrench", &x->f));
    expect_fault(x, FAULT_ANSWER_NO, "the sealed record and the columns beside it disagree");
    assert_false(vault_replay(x->v, "C-7F3K", true, collect_lines, &lines, &x->f));
    expect_fault(x, FAULT_ANSWER_NO, "vault: C-7F3K, attempt 1: the sealed record and the columns");
    buf_free(&lines);
}

static void nothing_of_a_person_is_in_the_clear_columns(void **state) {
    struct fixture *x = *state;
    int64_t found;
    fill_vault(x);
    static const char *const columns[] = {
        "SELECT count(*) FROM candidate WHERE number || hex(ref) LIKE '%A-1%'",
        "SELECT count(*) FROM attempt WHERE hex(value) || outcome LIKE '%zebra%' OR value = "
        "CAST('zebrawrench' AS "
        "BLOB)",
        "SELECT count(*) FROM pragma_table_info('capture') WHERE name IN ('url', 'sha256', 'media_type')"};
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        assert_true(store_number(&x->v->store, columns[i], &found, &x->f));
        assert_int_equal(found, 0);
    }
}

#define T(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        T(the_run_of_the_first_gather_stays),
        T(a_changed_plan_is_refused),
        T(a_number_once_drawn_stays),
        T(a_number_that_is_taken_is_drawn_again),
        T(a_changed_candidate_is_refused_by_ref_and_field),
        T(candidates_come_in_order_of_number),
        T(an_undetermined_attempt_is_superseded_and_kept),
        T(a_determined_attempt_is_not_repeated),
        T(replay_is_in_order_of_step_then_value),
        T(evidence_numbers_have_no_gaps_after_a_refusal),
        T(an_attempt_needs_its_candidate_and_its_captures),
        T(decisions_come_in_the_order_made),
        T(a_decision_about_nothing_is_refused),
        T(a_full_disk_loses_nothing),
        T(a_column_that_was_changed_is_told),
        T(nothing_of_a_person_is_in_the_clear_columns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
