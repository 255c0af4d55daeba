/* Legal holds: a row for each that was placed and each that was lifted; the latest of a candidate counts. */
#include <stdlib.h>
#include <string.h>

#include "evenhand/mem.h"
#include "evenhand/record.h"
#include "evenhand/utc.h"
#include "evenhand/vault_chain.h"
#include "evenhand/vault_handle.h"

#define LATEST "SELECT lifted FROM hold WHERE candidate = ? ORDER BY id DESC LIMIT 1"

/* Whether records of that number are there; destroyed ones are not. */
static bool check_candidate(struct vault *v, const char *candidate, struct faults *f) {
    struct query q;
    query_open(&q, &v->store, "SELECT 1 FROM candidate WHERE number = ? AND length(key) > 0");
    query_bind_text(&q, 1, candidate);
    enum query_result result = query_step(&q, f);
    query_close(&q);
    return result == QUERY_ROW ||
           (result == QUERY_END && fault(f, FAULT_DATA, "vault", "see \"evenhand status\" for the numbers",
                                         "there are no records of a candidate \"%s\"", candidate));
}

bool hold_is_on(struct vault *v, const char *candidate, bool *on, struct faults *f) {
    struct query q;
    query_open(&q, &v->store, LATEST);
    query_bind_text(&q, 1, candidate);
    enum query_result result = query_step(&q, f);
    *on = result == QUERY_ROW && query_number(&q, 0) == 0;
    query_close(&q);
    return result != QUERY_FAULT;
}

static cJSON *new_record(const struct vault *v, const char *candidate, bool lift, const char *why) {
    char at[UTC_BYTES];
    cJSON *record = cJSON_CreateObject();
    utc_format(utc_now(), at);
    (void)cJSON_AddStringToObject(record, "candidate", candidate);
    (void)cJSON_AddBoolToObject(record, "lifted", lift);
    (void)cJSON_AddStringToObject(record, "why", why);
    (void)cJSON_AddStringToObject(record, "by", v->user);
    (void)cJSON_AddStringToObject(record, "at", at);
    return record;
}

static bool insert(struct vault *v, const char *candidate, bool lift, const cJSON *record, struct faults *f) {
    struct seal_context context = {"hold", "record", candidate, 0};
    struct buf sealed = {0};
    struct query q;
    bool ok = vault_next(v, "hold", &context.row, f) && vault_seal_json(v, &context, record, &sealed, f);
    if (ok) {
        query_open(&q, &v->store, "INSERT INTO hold(id, candidate, lifted, record) VALUES(?, ?, ?, ?)");
        query_bind_number(&q, 1, context.row);
        query_bind_text(&q, 2, candidate);
        query_bind_number(&q, 3, lift);
        query_bind_blob(&q, 4, sealed.data, sealed.len);
        ok = query_run(&q, f) && chain_add(v, "hold", context.row, f);
    }
    buf_free(&sealed);
    return ok;
}

static bool put(struct vault *v, const char *candidate, bool lift, const char *why, struct faults *f) {
    cJSON *record = new_record(v, candidate, lift, why), *detail = cJSON_CreateObject();
    (void)cJSON_AddStringToObject(detail, "candidate", candidate);
    bool ok =
        insert(v, candidate, lift, record, f) && ledger_enter(v, lift ? "lift-hold" : "hold", detail, f);
    cJSON_Delete(record);
    cJSON_Delete(detail);
    return ok;
}

bool vault_hold(struct vault *v, const char *candidate, bool lift, const char *why, struct faults *f) {
    bool on = false;
    if (!vault_writable(v, f) || !check_candidate(v, candidate, f) || !hold_is_on(v, candidate, &on, f))
        return false;
    if (on != lift)
        return fault(f, FAULT_DATA, "hold", NULL,
                     lift ? "there is no hold on %s to lift" : "%s is under hold already", candidate);
    return vault_begin(v, f) && vault_end(v, put(v, candidate, lift, why, f), f);
}

static bool each_row(struct vault *v, struct query *q, vault_each *each, void *ctx, struct faults *f) {
    char *candidate = mem_string(query_text(q, 1));
    struct seal_context context = {"hold", "record", candidate, query_number(q, 0)};
    cJSON *record = vault_unseal_json(v, &context, q, 2, f);
    bool ok = record && each(ctx, record, f);
    cJSON_Delete(record);
    free(candidate);
    return ok;
}

bool vault_holds(struct vault *v, vault_each *each, void *ctx, struct faults *f) {
    struct query q;
    enum query_result result = QUERY_END;
    bool ok = true;
    query_open(
        &q, &v->store,
        "SELECT id, candidate, record FROM hold h WHERE id = (SELECT MAX(id) FROM hold WHERE candidate = "
        "h.candidate) ORDER BY candidate");
    while (ok && (result = query_step(&q, f)) == QUERY_ROW)
        ok = each_row(v, &q, each, ctx, f);
    query_close(&q);
    return ok && result == QUERY_END;
}
