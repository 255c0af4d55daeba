/* CSV (RFC 4180) that spreadsheets open and save without harm. */
#ifndef EVENHAND_CSV_FIELD_H
#define EVENHAND_CSV_FIELD_H

#include "evenhand/buf.h"

#define CSV_MARK "\xEF\xBB\xBF" /* before the first line: spreadsheets then read UTF-8 */
#define CSV_LINE_END "\r\n"

/* A field of a CSV record, quoted. Text that a spreadsheet would take for a formula, at the beginning or
 * after what it may take for a separator, gets an apostrophe before it: "=1+1" becomes "'=1+1". */
void csv_field(const char *text, struct buf *out);

#endif
