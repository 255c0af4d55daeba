#include "evenhand/vault_whole.h"

#include <stdlib.h>
#include <string.h>

#include "evenhand/mem.h"
#include "evenhand/vault_controls.h"

/* Each sealed column: what it is, and its rows as id, candidate, value. */
static const struct sealed_column {
    const char *table, *column, *rows;
    size_t max;
} columns[] = {
    {"run", "record", "SELECT id, '', record FROM run", VAULT_RECORD_MAX_BYTES},
    {"run", "plan", "SELECT id, '', plan FROM run", VAULT_PLAN_MAX_BYTES},
    {"candidate", "record", "SELECT id, number, record FROM candidate WHERE length(key) > 0",
     VAULT_RECORD_MAX_BYTES},
    {"attempt", "record", "SELECT id, candidate, record FROM attempt ORDER BY candidate",
     VAULT_RECORD_MAX_BYTES},
    {"capture", "facts", "SELECT id, candidate, facts FROM capture ORDER BY candidate",
     VAULT_RECORD_MAX_BYTES},
    {"capture", "headers", "SELECT id, candidate, headers FROM capture ORDER BY candidate",
     VAULT_HEADERS_MAX_BYTES},
    {"capture", "body", "SELECT id, candidate, body FROM capture ORDER BY candidate", VAULT_MAX_BODY_BYTES},
    {"begun", "facts", "SELECT id, candidate, facts FROM begun ORDER BY candidate", VAULT_RECORD_MAX_BYTES},
    {"begun", "headers", "SELECT id, candidate, headers FROM begun ORDER BY candidate",
     VAULT_HEADERS_MAX_BYTES},
    {"begun", "body", "SELECT id, candidate, body FROM begun ORDER BY candidate", VAULT_MAX_BODY_BYTES},
    {"control", "record", "SELECT id, '', record FROM control", VAULT_CONTROL_MAX_BYTES},
    {"decision", "record", "SELECT id, candidate, record FROM decision ORDER BY candidate",
     VAULT_RECORD_MAX_BYTES},
    {"recheck", "record", "SELECT id, candidate, record FROM recheck ORDER BY candidate",
     VAULT_RECORD_MAX_BYTES},
    {"hold", "record", "SELECT id, candidate, record FROM hold ORDER BY candidate", VAULT_RECORD_MAX_BYTES},
};
#define COLUMNS (sizeof columns / sizeof *columns)

static bool row_opens(struct vault *v, const struct sealed_column *c, struct query *q, struct faults *f) {
    char *candidate = mem_string(query_text(q, 1));
    const struct seal_context context = {c->table, c->column, candidate, query_number(q, 0)};
    size_t len;
    const void *sealed = query_blob(q, 2, &len);
    bool ok = vault_unseal(v->seal, &context, sealed, len, c->max, &v->plain, f);
    free(candidate);
    return ok;
}

static bool column_opens(struct vault *v, const struct sealed_column *c, struct faults *f) {
    struct query q;
    enum query_result result = QUERY_END;
    bool ok = true;
    query_open(&q, &v->store, c->rows);
    while (ok && (result = query_step(&q, f)) == QUERY_ROW)
        ok = row_opens(v, c, &q, f);
    query_close(&q);
    return ok && result == QUERY_END;
}

bool table_whole(struct vault *v, const char *table, struct faults *f) {
    for (size_t i = 0; i < COLUMNS; i++)
        if (strcmp(columns[i].table, table) == 0 && !column_opens(v, &columns[i], f))
            return false;
    return true;
}

bool vault_whole(struct vault *v, struct faults *f) {
    bool ok = vault_check(v, f);
    for (size_t i = 0; ok && i < COLUMNS; i++)
        ok = column_opens(v, &columns[i], f);
    return ok;
}
