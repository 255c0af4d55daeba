/* Decisions: the investigator's word on whether an item is about the candidate, and the candidate's replies.
 * Never changed; a later one counts. */
#include <string.h>

#include "evenhand/record.h"
#include "evenhand/vault_chain.h"
#include "evenhand/vault_handle.h"

static bool insert(struct vault *v, const cJSON *decision, int64_t evidence, int64_t item, struct faults *f) {
    struct seal_context context = {"decision", "record", record_text(decision, "candidate"), 0};
    struct buf sealed = {0};
    bool ok =
        vault_next(v, "decision", &context.row, f) && vault_seal_json(v, &context, decision, &sealed, f);
    if (ok) {
        struct query q;
        query_open(&q, &v->store,
                   "INSERT INTO decision(id, candidate, evidence, item, record) VALUES(?, ?, ?, ?, ?)");
        query_bind_number(&q, 1, context.row);
        query_bind_text(&q, 2, context.candidate);
        query_bind_number(&q, 3, evidence);
        query_bind_number(&q, 4, item);
        query_bind_blob(&q, 5, sealed.data, sealed.len);
        ok = query_run(&q, f) && chain_add(v, "decision", context.row, f);
    }
    buf_free(&sealed);
    return ok;
}

static bool evidence_is_there(struct vault *v, const cJSON *decision, int64_t evidence, struct faults *f) {
    struct query q;
    query_open(&q, &v->store, "SELECT 1 FROM capture WHERE candidate = ? AND evidence = ?");
    query_bind_text(&q, 1, record_text(decision, "candidate"));
    query_bind_number(&q, 2, evidence);
    enum query_result result = query_step(&q, f);
    query_close(&q);
    if (result == QUERY_END)
        return fault(f, FAULT_DATA, "decision", "see \"evenhand review\" for what there is to decide",
                     "%s has no evidence %s", record_text(decision, "candidate"),
                     record_text(decision, "about"));
    return result == QUERY_ROW;
}

bool vault_decision_put(struct vault *v, const cJSON *decision, struct faults *f) {
    enum record_type type;
    int64_t evidence, item;
    if (!vault_writable(v, f) || !record_check(decision, RECORD_SEARCHER, "decision", &type, f))
        return false;
    if ((type != RECORD_DECISION && type != RECORD_REPLY) ||
        !vault_parse_about(record_text(decision, "about"), &evidence, &item))
        return fault(f, FAULT_DATA, "decision", "name evidence and item, as in E-0042/3",
                     "\"%s\" names no evidence", record_text(decision, "about"));
    if (!vault_begin(v, f))
        return false;
    bool ok = evidence_is_there(v, decision, evidence, f) && insert(v, decision, evidence, item, f);
    return vault_end(v, ok, f);
}

/* Columns: id, evidence, item, record. */
static bool replay_row(struct vault *v, struct query *q, const char *candidate, vault_each *each, void *ctx,
                       struct faults *f) {
    struct seal_context context = {"decision", "record", candidate, query_number(q, 0)};
    int64_t evidence, item;
    cJSON *decision = vault_unseal_json(v, &context, q, 3, f);
    bool ok = decision != NULL;
    if (ok && (strcmp(record_text(decision, "candidate"), candidate) != 0 ||
               !vault_parse_about(record_text(decision, "about"), &evidence, &item) ||
               evidence != query_number(q, 1) || item != query_number(q, 2)))
        ok = vault_disagree(&context, f);
    ok = ok && each(ctx, decision, f);
    cJSON_Delete(decision);
    return ok;
}

bool vault_decisions(struct vault *v, const char *candidate, vault_each *each, void *ctx, struct faults *f) {
    struct query q;
    enum query_result result = QUERY_END;
    bool ok = true;
    query_open(&q, &v->store,
               "SELECT id, evidence, item, record FROM decision WHERE candidate = ? ORDER BY id");
    query_bind_text(&q, 1, candidate);
    while (ok && (result = query_step(&q, f)) == QUERY_ROW)
        ok = replay_row(v, &q, candidate, each, ctx, f);
    query_close(&q);
    return ok && result == QUERY_END;
}
