/* Statements, prepared once and kept. */
#include <string.h>

#include "evenhand/vault_store.h"

/* An idle statement with this text, taken out, or NULL. The last one used is looked at first. */
static sqlite3_stmt *take_idle(struct store *s, const char *sql) {
    for (size_t i = s->idle_count; i-- > 0;) {
        sqlite3_stmt *statement = s->idle[i];
        if (strcmp(sqlite3_sql(statement), sql) == 0) {
            memmove(&s->idle[i], &s->idle[i + 1], (--s->idle_count - i) * sizeof *s->idle);
            return statement;
        }
    }
    return NULL;
}

void query_open(struct query *q, struct store *s, const char *sql) {
    *q = (struct query){.store = s, .statement = take_idle(s, sql)};
    if (q->statement == NULL)
        q->failed = sqlite3_prepare_v3(s->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &q->statement, NULL);
}

static void note(struct query *q, int rc) {
    if (q->failed == SQLITE_OK)
        q->failed = rc;
}

void query_bind_text(struct query *q, int at, const char *text) {
    note(q, sqlite3_bind_text(q->statement, at, text ? text : "", -1, SQLITE_STATIC));
}

void query_bind_blob(struct query *q, int at, const void *bytes, size_t len) {
    note(q, sqlite3_bind_blob64(q->statement, at, bytes ? bytes : "", len, SQLITE_STATIC));
}

void query_bind_number(struct query *q, int at, int64_t number) {
    note(q, sqlite3_bind_int64(q->statement, at, number));
}

enum query_result query_step(struct query *q, struct faults *f) {
    int rc = q->failed;
    if (rc == SQLITE_OK)
        rc = sqlite3_step(q->statement);
    if (rc == SQLITE_ROW)
        return QUERY_ROW;
    if (rc == SQLITE_DONE)
        return QUERY_END;
    q->failed = rc;
    if (!q->told)
        store_fault(q->store, rc, "read or write the vault", f);
    q->told = true;
    return QUERY_FAULT;
}

const char *query_text(struct query *q, int column) {
    const char *text = (const char *)sqlite3_column_text(q->statement, column);
    return text ? text : "";
}

const void *query_blob(struct query *q, int column, size_t *len) {
    const void *bytes = sqlite3_column_blob(q->statement, column);
    *len = (size_t)sqlite3_column_bytes(q->statement, column);
    return bytes ? bytes : "";
}

int64_t query_number(struct query *q, int column) {
    return sqlite3_column_int64(q->statement, column);
}

int query_columns(struct query *q) {
    return sqlite3_column_count(q->statement);
}

char query_type(struct query *q, int column) {
    switch (sqlite3_column_type(q->statement, column)) {
    case SQLITE_INTEGER:
        return 'i';
    case SQLITE_TEXT:
        return 't';
    case SQLITE_BLOB:
        return 'b';
    case SQLITE_NULL:
        return 'n';
    default:
        return 'r';
    }
}

/* The codes of both calls repeat the last step's, which was told. */
void query_close(struct query *q) {
    struct store *s = q->store;
    if (q->statement && q->failed == SQLITE_OK && s->idle_count < STORE_PREPARED) {
        sqlite3_reset(q->statement);
        sqlite3_clear_bindings(q->statement);
        s->idle[s->idle_count++] = q->statement;
    } else {
        sqlite3_finalize(q->statement);
    }
    *q = (struct query){0};
}

bool query_run(struct query *q, struct faults *f) {
    enum query_result result;
    do
        result = query_step(q, f);
    while (result == QUERY_ROW);
    query_close(q);
    return result == QUERY_END;
}
