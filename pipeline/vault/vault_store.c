#include "evenhand/vault_store.h"

#include <errno.h>
#include <stdlib.h>

#include "evenhand/mem.h"

/* How one of SQLite's result codes is told: its primary code, our code, and what to do about it. */
struct store_answer {
    int code;
    enum fault_code fault;
    const char *advice;
};

static const char disk_advice[] =
    "free some space and run the same command again; what was stored before is safe and stays";

static const struct store_answer answers[] = {
    {SQLITE_CORRUPT, FAULT_DATA,
     "the file is damaged: keep it as it is and restore the vault from its backup"},
    {SQLITE_NOTADB, FAULT_DATA, "this is no vault: keep it as it is and restore the vault from its backup"},
    /* What evenhand asks is well-formed, so the tables are not those it made. */
    {SQLITE_ERROR, FAULT_DATA, "the file is damaged: keep it as it is and restore the vault from its backup"},
    {SQLITE_FULL, FAULT_IO, disk_advice},
    {SQLITE_IOERR, FAULT_IO, "check the disk and the system's log, then run the same command again"},
    {SQLITE_BUSY, FAULT_TRY_AGAIN, "another program holds the file: run the same command again"},
    {SQLITE_LOCKED, FAULT_TRY_AGAIN, "another program holds the file: run the same command again"},
    {SQLITE_PROTOCOL, FAULT_TRY_AGAIN, "another program holds the file: run the same command again"},
    {SQLITE_READONLY, FAULT_NOT_PERMITTED, "the file, its folder or the disk is read-only"},
    {SQLITE_PERM, FAULT_NOT_PERMITTED, "check who owns the vault's folder and file"},
    {SQLITE_AUTH, FAULT_NOT_PERMITTED, "check who owns the vault's folder and file"},
    {SQLITE_CANTOPEN, FAULT_NOT_PERMITTED,
     "check who owns the vault's folder and files, and that it is writable"},
    {SQLITE_TOOBIG, FAULT_DATA, "a value is larger than the vault ever stores"},
};

static bool disk_is_full(int code, int system_errno) {
    return code == SQLITE_IOERR && (system_errno == ENOSPC || system_errno == EDQUOT);
}

bool store_fault(struct store *s, int result, const char *what, struct faults *f) {
    int code = result & 0xff;
    if (code == SQLITE_NOMEM)
        mem_exhausted();
    if (s->db && disk_is_full(code, sqlite3_system_errno(s->db)))
        code = SQLITE_FULL;
    const char *reason = s->db ? sqlite3_errmsg(s->db) : sqlite3_errstr(result);
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++)
        if (answers[i].code == code)
            return fault(f, answers[i].fault, s->path, answers[i].advice, "cannot %s: %s", what, reason);
    return fault(f, FAULT_BUG, s->path, "please report this", "cannot %s: %s", what, reason);
}

/* Not trusted: what the schema of a damaged or forged file would have SQLite do. */
static const char settings[] = "PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON; PRAGMA foreign_keys=ON;"
                               "PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY; PRAGMA mmap_size=0;"
                               "PRAGMA secure_delete=ON;";

