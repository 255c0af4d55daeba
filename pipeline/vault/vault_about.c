#include "evenhand/vault_about.h"

#include <stdlib.h>
#include <string.h>

#include "evenhand/mem.h"
#include "evenhand/record.h"
#include "evenhand/vault_chain.h"

bool about_insert(struct vault *v, const char *table, const cJSON *record, int64_t *row, struct faults *f) {
    struct seal_context context = {table, "record", record_text(record, "candidate"), 0};
    struct buf sealed = {0};
    int64_t evidence = 0, item = 0;
    bool ok = (vault_parse_about(record_text(record, "about"), &evidence, &item) ||
               fault(f, FAULT_BUG, table, "please report this", "\"%s\" names no evidence",
                     record_text(record, "about"))) &&
              vault_next(v, table, &context.row, f) && vault_seal_json(v, &context, record, &sealed, f);
    if (ok) {
        struct query q;
        char *sql =
            mem_format("INSERT INTO %s(id, candidate, evidence, item, record) VALUES(?, ?, ?, ?, ?)", table);
        query_open(&q, &v->store, sql);
        free(sql);
        query_bind_number(&q, 1, context.row);
        query_bind_text(&q, 2, context.candidate);
        query_bind_number(&q, 3, evidence);
        query_bind_number(&q, 4, item);
        query_bind_blob(&q, 5, sealed.data, sealed.len);
        ok = query_run(&q, f) && chain_add(v, table, context.row, f);
        *row = context.row;
    }
    buf_free(&sealed);
    return ok;
}

/* Columns: id, evidence, item, record. */
static bool take_row(struct vault *v, const char *table, struct query *q, const char *candidate,
                     vault_each *each, void *ctx, struct faults *f) {
    struct seal_context context = {table, "record", candidate, query_number(q, 0)};
    int64_t evidence, item;
    cJSON *record = vault_unseal_json(v, &context, q, 3, f);
    bool ok = record != NULL;
    if (ok && (strcmp(record_text(record, "candidate"), candidate) != 0 ||
               !vault_parse_about(record_text(record, "about"), &evidence, &item) ||
               evidence != query_number(q, 1) || item != query_number(q, 2)))
        ok = vault_disagree(&context, f);
    ok = ok && each(ctx, record, f);
    cJSON_Delete(record);
    return ok;
}

bool about_each(struct vault *v, const char *table, const char *candidate, int64_t through, vault_each *each,
                void *ctx, struct faults *f) {
    struct query q;
    enum query_result result = QUERY_END;
    bool ok = true;
    char *sql = mem_format(
        "SELECT id, evidence, item, record FROM %s WHERE candidate = ? AND id <= ? ORDER BY id", table);
    query_open(&q, &v->store, sql);
    free(sql);
    query_bind_text(&q, 1, candidate);
    query_bind_number(&q, 2, through);
    while (ok && (result = query_step(&q, f)) == QUERY_ROW)
        ok = take_row(v, table, &q, candidate, each, ctx, f);
    query_close(&q);
    return ok && result == QUERY_END;
}
