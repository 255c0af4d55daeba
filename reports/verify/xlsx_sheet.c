/* What the elements of a workbook mean: cells, shared strings, sheet names, and what gives a sheet its shape.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "evenhand/mem.h"
#include "evenhand/xlsx_part.h"

static bool is(const char *a, const char *b) {
    return strcmp(a, b) == 0;
}

struct xlsx_sheet *xlsx_sheet_of(const struct xlsx_reading *r, const char *part) {
    for (size_t i = 0; i < r->x->sheets; i++)
        if (r->x->sheet[i].part && is(r->x->sheet[i].part, part))
            return &r->x->sheet[i];
    return NULL;
}

bool xlsx_sheets_resolve(struct xlsx_reading *r, struct faults *f) {
    for (size_t i = 0; i < r->x->sheets; i++) {
        for (size_t t = 0; t < r->targets && !r->x->sheet[i].part; t++)
            if (r->sheet_id[i] && is(r->sheet_id[i], r->target_id[t]))
                r->x->sheet[i].part = mem_format("xl/%s", r->target[t]);
        if (!r->x->sheet[i].part)
            return fault(f, FAULT_DATA, r->path, NULL, "sheet \"%s\" has no part", r->x->sheet[i].name);
    }
    return true;
}

/* The four digits of "_x0041_", or -1. */
static long escaped(const char *at) {
    if (strlen(at) < 7 || at[0] != '_' || (at[1] != 'x' && at[1] != 'X') || at[6] != '_')
        return -1;
    char digits[5] = {at[2], at[3], at[4], at[5], '\0'};
    char *end = NULL;
    long value = strtol(digits, &end, 16);
    return *end == '\0' && isxdigit((unsigned char)digits[0]) ? value : -1;
}

/* As a reader sees it: ST_Xstring's escapes decoded. Not UTF-8 beyond U+07FF: a surrogate pair becomes two
 * marks. */
static char *decoded(const char *text) {
    struct buf out = {0};
    buf_add(&out, "", 0);
    while (*text) {
        long c = escaped(text);
        if (c < 0) {
            buf_add_char(&out, *text++);
            continue;
        }
        if (c < 0x80)
            buf_add_char(&out, c ? (char)c : ' ');
        else if (c < 0x800)
            buf_format(&out, "%c%c", (int)(0xC0 | c >> 6), (int)(0x80 | (c & 0x3F)));
        else if (c < 0xD800 || c > 0xDFFF)
            buf_format(&out, "%c%c%c", (int)(0xE0 | c >> 12), (int)(0x80 | (c >> 6 & 0x3F)),
                       (int)(0x80 | (c & 0x3F)));
        text += 7;
    }
    return buf_take(&out);
}

static bool hand_out(struct xlsx_reading *r, const char *where, bool cell, bool number, const char *text,
                     struct faults *f) {
    char *seen = decoded(text);
    struct xlsx_text t = {.part = r->part,
                          .sheet = r->sheet ? r->sheet->name : NULL,
                          .where = where,
                          .cell = cell,
                          .number = number,
                          .text = seen};
    bool ok = *seen == '\0' || r->each(r->ctx, &t, f);
    free(seen);
    return ok;
}

static bool hand_out_cell(struct xlsx_reading *r, struct faults *f) {
    const char *text = r->text.data ? r->text.data : "";
    if (is(r->kind, "s")) {
        char *end = NULL;
        unsigned long at = strtoul(text, &end, 10);
        if (*text == '\0' || *end != '\0' || at >= r->strings)
            return fault(f, FAULT_DATA, r->path, NULL, "cell %s names a string that is not there", r->cell);
        text = r->string[at];
    }
    return hand_out(r, r->cell, true, *r->kind == '\0' || is(r->kind, "n"), text, f);
}

static bool keep_string(struct xlsx_reading *r, struct faults *f) {
    r->string_bytes += r->text.len;
    if (r->string_bytes > XLSX_MAX_STRINGS_BYTES)
        return fault(f, FAULT_DATA, r->path, NULL, "too much shared text");
    if (r->strings == r->string_cap) {
        r->string_cap = r->string_cap ? r->string_cap * 2 : 256;
        r->string = mem_grow(r->string, r->string_cap, sizeof *r->string);
    }
    r->string[r->strings++] = mem_copy(r->text.data ? r->text.data : "", r->text.len);
    return true;
}

static bool in_shared_strings(const struct xlsx_reading *r) {
    return is(r->part, "xl/sharedStrings.xml");
}

