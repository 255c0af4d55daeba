/* What the vault's tests share: a caseload in a temporary folder, made-up records, and faults to look at. */
#ifndef EVENHAND_TESTS_VAULT_FIXTURE_H
#define EVENHAND_TESTS_VAULT_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "evenhand/mem.h"
#include "evenhand/record.h"
#include "evenhand/vault.h"
#include "evenhand/vault_handle.h"

#define PLAN_A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define PLAN_B "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"

struct fixture {
    char caseload[64];
    struct faults f;
    struct vault *v;
};

static inline int fixture_setup(void **state) {
    struct fixture *x = mem_alloc(sizeof *x);
    record_init();
    /* Where flushing costs nothing, if there is such a place. */
    snprintf(x->caseload, sizeof x->caseload, "%s/evenhand-vault-XXXXXX",
             access("/dev/shm", W_OK | X_OK) == 0 ? "/dev/shm" : "/tmp");
    assert_non_null(mkdtemp(x->caseload));
    char *keys = mem_format("%s/keys", x->caseload);
    assert_int_equal(setenv("EVENHAND_KEYS", keys, 1), 0);
    free(keys);
    *state = x;
    return 0;
}

static inline int fixture_teardown(void **state) {
    struct fixture *x = *state;
    vault_close(x->v);
    char *command = mem_format("rm -rf '%s'", x->caseload);
    assert_int_equal(system(command), 0);
    free(command);
    free(x);
    return 0;
}

static inline void assert_no_faults(const struct faults *f) {
    if (f->count > 0)
        fail_msg("unexpected fault: %s", f->text);
}

/* Exactly one fault, of this code and with these words; forgets it. */
static inline void expect_fault(struct fixture *x, enum fault_code code, const char *words) {
    if (x->f.code != code || x->f.count != 1 || !strstr(x->f.text, words))
        fail_msg("expected fault %d with \"%s\", got %d: %s", code, words, x->f.code, x->f.text);
    x->f = (struct faults)FAULTS_NONE;
}

static inline void open_vault(struct fixture *x, enum vault_mode mode) {
    vault_close(x->v);
    x->v = vault_open(x->caseload, mode, &x->f);
    assert_no_faults(&x->f);
    assert_non_null(x->v);
}

static inline void refuse_vault(struct fixture *x, enum vault_mode mode, enum fault_code code,
                                const char *words) {
    vault_close(x->v);
    x->v = vault_open(x->caseload, mode, &x->f);
    assert_null(x->v);
    expect_fault(x, code, words);
}

static inline char *in_vault(const struct fixture *x, const char *name) {
    return mem_format("%s/vault/%s", x->caseload, name);
}

/* Runs SQL on the closed vault, as somebody would who tampers with it. */
static inline void tamper(struct fixture *x, const char *sql) {
    vault_close(x->v);
    x->v = NULL;
    char *path = in_vault(x, "vault.db");
    sqlite3 *db;
    char *why = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK)
        fail_msg("%s: %s", sql, why);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    free(path);
}

static inline cJSON *parse(const char *json) {
    struct faults f = FAULTS_NONE;
    cJSON *tree = record_parse_plain(json, strlen(json), "test", &f);
    assert_no_faults(&f);
    return tree;
}

static inline cJSON *run_record(const char *plan_sha256) {
    cJSON *run =
        parse("{\"type\":\"run\",\"v\":1,\"plan\":\"Made-up plan\",\"plan_sha256\":\"\",\"rules_sha256\":"
              "\"" PLAN_A "\",\"version\":\"0.1.0\",\"started\":\"2026-10-01T09:00:00Z\","
              "\"jurisdiction\":\"us-ma\",\"lookback_years\":7}");
    cJSON_ReplaceItemInObjectCaseSensitive(run, "plan_sha256", cJSON_CreateString(plan_sha256));
    return run;
}

