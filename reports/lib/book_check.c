#include "evenhand/book_check.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

#include "evenhand/mem.h"

#define CHUNK_BYTES ((size_t)65536)
#define HEAD_BYTES ((size_t)512)
#define CARRY_BYTES ((size_t)64) /* longer than any closing tag of a root element */
#define FULL_DISK "is the disk full? Free some space and run it again"

/* A part of the workbook as it streams by: its first bytes, its last ones, and the cell values seen. */
struct scan {
    char head[HEAD_BYTES + 1];
    size_t head_len;
    char window[CARRY_BYTES + CHUNK_BYTES + 1]; /* what was carried over, then the new chunk */
    size_t carried, len;
    uint64_t cells;
};

/* Occurrences of `what` in the window that do not end within what was carried over (those were counted
 * before). */
static uint64_t occurrences(const struct scan *s, const char *what) {
    uint64_t n = 0;
    size_t len = strlen(what);
    const char *end = s->window + s->len;
    for (const char *at = s->window; (at = memmem(at, (size_t)(end - at), what, len)); at += len)
        if ((size_t)(at - s->window) + len > s->carried)
            n++;
    return n;
}

/* Keeps the end of the window, to be searched again together with the next chunk. */
static void carry(struct scan *s) {
    s->carried = s->len < CARRY_BYTES ? s->len : CARRY_BYTES;
    memmove(s->window, s->window + s->len - s->carried, s->carried);
    s->len = s->carried;
}

static void take(struct scan *s, size_t n) {
    if (s->head_len < HEAD_BYTES) {
        size_t more = n < HEAD_BYTES - s->head_len ? n : HEAD_BYTES - s->head_len;
        memcpy(s->head + s->head_len, s->window + s->carried, more);
        s->head_len += more;
    }
    s->len = s->carried + n;
    s->cells += occurrences(s, "<v>") + occurrences(s, "<is>");
    carry(s);
}

/* The part ends with the closing tag of its root element, or the root is empty and closes itself. */
static bool is_whole(const struct scan *s) {
    const char *open = s->head;
    while ((open = strchr(open, '<')) && (open[1] == '?' || open[1] == '!'))
        open++;
    size_t end = s->carried;
    while (end > 0 && isspace((unsigned char)s->window[end - 1]))
        end--;
    if (!open || end < 3 || s->window[end - 1] != '>')
        return false;
    size_t name = strcspn(open + 1, " />\r\n\t");
    if (end < name + 3)
        return false;
    const char *close = s->window + end - name - 3;
    if (memcmp(close, "</", 2) == 0 && memcmp(close + 2, open + 1, name) == 0)
        return true;
    return !strchr(open + 1, '<') && s->window[end - 2] == '/';
}

/* Reads an entry to its end, where the library checks its CRC-32. */
static bool read_entry(zip_t *zip, zip_uint64_t index, struct scan *s) {
    zip_file_t *file = zip_fopen_index(zip, index, 0);
    if (!file)
        return false;
    memset(s, 0, sizeof *s);
    zip_int64_t n = 0;
    while ((n = zip_fread(file, s->window + s->carried, CHUNK_BYTES)) > 0)
        take(s, (size_t)n);
    zip_fclose(file);
    return n == 0;
}

static bool check_entries(zip_t *zip, const char *path, uint64_t *cells, struct faults *f) {
    struct scan *s = mem_alloc(sizeof *s);
    bool ok = true;
    zip_int64_t count = zip_get_num_entries(zip, 0);
    for (zip_int64_t i = 0; ok && i < count; i++) {
        const char *name = zip_get_name(zip, (zip_uint64_t)i, 0);
        if (!name || !read_entry(zip, (zip_uint64_t)i, s) || !is_whole(s))
            ok = fault(f, FAULT_IO, path, FULL_DISK, "part %s of the workbook is damaged", name ? name : "?");
        else if (strncmp(name, "xl/worksheets/sheet", 19) == 0)
            *cells += s->cells;
    }
    free(s);
    return ok;
}

bool book_check(const char *path, uint64_t cells, struct faults *f) {
    int error = 0;
    zip_t *zip = zip_open(path, ZIP_RDONLY, &error);
    if (!zip)
        return fault(f, FAULT_IO, path, FULL_DISK, "the finished workbook cannot be read back");
    uint64_t found = 0;
    bool ok = check_entries(zip, path, &found, f);
    zip_discard(zip);
    if (ok && found != cells)
        return fault(f, FAULT_IO, path, FULL_DISK, "%llu cells were written and %llu are there",
                     (unsigned long long)cells, (unsigned long long)found);
    return ok;
}
