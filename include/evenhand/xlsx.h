/* A finished workbook, read as what it is: a zip archive of XML parts (ECMA-376). Every text in it is handed
 * out, in cells and anywhere else (properties, headings, footers, charts, alternative texts), and its
 * structure is told. Hostile input: sizes are bounded, no entity is loaded, no network is there. */
#ifndef EVENHAND_XLSX_H
#define EVENHAND_XLSX_H

#include <stdbool.h>
#include <stddef.h>

#include "evenhand/buf.h"
#include "evenhand/faults.h"

#define XLSX_MAX_PARTS 1000
#define XLSX_MAX_PART_BYTES ((size_t)1 << 30)      /* unpacked */
#define XLSX_MAX_STRINGS_BYTES ((size_t)256 << 20) /* of shared strings */
#define XLSX_MAX_SHEETS 64
#define XLSX_MAX_SHAPE_BYTES ((size_t)64 << 10) /* of a sheet; what comes after does not count */

struct xlsx_text {
    const char *part;  /* "xl/worksheets/sheet2.xml" */
    const char *sheet; /* "Findings", or NULL outside of sheets */
    const char *where; /* "F12" in a sheet, else the element's or attribute's name */
    bool cell;         /* a cell's value */
    bool number;       /* ... which is a number */
    const char *text;  /* as a reader sees it */
};

/* False stops the reading (with a fault or without). */
typedef bool xlsx_each(void *ctx, const struct xlsx_text *text, struct faults *f);

struct xlsx_sheet {
    char *name, *part;
    struct buf shape; /* widths, frozen panes, filters, hidden things, print set-up, in words */
};

struct xlsx {
    struct xlsx_sheet sheet[XLSX_MAX_SHEETS];
    size_t sheets;
    char **part; /* names of all parts, sorted */
    size_t parts;
};

/* Reads the whole workbook. False with FAULT_DATA (damaged, not a workbook, too large) or FAULT_IO. */
bool xlsx_read(const char *path, struct xlsx *x, xlsx_each *each, void *ctx, struct faults *f);
void xlsx_free(struct xlsx *x);

#endif
