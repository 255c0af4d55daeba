/* Captures. The sealed `facts` are the capture record as it will be replayed, without its body. */
#include "evenhand/vault_evidence.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "evenhand/digest.h"
#include "evenhand/mem.h"
#include "evenhand/record.h"
#include "evenhand/vault_body.h"
#include "evenhand/vault_chain.h"

bool evidence_within_limits(const struct vault_capture *c, struct faults *f) {
    const char *what = c->len > VAULT_MAX_BODY_BYTES                   ? "body"
                       : strlen(c->headers) > VAULT_MAX_HEADERS_BYTES  ? "headers"
                       : strlen(c->url) > VAULT_MAX_FIELD_BYTES        ? "url"
                       : strlen(c->media_type) > VAULT_MAX_FIELD_BYTES ? "media type"
                       : strlen(c->request) > VAULT_MAX_FIELD_BYTES    ? "request"
                                                                       : NULL;
    return !what || fault(f, FAULT_BUG, "vault: capture", "please report this",
                          "the %s of an answer is over what the vault keeps", what);
}

static cJSON *new_facts(const cJSON *attempt, int64_t number, const struct vault_capture *c) {
    char evidence[24];
    char *url = body_clean_field(c->url), *media_type = body_clean_field(c->media_type);
    cJSON *facts = record_new(RECORD_CAPTURE, record_text(attempt, "candidate"));
    (void)snprintf(evidence, sizeof evidence, "E-%04" PRId64, number);
    (void)cJSON_AddNumberToObject(facts, "step", record_number(attempt, "step"));
    (void)cJSON_AddStringToObject(facts, "source", record_text(attempt, "source"));
    (void)cJSON_AddStringToObject(facts, "source_type", record_text(attempt, "source_type"));
    (void)cJSON_AddStringToObject(facts, "request", c->request);
    (void)cJSON_AddStringToObject(facts, "evidence", evidence);
    (void)cJSON_AddStringToObject(facts, "url", url);
    (void)cJSON_AddStringToObject(facts, "fetched", c->fetched);
    (void)cJSON_AddNumberToObject(facts, "status", c->status);
    (void)cJSON_AddStringToObject(facts, "media_type", media_type);
    (void)cJSON_AddStringToObject(facts, "sha256", c->sha256);
    if (c->block != NULL)
        (void)cJSON_AddStringToObject(facts, "block", c->block);
    free(url);
    free(media_type);
    return facts;
}

/* What replay would make of it must be a record. */
static bool check_facts(cJSON *facts, struct faults *f) {
    enum record_type type;
    (void)cJSON_AddStringToObject(facts, "body", "");
    bool ok = record_check(facts, RECORD_SEARCHER, "vault: capture", &type, f);
    cJSON_DeleteItemFromObjectCaseSensitive(facts, "body");
    return ok;
}

struct sealed_capture {
    struct buf facts, headers, body;
};

static bool seal_capture(struct vault *v, struct seal_context *context, const cJSON *facts,
                         const struct vault_capture *c, struct sealed_capture *sealed, struct faults *f) {
    context->column = "facts";
    if (!vault_seal_json(v, context, facts, &sealed->facts, f))
        return false;
    context->column = "headers";
    if (!vault_seal(v->seal, context, c->headers, strlen(c->headers), &sealed->headers, f))
        return false;
    context->column = "body";
    return vault_seal(v->seal, context, c->body, c->len, &sealed->body, f);
}

static bool insert(struct vault *v, const struct seal_context *context, int64_t attempt_id, int64_t number,
                   size_t bytes, const struct sealed_capture *sealed, struct faults *f) {
    struct query q;
    query_open(&q, &v->store,
               "INSERT INTO capture(id, candidate, attempt, evidence, bytes, facts, headers, body)"
               " VALUES(?, ?, ?, ?, ?, ?, ?, ?)");
    query_bind_number(&q, 1, context->row);
    query_bind_text(&q, 2, context->candidate);
    query_bind_number(&q, 3, attempt_id);
    query_bind_number(&q, 4, number);
    query_bind_number(&q, 5, (int64_t)bytes);
    query_bind_blob(&q, 6, sealed->facts.data, sealed->facts.len);
    query_bind_blob(&q, 7, sealed->headers.data, sealed->headers.len);
    query_bind_blob(&q, 8, sealed->body.data, sealed->body.len);
    return query_run(&q, f) && chain_add(v, "capture", context->row, f);
}

bool evidence_put(struct vault *v, const cJSON *attempt, int64_t attempt_id, int64_t number,
                  struct vault_capture *c, struct faults *f) {
    struct sealed_capture sealed = {0};
    struct seal_context context = {.table = "capture", .candidate = record_text(attempt, "candidate")};
    digest_bytes(c->body, c->len, c->sha256);
    cJSON *facts = new_facts(attempt, number, c);
    bool ok = check_facts(facts, f) && vault_next(v, "capture", &context.row, f) &&
              seal_capture(v, &context, facts, c, &sealed, f) &&
              insert(v, &context, attempt_id, number, c->len, &sealed, f);
    if (ok)
        c->id = context.row;
    cJSON_Delete(facts);
    buf_free(&sealed.facts);
    buf_free(&sealed.headers);
    buf_free(&sealed.body);
    return ok;
}