static bool configure(struct store *s, struct faults *f) {
    static const int off[] = {SQLITE_DBCONFIG_ENABLE_TRIGGER, SQLITE_DBCONFIG_ENABLE_VIEW,
                              SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION};
    int rc = sqlite3_db_config(s->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    for (size_t i = 0; rc == SQLITE_OK && i < sizeof off / sizeof *off; i++)
        rc = sqlite3_db_config(s->db, off[i], 0, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_busy_timeout(s->db, STORE_BUSY_MILLISECONDS);
    if (rc != SQLITE_OK)
        return store_fault(s, rc, "set up SQLite", f);
    sqlite3_limit(s->db, SQLITE_LIMIT_LENGTH, STORE_MAX_VALUE_BYTES);
    sqlite3_limit(s->db, SQLITE_LIMIT_ATTACHED, 0);
    return store_execute(s, settings, "open the vault", f);
}

bool store_open(struct store *s, const char *path, enum store_access access, struct faults *f) {
    *s = (struct store){.path = mem_string(path)};
    int flags = access == STORE_READ ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    int rc = sqlite3_open_v2(path, &s->db, flags | SQLITE_OPEN_EXRESCODE, NULL);
    bool ok = rc == SQLITE_OK ? configure(s, f) : store_fault(s, rc, "open the vault", f);
    if (!ok)
        store_close(s, f);
    return ok;
}

bool store_close(struct store *s, struct faults *f) {
    while (s->idle_count > 0)
        sqlite3_finalize(s->idle[--s->idle_count]);
    int rc = sqlite3_close(s->db);
    bool ok = rc == SQLITE_OK || store_fault(s, rc, "close the vault", f);
    free(s->path);
    *s = (struct store){0};
    return ok;
}

static bool copy_pages(struct store *s, struct store *to, struct faults *f) {
    sqlite3_backup *copy = sqlite3_backup_init(to->db, "main", s->db, "main");
    if (!copy)
        return store_fault(to, sqlite3_errcode(to->db), "begin the copy", f);
    int rc = sqlite3_backup_step(copy, -1); /* all at once: in one read transaction of the source */
    int end = sqlite3_backup_finish(copy);
    return (rc == SQLITE_DONE && end == SQLITE_OK) ||
           store_fault(to, rc == SQLITE_DONE ? end : rc, "copy the vault", f);
}

bool store_copy(struct store *s, const char *path, struct faults *f) {
    struct store to = {.path = mem_string(path)};
    int rc = sqlite3_open_v2(path, &to.db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_EXRESCODE, NULL);
    bool ok = rc == SQLITE_OK ? copy_pages(s, &to, f) : store_fault(&to, rc, "open the copy", f);
    return store_close(&to, f) && ok;
}

bool store_execute(struct store *s, const char *sql, const char *what, struct faults *f) {
    int rc = sqlite3_exec(s->db, sql, NULL, NULL, NULL);
    return rc == SQLITE_OK || store_fault(s, rc, what, f);
}

bool store_vacuum(struct store *s, struct faults *f) {
    sqlite3_limit(s->db, SQLITE_LIMIT_ATTACHED, 1); /* its temporary copy */
    bool ok = store_execute(s, "VACUUM", "write the vault anew", f);
    sqlite3_limit(s->db, SQLITE_LIMIT_ATTACHED, 0);
    return ok;
}

bool store_defer_sync(struct store *s, struct faults *f) {
    return store_execute(s, "PRAGMA synchronous=NORMAL", "set up SQLite", f);
}

bool store_sync(struct store *s, struct faults *f) {
    sqlite3_file *log = NULL;
    int rc = sqlite3_file_control(s->db, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log);
    if (rc == SQLITE_OK && log && log->pMethods)
        rc = log->pMethods->xSync(log, SQLITE_SYNC_NORMAL);
    return rc == SQLITE_OK || store_fault(s, rc, "flush the vault to the disk", f);
}

bool store_number(struct store *s, const char *sql, int64_t *number, struct faults *f) {
    struct query q;
    query_open(&q, s, sql);
    enum query_result result = query_step(&q, f);
    if (result == QUERY_ROW)
        *number = query_number(&q, 0);
    query_close(&q);
    if (result == QUERY_END)
        return fault(f, FAULT_BUG, s->path, "please report this", "no answer to: %s", sql);
    return result == QUERY_ROW;
}

bool store_begin(struct store *s, struct faults *f) {
    return store_execute(s, "BEGIN IMMEDIATE", "begin a change", f);
}

bool store_end(struct store *s, bool ok, struct faults *f) {
    ok = ok && store_execute(s, "COMMIT", "commit a change", f);
    /* After a full disk SQLite may have rolled back by itself. */
    if (!ok && !sqlite3_get_autocommit(s->db))
        store_execute(s, "ROLLBACK", "undo a change", f);
    return ok;
}
