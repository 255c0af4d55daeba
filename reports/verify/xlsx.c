#include "evenhand/xlsx.h"

#include <stdlib.h>
#include <string.h>
#include <zip.h>

#include "evenhand/mem.h"
#include "evenhand/xlsx_part.h"

static int by_text(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool list_parts(zip_t *zip, struct xlsx *x, const char *path, struct faults *f) {
    zip_int64_t count = zip_get_num_entries(zip, 0);
    if (count < 1 || count > XLSX_MAX_PARTS)
        return fault(f, FAULT_DATA, path, NULL, "not a workbook (%lld parts)", (long long)count);
    int comment = 0;
    if (zip_get_archive_comment(zip, &comment, 0) && comment > 0)
        return fault(f, FAULT_DATA, path, NULL, "the archive carries a comment");
    x->part = mem_array((size_t)count, sizeof *x->part);
    for (zip_int64_t i = 0; i < count; i++) {
        zip_stat_t st;
        if (zip_stat_index(zip, (zip_uint64_t)i, 0, &st) != 0 || !(st.valid & ZIP_STAT_NAME))
            return fault(f, FAULT_DATA, path, NULL, "damaged archive");
        if (st.size > XLSX_MAX_PART_BYTES)
            return fault(f, FAULT_DATA, path, NULL, "part %s is too large", st.name);
        x->part[x->parts++] = mem_string(st.name);
    }
    qsort(x->part, x->parts, sizeof *x->part, by_text);
    return true;
}

static bool is_sheet(const char *name) {
    return strncmp(name, "xl/worksheets/sheet", 19) == 0;
}

/* The sheets' names come from the workbook part, so it is read first; then shared strings, then the rest. */
static bool read_parts(struct xlsx_reading *r, struct faults *f) {
    static const char *const first[] = {"xl/workbook.xml", "xl/_rels/workbook.xml.rels",
                                        "xl/sharedStrings.xml"};
    for (size_t i = 0; i < sizeof first / sizeof *first; i++) {
        bool there = bsearch(&first[i], r->x->part, r->x->parts, sizeof *r->x->part, by_text) != NULL;
        if (!there && i < 2)
            return fault(f, FAULT_DATA, r->path, NULL, "not a workbook (no %s)", first[i]);
        if (there && !xlsx_part_read(r, first[i], f))
            return false;
    }
    if (!xlsx_sheets_resolve(r, f))
        return false;
    for (size_t i = 0; i < r->x->parts; i++) {
        const char *name = r->x->part[i];
        bool done = false;
        for (size_t j = 0; j < sizeof first / sizeof *first; j++)
            done = done || strcmp(name, first[j]) == 0;
        if (is_sheet(name) && !xlsx_sheet_of(r, name))
            return fault(f, FAULT_DATA, r->path, NULL, "%s belongs to no sheet", name);
        if (!done && !xlsx_part_read(r, name, f))
            return false;
    }
    return true;
}

bool xlsx_read(const char *path, struct xlsx *x, xlsx_each *each, void *ctx, struct faults *f) {
    int error = 0;
    *x = (struct xlsx){.sheets = 0};
    zip_t *zip = zip_open(path, ZIP_RDONLY, &error);
    if (!zip)
        return fault(f, error == ZIP_ER_NOENT ? FAULT_NO_INPUT : FAULT_DATA, path, NULL,
                     "cannot be opened as a workbook");
    struct xlsx_reading r = {.x = x, .zip = zip, .path = path, .each = each, .ctx = ctx};
    bool ok = list_parts(zip, x, path, f) && read_parts(&r, f);
    xlsx_reading_free(&r);
    zip_discard(zip);
    return ok;
}

void xlsx_free(struct xlsx *x) {
    for (size_t i = 0; i < x->sheets; i++) {
        free(x->sheet[i].name);
        free(x->sheet[i].part);
        buf_free(&x->sheet[i].shape);
    }
    for (size_t i = 0; i < x->parts; i++)
        free(x->part[i]);
    free(x->part);
    *x = (struct xlsx){.sheets = 0};
}