bool xlsx_element(struct xlsx_reading *r, const char *element, struct faults *f) {
    if (r->sheet && is(element, "f"))
        return fault(f, FAULT_DATA, r->path, NULL, "sheet %s: cell %s holds a formula", r->sheet->name,
                     r->cell);
    if ((r->sheet && is(element, "c")) || (in_shared_strings(r) && is(element, "si"))) {
        r->in_cell = true;
        r->cell[0] = r->kind[0] = '\0';
        buf_clear(&r->text);
    }
    r->in_value = r->in_cell && (is(element, "v") || is(element, "t"));
    if (is(r->part, "xl/workbook.xml") && is(element, "sheet")) {
        if (r->x->sheets == XLSX_MAX_SHEETS)
            return fault(f, FAULT_DATA, r->path, NULL, "too many sheets");
        r->x->sheet[r->x->sheets++] = (struct xlsx_sheet){.name = NULL};
    }
    if (is(r->part, "xl/_rels/workbook.xml.rels") && is(element, "Relationship")) {
        if (r->targets == XLSX_MAX_SHEETS)
            return fault(f, FAULT_DATA, r->path, NULL, "too many relationships");
        r->target[r->targets] = mem_string("");
        r->target_id[r->targets++] = mem_string("");
    }
    return true;
}

static void set(char **to, const char *value) {
    free(*to);
    *to = mem_string(value);
}

/* Attributes of the workbook part and its relationships that name the sheets. */
static void note_workbook(struct xlsx_reading *r, const char *element, const char *name, const char *value) {
    if (is(r->part, "xl/workbook.xml") && is(element, "sheet")) {
        struct xlsx_sheet *sheet = &r->x->sheet[r->x->sheets - 1];
        if (is(name, "name"))
            set(&sheet->name, value);
        else if (is(name, "id"))
            set(&r->sheet_id[r->x->sheets - 1], value);
        else if (is(name, "state"))
            buf_format(&sheet->shape, "%s; ", value);
    } else if (is(r->part, "xl/_rels/workbook.xml.rels") && is(element, "Relationship")) {
        if (is(name, "Id"))
            set(&r->target_id[r->targets - 1], value);
        else if (is(name, "Target"))
            set(&r->target[r->targets - 1], value);
    }
}

/* What makes the shape of a sheet. */
static void note_shape(struct xlsx_reading *r, const char *element, const char *name, const char *value) {
    static const char *const shaping[] = {"col.min",
                                          "col.max",
                                          "col.width",
                                          "col.hidden",
                                          "pane.xSplit",
                                          "pane.ySplit",
                                          "pane.state",
                                          "pageSetup.orientation",
                                          "pageSetup.fitToHeight",
                                          "pageSetup.paperSize",
                                          "row.hidden",
                                          "sheetProtection.sheet"};
    char key[80];
    (void)snprintf(key, sizeof key, "%s.%s", element, name);
    for (size_t i = 0; i < sizeof shaping / sizeof *shaping; i++)
        if (is(key, shaping[i]) && r->sheet->shape.len < XLSX_MAX_SHAPE_BYTES)
            buf_format(&r->sheet->shape, "%s=%s ", key, value);
}

static bool is_cell_bookkeeping(const char *element) {
    return is(element, "c") || is(element, "row") || is(element, "col") || is(element, "v");
}

bool xlsx_attribute(struct xlsx_reading *r, const char *element, const char *name, const char *value,
                    struct faults *f) {
    note_workbook(r, element, name, value);
    if (r->sheet)
        note_shape(r, element, name, value);
    if (r->sheet && is(element, "c")) {
        if (is(name, "r"))
            (void)snprintf(r->cell, sizeof r->cell, "%s", value);
        else if (is(name, "t"))
            (void)snprintf(r->kind, sizeof r->kind, "%s", value);
    }
    return (r->sheet && is_cell_bookkeeping(element)) || hand_out(r, name, false, false, value, f);
}

bool xlsx_characters(struct xlsx_reading *r, const char *element, const char *text, struct faults *f) {
    if (!r->in_cell)
        return hand_out(r, element, false, false, text, f);
    if (r->in_value)
        buf_add_text(&r->text, text);
    return r->text.len <= XLSX_MAX_STRINGS_BYTES ||
           fault(f, FAULT_DATA, r->path, NULL, "a cell is too large");
}

bool xlsx_element_end(struct xlsx_reading *r, const char *element, struct faults *f) {
    r->in_value = false;
    if (in_shared_strings(r) && is(element, "si")) {
        r->in_cell = false;
        return keep_string(r, f);
    }
    if (r->sheet && is(element, "c")) {
        r->in_cell = false;
        return hand_out_cell(r, f);
    }
    if (is(r->part, "xl/workbook.xml") && is(element, "sheet") && !r->x->sheet[r->x->sheets - 1].name)
        return fault(f, FAULT_DATA, r->path, NULL, "a sheet has no name");
    return true;
}
