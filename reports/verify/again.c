#include "evenhand/again.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zip.h>

#include "evenhand/files.h"
#include "evenhand/mem.h"
#include "evenhand/xlsx.h"

#define SUFFIX ".xlsx"
#define WHY_BYTES ((size_t)65536)
#define MAKE_AGAIN "run `evenhand assess` again"

static int by_text(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool digest_part(zip_t *zip, const char *name, struct digest *d) {
    unsigned char chunk[16384];
    zip_file_t *file = zip_fopen(zip, name, 0);
    zip_int64_t n = 0, all = 0;
    if (!file)
        return false;
    digest_add(d, name, strlen(name) + 1);
    while ((n = zip_fread(file, chunk, sizeof chunk)) > 0 && (all += n) <= (zip_int64_t)XLSX_MAX_PART_BYTES)
        digest_add(d, chunk, (size_t)n);
    (void)zip_fclose(file);
    digest_add(d, &all, sizeof all);
    return n == 0;
}

static bool digest_parts(zip_t *zip, struct digest *d) {
    zip_int64_t count = zip_get_num_entries(zip, 0);
    if (count < 1 || count > XLSX_MAX_PARTS)
        return false;
    const char **names = mem_array((size_t)count, sizeof *names);
    bool ok = true;
    for (zip_int64_t i = 0; i < count; i++)
        ok = (names[i] = zip_get_name(zip, (zip_uint64_t)i, 0)) && ok;
    if (ok)
        qsort(names, (size_t)count, sizeof *names, by_text);
    for (zip_int64_t i = 0; ok && i < count; i++)
        ok = digest_part(zip, names[i], d);
    free(names);
    return ok;
}

bool again_content_digest(const char *path, char hex[DIGEST_HEX_BYTES]) {
    struct digest d;
    int error = 0;
    zip_t *zip = zip_open(path, ZIP_RDONLY, &error);
    digest_begin(&d);
    bool ok = zip && digest_parts(zip, &d);
    digest_end(&d, hex);
    if (zip)
        zip_discard(zip);
    return ok;
}

static const char *whom(const struct again *a, const char *name) {
    char number[CANDIDATE_BYTES];
    (void)snprintf(number, sizeof number, "%.*s", (int)(strlen(name) - strlen(SUFFIX)), name);
    const struct person *p = census_find(a->census, number);
    return p ? p->number : "all";
}

static bool same_bytes(const char *one, const char *other) {
    struct faults ignored = FAULTS_NONE;
    char a[DIGEST_HEX_BYTES], b[DIGEST_HEX_BYTES];
    return digest_file(one, a, &ignored) && digest_file(other, b, &ignored) && strcmp(a, b) == 0;
}

static bool same_content(const char *one, const char *other) {
    char a[DIGEST_HEX_BYTES], b[DIGEST_HEX_BYTES];
    return again_content_digest(one, a) && again_content_digest(other, b) && strcmp(a, b) == 0;
}

static void differ(const struct again *a, const char *name) {
    if (a->since)
        deviate(a->deviations, CHECK_AGAIN, whom(a, name), "run `evenhand assess`, then release a correction",
                "%s comes out differently when assessed again: %s since it was made", name, a->since);
    else
        deviate(a->deviations, CHECK_AGAIN, whom(a, name), MAKE_AGAIN,
                "%s comes out differently when assessed again from the vault", name);
}

static void compare(const struct again *a, const char *name) {
    char *made = path_join(a->workbooks, name), *again = path_join(a->folder, name);
    if (access(made, R_OK) != 0)
        deviate(a->deviations, CHECK_AGAIN, whom(a, name), MAKE_AGAIN,
                "%s comes out when assessed again, and is not among the workbooks", name);
    else if (!same_bytes(made, again) && same_content(made, again))
        remark(a->deviations, CHECK_AGAIN, whom(a, name), "nothing: what it says is the same",
               "%s holds the same content, packed by another release of zlib", name);
    else if (!same_bytes(made, again))
        differ(a, name);
    free(made);
    free(again);
}

static bool note_hit(void *ctx, const struct fact *fact) {
    *(bool *)ctx = *(bool *)ctx || !fact->ambiguous;
    return fact->ambiguous;
}

/* The reason that the driver left, unless it tells of somebody. */
static void tell_why(const struct again *a) {
    struct faults ignored = FAULTS_NONE;
    struct buf why = {0};
    char *path = path_join(a->folder, AGAIN_WHY);
    bool tells = false;
    if (!file_read(path, WHY_BYTES, &why, &ignored))
        buf_clear(&why);
    buf_add(&why, "", 0);
    why.data[strcspn(why.data, "\n")] = '\0';
    facts_search(a->facts, why.data, note_hit, &tells);
    deviate(a->deviations, CHECK_AGAIN, "all", "mend that, then verify again",
            "the caseload cannot be assessed again from the vault%s%s", *why.data && !tells ? ": " : "",
            tells ? "" : why.data);
    buf_free(&why);
    free(path);
}

static void check_streams(const struct again *a) {
    char *audit = path_join(a->folder, "audit.ndjson"), *board = path_join(a->folder, "board.ndjson");
    if (a->audit && !a->since && !same_bytes(a->audit, audit))
        deviate(a->deviations, CHECK_AGAIN, "all", MAKE_AGAIN,
                "the audit stream is not the one that comes out when assessed again: its counts are not to "
                "be relied on");
    if (a->board && !a->since && !same_bytes(a->board, board))
        deviate(a->deviations, CHECK_AGAIN, "all", MAKE_AGAIN,
                "the board's stream is not the one that comes out when assessed again: what workbooks are "
                "compared "
                "with is not to be relied on");
    free(audit);
    free(board);
}

bool again_check(const struct again *a, struct faults *f) {
    char **names = NULL;
    if (!files_list(a->folder, SUFFIX, &names, f))
        return false;
    for (char **name = names; *name; name++)
        compare(a, *name);
    if (!*names)
        tell_why(a);
    else
        check_streams(a);
    files_free(names);
    return true;
}
