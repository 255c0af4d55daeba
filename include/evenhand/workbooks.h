/* The finished workbooks: one for everybody, all of one shape, as the program made them, and nothing leaked.
 */
#ifndef EVENHAND_WORKBOOKS_H
#define EVENHAND_WORKBOOKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "evenhand/board_rows.h"
#include "evenhand/census.h"
#include "evenhand/deviations.h"
#include "evenhand/facts.h"
#include "evenhand/ledger_file.h"
#include "evenhand/pattern.h"

#define WORKBOOKS_NOTE "RELEASE.txt"
#define WORKBOOKS_MAX_LEAKS 10000    /* listed; more are counted */
#define WORKBOOKS_MAX_SHAPE_FAULTS 3 /* told of one workbook */
#define WORKBOOKS_JOIN_BYTES 400     /* of an excerpt's two parts, searched together */

/* One thing that should not be where it is. The words themselves are not repeated. */
struct leak {
    char *file, *sheet, *cell; /* owned; outside of cells: part, and element or attribute */
    bool in_cell;
    const char *kind;            /* "e-mail address", "religion" */
    char whose[CANDIDATE_BYTES]; /* number, or "" for protected words */
    char *rule;                  /* "unambiguous.txt:14", or ""; owned */
    char *evidence;              /* "E-0042/3" of the row, or ""; owned */
    const char *word;            /* an ambiguous word, which stands there and may be harmless; else NULL */
    const struct ledger_entry *acknowledged; /* ... and who said that it is; NULL: nobody yet */
};

struct workbooks {
    const char *folder;          /* borrowed */
    const struct census *census; /* borrowed, as the rest of these */
    const struct facts *facts;
    const struct ledger *ledger; /* for acknowledgements */
    struct deviations *deviations;
    const struct board_rows *rows; /* what crossed the wall; NULL: not known */
    struct pattern pattern[2];     /* by pattern_kind: with the facts of the run */
    struct pattern neutral[2];     /* without */
    size_t files;                  /* workbooks read */
    uint64_t texts;                /* looked at */
    struct leak *leak;
    size_t leaks, leak_cap;
};

/* Makes the patterns; temporary files go to `scratch`. */
bool workbooks_open(struct workbooks *w, const struct board_run *run, const char *scratch, struct faults *f);
/* Everything in the folder. What is wrong becomes deviations; false only when the folder cannot be read. */
bool workbooks_check(struct workbooks *w, struct faults *f);
/* The files are those that the last assessment (or release) recorded. */
bool workbooks_check_digests(struct workbooks *w, const struct ledger *l, struct faults *f);
/* RELEASE.txt, if it is there, is read for leaks as the workbooks are. */
void workbooks_check_note(struct workbooks *w);
/* What the board has is the latest release, and that was not withdrawn. */
void workbooks_check_board(struct workbooks *w, const struct ledger *l);
void workbooks_close(struct workbooks *w);

/* Reads and checks one file; `person` is NULL for summary.xlsx. */
void workbook_check(struct workbooks *w, const char *name, const struct person *person);

#endif
