/* Whatever happens to the file's bytes: a fault, or exactly what was stored. Never something else, never a
 * crash. */
#include "vault_fixture.h"

#include <fcntl.h>
#include <sodium.h>

#include "evenhand/files.h"

#define ROUNDS 400
#define WORST_BYTES 32 /* changed in one round */

static void a_vault_of_everything(struct fixture *x) {
    static const char page[] = "<p>Zebra wrenches, and how to hold them; zebra wrenches, and how not to.</p>";
    fill_vault(x);
    put_candidate(x, "C-0A00", "A-2");
    for (int step = 2; step < 12; step++) {
        struct vault_capture c[] = {capture_of(page, sizeof page - 1), capture_of(page, 10)};
        assert_true(put_attempt(x, "C-7F3K", step, "a", "undetermined", c, 1));
        assert_true(put_attempt(x, "C-7F3K", step, "a", "found", c, 2));
        assert_true(put_attempt(x, "C-0A00", step, "", "none", NULL, 0));
    }
    cJSON *decision = decision_record("C-7F3K", "E-0001/2", "another town");
    assert_true(vault_decision_put(x->v, decision, &x->f));
    cJSON_Delete(decision);
    for (int i = 0; i < 5; i++)
        assert_true(vault_ledger_add(x->v, "gather", NULL, &x->f));
    vault_close(x->v);
    x->v = NULL;
}

static bool dump_candidate(struct vault *v, const cJSON *candidate, struct buf *to, struct faults *f) {
    const char *number = record_text(candidate, "candidate");
    record_print(candidate, to);
    return vault_decisions(v, number, collect_lines, to, f) &&
           vault_replay(v, number, true, collect_lines, to, f);
}

/* Entries but for those of the openings themselves, which every look adds. */
static bool collect_acts(void *ctx, const cJSON *entry, struct faults *f) {
    return strcmp(record_text(entry, "act"), "open") == 0 || collect_lines(ctx, entry, f);
}

/* Everything that a reader can learn; false with a fault. */
static bool dump(struct fixture *x, struct buf *to) {
    struct vault *v = vault_open(x->caseload, VAULT_READ, &x->f);
    buf_clear(to);
    bool ok = v && vault_check(v, &x->f) && vault_ledger(v, collect_acts, to, &x->f);
    cJSON *run = ok ? vault_run(v, &x->f) : NULL, *all = ok ? vault_candidates(v, &x->f) : NULL;
    ok = run && all;
    if (ok)
        record_print(run, to);
    for (const cJSON *candidate = ok ? all->child : NULL; candidate; candidate = candidate->next)
        ok = ok && dump_candidate(v, candidate, to, &x->f);
    cJSON_Delete(run);
    cJSON_Delete(all);
    vault_close(v);
    return ok;
}

static void restore(struct fixture *x, const struct buf *whole) {
    char *file = in_vault(x, "vault.db"), *log = in_vault(x, "vault.db-wal"),
         *index = in_vault(x, "vault.db-shm");
    int fd = open(file, O_WRONLY | O_TRUNC | O_CLOEXEC);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, whole->data, whole->len), whole->len);
    close(fd);
    unlink(log);
    unlink(index);
    free(file);
    free(log);
    free(index);
}

/* Changes some bytes, near one another as damage is. */
static void damage(struct fixture *x, size_t len) {
    char *file = in_vault(x, "vault.db");
    int fd = open(file, O_WRONLY | O_CLOEXEC);
    uint32_t at = randombytes_uniform((uint32_t)len), count = 1 + randombytes_uniform(WORST_BYTES);
    assert_true(fd >= 0);
    for (uint32_t i = 0; i < count && at + i < len; i += 1 + randombytes_uniform(4)) {
        char byte = (char)randombytes_uniform(256);
        assert_int_equal(pwrite(fd, &byte, 1, at + i), 1);
    }
    close(fd);
    free(file);
}

