#include "evenhand/vault_begun.h"

#include <stdlib.h>
#include <string.h>

#include "evenhand/mem.h"
#include "evenhand/record.h"
#include "evenhand/vault_body.h"
#include "evenhand/vault_chain.h"
#include "evenhand/vault_evidence.h"
#include "evenhand/vault_handle.h"

#define OF_CELL "WHERE candidate = ? AND step = ? AND value = ?"

static void bind_cell(struct query *q, const char *candidate, int64_t step, const unsigned char *token) {
    query_bind_text(q, 1, candidate);
    query_bind_number(q, 2, step);
    query_bind_blob(q, 3, token, VAULT_TOKEN_BYTES);
}

bool begun_forget(struct vault *v, const char *candidate, int64_t step, const unsigned char *token,
                  struct faults *f) {
    struct query q;
    query_open(&q, &v->store, "DELETE FROM begun " OF_CELL);
    bind_cell(&q, candidate, step, token);
    return query_run(&q, f);
}

bool vault_begun_any(struct vault *v, bool *any, struct faults *f) {
    int64_t count = 0;
    bool ok = store_number(&v->store, "SELECT EXISTS(SELECT 1 FROM begun)", &count, f);
    *any = count != 0;
    return ok;
}

/* ---- in ---- */

static cJSON *facts_of(const struct vault_begun *b) {
    cJSON *facts = cJSON_CreateObject();
    char *asked = body_clean_field(b->asked), *url = body_clean_field(b->answer.url),
         *media_type = body_clean_field(b->answer.media_type);
    (void)cJSON_AddStringToObject(facts, "asked", asked);
    (void)cJSON_AddStringToObject(facts, "started", b->started);
    (void)cJSON_AddStringToObject(facts, "why", b->why);
    (void)cJSON_AddStringToObject(facts, "url", url);
    (void)cJSON_AddStringToObject(facts, "fetched", b->answer.fetched);
    (void)cJSON_AddNumberToObject(facts, "status", b->answer.status);
    (void)cJSON_AddStringToObject(facts, "media_type", media_type);
    free(asked);
    free(url);
    free(media_type);
    return facts;
}

struct sealed {
    struct buf facts, headers, body;
};

static bool seal(struct vault *v, int64_t row, const struct vault_begun *b, struct sealed *s,
                 struct faults *f) {
    struct seal_context facts = {"begun", "facts", b->candidate, row},
                        headers = {"begun", "headers", b->candidate, row},
                        body = {"begun", "body", b->candidate, row};
    cJSON *tree = facts_of(b);
    bool ok = vault_seal_json(v, &facts, tree, &s->facts, f) &&
              vault_seal(v->seal, &headers, b->answer.headers, strlen(b->answer.headers), &s->headers, f) &&
              vault_seal(v->seal, &body, b->answer.body, b->answer.len, &s->body, f);
    cJSON_Delete(tree);
    return ok;
}

static bool insert(struct vault *v, int64_t row, const struct vault_begun *b, const struct sealed *s,
                   struct faults *f) {
    unsigned char token[VAULT_TOKEN_BYTES];
    struct query q;
    vault_token(v->seal, VAULT_VALUE_COLUMN, b->value, token);
    query_open(&q, &v->store,
               "INSERT INTO begun(candidate, step, value, id, facts, headers, body)"
               " VALUES(?, ?, ?, ?, ?, ?, ?)");
    bind_cell(&q, b->candidate, b->step, token);
    query_bind_number(&q, 4, row);
    query_bind_blob(&q, 5, s->facts.data, s->facts.len);
    query_bind_blob(&q, 6, s->headers.data, s->headers.len);
    query_bind_blob(&q, 7, s->body.data, s->body.len);
    return query_run(&q, f);
}

