/* All that is kept of a candidate, for whoever may ask for it: nothing superseded is left out. */
#include "evenhand/mem.h"
#include "evenhand/record.h"
#include "evenhand/vault_evidence.h"
#include "evenhand/vault_handle.h"

/* Columns: id, evidence, bytes, facts, body, headers. */
static bool answer_row(struct vault *v, struct query *q, const char *candidate, vault_each_answer *each,
                       void *ctx, struct faults *f) {
    struct seal_context context = {"capture", "headers", candidate, query_number(q, 0)};
    struct buf headers = {0};
    size_t len;
    const void *sealed = query_blob(q, 5, &len);
    bool ok = vault_unseal(v->seal, &context, sealed, len, VAULT_MAX_HEADERS_BYTES, &headers, f);
    cJSON *capture = ok ? evidence_read(v, q, candidate, f) : NULL;
    ok = capture && each(ctx, capture, headers.data ? headers.data : "", f);
    cJSON_Delete(capture);
    buf_free(&headers);
    return ok;
}

bool vault_answers(struct vault *v, const char *candidate, vault_each_answer *each, void *ctx,
                   struct faults *f) {
    struct query q;
    enum query_result result = QUERY_END;
    bool ok = true;
    query_open(&q, &v->store,
               "SELECT id, evidence, bytes, facts, body, headers FROM capture WHERE candidate = ? ORDER BY "
               "evidence");
    query_bind_text(&q, 1, candidate);
    while (ok && (result = query_step(&q, f)) == QUERY_ROW)
        ok = answer_row(v, &q, candidate, each, ctx, f);
    query_close(&q);
    return ok && result == QUERY_END;
}

static bool attempt_row(struct vault *v, struct query *q, const char *candidate, vault_each *each, void *ctx,
                        struct faults *f) {
    struct seal_context context = {"attempt", "record", candidate, query_number(q, 0)};
    cJSON *held = vault_unseal_json(v, &context, q, 1, f);
    bool ok = held && each(ctx, record_field(held, "record"), f);
    cJSON_Delete(held);
    return ok;
}

bool vault_attempts(struct vault *v, const char *candidate, vault_each *each, void *ctx, struct faults *f) {
    struct query q;
    enum query_result result = QUERY_END;
    bool ok = true;
    query_open(&q, &v->store, "SELECT id, record FROM attempt WHERE candidate = ? ORDER BY id");
    query_bind_text(&q, 1, candidate);
    while (ok && (result = query_step(&q, f)) == QUERY_ROW)
        ok = attempt_row(v, &q, candidate, each, ctx, f);
    query_close(&q);
    return ok && result == QUERY_END;
}
