/* Time-stamps of the ledger's heads, as the authority's answers (RFC 3161, DER). */
#include <stdlib.h>

#include "evenhand/mem.h"
#include "evenhand/record.h"
#include "evenhand/vault_chain.h"
#include "evenhand/vault_handle.h"

static bool insert(struct vault *v, int64_t seq, const char *sha256, const struct buf *token,
                   struct faults *f) {
    struct query q;
    int64_t id = 0;
    if (!vault_next(v, "timestamp", &id, f))
        return false;
    query_open(&q, &v->store, "INSERT INTO timestamp(id, seq, sha256, token) VALUES(?, ?, ?, ?)");
    query_bind_number(&q, 1, id);
    query_bind_number(&q, 2, seq);
    query_bind_text(&q, 3, sha256);
    query_bind_blob(&q, 4, token->data, token->len);
    return query_run(&q, f) && chain_add(v, "timestamp", id, f);
}

static bool put(struct vault *v, int64_t seq, const char *sha256, const struct buf *token, const char *url,
                struct faults *f) {
    char digest[DIGEST_HEX_BYTES];
    cJSON *detail = cJSON_CreateObject();
    digest_bytes(token->data, token->len, digest);
    (void)cJSON_AddNumberToObject(detail, "of", (double)seq);
    (void)cJSON_AddStringToObject(detail, "authority", url);
    (void)cJSON_AddStringToObject(detail, "answer_sha256", digest);
    bool ok = insert(v, seq, sha256, token, f) && ledger_enter(v, "timestamp", detail, f);
    cJSON_Delete(detail);
    return ok;
}

bool vault_head(struct vault *v, int64_t *seq, char sha256[65], struct faults *f) {
    return chain_signed(v, f) && chain_head(v, seq, sha256, f);
}

bool vault_stamp_put(struct vault *v, int64_t seq, const char *sha256, const struct buf *token,
                     const char *url, struct faults *f) {
    return vault_begin(v, f) && vault_end(v, put(v, seq, sha256, token, url, f), f);
}

bool vault_stamps(struct vault *v, vault_each_stamp *each, void *ctx, struct faults *f) {
    struct query q;
    enum query_result result = QUERY_END;
    bool ok = true;
    query_open(&q, &v->store, "SELECT seq, sha256, token FROM timestamp ORDER BY id");
    while (ok && (result = query_step(&q, f)) == QUERY_ROW) {
        size_t len;
        const void *bytes = query_blob(&q, 2, &len);
        ok = each(ctx, query_number(&q, 0), query_text(&q, 1), bytes, len, f);
    }
    query_close(&q);
    return ok && result == QUERY_END;
}