/* A row number is part of what is sealed: none is used twice, though rows come and go. */
static bool next_row(struct vault *v, int64_t *row, struct faults *f) {
    return store_number(
        &v->store, "SELECT COALESCE((SELECT seq FROM sqlite_sequence WHERE name = 'begun'), 0) + 1", row, f);
}

bool vault_begun_put(struct vault *v, const struct vault_begun *b, struct faults *f) {
    struct sealed s = {0};
    int64_t row = 0;
    if (!vault_writable(v, f) || !evidence_within_limits(&b->answer, f) || !vault_begin(v, f))
        return false;
    bool ok = next_row(v, &row, f) && seal(v, row, b, &s, f) && insert(v, row, b, &s, f);
    buf_free(&s.facts);
    buf_free(&s.headers);
    buf_free(&s.body);
    return vault_end(v, ok, f);
}

/* ---- out ---- */

static bool unseal(struct vault *v, const char *candidate, const char *column, struct query *q, int at,
                   size_t max, struct buf *out, struct faults *f) {
    struct seal_context context = {"begun", column, candidate, query_number(q, 0)};
    size_t len;
    const void *sealed = query_blob(q, at, &len);
    return vault_unseal(v->seal, &context, sealed, len, max, out, f);
}

/* The answer of the current row: columns id, facts, headers, body, step. */
static bool give(struct vault *v, struct vault_begun *b, struct query *q, vault_each_begun *each, void *ctx,
                 struct faults *f) {
    struct buf headers = {0}, body = {0};
    const struct seal_context context = {"begun", "facts", b->candidate, query_number(q, 0)};
    cJSON *facts = vault_unseal_json(v, &context, q, 1, f);
    bool ok = facts && unseal(v, b->candidate, "headers", q, 2, VAULT_HEADERS_MAX_BYTES, &headers, f) &&
              unseal(v, b->candidate, "body", q, 3, VAULT_MAX_BODY_BYTES, &body, f);
    if (ok) {
        b->asked = record_text(facts, "asked");
        b->started = record_text(facts, "started");
        b->why = record_text(facts, "why");
        b->answer = (struct vault_capture){.request = "",
                                           .url = record_text(facts, "url"),
                                           .fetched = record_text(facts, "fetched"),
                                           .status = (int)record_number(facts, "status"),
                                           .media_type = record_text(facts, "media_type"),
                                           .headers = headers.data,
                                           .body = body.data,
                                           .len = body.len};
        ok = each(ctx, b, f);
    }
    cJSON_Delete(facts);
    buf_free(&headers);
    buf_free(&body);
    return ok;
}

static bool give_all(struct vault *v, struct query *q, const char *candidate, vault_each_begun *each,
                     void *ctx, struct faults *f) {
    enum query_result result = QUERY_END;
    bool ok = true;
    while (ok && (result = query_step(q, f)) == QUERY_ROW) {
        struct vault_begun b = {.candidate = candidate, .step = (long)query_number(q, 4)};
        ok = give(v, &b, q, each, ctx, f);
    }
    query_close(q);
    return ok && result == QUERY_END;
}

bool vault_begun_each(struct vault *v, const char *candidate, long step, const char *value,
                      vault_each_begun *each, void *ctx, struct faults *f) {
    unsigned char token[VAULT_TOKEN_BYTES];
    struct query q;
    vault_token(v->seal, VAULT_VALUE_COLUMN, value, token);
    query_open(&q, &v->store, "SELECT id, facts, headers, body, step FROM begun " OF_CELL " ORDER BY id");
    bind_cell(&q, candidate, step, token);
    return give_all(v, &q, candidate, each, ctx, f);
}

bool vault_begun_of(struct vault *v, const char *candidate, vault_each_begun *each, void *ctx,
                    struct faults *f) {
    struct query q;
    query_open(&q, &v->store,
               "SELECT id, facts, headers, body, step FROM begun WHERE candidate = ? ORDER BY id");
    query_bind_text(&q, 1, candidate);
    return give_all(v, &q, candidate, each, ctx, f);
}
