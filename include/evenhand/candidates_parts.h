/* The checks behind candidates.h, apart from the reading. For candidates.c and tests. */
#ifndef EVENHAND_CANDIDATES_PARTS_H
#define EVENHAND_CANDIDATES_PARTS_H

#include <stdbool.h>

#include "evenhand/buf.h"
#include "evenhand/candidates.h"
#include "evenhand/csv_rows.h"

/* Which column of ours each field of a row is. */
struct candidates_header {
    enum candidate_column column[CSV_MAX_FIELDS];
    size_t count;
};

/* Reads the header row: exactly our columns, in any order. */
bool candidates_header_read(const struct csv_row *row, struct candidates_header *out, struct faults *f);

/* Appends the value in the form in which it is kept: for a list without empty and repeated values, "a;b;c".
 */
void candidates_tidy(enum candidate_column column, const char *value, struct buf *out);

/* Checks the tidied values of a row; a fault for each that cannot be right. */
bool candidates_check_row(const struct candidates *c, size_t row, struct faults *f);

/* The next value of a tidied list: its length; *list moves behind it. 0: the end. */
size_t candidates_next(const char **list, const char **value);

#endif
