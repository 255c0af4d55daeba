/* What the vault holds of a candidate, in an order that depends on nothing but what it holds. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "evenhand/mem.h"
#include "evenhand/record.h"
#include "evenhand/vault_evidence.h"
#include "evenhand/vault_handle.h"

struct latest {
    int64_t id, step;
    cJSON *held; /* {value, record} */
};

struct latest_list {
    struct latest *at;
    size_t count;
};

static int by_step_and_value(const void *a, const void *b) {
    const struct latest *x = a, *y = b;
    if (x->step != y->step)
        return x->step < y->step ? -1 : 1;
    return strcmp(record_text(x->held, "value"), record_text(y->held, "value"));
}

/* Columns: id, step, outcome, captures, record, value. */
static bool attempt_agrees(struct vault *v, const cJSON *held, const char *candidate, struct query *q) {
    const cJSON *record = record_field(held, "record");
    unsigned char value[VAULT_TOKEN_BYTES];
    size_t len;
    const void *column = query_blob(q, 5, &len);
    vault_token(v->seal, VAULT_VALUE_COLUMN, record_text(held, "value"), value);
    return len == sizeof value && memcmp(column, value, len) == 0 &&
           strcmp(record_text(record, "candidate"), candidate) == 0 &&
           record_number(record, "step") == (double)query_number(q, 1) &&
           strcmp(record_text(record, "outcome"), query_text(q, 2)) == 0 &&
           record_number(record, "captures") == (double)query_number(q, 3);
}

static bool add_row(struct vault *v, struct query *q, const char *candidate, struct latest_list *list,
                    struct faults *f) {
    struct seal_context context = {"attempt", "record", candidate, query_number(q, 0)};
    cJSON *held = vault_unseal_json(v, &context, q, 4, f);
    if (!held)
        return false;
    if (!attempt_agrees(v, held, candidate, q)) {
        cJSON_Delete(held);
        return vault_disagree(&context, f);
    }
    list->at = mem_grow(list->at, list->count + 1, sizeof *list->at);
    list->at[list->count++] = (struct latest){context.row, query_number(q, 1), held};
    return true;
}

static bool read_latest(struct vault *v, const char *candidate, struct latest_list *list, struct faults *f) {
    struct query q;
    enum query_result result = QUERY_END;
    bool ok = true;
    query_open(&q, &v->store,
               "SELECT id, step, outcome, captures, record, value FROM attempt WHERE candidate = ? AND "
               "superseded = 0");
    query_bind_text(&q, 1, candidate);
    while (ok && (result = query_step(&q, f)) == QUERY_ROW)
        ok = add_row(v, &q, candidate, list, f);
    query_close(&q);
    if (list->count > 1)
        qsort(list->at, list->count, sizeof *list->at, by_step_and_value);
    return ok && result == QUERY_END;
}

/* Evidence numbers have no gaps, superseded attempts included: a missing one was taken out. */
static bool no_gaps(struct vault *v, const char *candidate, struct faults *f) {
    struct query q;
    query_open(&q, &v->store, "SELECT COALESCE(MAX(evidence), 0), COUNT(*) FROM capture WHERE candidate = ?");
    query_bind_text(&q, 1, candidate);
    bool ok = query_step(&q, f) == QUERY_ROW;
    int64_t highest = ok ? query_number(&q, 0) : 0, count = ok ? query_number(&q, 1) : 0;
    query_close(&q);
    return ok &&
           (highest == count || fault(f, FAULT_ANSWER_NO, v->store.path,
                                      "evidence was removed or damaged: restore the vault from its backup",
                                      "%s has evidence up to E-%04" PRId64 ", but only %" PRId64 " captures",
                                      candidate, highest, count));
}

bool vault_replay(struct vault *v, const char *candidate, bool bodies, vault_each *each, void *ctx,
                  struct faults *f) {
    struct latest_list list = {0};
    bool ok = no_gaps(v, candidate, f) && read_latest(v, candidate, &list, f);
    for (size_t i = 0; i < list.count; i++) {
        const cJSON *record = record_field(list.at[i].held, "record");
        ok = ok && evidence_each(v, candidate, list.at[i].id, (int64_t)record_number(record, "captures"),
                                 bodies, each, ctx, f);
        ok = ok && each(ctx, record, f);
        cJSON_Delete(list.at[i].held);
    }
    free(list.at);
    return ok;
}
