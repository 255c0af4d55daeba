/* What sealing costs: the same pages written to and read from a vault, and a plain SQLite database with the
 * same settings (write-ahead log, a flush at every commit, as many pages a transaction), in the same run. The
 * vault digests, compresses, seals and chains each page, and checks all of that when it reads it; the plain
 * one stores bytes.
 *
 * usage: evenhand-vault-rates FOLDER MEGABYTES PAGE...     FOLDER is new; EVENHAND_KEYS says where its keys
 * go Prints a line each: "write vault MB SECONDS CPU_SECONDS", "read plain ..."; then the bytes on the disk.
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "evenhand/files.h"
#include "evenhand/mem.h"
#include "evenhand/record.h"
#include "evenhand/vault.h"

#define CANDIDATE "C-7F3K"
#define PAGES_A_COMMIT 16 /* about what a busy gathering commits at once */
#define PAGE_MAX_BYTES VAULT_MAX_BODY_BYTES
#define HEADERS "HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\nServer: made-up\n"
#define URL "http://made-up.example/a/page"
#define TIME "2026-10-01T09:00:01Z"
#define DIGEST "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

struct pages {
    struct buf *page;
    size_t count;
    double bytes; /* to be written */
};

struct stopwatch {
    double clock, cpu;
};

static double seconds_of(struct timeval t) {
    return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

static struct stopwatch now(void) {
    struct rusage used;
    struct timespec t;
    if (getrusage(RUSAGE_SELF, &used) != 0 || clock_gettime(CLOCK_MONOTONIC, &t) != 0)
        abort();
    return (struct stopwatch){(double)t.tv_sec + (double)t.tv_nsec / 1e9,
                              seconds_of(used.ru_utime) + seconds_of(used.ru_stime)};
}

static void tell(const char *what, double bytes, struct stopwatch since) {
    struct stopwatch end = now();
    (void)printf("%s %.1f %.3f %.3f\n", what, bytes / 1e6, end.clock - since.clock, end.cpu - since.cpu);
}

static void tell_size(const char *what, const char *path) {
    struct stat s;
    if (stat(path, &s) == 0)
        (void)printf("size %s %.1f\n", what, (double)s.st_size / 1e6);
}

static int failed(const struct faults *f) {
    (void)fputs(f->count > 0 ? f->text : "vault-rates: SQLite refused\n", stderr);
    return 70;
}

/* ---- the vault ---- */

static cJSON *parse(const char *text, struct faults *f) {
    return record_parse_plain(text, strlen(text), "bench", f);
}

static bool begin(struct vault *v, struct faults *f) {
    cJSON *run = parse("{\"type\":\"run\",\"v\":1,\"plan\":\"Bench\",\"plan_sha256\":\"" DIGEST
                       "\",\"rules_sha256\":\"" DIGEST "\",\"version\":\"0\",\"started\":\"" TIME
                       "\",\"jurisdiction\":\"us-ma\",\"lookback_years\":7}",
                       f);
    cJSON *candidate =
        parse("{\"type\":\"candidate\",\"candidate\":\"" CANDIDATE
              "\",\"ref\":\"A-1\",\"position\":\"Officer\",\"identity\":{\"full_name\":\"Quill "
              "Thistledown\",\"aliases\":[],\"usernames\":[],\"emails\":[],\"phones\":[],\"city\":\"\","
              "\"state\":\"\",\"employers\":[],\"schools\":[],\"websites\":[],\"date_of_birth\":\"\"},"
              "\"release_signed_on\":\"2026-09-15\"}",
              f);
    bool ok = run && candidate && vault_run_begin(v, run, "plan: Bench\n", f) &&
              vault_candidate_put(v, candidate, f);
    cJSON_Delete(run);
    cJSON_Delete(candidate);
    return ok;
}

/* One attempt with as many pages as a commit takes. */
static bool put(struct vault *v, const struct pages *p, int number, size_t *next, double *bytes,
                struct faults *f) {
    struct vault_capture *capture = mem_array(PAGES_A_COMMIT, sizeof *capture);
    char value[24], text[512];
    for (size_t i = 0; i < PAGES_A_COMMIT; i++) {
        const struct buf *page = &p->page[(*next)++ % p->count];
        capture[i] = (struct vault_capture){.request = "page",
                                            .url = URL,
                                            .fetched = TIME,
                                            .status = 200,
                                            .media_type = "text/html; charset=utf-8",
                                            .headers = HEADERS,
                                            .body = page->data,
                                            .len = page->len};
        *bytes += (double)page->len;
    }
    (void)snprintf(value, sizeof value, "%d", number);
    (void)snprintf(text, sizeof text,
                   "{\"type\":\"attempt\",\"candidate\":\"" CANDIDATE
                   "\",\"step\":1,\"source\":\"web-page\",\"source_type\":\"web\",\"outcome\":\"found\","
                   "\"reason\":\"\",\"captures\":%d,\"started\":\"" TIME "\",\"ended\":\"" TIME "\"}",
                   PAGES_A_COMMIT);
    cJSON *attempt = parse(text, f);
    bool ok = attempt && vault_attempt_put(v, attempt, value, capture, PAGES_A_COMMIT, f);
    cJSON_Delete(attempt);
    free(capture);
    return ok;
}

static bool write_vault(const char *folder, const struct pages *p, struct faults *f) {
    struct vault *v = vault_open(folder, VAULT_CREATE, f);
    bool ok = v && begin(v, f);
    struct stopwatch since = now();
    double bytes = 0;
    size_t next = 0;
    for (int n = 0; ok && bytes < p->bytes; n++)
        ok = put(v, p, n, &next, &bytes, f);
    if (ok)
        tell("write vault", bytes, since);
    vault_close(v);
    return ok;
}

static bool count(void *ctx, const cJSON *capture, const char *headers, struct faults *f) {
    (void)headers, (void)f;
    *(double *)ctx += (double)strlen(record_text(capture, "body"));
    return true;
}

static bool read_vault(const char *folder, struct faults *f) {
    struct vault *v = vault_open(folder, VAULT_READ, f);
    struct stopwatch since = now();
    double bytes = 0;
    bool ok = v && vault_answers(v, CANDIDATE, count, &bytes, f);
    if (ok)
        tell("read vault", bytes, since);
    vault_close(v);
    return ok;
}

/* ---- the plain database ---- */

static bool sql(sqlite3 *db, const char *text) {
    return sqlite3_exec(db, text, NULL, NULL, NULL) == SQLITE_OK;
}

static bool insert(sqlite3_stmt *s, const struct buf *page) {
    return sqlite3_bind_text(s, 1, URL, -1, SQLITE_STATIC) == SQLITE_OK &&
           sqlite3_bind_text(s, 2, HEADERS, -1, SQLITE_STATIC) == SQLITE_OK &&
           sqlite3_bind_blob64(s, 3, page->data, page->len, SQLITE_STATIC) == SQLITE_OK &&
           sqlite3_step(s) == SQLITE_DONE && sqlite3_reset(s) == SQLITE_OK;
}

static bool write_plain(sqlite3 *db, const struct pages *p) {
    sqlite3_stmt *s = NULL;
    bool ok =
        sql(db,
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE capture(id INTEGER PRIMARY KEY, "
            "url TEXT, headers TEXT, body BLOB)") &&
        sqlite3_prepare_v2(db, "INSERT INTO capture(url, headers, body) VALUES(?, ?, ?)", -1, &s, NULL) ==
            SQLITE_OK;
    struct stopwatch since = now();
    double bytes = 0;
    for (size_t next = 0; ok && bytes < p->bytes;) {
        ok = sql(db, "BEGIN");
        for (size_t i = 0; ok && i < PAGES_A_COMMIT; i++) {
            const struct buf *page = &p->page[next++ % p->count];
            ok = insert(s, page);
            bytes += (double)page->len;
        }
        ok = ok && sql(db, "COMMIT");
    }
    if (ok)
        tell("write plain", bytes, since);
    (void)sqlite3_finalize(s);
    return ok;
}

static bool read_plain(sqlite3 *db) {
    sqlite3_stmt *s = NULL;
    int result = sqlite3_prepare_v2(db, "SELECT body FROM capture ORDER BY id", -1, &s, NULL);
    struct stopwatch since = now();
    double bytes = 0;
    while (result == SQLITE_OK || result == SQLITE_ROW) {
        result = sqlite3_step(s);
        if (result == SQLITE_ROW) /* as the vault's reader does: to the end of the text */
            bytes += (double)strlen((const char *)sqlite3_column_text(s, 0));
    }
    if (result == SQLITE_DONE)
        tell("read plain", bytes, since);
    (void)sqlite3_finalize(s);
    return result == SQLITE_DONE;
}

static bool measure_plain(const char *path, const struct pages *p) {
    sqlite3 *db = NULL;
    bool ok = sqlite3_open(path, &db) == SQLITE_OK && write_plain(db, p);
    ok = sqlite3_close(db) == SQLITE_OK && ok; /* opened anew to be read, as the vault is */
    ok = ok && sqlite3_open(path, &db) == SQLITE_OK && read_plain(db);
    return sqlite3_close(db) == SQLITE_OK && ok;
}

int main(int argc, char **argv) {
    struct faults f = FAULTS_NONE;
    if (argc < 4)
        return 64;
    record_init();
    struct pages p = {mem_array((size_t)argc, sizeof *p.page), (size_t)argc - 3, strtod(argv[2], NULL) * 1e6};
    for (size_t i = 0; i < p.count; i++)
        if (!file_read(argv[i + 3], PAGE_MAX_BYTES, &p.page[i], &f))
            return failed(&f);
    char *plain = path_join(argv[1], "plain.db"), *vault = path_join(argv[1], "vault/vault.db");
    if (mkdir(argv[1], 0700) != 0 || !measure_plain(plain, &p) || !write_vault(argv[1], &p, &f) ||
        !read_vault(argv[1], &f))
        return failed(&f);
    tell_size("plain", plain);
    tell_size("vault", vault);
    for (size_t i = 0; i < p.count; i++)
        buf_free(&p.page[i]);
    free(p.page);
    free(plain);
    free(vault);
    return 0;
}
