/* Decisions: the investigator's word on whether an item is about the candidate, and the candidate's replies.
 * Never changed; a later one counts. */
#include <string.h>

#include "evenhand/record.h"
#include "evenhand/vault_about.h"
#include "evenhand/vault_chain.h"

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
    int64_t evidence, item, row;
    if (!vault_writable(v, f) || !record_check(decision, RECORD_SEARCHER, "decision", &type, f))
        return false;
    if ((type != RECORD_DECISION && type != RECORD_REPLY) ||
        !vault_parse_about(record_text(decision, "about"), &evidence, &item))
        return fault(f, FAULT_DATA, "decision", "name evidence and item, as in E-0042/3",
                     "\"%s\" names no evidence", record_text(decision, "about"));
    if (!vault_begin(v, f))
        return false;
    bool ok = evidence_is_there(v, decision, evidence, f) && about_insert(v, "decision", decision, &row, f);
    return vault_end(v, ok, f);
}

bool vault_decisions(struct vault *v, const char *candidate, vault_each *each, void *ctx, struct faults *f) {
    return about_each(v, "decision", candidate, INT64_MAX, each, ctx, f);
}