static void damage_is_told_or_does_not_matter(void **state) {
    struct fixture *x = *state;
    struct buf whole = {0}, before = {0}, after = {0};
    int told = 0;
    a_vault_of_everything(x);
    char *file = in_vault(x, "vault.db");
    assert_true(file_read(file, (size_t)16 << 20, &whole, &x->f));
    assert_true(dump(x, &before));
    for (int i = 0; i < ROUNDS; i++) {
        restore(x, &whole);
        damage(x, whole.len);
        if (!dump(x, &after)) {
            if (x->f.count == 0 || x->f.code == FAULT_BUG)
                fail_msg("told badly (%d): %s", x->f.code, x->f.text);
            x->f = (struct faults)FAULTS_NONE;
            told++;
            continue;
        }
        assert_int_equal(after.len, before.len);
        assert_memory_equal(after.data, before.data, before.len);
    }
    print_message("%d of %d told, the others did not matter\n", told, ROUNDS);
    assert_true(told > ROUNDS / 10);
    buf_free(&whole);
    buf_free(&before);
    buf_free(&after);
    free(file);
}

static void expect_missing(struct fixture *x, const char *sql, const char *words) {
    a_vault_of_everything(x);
    tamper(x, sql);
    x->v = vault_open(x->caseload, VAULT_READ, &x->f);
    assert_false(x->v && vault_check(x->v, &x->f));
    expect_fault(x, FAULT_ANSWER_NO, words);
}

static void a_removed_attempt_is_told(void **state) {
    expect_missing(*state, "DELETE FROM attempt WHERE id = 4",
                   "table attempt has 30 rows, and 31 were signed");
}

static void a_removed_candidate_is_told(void **state) {
    expect_missing(*state, "DELETE FROM candidate WHERE number = 'C-0A00'",
                   "10 rows without the row they belong to");
}

static void a_removed_newest_row_is_told(void **state) {
    expect_missing(*state, "DELETE FROM decision WHERE id = (SELECT max(id) FROM decision)",
                   "table decision has 0 rows, and 1 were signed");
}

static void rows_that_changed_places_are_told(void **state) {
    expect_missing(*state,
                   "UPDATE attempt SET id = 1000 WHERE id = 4; UPDATE attempt SET id = 4 WHERE id = 7;"
                   "UPDATE attempt SET id = 7 WHERE id = 1000",
                   "attempt 4 (record): the sealed value was changed or damaged, or belongs elsewhere");
}

static void an_added_row_is_told(void **state) {
    expect_missing(
        *state,
        "INSERT INTO attempt SELECT 1000, candidate, step + 90, value, outcome, captures, superseded, "
        "record FROM attempt WHERE id = 4",
        "table attempt has 32 rows, and 31 were signed");
}

/* Neither the plain columns nor what lies in a superseded attempt's capture escapes. */
static void a_changed_number_is_told(void **state) {
    expect_missing(*state, "UPDATE attempt SET outcome = 'none' WHERE id = 1",
                   "a row of table attempt was changed, replaced or moved");
}

static void chains_that_were_made_to_fit_are_not_signed(void **state) {
    expect_missing(*state,
                   "DELETE FROM decision; UPDATE chain SET rows = 0, sha256 = printf('%064d', 0) WHERE "
                   "name = 'decision'",
                   "the signature over the vault's tables and ledger does not hold");
}

static void an_attempt_hidden_as_superseded_is_told(void **state) {
    expect_missing(*state, "UPDATE attempt SET superseded = 1 WHERE id = 1",
                   "1 superseded attempts without a later one");
}

#define T(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        T(damage_is_told_or_does_not_matter),
        T(a_removed_attempt_is_told),
        T(a_removed_candidate_is_told),
        T(a_removed_newest_row_is_told),
        T(rows_that_changed_places_are_told),
        T(an_added_row_is_told),
        T(a_changed_number_is_told),
        T(chains_that_were_made_to_fit_are_not_signed),
        T(an_attempt_hidden_as_superseded_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
