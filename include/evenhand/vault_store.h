/* The vault's own view of SQLite: a connection, statements, and the fault each of SQLite's answers becomes.
 * Only pipeline/vault/ includes this.
 *
 *     struct query q;
 *     bool ok = query_open(&q, store, "SELECT ...", f);
 *     query_bind_text(&q, 1, number);
 *     while ((result = query_step(&q, f)) == QUERY_ROW) ...
 *     query_close(&q);
 *
 * A failed query_open or bind is remembered: query_step then answers QUERY_FAULT, so callers check once. */
#ifndef EVENHAND_VAULT_STORE_H
#define EVENHAND_VAULT_STORE_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "evenhand/faults.h"

#define STORE_BUSY_MILLISECONDS 5000     /* waiting for another connection's short lock */
#define STORE_MAX_VALUE_BYTES (24 << 20) /* one column or row */
#define STORE_PREPARED 48                /* statements kept for the next time */

struct store {
    sqlite3 *db;
    char *path;                         /* owned; the place of every fault */
    sqlite3_stmt *idle[STORE_PREPARED]; /* statements to be used again: preparing costs more than running */
    size_t idle_count;
};

enum store_access { STORE_READ, STORE_WRITE };

/* The fault that one of SQLite's result codes is, while doing `what`. Returns false. */
bool store_fault(struct store *s, int result, const char *what, struct faults *f);

/* Opens the file (it must exist) with every setting that the vault relies on. On failure nothing is left
 * open. */
bool store_open(struct store *s, const char *path, enum store_access access, struct faults *f);
/* False when SQLite could not close cleanly; the connection is gone either way. */
bool store_close(struct store *s, struct faults *f);

/* Copies the whole database into another file, consistent also while somebody writes. */
bool store_copy(struct store *s, const char *path, struct faults *f);

/* Writes the file anew without free pages (VACUUM). */
bool store_vacuum(struct store *s, struct faults *f);

/* From here on a commit does not wait for the disk: the death of the process takes nothing back, that of the
 * machine what was committed since the last store_sync (and leaves a whole earlier state). */
bool store_defer_sync(struct store *s, struct faults *f);
/* Waits until everything committed is on the disk. */
bool store_sync(struct store *s, struct faults *f);

/* Runs SQL that returns nothing of interest; `what` ("store an attempt") is for the message. */
bool store_execute(struct store *s, const char *sql, const char *what, struct faults *f);
/* The one number that a statement returns. */
bool store_number(struct store *s, const char *sql, int64_t *number, struct faults *f);

/* A transaction that takes the write lock at once, so that what it reads stays true until it commits. */
bool store_begin(struct store *s, struct faults *f);
/* Commits when `ok`, else rolls back. False when nothing was committed. */
bool store_end(struct store *s, bool ok, struct faults *f);

struct query {
    struct store *store;
    sqlite3_stmt *statement;
    int failed; /* SQLite's code of the first call that failed, SQLITE_OK so far */
    bool told;  /* the fault was added */
};

enum query_result { QUERY_ROW, QUERY_END, QUERY_FAULT };

void query_open(struct query *q, struct store *s, const char *sql);
/* Positions count from 1. What is bound must stay unchanged until query_close. NULL binds an empty text or
 * blob. */
void query_bind_text(struct query *q, int at, const char *text);
void query_bind_blob(struct query *q, int at, const void *bytes, size_t len);
void query_bind_number(struct query *q, int at, int64_t number);
enum query_result query_step(struct query *q, struct faults *f);
/* Columns count from 0; the bytes stay valid until the next step. A NULL gives "" or 0. */
const char *query_text(struct query *q, int column);
const void *query_blob(struct query *q, int column, size_t *len);
int64_t query_number(struct query *q, int column);
int query_columns(struct query *q);
char query_type(struct query *q, int column); /* 'i' whole number, 't' text, 'b' blob, 'n' nothing, 'r' */
void query_close(struct query *q);
/* For a statement without rows: steps once, closes. */
bool query_run(struct query *q, struct faults *f);

#endif
