/* Rows of a CSV file (RFC 4180), with the line on which each begins. libcsv in strict mode does the reading;
 * this adds line numbers, bounds and messages. */
#ifndef EVENHAND_CSV_ROWS_H
#define EVENHAND_CSV_ROWS_H

#include <stdbool.h>
#include <stddef.h>

#include "evenhand/faults.h"

#define CSV_MAX_FIELDS 64 /* of a row; those beyond are counted only */

struct csv_row {
    size_t line;                       /* on which it begins, from 1 */
    size_t count;                      /* fields, those over CSV_MAX_FIELDS included */
    const char *field[CSV_MAX_FIELDS]; /* NUL-terminated, white space trimmed; valid during the call only */
};

/* Called for each row; false stops (with a fault added). */
typedef bool csv_row_fn(void *ctx, const struct csv_row *row, struct faults *f);

struct csv_limits {
    const char *file; /* for messages */
    size_t max_field_bytes;
    char separator; /* 0: a comma */
};

/* Reads all rows; empty lines are passed over. Not UTF-8, a NUL, a field over the limit: a fault with the
 * line, and the reading goes on where it can. False if there was any fault. */
bool csv_rows(const char *bytes, size_t len, const struct csv_limits *limits, csv_row_fn *each, void *ctx,
              struct faults *f);

#endif