static inline cJSON *candidate_record(const char *number, const char *ref, const char *name) {
    cJSON *record =
        parse("{\"type\":\"candidate\",\"candidate\":\"C-0000\",\"ref\":\"\",\"position\":\"Patrol "
              "officer\",\"identity\":"
              "{\"full_name\":\"\",\"aliases\":[],\"usernames\":[\"zebrawrench\"],\"emails\":[],\"phones\":["
              "\"555-0142\"],"
              "\"city\":\"Oldport\",\"state\":\"MA\",\"employers\":[],\"schools\":[],\"websites\":[],"
              "\"date_of_birth\":\"\"},\"release_signed_on\":\"2026-09-15\"}");
    cJSON_ReplaceItemInObjectCaseSensitive(record, "candidate", cJSON_CreateString(number));
    cJSON_ReplaceItemInObjectCaseSensitive(record, "ref", cJSON_CreateString(ref));
    cJSON_ReplaceItemInObjectCaseSensitive(cJSON_GetObjectItemCaseSensitive(record, "identity"), "full_name",
                                           cJSON_CreateString(name));
    return record;
}

static inline cJSON *attempt_record(const char *number, int step, const char *outcome, size_t captures) {
    cJSON *record = record_new(RECORD_ATTEMPT, number);
    cJSON_AddNumberToObject(record, "step", step);
    cJSON_AddStringToObject(record, "source", "mastodon");
    cJSON_AddStringToObject(record, "source_type", "social");
    cJSON_AddStringToObject(record, "outcome", outcome);
    cJSON_AddStringToObject(record, "reason", "");
    cJSON_AddNumberToObject(record, "captures", (double)captures);
    cJSON_AddStringToObject(record, "started", "2026-10-01T09:00:01Z");
    cJSON_AddStringToObject(record, "ended", "2026-10-01T09:00:02Z");
    return record;
}

static inline cJSON *decision_record(const char *number, const char *about, const char *why) {
    cJSON *record = record_new(RECORD_DECISION, number);
    cJSON_AddStringToObject(record, "about", about);
    cJSON_AddStringToObject(record, "verdict", "other-person");
    cJSON_AddStringToObject(record, "by", "mwong");
    cJSON_AddStringToObject(record, "at", "2026-10-02T10:00:00Z");
    cJSON_AddStringToObject(record, "why", why);
    return record;
}

static inline struct vault_capture capture_of(const void *body, size_t len) {
    return (struct vault_capture){.request = "account",
                                  .url = "http://social.localhost:8080/@zebrawrench",
                                  .fetched = "2026-10-01T09:00:02Z",
                                  .status = 200,
                                  .media_type = "text/html; charset=utf-8",
                                  .headers = "Content-Type: text/html; charset=utf-8\n",
                                  .body = body,
                                  .len = len};
}

static inline void put_candidate(struct fixture *x, const char *number, const char *ref) {
    cJSON *record = candidate_record(number, ref, "Quillon Vex Marlowe");
    assert_true(vault_candidate_put(x->v, record, &x->f));
    cJSON_Delete(record);
}

static inline bool put_attempt(struct fixture *x, const char *number, int step, const char *value,
                               const char *outcome, struct vault_capture *captures, size_t count) {
    cJSON *record = attempt_record(number, step, outcome, count);
    bool ok = vault_attempt_put(x->v, record, value, captures, count, &x->f);
    cJSON_Delete(record);
    return ok;
}

/* A vault with one candidate and one attempt of one capture, open to write. */
static inline void fill_vault(struct fixture *x) {
    struct vault_capture c = capture_of("<p>Hello</p>", 12);
    open_vault(x, VAULT_CREATE);
    cJSON *run = run_record(PLAN_A);
    assert_true(vault_run_begin(x->v, run, "plan: Made-up plan\n", &x->f));
    cJSON_Delete(run);
    put_candidate(x, "C-7F3K", "A-1");
    assert_true(put_attempt(x, "C-7F3K", 1, "zebrawrench", "found", &c, 1));
    assert_no_faults(&x->f);
}

/* Records as vault_replay and its kin give them, one line each, `body` included. */
static inline bool collect_lines(void *ctx, const cJSON *record, struct faults *f) {
    (void)f;
    record_print(record, ctx);
    return true;
}

#endif
