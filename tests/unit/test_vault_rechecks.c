/* Rechecks: all of one, under one entry of the ledger, or nothing; the latest about an item comes last. */
#include "vault_fixture.h"

#include "evenhand/vault_chain.h"

static cJSON *recheck_record(const char *about, const char *result) {
    cJSON *record = parse(
        "{\"type\":\"recheck\",\"candidate\":\"C-7F3K\",\"about\":\"\",\"result\":\"\",\"reason\":\"Tansy "
        "took it down\",\"status\":404,\"at\":\"2026-11-02T08:15:00Z\"}");
    cJSON_ReplaceItemInObjectCaseSensitive(record, "about", cJSON_CreateString(about));
    cJSON_ReplaceItemInObjectCaseSensitive(record, "result", cJSON_CreateString(result));
    return record;
}

static cJSON *two(const char *first, const char *second) {
    cJSON *all = cJSON_CreateArray();
    cJSON_AddItemToArray(all, recheck_record("E-0001/1", first));
    cJSON_AddItemToArray(all, recheck_record("E-0001/2", second));
    return all;
}

static char *results(struct fixture *x, int64_t through) {
    struct buf lines = {0};
    assert_true(vault_rechecks(x->v, "C-7F3K", through, collect_lines, &lines, &x->f));
    buf_add(&lines, "", 0);
    return buf_take(&lines);
}

static size_t count(const char *text, const char *words) {
    size_t n = 0;
    for (; (text = strstr(text, words)) != NULL; text += strlen(words))
        n++;
    return n;
}

static bool note(void *ctx, const cJSON *entry, struct faults *f) {
    (void)f;
    if (strcmp(record_text(entry, "act"), ACT_RECHECK) == 0)
        record_print(record_field(entry, "detail"), ctx);
    return true;
}

static void stored_together_and_counted_in_the_ledger(void **state) {
    struct fixture *x = *state;
    struct buf entries = {0};
    fill_vault(x);
    cJSON *all = two("there", "gone"), *later = two("there", "changed");
    assert_true(vault_rechecks_put(x->v, all, &x->f));
    assert_true(vault_rechecks_put(x->v, later, &x->f));
    assert_true(vault_ledger(x->v, note, &entries, &x->f));
    assert_non_null(
        strstr(entries.data, "{\"there\":1,\"changed\":0,\"gone\":1,\"undetermined\":0,\"through\":2}"));
    assert_non_null(
        strstr(entries.data, "{\"there\":1,\"changed\":1,\"gone\":0,\"undetermined\":0,\"through\":4}"));
    char *then = results(x, 2), *now = results(x, 4);
    assert_int_equal(count(then, "\"type\":\"recheck\""), 2);
    assert_int_equal(count(now, "\"type\":\"recheck\""), 4);
    assert_true(strstr(now, "gone") < strstr(now, "changed")); /* in the order made: the last counts */
    assert_true(vault_whole(x->v, &x->f));
    cJSON_Delete(all);
    cJSON_Delete(later);
    buf_free(&entries);
    free(then);
    free(now);
}

static void one_that_names_no_evidence_leaves_none_of_them(void **state) {
    struct fixture *x = *state;
    struct buf entries = {0};
    fill_vault(x);
    cJSON *all = two("there", "gone");
    cJSON_AddItemToArray(all, recheck_record("E-0099/1", "gone"));
    assert_false(vault_rechecks_put(x->v, all, &x->f));
    x->f = (struct faults)FAULTS_NONE;
    char *lines = results(x, INT64_MAX);
    assert_string_equal(lines, "");
    assert_true(vault_ledger(x->v, note, &entries, &x->f));
    assert_int_equal(entries.len, 0);
    assert_true(vault_whole(x->v, &x->f));
    cJSON_Delete(all);
    buf_free(&entries);
    free(lines);
}

static void a_changed_row_is_told(void **state) {
    struct fixture *x = *state;
    fill_vault(x);
    cJSON *all = two("there", "gone");
    assert_true(vault_rechecks_put(x->v, all, &x->f));
    cJSON_Delete(all);
    tamper(x, "UPDATE recheck SET item = 1 WHERE id = 2");
    open_vault(x, VAULT_READ);
    assert_false(vault_check(x->v, &x->f));
    assert_int_equal(x->f.code, FAULT_ANSWER_NO);
    x->f = (struct faults)FAULTS_NONE;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(stored_together_and_counted_in_the_ledger, fixture_setup,
                                        fixture_teardown),
        cmocka_unit_test_setup_teardown(one_that_names_no_evidence_leaves_none_of_them, fixture_setup,
                                        fixture_teardown),
        cmocka_unit_test_setup_teardown(a_changed_row_is_told, fixture_setup, fixture_teardown)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