static bool damaged(const char *candidate, const char *evidence, struct faults *f) {
    char *place = mem_format("vault: %s, %s", candidate, evidence);
    (void)fault(f, FAULT_ANSWER_NO, place,
                "the evidence was changed or damaged: restore the vault from its backup",
                "the stored body does not have the SHA-256 it was stored with");
    free(place);
    return false;
}

/* Columns of a capture's row, as evidence_each asks for them. */
enum { ROW_ID, ROW_EVIDENCE, ROW_BYTES, ROW_FACTS, ROW_BODY };

static bool add_body(struct vault *v, struct query *q, const char *candidate, cJSON *facts,
                     struct faults *f) {
    char sha256[DIGEST_HEX_BYTES];
    struct seal_context context = {"capture", "body", candidate, query_number(q, ROW_ID)};
    size_t len;
    const void *sealed = query_blob(q, ROW_BODY, &len);
    if (!vault_unseal(v->seal, &context, sealed, len, VAULT_MAX_BODY_BYTES, &v->plain, f))
        return damaged(candidate, record_text(facts, "evidence"), f);
    digest_bytes(v->plain.data, v->plain.len, sha256);
    if (strcmp(sha256, record_text(facts, "sha256")) != 0 ||
        (int64_t)v->plain.len != query_number(q, ROW_BYTES))
        return damaged(candidate, record_text(facts, "evidence"), f);
    body_add(facts, v->plain.data, v->plain.len, &v->line);
    return true;
}

static bool facts_agree(const cJSON *facts, const char *candidate, int64_t number) {
    int64_t evidence, item;
    return strcmp(record_text(facts, "candidate"), candidate) == 0 &&
           vault_parse_about(record_text(facts, "evidence"), &evidence, &item) && evidence == number;
}

static cJSON *read_row(struct vault *v, struct query *q, const char *candidate, bool bodies,
                       struct faults *f) {
    struct seal_context context = {"capture", "facts", candidate, query_number(q, ROW_ID)};
    cJSON *facts = vault_unseal_json(v, &context, q, ROW_FACTS, f);
    bool ok = facts != NULL;
    if (ok && !facts_agree(facts, candidate, query_number(q, ROW_EVIDENCE)))
        ok = vault_disagree(&context, f);
    if (ok && !bodies)
        (void)cJSON_AddNumberToObject(facts, "bytes", (double)query_number(q, ROW_BYTES));
    if (ok && (!bodies || add_body(v, q, candidate, facts, f)))
        return facts;
    cJSON_Delete(facts);
    return NULL;
}

cJSON *evidence_read(struct vault *v, struct query *q, const char *candidate, struct faults *f) {
    return read_row(v, q, candidate, true, f);
}

static bool replay_row(struct vault *v, struct query *q, const char *candidate, bool bodies, vault_each *each,
                       void *ctx, struct faults *f) {
    cJSON *facts = read_row(v, q, candidate, bodies, f);
    bool ok = facts && each(ctx, facts, f);
    cJSON_Delete(facts);
    return ok;
}

static bool count_agrees(int64_t got, int64_t expected, const char *candidate, int64_t attempt_id,
                         struct faults *f) {
    char *place = mem_format("vault: %s, attempt %" PRId64, candidate, attempt_id);
    bool ok =
        got == expected ||
        fault(f, FAULT_ANSWER_NO, place, "evidence was removed or damaged: restore the vault from its backup",
              "%" PRId64 " captures are stored where %" PRId64 " were gathered", got, expected);
    free(place);
    return ok;
}

bool evidence_each(struct vault *v, const char *candidate, int64_t attempt_id, int64_t expected, bool bodies,
                   vault_each *each, void *ctx, struct faults *f) {
    struct query q;
    enum query_result result = QUERY_END;
    int64_t count = 0;
    bool ok = true;
    query_open(
        &q, &v->store,
        bodies ? "SELECT id, evidence, bytes, facts, body FROM capture WHERE attempt = ? ORDER BY evidence"
               : "SELECT id, evidence, bytes, facts FROM capture WHERE attempt = ? ORDER BY evidence");
    query_bind_number(&q, 1, attempt_id);
    while (ok && (result = query_step(&q, f)) == QUERY_ROW) {
        count++;
        ok = replay_row(v, &q, candidate, bodies, each, ctx, f);
    }
    query_close(&q);
    return ok && result == QUERY_END && count_agrees(count, expected, candidate, attempt_id, f);
}
