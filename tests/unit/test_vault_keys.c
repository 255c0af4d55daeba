/* Keys of a vault: none, a wrong one, a damaged one; locked memory; rotation, also cut off half-way. */
#include "vault_fixture.h"

#include <dirent.h>
#include <fcntl.h>

#include "evenhand/custody.h"
#include "evenhand/files.h"

static char *key_of(const struct fixture *x) {
    struct faults f = FAULTS_NONE;
    return key_file_path(x->v->keys->id, &f);
}

static void shut(struct fixture *x) {
    vault_close(x->v);
    x->v = NULL;
    custody_forget();
}

static void can_read(struct fixture *x) {
    struct buf lines = {0};
    open_vault(x, VAULT_READ);
    assert_true(vault_check(x->v, &x->f));
    assert_true(vault_replay(x->v, "C-7F3K", true, collect_lines, &lines, &x->f));
    assert_non_null(strstr(lines.data, "Hello"));
    buf_free(&lines);
}

static void without_the_key_it_stays_shut(void **state) {
    struct fixture *x = *state;
    fill_vault(x);
    char *path = key_of(x), *away = mem_format("%s.away", path);
    shut(x);
    assert_int_equal(rename(path, away), 0);
    refuse_vault(x, VAULT_READ, FAULT_NOT_PERMITTED, "the vault is sealed, and its key is not here");
    assert_int_equal(rename(away, path), 0);
    can_read(x);
    free(path);
    free(away);
}

static void another_key_does_not_open_it(void **state) {
    struct fixture *x = *state;
    struct key_file k;
    fill_vault(x);
    char *path = key_of(x);
    shut(x);
    key_file_begin(&k);
    assert_true(key_file_read(path, &k, &x->f));
    k.secret[0] ^= 1;
    k.secret[31] ^= 1;
    assert_true(key_file_write(path, &k, &x->f));
    key_file_end(&k);
    refuse_vault(x, VAULT_READ, FAULT_NOT_PERMITTED, "'s key does not open this vault");
    free(path);
}

static void expect_key_damage(struct fixture *x, const char *sql) {
    fill_vault(x);
    tamper(x, sql);
    x->v = vault_open(x->caseload, VAULT_READ, &x->f);
    assert_false(x->v && vault_check(x->v, &x->f));
    if (x->f.code != FAULT_ANSWER_NO && x->f.code != FAULT_NOT_PERMITTED)
        fail_msg("%d: %s", x->f.code, x->f.text);
    x->f = (struct faults)FAULTS_NONE;
}

static void a_changed_key_row_is_told(void **state) {
    expect_key_damage(*state, "UPDATE candidate SET key = randomblob(length(key))");
}

static void a_key_of_another_candidate_is_told(void **state) {
    struct fixture *x = *state;
    fill_vault(x);
    put_candidate(x, "C-0A00", "A-2");
    tamper(x, "UPDATE candidate SET key = (SELECT key FROM candidate WHERE number = 'C-0A00')");
    x->v = vault_open(x->caseload, VAULT_READ, &x->f);
    assert_false(vault_replay(x->v, "C-7F3K", true, collect_lines, &(struct buf){0}, &x->f));
    expect_fault(x, FAULT_ANSWER_NO, "vault: C-7F3K: the data key does not open: it was changed");
}

static void a_changed_signing_key_is_told(void **state) {
    expect_key_damage(*state, "UPDATE keyring SET value = randomblob(length(value)) WHERE name = 'sign'");
}

static void an_added_custodian_is_told(void **state) {
    expect_key_damage(*state,
                      "INSERT INTO custodian SELECT 'intruder', randomblob(32), sealed FROM custodian");
}

