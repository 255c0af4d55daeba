/* Attempts: one row for each time a step was tried for a candidate and value; the one not superseded counts.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "evenhand/mem.h"
#include "evenhand/record.h"
#include "evenhand/utc.h"
#include "evenhand/vault_attempts.h"
#include "evenhand/vault_begun.h"
#include "evenhand/vault_chain.h"
#include "evenhand/vault_evidence.h"
#include "evenhand/vault_handle.h"
#include "evenhand/vocab.h"

#define LATEST                                                                                               \
    "SELECT id, outcome, record FROM attempt WHERE candidate = ? AND step = ? AND value = ? AND superseded " \
    "= 0"

struct cell {
    const char *candidate;
    int64_t step;
    const char *value;
    unsigned char token[VAULT_TOKEN_BYTES];
};

static struct cell cell_of(struct vault *v, const char *candidate, int64_t step, const char *value) {
    struct cell cell = {.candidate = candidate, .step = step, .value = value};
    vault_token(v->seal, VAULT_VALUE_COLUMN, value, cell.token);
    return cell;
}

/* The latest attempt at a cell: its row (0: none) and the outcome that its sealed record says. */
static bool latest(struct vault *v, const struct cell *cell, int64_t *id, const char **outcome,
                   struct faults *f) {
    struct query q;
    bool ok = true;
    *id = 0;
    *outcome = "";
    query_open(&q, &v->store, LATEST);
    query_bind_text(&q, 1, cell->candidate);
    query_bind_number(&q, 2, cell->step);
    query_bind_blob(&q, 3, cell->token, sizeof cell->token);
    enum query_result result = query_step(&q, f);
    if (result == QUERY_ROW) {
        struct seal_context context = {"attempt", "record", cell->candidate, query_number(&q, 0)};
        cJSON *held = vault_unseal_json(v, &context, &q, 2, f);
        const char *said = record_text(record_field(held, "record"), "outcome");
        int word = vocab_find(vocab_outcomes, said);
        ok = held && ((word >= 0 && strcmp(said, query_text(&q, 1)) == 0) || vault_disagree(&context, f));
        *id = context.row;
        *outcome = ok ? vocab_outcomes[word] : "";
        cJSON_Delete(held);
    }
    query_close(&q);
    return ok && result != QUERY_FAULT;
}

const char *vault_attempt_outcome(struct vault *v, const char *candidate, long step, const char *value,
                                  struct faults *f) {
    struct cell cell = cell_of(v, candidate, step, value);
    int64_t id;
    const char *outcome;
    return latest(v, &cell, &id, &outcome, f) ? outcome : NULL;
}

static bool supersede(struct vault *v, const struct cell *cell, struct faults *f) {
    int64_t id;
    const char *outcome;
    struct query q;
    if (!latest(v, cell, &id, &outcome, f))
        return false;
    if (id == 0)
        return true;
    if (strcmp(outcome, "undetermined") != 0)
        return fault(f, FAULT_BUG, v->store.path, "please report this",
                     "step %" PRId64 " of %s is already determined (%s)", cell->step, cell->candidate,
                     outcome);
    query_open(&q, &v->store, "UPDATE attempt SET superseded = 1 WHERE id = ?");
    query_bind_number(&q, 1, id);
    return query_run(&q, f);
}

static bool insert(struct vault *v, const struct cell *cell, const cJSON *attempt, int64_t *id,
                   struct faults *f) {
    struct seal_context context = {"attempt", "record", cell->candidate, 0};
    struct buf sealed = {0};
    cJSON *held = cJSON_CreateObject();
    (void)cJSON_AddStringToObject(held, "value", cell->value);
    cJSON_AddItemToObject(held, "record", cJSON_Duplicate(attempt, true));
    bool ok = vault_next(v, "attempt", &context.row, f) && vault_seal_json(v, &context, held, &sealed, f);
    if (ok) {
        struct query q;
        query_open(&q, &v->store,
                   "INSERT INTO attempt(id, candidate, step, value, outcome, captures, record)"
                   " VALUES(?, ?, ?, ?, ?, ?, ?)");
        query_bind_number(&q, 1, context.row);
        query_bind_text(&q, 2, cell->candidate);
        query_bind_number(&q, 3, cell->step);
        query_bind_blob(&q, 4, cell->token, sizeof cell->token);
        query_bind_text(&q, 5, record_text(attempt, "outcome"));
        query_bind_number(&q, 6, (int64_t)record_number(attempt, "captures"));
        query_bind_blob(&q, 7, sealed.data, sealed.len);
        ok = query_run(&q, f) && chain_add(v, "attempt", context.row, f);
    }
    *id = context.row;
    cJSON_Delete(held);
    buf_free(&sealed);
    return ok;
}

static bool next_evidence(struct vault *v, const char *candidate, int64_t *number, struct faults *f) {
    struct query q;
    query_open(&q, &v->store, "SELECT COALESCE(MAX(evidence), 0) + 1 FROM capture WHERE candidate = ?");
    query_bind_text(&q, 1, candidate);
    bool ok = query_step(&q, f) == QUERY_ROW;
    *number = ok ? query_number(&q, 0) : 0;
    query_close(&q);
    return ok;
}

static bool put(struct vault *v, const cJSON *attempt, const char *value, struct vault_capture *captures,
                size_t count, struct faults *f) {
    struct cell cell =
        cell_of(v, record_text(attempt, "candidate"), (int64_t)record_number(attempt, "step"), value);
    int64_t id, number = 0;
    bool ok = supersede(v, &cell, f) && insert(v, &cell, attempt, &id, f) &&
              begun_forget(v, cell.candidate, cell.step, cell.token, f) &&
              next_evidence(v, cell.candidate, &number, f);
    for (size_t i = 0; ok && i < count; i++)
        ok = evidence_put(v, attempt, id, number + (int64_t)i, &captures[i], f);
    return ok;
}

