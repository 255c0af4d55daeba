/* The end of records: nothing opens them any more, not even an older backup; everything else stays. */
#include "vault_fixture.h"

#include "evenhand/custody.h"
#include "evenhand/files.h"

static cJSON *one(const char *number) {
    cJSON *numbers = cJSON_CreateArray();
    cJSON_AddItemToArray(numbers, cJSON_CreateString(number));
    return numbers;
}

static void two_candidates(struct fixture *x) {
    struct vault_capture c = capture_of("<p>Goodbye</p>", 14);
    fill_vault(x);
    put_candidate(x, "C-0A00", "A-2");
    assert_true(put_attempt(x, "C-0A00", 1, "", "found", &c, 1));
    cJSON *decision = decision_record("C-7F3K", "E-0001/1", "another town");
    assert_true(vault_decision_put(x->v, decision, &x->f));
    cJSON_Delete(decision);
}

static void destroy(struct fixture *x, const char *number, cJSON *certificate) {
    cJSON *numbers = one(number);
    if (!vault_destroy(x->v, numbers, certificate, &x->f))
        fail_msg("%s", x->f.text);
    assert_no_faults(&x->f);
    cJSON_Delete(numbers);
}

static void the_others_stay(struct fixture *x) {
    struct buf lines = {0};
    open_vault(x, VAULT_READ);
    assert_true(vault_whole(x->v, &x->f));
    assert_true(vault_ledger(x->v, collect_lines, &lines, &x->f));
    assert_non_null(strstr(lines.data, "\"act\":\"purge\""));
    buf_clear(&lines);
    assert_true(vault_replay(x->v, "C-0A00", true, collect_lines, &lines, &x->f));
    assert_non_null(strstr(lines.data, "Goodbye"));
    buf_free(&lines);
}

static void nothing_of_it_is_left(void **state) {
    struct fixture *x = *state;
    struct buf lines = {0};
    cJSON *certificate = cJSON_CreateObject();
    two_candidates(x);
    destroy(x, "C-7F3K", certificate);
    the_others_stay(x);
    cJSON *all = vault_candidates(x->v, &x->f);
    assert_int_equal(cJSON_GetArraySize(all), 1);
    cJSON_Delete(all);
    int64_t rows = -1;
    assert_true(
        store_number(&x->v->store,
                     "SELECT (SELECT count(*) FROM capture WHERE candidate = 'C-7F3K') + (SELECT count(*) "
                     "FROM attempt WHERE candidate = 'C-7F3K') + (SELECT count(*) FROM decision)",
                     &rows, &x->f));
    assert_int_equal(rows, 0);
    assert_null(vault_keys_data(x->v->keys, "C-7F3K", &x->f));
    expect_fault(x, FAULT_NOT_PERMITTED, "these records were destroyed: their key is gone");
    buf_free(&lines);
    cJSON_Delete(certificate);
}

/* Every sealed byte that was there before is gone from the file and its log. */
static void not_a_sealed_byte_stays_in_the_file(void **state) {
    struct fixture *x = *state;
    struct buf before = {0}, after = {0};
    cJSON *certificate = cJSON_CreateObject();
    two_candidates(x);
    struct query q;
    size_t len;
    query_open(&q, &x->v->store, "SELECT body FROM capture WHERE candidate = 'C-7F3K'");
    assert_int_equal(query_step(&q, &x->f), QUERY_ROW);
    const void *sealed = query_blob(&q, 0, &len);
    buf_add(&before, sealed, len);
    query_close(&q);
    destroy(x, "C-7F3K", certificate);
    char *file = in_vault(x, "vault.db"), *log = in_vault(x, "vault.db-wal");
    assert_true(file_read(file, (size_t)16 << 20, &after, &x->f) &&
                file_read(log, (size_t)16 << 20, &after, &x->f));
    assert_null(memmem(after.data, after.len, before.data + 10, 24));
    buf_free(&before);
    buf_free(&after);
    free(file);
    free(log);
    cJSON_Delete(certificate);
}

static void an_older_backup_does_not_open_any_more(void **state) {
    struct fixture *x = *state;
    char *backup = mem_format("%s/backup.db", x->caseload), *file = in_vault(x, "vault.db");
    cJSON *certificate = cJSON_CreateObject();
    two_candidates(x);
    assert_true(vault_backup(x->v, backup, &x->f));
    destroy(x, "C-7F3K", certificate);
    vault_close(x->v);
    x->v = NULL;
    custody_forget();
    assert_int_equal(rename(backup, file), 0);
    refuse_vault(x, VAULT_READ, FAULT_NOT_PERMITTED, "a backup made before that no longer opens");
    cJSON_Delete(certificate);
    free(backup);
    free(file);
}

