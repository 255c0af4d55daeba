/* Controls: what each source said about what is there and what is not, and which attempts that vouches for.
 */
#include "evenhand/vault_controls.h"

#include <stdlib.h>
#include <string.h>

#include "evenhand/digest.h"
#include "evenhand/mem.h"
#include "evenhand/record.h"
#include "evenhand/utc.h"
#include "evenhand/vault_attempts.h"
#include "evenhand/vault_body.h"
#include "evenhand/vault_chain.h"
#include "evenhand/vault_handle.h"

static bool number_of(struct vault *v, const char *sql, int64_t step, int64_t *number, struct faults *f) {
    struct query q;
    query_open(&q, &v->store, sql);
    query_bind_number(&q, 1, step);
    bool ok = query_step(&q, f) == QUERY_ROW;
    *number = ok ? query_number(&q, 0) : 0;
    query_close(&q);
    return ok;
}

/* The newest attempt at the step that a passed control speaks for. */
static bool vouched_through(struct vault *v, int64_t step, int64_t *through, struct faults *f) {
    return number_of(v, "SELECT COALESCE(MAX(through), 0) FROM control WHERE step = ? AND passed = 1", step,
                     through, f);
}

bool vault_control_owed(struct vault *v, long step, uint64_t *owed, struct faults *f) {
    int64_t count = 0;
    bool ok = number_of(v,
                        "SELECT COUNT(*) FROM attempt WHERE superseded = 0 AND step = ?1"
                        " AND outcome IN ('found', 'none') AND id > (SELECT COALESCE(MAX(through), 0)"
                        " FROM control WHERE step = ?1 AND passed = 1)",
                        step, &count, f);
    *owed = (uint64_t)count;
    return ok;
}

static cJSON *answer_of(const struct vault_capture *c, struct buf *body, struct buf *scratch) {
    char sha256[DIGEST_HEX_BYTES];
    char *url = body_clean_field(c->url), *media_type = body_clean_field(c->media_type);
    size_t len = c->len < VAULT_CONTROL_BODY_BYTES ? c->len : VAULT_CONTROL_BODY_BYTES;
    cJSON *answer = cJSON_CreateObject();
    digest_bytes(c->body, c->len, sha256);
    (void)cJSON_AddStringToObject(answer, "url", url);
    (void)cJSON_AddStringToObject(answer, "fetched", c->fetched);
    (void)cJSON_AddNumberToObject(answer, "status", c->status);
    (void)cJSON_AddStringToObject(answer, "media_type", media_type);
    (void)cJSON_AddStringToObject(answer, "headers", c->headers);
    (void)cJSON_AddStringToObject(answer, "sha256", sha256);
    (void)cJSON_AddNumberToObject(answer, "bytes", (double)c->len);
    buf_clear(body);
    buf_add(body, c->body, len);
    body_add(answer, body->data, len, scratch);
    free(url);
    free(media_type);
    return answer;
}

/* body_add may lend its text to the record: the copy owns it. */
static void add_answers(cJSON *record, const struct vault_capture *captures, size_t count) {
    struct buf body = {0}, scratch = {0};
    cJSON *answers = cJSON_AddArrayToObject(record, "answers");
    buf_reserve(&body, 1);
    for (size_t i = 0; i < count; i++) {
        cJSON *lent = answer_of(&captures[i], &body, &scratch);
        (void)cJSON_AddItemToArray(answers, cJSON_Duplicate(lent, true));
        cJSON_Delete(lent);
    }
    buf_free(&body);
    buf_free(&scratch);
}

static cJSON *record_of(long step, bool passed, const char *reason, const cJSON *control) {
    char at[UTC_BYTES];
    cJSON *record = cJSON_CreateObject();
    utc_format(utc_now(), at);
    (void)cJSON_AddNumberToObject(record, "step", (double)step);
    (void)cJSON_AddBoolToObject(record, "passed", passed);
    (void)cJSON_AddStringToObject(record, "at", at);
    (void)cJSON_AddStringToObject(record, "reason", reason);
    for (const cJSON *fact = control ? control->child : NULL; fact; fact = fact->next)
        (void)cJSON_AddItemToObject(record, fact->string, cJSON_Duplicate(fact, true));
    return record;
}

static bool insert(struct vault *v, long step, bool passed, const cJSON *record, struct faults *f) {
    struct seal_context context = {.table = "control", .column = "record", .candidate = "", .row = 0};
    struct buf sealed = {0};
    int64_t newest = 0;
    bool ok = vault_next(v, "control", &context.row, f) && vault_next(v, "attempt", &newest, f) &&
              vault_seal_json(v, &context, record, &sealed, f);
    if (ok) {
        struct query q;
        query_open(&q, &v->store,
                   "INSERT INTO control(id, step, passed, through, record) VALUES(?, ?, ?, ?, ?)");
        query_bind_number(&q, 1, context.row);
        query_bind_number(&q, 2, step);
        query_bind_number(&q, 3, passed);
        query_bind_number(&q, 4, newest - 1);
        query_bind_blob(&q, 5, sealed.data, sealed.len);
        ok = query_run(&q, f) && chain_add(v, "control", context.row, f);
    }
    buf_free(&sealed);
    return ok;
}

/* What the ledger says of it: no body. */
static cJSON *ledger_detail(const cJSON *record) {
    cJSON *detail = cJSON_Duplicate(record, true), *answer;
    cJSON_ArrayForEach(answer, cJSON_GetObjectItemCaseSensitive(detail, "answers")) {
        cJSON_DeleteItemFromObjectCaseSensitive(answer, "body");
        cJSON_DeleteItemFromObjectCaseSensitive(answer, "body_base64");
        cJSON_DeleteItemFromObjectCaseSensitive(answer, "headers");
    }
    return detail;
}

bool vault_control_put(struct vault *v, long step, bool passed, const char *reason, const cJSON *control,
                       struct vault_capture *captures, size_t count, vault_each *each, void *ctx,
                       struct faults *f) {
    int64_t vouched = 0;
    if (!vault_writable(v, f) || !vault_begin(v, f))
        return false;
    cJSON *record = record_of(step, passed, reason, control);
    add_answers(record, captures, count);
    cJSON *detail = ledger_detail(record);
    bool ok = vouched_through(v, step, &vouched, f) && insert(v, step, passed, record, f) &&
              ledger_enter(v, "control", detail, f) &&
              (passed || attempts_replace(v, step, vouched, true, "undetermined", reason, each, ctx, f));
    cJSON_Delete(record);
    cJSON_Delete(detail);
    return vault_end(v, ok, f);
}

bool vault_controls(struct vault *v, vault_each *each, void *ctx, struct faults *f) {
    struct query q;
    enum query_result result = QUERY_END;
    bool ok = true;
    query_open(&q, &v->store, "SELECT id, record FROM control ORDER BY id");
    while (ok && (result = query_step(&q, f)) == QUERY_ROW) {
        struct seal_context context = {"control", "record", "", query_number(&q, 0)};
        size_t len;
        const void *sealed = query_blob(&q, 1, &len);
        cJSON *record = vault_unseal(v->seal, &context, sealed, len, VAULT_CONTROL_MAX_BYTES, &v->plain, f)
                            ? record_parse_plain(v->plain.data, v->plain.len, "vault: control", f)
                            : NULL;
        ok = record && each(ctx, record, f);
        cJSON_Delete(record);
    }
    query_close(&q);
    return ok && result == QUERY_END;
}
