/* The checking of one workbook: between one_workbook.c and leaks.c. */
#ifndef EVENHAND_ONE_WORKBOOK_H
#define EVENHAND_ONE_WORKBOOK_H

#include "evenhand/board_rows.h"
#include "evenhand/workbooks.h"

struct checking {
    struct workbooks *w;
    const char *name;            /* of the file */
    const struct person *person; /* NULL: summary.xlsx */
    enum pattern_kind kind;
    const struct xlsx_text *text; /* under way */
    size_t shape_faults, fixed_seen, steps_right, numbers_right;
    char label[32];               /* text of the Summary's column G, beside its number in H */
    double left_out, shown, read; /* items, by the Summary */
    struct row_reading rows;
    size_t first_leak;                   /* of this workbook */
    char tail[WORKBOOKS_JOIN_BYTES + 1]; /* of an excerpt that goes on in the next row */
};

const char *checking_whom(const struct checking *c); /* the number, or "all" */

void leaks_search(struct checking *c, const struct xlsx_text *t);
/* The evidence number of a finding's row comes last in it: it is added to what leaked in that row. */
void leaks_note_evidence(struct checking *c, const struct xlsx_text *t);
/* One deviation a place; and one for every ambiguous word that nobody acknowledged. */
void leaks_tell(const struct checking *c);
void leak_free(struct leak *l);

#endif