/* Flips one bit of a column of the first row; false behind its end. */
static bool flip(struct fixture *x, const char *table, const char *column, int at) {
    char *path = in_vault(x, "vault.db"),
         *ask = mem_format("SELECT %s FROM %s WHERE rowid = 1", column, table);
    char *change = mem_format("UPDATE %s SET %s = ? WHERE rowid = 1", table, column);
    sqlite3 *db;
    sqlite3_stmt *row, *update;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, ask, -1, &row, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(row), SQLITE_ROW);
    int len = sqlite3_column_bytes(row, 0);
    unsigned char *bytes = mem_alloc((size_t)len + 1);
    memcpy(bytes, sqlite3_column_blob(row, 0), (size_t)len);
    assert_int_equal(sqlite3_finalize(row), SQLITE_OK);
    if (at < len) {
        bytes[at] ^= (unsigned char)(1U << (at % 8));
        assert_int_equal(sqlite3_prepare_v2(db, change, -1, &update, NULL), SQLITE_OK);
        assert_int_equal(sqlite3_bind_blob(update, 1, bytes, len, SQLITE_STATIC), SQLITE_OK);
        assert_int_equal(sqlite3_step(update), SQLITE_DONE);
        assert_int_equal(sqlite3_finalize(update), SQLITE_OK);
    }
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    free(bytes);
    free(path);
    free(ask);
    free(change);
    return at < len;
}

static void expect_told(struct fixture *x, const char *table, const char *column, int at) {
    x->v = vault_open(x->caseload, VAULT_READ, &x->f);
    if (x->v && vault_whole(x->v, &x->f))
        fail_msg("%s.%s, byte %d: not noticed", table, column, at);
    if (x->f.code != FAULT_ANSWER_NO && x->f.code != FAULT_NOT_PERMITTED)
        fail_msg("%s.%s, byte %d: %d: %s", table, column, at, x->f.code, x->f.text);
    x->f = (struct faults)FAULTS_NONE;
    shut(x);
}

/* A bit of every byte of every key, of what they open and of what signs it. */
static void every_flipped_bit_is_told(void **state) {
    static const char *const columns[][2] = {
        {"candidate", "key"},   {"candidate", "record"}, {"run", "plan"},         {"capture", "facts"},
        {"capture", "headers"}, {"capture", "body"},     {"attempt", "record"},   {"attempt", "value"},
        {"keyring", "value"},   {"custodian", "sealed"}, {"custodian", "public"}, {"head", "signature"}};
    struct fixture *x = *state;
    int told = 0;
    fill_vault(x);
    shut(x);
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        for (int at = 0; flip(x, columns[i][0], columns[i][1], at); at++) {
            expect_told(x, columns[i][0], columns[i][1], at);
            flip(x, columns[i][0], columns[i][1], at);
            told++;
        }
    print_message("%d flipped bits, each told\n", told);
    can_read(x);
}

/* Neither name, nor address, nor word; nor a reference that could be guessed. */
static void nothing_in_the_file_tells_of_a_person(void **state) {
    static const char *const words[] = {"Quillon",      "Marlowe", "zebrawrench",      "555-0142",
                                        "Oldport",      "Hello",   "social.localhost", "another town",
                                        "Made-up plan", "A-1",     "mastodon"};
    struct fixture *x = *state;
    struct buf whole = {0};
    fill_vault(x);
    cJSON *decision = decision_record("C-7F3K", "E-0001/1", "lives in another town");
    assert_true(vault_decision_put(x->v, decision, &x->f));
    cJSON_Delete(decision);
    shut(x);
    char *file = in_vault(x, "vault.db");
    assert_true(file_read(file, (size_t)16 << 20, &whole, &x->f));
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (memmem(whole.data, whole.len, words[i], strlen(words[i])))
            fail_msg("\"%s\" can be read", words[i]);
    assert_non_null(memmem(whole.data, whole.len, "C-7F3K", 6)); /* the search would see what is there */
    buf_free(&whole);
    free(file);
}

/* VmLck of this process, in KiB. */
static long locked_memory(void) {
    char line[256];
    long kilobytes = -1;
    FILE *status = fopen("/proc/self/status", "re");
    assert_non_null(status);
    while (fgets(line, sizeof line, status))
        if (sscanf(line, "VmLck: %ld", &kilobytes) == 1)
            break;
    assert_int_equal(fclose(status), 0);
    return kilobytes;
}