/* What the caller must have right before a transaction is worth beginning. */
static bool check(const cJSON *attempt, const char *value, const struct vault_capture *captures, size_t count,
                  struct faults *f) {
    enum record_type type;
    if (!record_check(attempt, RECORD_SEARCHER, "vault: attempt", &type, f))
        return false;
    if (type != RECORD_ATTEMPT || record_number(attempt, "captures") != (double)count ||
        strlen(value) > VAULT_MAX_FIELD_BYTES)
        return fault(f, FAULT_BUG, "vault: attempt", "please report this",
                     "an attempt does not go with its value and captures");
    for (size_t i = 0; i < count; i++)
        if (!evidence_within_limits(&captures[i], f))
            return false;
    return true;
}

bool vault_attempt_put(struct vault *v, const cJSON *attempt, const char *value,
                       struct vault_capture *captures, size_t count, struct faults *f) {
    return vault_writable(v, f) && check(attempt, value, captures, count, f) && vault_begin(v, f) &&
           vault_end(v, put(v, attempt, value, captures, count, f), f);
}

bool vault_capture_total(struct vault *v, uint64_t *total, struct faults *f) {
    int64_t sum = 0;
    bool ok = store_number(&v->store, "SELECT COALESCE(SUM(captures), 0) FROM attempt WHERE superseded = 0",
                           &sum, f);
    *total = (uint64_t)sum;
    return ok;
}

bool attempt_insert(struct vault *v, const cJSON *attempt, const char *value, struct faults *f) {
    int64_t id;
    struct cell cell =
        cell_of(v, record_text(attempt, "candidate"), (int64_t)record_number(attempt, "step"), value);
    return insert(v, &cell, attempt, &id, f);
}

/* ---- all of a step ---- */

struct rows {
    int64_t *id;
    char (*candidate)[8];
    size_t count;
};

static bool list_rows(struct vault *v, int64_t step, int64_t after, bool determined, struct rows *rows,
                      struct faults *f) {
    struct query q;
    enum query_result result;
    query_open(
        &q, &v->store,
        determined
            ? "SELECT id, candidate FROM attempt WHERE superseded = 0 AND step = ? AND id > ?"
              " AND outcome IN ('found', 'none') ORDER BY id"
            : "SELECT id, candidate FROM attempt WHERE superseded = 0 AND step = ? AND id > ? ORDER BY id");
    query_bind_number(&q, 1, step);
    query_bind_number(&q, 2, after);
    while ((result = query_step(&q, f)) == QUERY_ROW) {
        rows->id = mem_grow(rows->id, rows->count + 1, sizeof *rows->id);
        rows->candidate = mem_grow(rows->candidate, rows->count + 1, sizeof *rows->candidate);
        rows->id[rows->count] = query_number(&q, 0);
        (void)snprintf(rows->candidate[rows->count++], sizeof *rows->candidate, "%s", query_text(&q, 1));
    }
    query_close(&q);
    return result == QUERY_END;
}

/* {value, record} of an attempt; cJSON_Delete releases. */
static cJSON *read_held(struct vault *v, int64_t id, const char *candidate, struct faults *f) {
    struct seal_context context = {"attempt", "record", candidate, id};
    struct query q;
    query_open(&q, &v->store, "SELECT record FROM attempt WHERE id = ?");
    query_bind_number(&q, 1, id);
    cJSON *held = query_step(&q, f) == QUERY_ROW ? vault_unseal_json(v, &context, &q, 0, f) : NULL;
    query_close(&q);
    return held;
}

static cJSON *replacement(const cJSON *old, const char *outcome, const char *reason) {
    char now[UTC_BYTES];
    cJSON *record = cJSON_Duplicate(old, true);
    utc_format(utc_now(), now);
    (void)cJSON_ReplaceItemInObjectCaseSensitive(record, "outcome", cJSON_CreateString(outcome));
    (void)cJSON_ReplaceItemInObjectCaseSensitive(record, "reason", cJSON_CreateString(reason));
    (void)cJSON_ReplaceItemInObjectCaseSensitive(record, "captures", cJSON_CreateNumber(0));
    (void)cJSON_ReplaceItemInObjectCaseSensitive(record, "started", cJSON_CreateString(now));
    (void)cJSON_ReplaceItemInObjectCaseSensitive(record, "ended", cJSON_CreateString(now));
    return record;
}

static bool replace_one(struct vault *v, int64_t id, const cJSON *held, cJSON *record, struct faults *f) {
    struct query q;
    query_open(&q, &v->store, "UPDATE attempt SET superseded = 1 WHERE id = ?");
    query_bind_number(&q, 1, id);
    return query_run(&q, f) && attempt_insert(v, record, record_text(held, "value"), f);
}

bool attempts_replace(struct vault *v, int64_t step, int64_t after, bool determined, const char *outcome,
                      const char *reason, vault_each *each, void *ctx, struct faults *f) {
    struct rows rows = {0};
    bool ok = list_rows(v, step, after, determined, &rows, f);
    for (size_t i = 0; ok && i < rows.count; i++) {
        cJSON *held = read_held(v, rows.id[i], rows.candidate[i], f);
        cJSON *record = held ? replacement(record_field(held, "record"), outcome, reason) : NULL;
        ok = record && replace_one(v, rows.id[i], held, record, f) && (!each || each(ctx, record, f));
        cJSON_Delete(held);
        cJSON_Delete(record);
    }
    free(rows.id);
    free(rows.candidate);
    return ok;
}
