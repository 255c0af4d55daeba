/* One part of a workbook as a stream of XML events: between xlsx.c, xlsx_part.c and xlsx_sheet.c. */
#ifndef EVENHAND_XLSX_PART_H
#define EVENHAND_XLSX_PART_H

#include <zip.h>

#include "evenhand/xlsx.h"

struct xlsx_reading {
    struct xlsx *x;
    zip_t *zip;
    const char *path;
    xlsx_each *each;
    void *ctx;
    char **string; /* shared strings */
    size_t strings, string_cap, string_bytes;
    char *target[XLSX_MAX_SHEETS];    /* relationships of the workbook: part names ... */
    char *target_id[XLSX_MAX_SHEETS]; /* ... by id */
    size_t targets;
    char *sheet_id[XLSX_MAX_SHEETS]; /* relationship of each sheet */
    /* The part under way. */
    const char *part;
    struct xlsx_sheet *sheet;
    char cell[16], kind[16]; /* reference and type of the cell under way */
    bool in_cell, in_value;  /* inside <c>; inside its <v> or <t> */
    struct buf text;
};

/* Reads one part to its end. */
bool xlsx_part_read(struct xlsx_reading *r, const char *name, struct faults *f);
/* Gives every sheet its part, when workbook and relationships were read. */
bool xlsx_sheets_resolve(struct xlsx_reading *r, struct faults *f);
struct xlsx_sheet *xlsx_sheet_of(const struct xlsx_reading *r, const char *part); /* NULL: none */
void xlsx_reading_free(struct xlsx_reading *r);

/* What the elements mean (xlsx_sheet.c). An attribute's value is valid during the call only. */
bool xlsx_element(struct xlsx_reading *r, const char *element, struct faults *f);
bool xlsx_attribute(struct xlsx_reading *r, const char *element, const char *name, const char *value,
                    struct faults *f);
bool xlsx_characters(struct xlsx_reading *r, const char *element, const char *text, struct faults *f);
bool xlsx_element_end(struct xlsx_reading *r, const char *element, struct faults *f);

#endif
