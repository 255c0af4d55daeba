/* Candidates: one row for each `ref`, whose number, once drawn, stays. */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "evenhand/mem.h"
#include "evenhand/record.h"
#include "evenhand/vault_chain.h"
#include "evenhand/vault_handle.h"

#define REF_COLUMN "candidate.ref"
#define NUMBER_DRAWS 1000 /* tries at a number that nobody has; there are 32^4 */

static bool number_taken(struct vault *v, const char *number, bool *taken, struct faults *f) {
    struct query q;
    query_open(&q, &v->store, "SELECT 1 FROM candidate WHERE number = ?");
    query_bind_text(&q, 1, number);
    enum query_result result = query_step(&q, f);
    *taken = result == QUERY_ROW;
    query_close(&q);
    return result != QUERY_FAULT;
}

static void draw_number(char number[8]) {
    static const char crockford[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    memcpy(number, "C-", 2);
    for (int i = 2; i < 6; i++)
        number[i] = crockford[randombytes_uniform(32)];
    number[6] = '\0';
}

/* Intake draws without knowing the vault: a candidate added later may have drawn a number that is already
 * taken. */
static bool settle_number(struct vault *v, cJSON *record, struct faults *f) {
    char number[8];
    bool taken = true;
    for (int draw = 0; draw < NUMBER_DRAWS; draw++) {
        if (!number_taken(v, record_text(record, "candidate"), &taken, f))
            return false;
        if (!taken)
            return true;
        draw_number(number);
        cJSON_ReplaceItemInObjectCaseSensitive(record, "candidate", cJSON_CreateString(number));
    }
    return fault(f, FAULT_DATA, v->store.path, "begin a second caseload", "no candidate number is free");
}

static bool insert(struct vault *v, const cJSON *record, const unsigned char *ref, struct faults *f) {
    struct seal_context context = {"candidate", "record", record_text(record, "candidate"), 0};
    struct buf sealed = {0}, key = {0};
    vault_keys_draw(v->keys, context.candidate, &key);
    bool ok = vault_next(v, "candidate", &context.row, f) && vault_seal_json(v, &context, record, &sealed, f);
    if (ok) {
        struct query q;
        query_open(&q, &v->store,
                   "INSERT INTO candidate(id, number, ref, key, record) VALUES(?, ?, ?, ?, ?)");
        query_bind_number(&q, 1, context.row);
        query_bind_text(&q, 2, context.candidate);
        query_bind_blob(&q, 3, ref, VAULT_TOKEN_BYTES);
        query_bind_blob(&q, 4, key.data, key.len);
        query_bind_blob(&q, 5, sealed.data, sealed.len);
        ok = query_run(&q, f) && chain_add(v, "candidate", context.row, f);
    }
    buf_free(&key);
    buf_free(&sealed);
    return ok;
}

static bool agrees(struct vault *v, const cJSON *record, struct query *q) {
    unsigned char ref[VAULT_TOKEN_BYTES];
    size_t len;
    const void *column = query_blob(q, 2, &len);
    vault_token(v->seal, REF_COLUMN, record_text(record, "ref"), ref);
    return strcmp(record_text(record, "candidate"), query_text(q, 1)) == 0 && len == sizeof ref &&
           memcmp(column, ref, len) == 0;
}

/* The candidate of the current row: columns id, number, ref, record. */
static cJSON *read_row(struct vault *v, struct query *q, struct faults *f) {
    char *number = mem_string(query_text(q, 1));
    struct seal_context context = {"candidate", "record", number, query_number(q, 0)};
    cJSON *record = vault_unseal_json(v, &context, q, 3, f);
    if (record && !agrees(v, record, q)) {
        vault_disagree(&context, f);
        cJSON_Delete(record);
        record = NULL;
    }
    free(number);
    return record;
}

/* The first field in which two candidate records of one person differ, or NULL. */
static const char *changed_field(const cJSON *old, const cJSON *new) {
    static const char *const fields[] = {"position", "release_signed_on", NULL};
    const cJSON *was, *is = record_field(new, "identity");
    cJSON_ArrayForEach(was, record_field(old, "identity")) {
        if (!cJSON_Compare(was, record_field(is, was->string), true))
            return was->string;
    }
    if (!cJSON_Compare(record_field(old, "identity"), is, true))
        return "identity";
    for (size_t i = 0; fields[i]; i++)
        if (!cJSON_Compare(record_field(old, fields[i]), record_field(new, fields[i]), true))
            return fields[i];
    return NULL;
}

static bool check_against(const cJSON *stored, cJSON *record, struct faults *f) {
    const char *field = changed_field(stored, record);
    if (field)
        return fault(
            f, FAULT_DATA, "candidates.csv",
            "put it back as it was, or begin a new caseload: everyone is searched for with the same facts "
            "from beginning to end",
            "%s of candidate \"%s\" changed after gathering began", field, record_text(record, "ref"));
    cJSON_ReplaceItemInObjectCaseSensitive(record, "candidate",
                                           cJSON_CreateString(record_text(stored, "candidate")));
    return true;
}

static bool put(struct vault *v, cJSON *record, struct faults *f) {
    unsigned char ref[VAULT_TOKEN_BYTES];
    struct query q;
    cJSON *stored = NULL;
    vault_token(v->seal, REF_COLUMN, record_text(record, "ref"), ref);
    query_open(&q, &v->store, "SELECT id, number, ref, record FROM candidate WHERE ref = ?");
    query_bind_blob(&q, 1, ref, sizeof ref);
    enum query_result result = query_step(&q, f);
    if (result == QUERY_ROW)
        stored = read_row(v, &q, f);
    query_close(&q);
    bool ok = result == QUERY_END ? settle_number(v, record, f) && insert(v, record, ref, f)
                                  : stored && check_against(stored, record, f);
    cJSON_Delete(stored);
    return ok;
}

bool vault_candidate_put(struct vault *v, cJSON *record, struct faults *f) {
    enum record_type type;
    if (!vault_writable(v, f) || !record_check(record, RECORD_SEARCHER, "vault: candidate", &type, f) ||
        !vault_begin(v, f))
        return false;
    return vault_end(v, put(v, record, f), f);
}

cJSON *vault_candidate(struct vault *v, const char *number, struct faults *f) {
    struct query q;
    query_open(&q, &v->store, "SELECT id, number, ref, record FROM candidate WHERE number = ?");
    query_bind_text(&q, 1, number);
    enum query_result result = query_step(&q, f);
    cJSON *record = result == QUERY_ROW ? read_row(v, &q, f) : NULL;
    query_close(&q);
    if (result == QUERY_END)
        (void)fault(f, FAULT_BUG, v->store.path, "please report this", "there is no candidate %s", number);
    return record;
}

cJSON *vault_candidates(struct vault *v, struct faults *f) {
    struct query q;
    enum query_result result;
    cJSON *all = cJSON_CreateArray(), *record;
    query_open(&q, &v->store,
               "SELECT id, number, ref, record FROM candidate WHERE length(key) > 0 ORDER BY number");
    while ((result = query_step(&q, f)) == QUERY_ROW) {
        if ((record = read_row(v, &q, f)) == NULL) {
            result = QUERY_FAULT;
            break;
        }
        cJSON_AddItemToArray(all, record);
    }
    query_close(&q);
    if (result == QUERY_END)
        return all;
    cJSON_Delete(all);
    return NULL;
}
