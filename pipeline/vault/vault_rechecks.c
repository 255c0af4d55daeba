/* Rechecks: what became of the pages that findings rest on, looked at once more. Rows are added, none is
 * changed: the first capture stays what it was. All of a recheck is there, under one entry of the ledger, or
 * nothing. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "evenhand/record.h"
#include "evenhand/vault_chain.h"
#include "evenhand/vault_handle.h"
#include "evenhand/vocab.h"

static bool insert(struct vault *v, const cJSON *recheck, int64_t *row, struct faults *f) {
    struct seal_context context = {"recheck", "record", record_text(recheck, "candidate"), 0};
    struct buf sealed = {0};
    enum record_type type;
    int64_t evidence = 0, item = 0;
    struct query q;
    bool ok =
        record_check(recheck, RECORD_SEARCHER, "recheck", &type, f) &&
        ((type == RECORD_RECHECK && vault_parse_about(record_text(recheck, "about"), &evidence, &item)) ||
         fault(f, FAULT_BUG, "recheck", "please report this", "\"%s\" names no evidence",
               record_text(recheck, "about"))) &&
        vault_next(v, "recheck", &context.row, f) && vault_seal_json(v, &context, recheck, &sealed, f);
    if (ok) {
        query_open(&q, &v->store,
                   "INSERT INTO recheck(id, candidate, evidence, item, record) VALUES(?, ?, ?, ?, ?)");
        query_bind_number(&q, 1, context.row);
        query_bind_text(&q, 2, context.candidate);
        query_bind_number(&q, 3, evidence);
        query_bind_number(&q, 4, item);
        query_bind_blob(&q, 5, sealed.data, sealed.len);
        ok = query_run(&q, f) && chain_add(v, "recheck", context.row, f);
        *row = context.row;
    }
    buf_free(&sealed);
    return ok;
}

/* "there": 12 ..., and the last row that belongs to it. */
static bool enter(struct vault *v, const cJSON *rechecks, int64_t last, struct faults *f) {
    cJSON *detail = cJSON_CreateObject();
    const cJSON *one;
    for (size_t i = 0; vocab_rechecks[i]; i++) {
        int count = 0;
        cJSON_ArrayForEach(one, rechecks) count += strcmp(record_text(one, "result"), vocab_rechecks[i]) == 0;
        (void)cJSON_AddNumberToObject(detail, vocab_rechecks[i], count);
    }
    (void)cJSON_AddNumberToObject(detail, VAULT_RECHECK_THROUGH, (double)last);
    bool ok = ledger_enter(v, ACT_RECHECK, detail, f);
    cJSON_Delete(detail);
    return ok;
}

bool vault_rechecks_put(struct vault *v, const cJSON *rechecks, struct faults *f) {
    const cJSON *one;
    int64_t last = 0;
    if (!vault_writable(v, f) || !vault_begin(v, f))
        return false;
    bool ok = true;
    cJSON_ArrayForEach(one, rechecks) ok = ok && insert(v, one, &last, f);
    return vault_end(v, ok && enter(v, rechecks, last, f), f);
}

/* Columns: id, evidence, item, record. */
static bool replay_row(struct vault *v, struct query *q, const char *candidate, vault_each *each, void *ctx,
                       struct faults *f) {
    struct seal_context context = {"recheck", "record", candidate, query_number(q, 0)};
    int64_t evidence, item;
    cJSON *recheck = vault_unseal_json(v, &context, q, 3, f);
    bool ok = recheck != NULL;
    if (ok && (strcmp(record_text(recheck, "candidate"), candidate) != 0 ||
               !vault_parse_about(record_text(recheck, "about"), &evidence, &item) ||
               evidence != query_number(q, 1) || item != query_number(q, 2)))
        ok = vault_disagree(&context, f);
    ok = ok && each(ctx, recheck, f);
    cJSON_Delete(recheck);
    return ok;
}

bool vault_rechecks(struct vault *v, const char *candidate, int64_t through, vault_each *each, void *ctx,
                    struct faults *f) {
    struct query q;
    enum query_result result = QUERY_END;
    bool ok = true;
    query_open(&q, &v->store,
               "SELECT id, evidence, item, record FROM recheck WHERE candidate = ? AND id <= ? ORDER BY id");
    query_bind_text(&q, 1, candidate);
    query_bind_number(&q, 2, through);
    while (ok && (result = query_step(&q, f)) == QUERY_ROW)
        ok = replay_row(v, &q, candidate, each, ctx, f);
    query_close(&q);
    return ok && result == QUERY_END;
}
