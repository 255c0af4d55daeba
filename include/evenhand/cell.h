/* Text made fit for a spreadsheet cell: what a site wrote reaches the reader unchanged in meaning, and
 * nothing in it can break the file or be taken for anything but text (ECMA-376 part 1, 22.9.2.19:
 * ST_Xstring). */
#ifndef EVENHAND_CELL_H
#define EVENHAND_CELL_H

#include <stdbool.h>
#include <stddef.h>

#include "evenhand/buf.h"

/* Excel holds 32,767 UTF-16 units in a cell but shows no more than 409 points of height: text of at most so
 * many lines of the excerpt column is all seen, on screen and on paper. */
#define CELL_PART_LINES 26
#define CELL_MAX_UNITS 32767 /* Excel's own limit */
#define CELL_LINE_POINTS 13.0
#define CELL_PADDING 2.0 /* of a column's width, lost to the indent and the margins */
#define CELL_MAX_POINTS 409.0

/* Appends `len` bytes of UTF-8 to `out` (NUL-terminated): characters that XML forbids become U+FFFD, line
 * ends become newlines, other controls a space, and a literal "_x0041_", which a spreadsheet would decode, is
 * escaped. */
void cell_text(const char *text, size_t len, struct buf *out);

/* Does cell_text leave this text as it is? Most are so, and need no copy. */
bool cell_is_plain(const char *text);

/* Lines that a text takes, wrapped at words, in a column of `width` (Excel's unit: digits of the normal
 * font). An estimate on the safe side: no spreadsheet program has to be asked, so the file is the same
 * everywhere. At least 1. */
size_t cell_lines(const char *text, size_t len, double width);
/* Height in points of a row whose tallest cell has so many lines. */
double cell_points(size_t lines);

/* Bytes of the first part of a text: all of it, or what fits CELL_PART_LINES lines of a column of `width`,
 * cut behind a word where there is one, and never inside a character. 0 only for an empty text. */
size_t cell_part(const char *text, size_t len, double width);

/* UTF-16 units of a UTF-8 text. */
size_t cell_units(const char *text, size_t len);

#endif