static void a_backup_made_before_opens_as_long_as_nothing_was_destroyed(void **state) {
    struct fixture *x = *state;
    char *backup = mem_format("%s/backup.db", x->caseload), *file = in_vault(x, "vault.db");
    struct buf lines = {0};
    struct stat s;
    two_candidates(x);
    assert_true(vault_backup(x->v, backup, &x->f));
    assert_int_equal(stat(backup, &s), 0);
    assert_int_equal(s.st_mode & 0777, 0600);
    put_candidate(x, "C-0B00", "A-3");
    assert_true(vault_ledger_add(x->v, "gather", NULL, &x->f));
    vault_close(x->v);
    x->v = NULL;
    assert_int_equal(rename(backup, file), 0);
    open_vault(x, VAULT_READ);
    assert_true(vault_replay(x->v, "C-7F3K", true, collect_lines, &lines, &x->f));
    assert_non_null(strstr(lines.data, "Hello"));
    assert_false(vault_is_latest(x->v, &x->f)); /* put back, and nobody said so */
    expect_fault(x, FAULT_ANSWER_NO, "the vault is older than it was");
    open_vault(x, VAULT_WRITE);
    assert_true(vault_restored(x->v, PLAN_A, &x->f));
    assert_true(vault_is_latest(x->v, &x->f));
    buf_free(&lines);
    free(backup);
    free(file);
}

static void the_certificate_says_what(void **state) {
    struct fixture *x = *state;
    struct buf lines = {0};
    cJSON *certificate = parse("{\"why\":\"retention\"}");
    char *out = mem_format("%s/okafor.key", x->caseload);
    two_candidates(x);
    assert_true(vault_custodian_add(x->v, "okafor", out, NULL, &x->f));
    destroy(x, "C-7F3K", certificate);
    const cJSON *entry = cJSON_GetArrayItem(record_field(certificate, "destroyed"), 0);
    assert_string_equal(record_text(entry, "candidate"), "C-7F3K");
    assert_int_equal((int)record_number(entry, "captures"), 1);
    assert_int_equal((int)record_number(entry, "decisions"), 1);
    assert_int_equal(strlen(record_text(entry, "evidence_sha256")), 64);
    assert_string_equal(cJSON_GetArrayItem(record_field(certificate, "keys_to_renew"), 0)->valuestring,
                        "okafor");
    assert_true(vault_certificates(x->v, collect_lines, &lines, &x->f));
    assert_non_null(strstr(lines.data, "\"why\":\"retention\""));
    buf_free(&lines);
    cJSON_Delete(certificate);
    free(out);
}

static void a_hold_stops_it(void **state) {
    struct fixture *x = *state;
    cJSON *certificate = cJSON_CreateObject(), *numbers = one("C-7F3K");
    struct buf lines = {0};
    two_candidates(x);
    assert_true(vault_hold(x->v, "C-7F3K", false, "Quillfeather v. Wexcombe", &x->f));
    assert_false(vault_hold(x->v, "C-7F3K", false, "again", &x->f));
    expect_fault(x, FAULT_DATA, "C-7F3K is under hold already");
    assert_false(vault_hold(x->v, "C-ZZZZ", false, "who", &x->f));
    expect_fault(x, FAULT_DATA, "there are no records of a candidate \"C-ZZZZ\"");
    assert_false(vault_destroy(x->v, numbers, certificate, &x->f));
    expect_fault(x, FAULT_NOT_PERMITTED, "C-7F3K is under legal hold");
    assert_true(vault_ledger(x->v, collect_lines, &lines, &x->f));
    assert_null(strstr(lines.data, "Quillfeather")); /* the reason is sealed */
    assert_true(vault_hold(x->v, "C-7F3K", true, "settled", &x->f));
    destroy(x, "C-7F3K", certificate);
    the_others_stay(x);
    buf_free(&lines);
    cJSON_Delete(certificate);
    cJSON_Delete(numbers);
}

#define T(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        T(nothing_of_it_is_left),
        T(not_a_sealed_byte_stays_in_the_file),
        T(an_older_backup_does_not_open_any_more),
        T(a_backup_made_before_opens_as_long_as_nothing_was_destroyed),
        T(the_certificate_says_what),
        T(a_hold_stops_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
