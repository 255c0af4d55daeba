#include "evenhand/purge_files.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "evenhand/candidates.h"
#include "evenhand/csv_rows.h"
#include "evenhand/files.h"
#include "evenhand/mem.h"
#include "evenhand/releases.h"

#define RELEASES_MAX 10000

/* ---- candidates.csv ---- */

struct rewriting {
    const cJSON *refs;
    struct buf out;
    size_t ref_column, rows, kept;
};

static bool among(const cJSON *texts, const char *text) {
    const cJSON *one;
    cJSON_ArrayForEach(one, texts) if (strcmp(cJSON_GetStringValue(one), text) == 0) return true;
    return false;
}

/* RFC 4180: quoted where it must be. */
static void add_field(struct buf *out, const char *text) {
    if (!strpbrk(text, ",\"\r\n")) {
        buf_add_text(out, text);
        return;
    }
    buf_add_char(out, '"');
    for (; *text; text++) {
        if (*text == '"')
            buf_add_char(out, '"');
        buf_add_char(out, *text);
    }
    buf_add_char(out, '"');
}

static bool take_row(void *ctx, const struct csv_row *row, struct faults *f) {
    struct rewriting *r = ctx;
    (void)f;
    if (r->rows++ == 0)
        while (r->ref_column + 1 < row->count && strcmp(row->field[r->ref_column], "ref") != 0)
            r->ref_column++;
    else if (r->ref_column < row->count && among(r->refs, row->field[r->ref_column]))
        return true;
    for (size_t i = 0; i < row->count && i < CSV_MAX_FIELDS; i++) {
        if (i > 0)
            buf_add_char(&r->out, ',');
        add_field(&r->out, row->field[i]);
    }
    buf_add_char(&r->out, '\n');
    r->kept++;
    return true;
}

static bool rewrite(const char *path, const struct buf *text, const cJSON *refs, struct faults *f) {
    static const struct csv_limits limits = {.file = CANDIDATES_FILE,
                                             .max_field_bytes = CANDIDATES_MAX_FIELD_BYTES};
    struct rewriting r = {.refs = refs};
    bool ok = csv_rows(text->data, text->len, &limits, take_row, &r, f);
    if (ok && r.kept > 1)
        ok = file_write(path, r.out.data, r.out.len, f);
    else if (ok)
        ok = unlink(path) == 0 || fault_errno(f, FAULT_CANNOT_CREATE, path, "cannot be removed");
    buf_free(&r.out);
    return ok;
}

bool purge_candidates(const char *caseload, const cJSON *refs, struct faults *f) {
    struct buf text = {0};
    char *path = path_join(caseload, CANDIDATES_FILE);
    bool there = access(path, F_OK) == 0;
    bool ok =
        !there || (file_read(path, CANDIDATES_MAX_FILE_BYTES, &text, f) && rewrite(path, &text, refs, f));
    buf_free(&text);
    free(path);
    return ok;
}

/* ---- folders ---- */

/* Is a file about one of the numbers: "C-7F3K.xlsx", "C-7F3K.xlsx.minisig", "C-7F3K-export"? */
static bool is_about(const char *name, const cJSON *numbers) {
    const cJSON *number;
    cJSON_ArrayForEach(number, numbers) {
        const char *text = cJSON_GetStringValue(number);
        size_t len = strlen(text);
        if (strncmp(name, text, len) == 0 && (name[len] == '.' || name[len] == '-' || name[len] == '\0'))
            return true;
    }
    return false;
}

static bool remove_below(const char *folder, const cJSON *numbers, struct faults *f);

static bool remove_one(const char *folder, const char *name, struct faults *f) {
    struct stat s;
    char *path = path_join(folder, name);
    bool ok = lstat(path, &s) == 0 && S_ISDIR(s.st_mode) ? remove_below(path, NULL, f) && rmdir(path) == 0
                                                         : unlink(path) == 0 || errno == ENOENT;
    if (!ok && f->count == 0)
        (void)fault_errno(f, FAULT_CANNOT_CREATE, path, "cannot be removed");
    free(path);
    return ok;
}

/* Of these numbers only, or (NULL) all. A missing folder has nothing. */
static bool remove_below(const char *folder, const cJSON *numbers, struct faults *f) {
    DIR *dir = opendir(folder);
    bool ok = true;
    if (!dir)
        return errno == ENOENT || fault_errno(f, FAULT_CANNOT_CREATE, folder, "cannot be emptied");
    for (const struct dirent *e; ok && (e = readdir(dir));) /* NOLINT(concurrency-mt-unsafe): one thread */
        if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0 &&
            (!numbers || is_about(e->d_name, numbers)))
            ok = remove_one(folder, e->d_name, f);
    (void)closedir(dir);
    return ok;
}

static bool remove_in(const char *caseload, const char *name, const cJSON *numbers, struct faults *f) {
    char *folder = path_join(caseload, name);
    bool ok = remove_below(folder, numbers, f);
    free(folder);
    return ok;
}

/* released/N is read-only; what it keeps of these numbers goes, or all of it. */
static bool purge_releases(const char *caseload, const cJSON *numbers, bool everybody, struct faults *f) {
    char *releases = path_join(caseload, RELEASES_FOLDER), name[24];
    bool ok = true;
    for (int n = 1; ok && n <= RELEASES_MAX; n++) {
        (void)snprintf(name, sizeof name, "%d", n);
        char *folder = path_join(releases, name);
        bool there = chmod(folder, 0750) == 0;
        if (there)
            ok = remove_below(folder, everybody ? NULL : numbers, f) &&
                 remove_one(folder, "audit.ndjson", f) && remove_one(folder, "board.ndjson", f) &&
                 (chmod(folder, 0550) == 0 ||
                  fault_errno(f, FAULT_CANNOT_CREATE, folder, "cannot be closed again"));
        free(folder);
        if (!there)
            break;
    }
    free(releases);
    return ok;
}

bool purge_files(const char *caseload, const cJSON *numbers, bool everybody, struct faults *f) {
    char *compliance = path_join(caseload, "compliance");
    bool ok = remove_in(caseload, "draft", NULL, f) &&
              remove_in(caseload, "board", everybody ? NULL : numbers, f) &&
              purge_releases(caseload, numbers, everybody, f) && remove_in(caseload, "records", numbers, f) &&
              remove_one(compliance, "audit.ndjson", f) &&
              remove_one(compliance, "audit.ndjson.minisig", f) &&
              remove_one(compliance, "board.ndjson", f) && remove_one(compliance, "board.ndjson.minisig", f);
    free(compliance);
    return ok;
}
