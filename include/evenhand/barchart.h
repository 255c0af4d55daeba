/* Horizontal stacked bars of counts, all of one look: dark to light, so that they read in grey; what speaks
 * for a candidate is hatched. Every chart has an alternative text. */
#ifndef EVENHAND_BARCHART_H
#define EVENHAND_BARCHART_H

#include "evenhand/book.h"

struct barchart_series {
    const char *sheet;       /* that holds the numbers */
    lxw_row_t first;         /* row of the first; its heading is one above */
    size_t count;            /* rows, at least one */
    lxw_col_t label, values; /* columns */
    uint32_t color;          /* of the bars ... */
    size_t hatched_from;     /* ... but for those from this one on */
};

/* A chart for counts up to `most`: whole numbers on the axis. It belongs to the workbook. */
lxw_chart *barchart_new(struct book *b, const char *title, uint64_t most);
void barchart_add(struct book *b, const lxw_worksheet *s, lxw_chart *chart, const struct barchart_series *x);
/* Puts it with its upper left corner on a cell; pixels. `alt` is what it shows, in words. */
void barchart_insert(struct book *b, lxw_worksheet *s, lxw_chart *chart, lxw_row_t row, lxw_col_t col,
                     double width, double height, const char *alt);

#endif
