/* The look of every cell of every workbook, as one table (styles.c): colours of one hue from light to dark,
 * contrast of at least 4.5 to 1, and a sign besides colour wherever colour tells something. */
#ifndef EVENHAND_STYLES_H
#define EVENHAND_STYLES_H

#include <xlsxwriter.h>

#include "evenhand/book.h"

enum {
    COLOR_INK = 0x1B2A3A,   /* text */
    COLOR_QUIET = 0x5F6B76, /* notes, zeros: 5.4 to 1 on white */
    COLOR_LINE = 0xC3CCD4,  /* borders */
    COLOR_BAND = 0x22405E,  /* heading rows */
    COLOR_TINT = 0xEEF2F6,  /* totals */
    COLOR_HIGH = 0x1F3B57,
    COLOR_MEDIUM = 0x86A9C7,
    COLOR_LOW = 0xDCE7F0,
    COLOR_FAVOUR = 0x3E6B4F,
    COLOR_NOTE = 0xFFFBEA, /* where the reader writes: nearly white */
    COLOR_PAPER = 0xFFFFFF,
};

/* Makes the format of a style. NULL: out of memory. */
lxw_format *style_format(lxw_workbook *workbook, enum style style);
/* ... of a rule: only what it changes. */
lxw_format *style_rule(lxw_workbook *workbook, enum rule rule);

#endif