static void keys_lie_in_locked_memory(void **state) {
    struct fixture *x = *state;
#if defined(__SANITIZE_ADDRESS__)
    skip(); /* the sanitizer makes mlock do nothing */
#endif
    fill_vault(x);
    long open = locked_memory();
    assert_true(open >= 4);
    shut(x);
    assert_true(locked_memory() < open); /* wiped and given back: sodium_free */
}

static void a_second_custodian_opens_it_alone(void **state) {
    struct fixture *x = *state;
    char *out = mem_format("%s/okafor.key", x->caseload);
    fill_vault(x);
    assert_true(vault_custodian_add(x->v, "okafor", out, NULL, &x->f));
    assert_false(vault_custodian_add(x->v, "okafor", out, NULL, &x->f));
    expect_fault(x, FAULT_DATA, "okafor has a key already");
    char *path = key_of(x);
    shut(x);
    assert_int_equal(rename(out, path), 0);
    can_read(x);
    assert_string_equal(vault_custodian(x->v), "okafor");
    free(path);
    free(out);
}

static void a_removed_custodian_stays_outside(void **state) {
    struct fixture *x = *state;
    char *out = mem_format("%s/okafor.key", x->caseload);
    fill_vault(x);
    assert_true(vault_custodian_add(x->v, "okafor", out, NULL, &x->f));
    assert_true(vault_custodian_remove(x->v, "okafor", &x->f));
    assert_false(vault_custodian_remove(x->v, x->v->user, &x->f));
    expect_fault(x, FAULT_DATA, "is the one in use");
    char *path = key_of(x);
    shut(x);
    can_read(x); /* the other one still does */
    shut(x);
    assert_int_equal(rename(out, path), 0);
    refuse_vault(x, VAULT_READ, FAULT_NOT_PERMITTED, "okafor's key does not open this vault");
    free(path);
    free(out);
}

static void rotation_keeps_the_evidence_and_not_the_keys(void **state) {
    struct fixture *x = *state;
    struct buf old = {0};
    fill_vault(x);
    put_candidate(x, "C-0A00", "A-2");
    char *path = key_of(x);
    assert_true(file_read(path, 4096, &old, &x->f));
    assert_true(vault_rotate(x->v, &x->f));
    assert_true(put_attempt(x, "C-0A00", 1, "", "none", NULL, 0)); /* work goes on with the new keys */
    shut(x);
    can_read(x);
    shut(x);
    assert_true(file_write(path, old.data, old.len, &x->f));
    refuse_vault(x, VAULT_READ, FAULT_NOT_PERMITTED, "'s key does not open this vault");
    buf_free(&old);
    free(path);
}

/* Killed after the commit, before the key file was put in place: PATH.next is what opens. */
static void a_rotation_cut_off_is_completed(void **state) {
    struct fixture *x = *state;
    struct buf old = {0};
    fill_vault(x);
    char *path = key_of(x), *next = mem_format("%s.next", path);
    assert_true(file_read(path, 4096, &old, &x->f));
    assert_true(vault_rotate(x->v, &x->f));
    shut(x);
    assert_int_equal(rename(path, next), 0);
    assert_true(file_write(path, old.data, old.len, &x->f));
    can_read(x);
    assert_int_equal(access(next, F_OK), -1);
    shut(x);
    can_read(x);
    buf_free(&old);
    free(path);
    free(next);
}

#define T(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        T(without_the_key_it_stays_shut),     T(another_key_does_not_open_it),
        T(a_changed_key_row_is_told),         T(a_key_of_another_candidate_is_told),
        T(a_changed_signing_key_is_told),     T(an_added_custodian_is_told),
        T(every_flipped_bit_is_told),         T(nothing_in_the_file_tells_of_a_person),
        T(keys_lie_in_locked_memory),         T(a_second_custodian_opens_it_alone),
        T(a_removed_custodian_stays_outside), T(rotation_keeps_the_evidence_and_not_the_keys),
        T(a_rotation_cut_off_is_completed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
