/* The board's workbooks (DESIGN section 7): one per candidate, and summary.xlsx for all. Everybody's have the
 * same sheets, columns, order and widths. */
#ifndef EVENHAND_BOARD_BOOK_H
#define EVENHAND_BOARD_BOOK_H

#include <cjson/cJSON.h>
#include <stdbool.h>

#include "evenhand/book.h"
#include "evenhand/digest.h"
#include "evenhand/dossier.h"
#include "evenhand/faults.h"
#include "evenhand/tally.h"
#include "evenhand/utc.h"

/* Where the sheet Candidates of summary.xlsx has what the charts show. */
enum { CANDIDATES_HEAD_ROW = 4, CANDIDATES_NUMBER = 0, CANDIDATES_SEVERITY = 1 };
#define BOARD_MAX_MEMBERS 32 /* each has a column for notes */

/* The run, as the board reads of it. */
struct board_run {
    char *plan; /* owned */
    char plan_sha256[DIGEST_HEX_BYTES], rules_sha256[DIGEST_HEX_BYTES];
    char *version;      /* owned */
    char *jurisdiction; /* owned */
    char **member;      /* logins of those who decide, NULL-terminated; owned */
    size_t members;
    long lookback_years;
    bool no_sandbox; /* some of the programs were told to do without it */
    utc_time started;
    char from[UTC_BYTES], to[UTC_BYTES]; /* the look-back window, dates: "2019-11-20", "2026-11-20" */
};

bool board_run_read(struct board_run *run, const cJSON *record, struct faults *f);
void board_run_free(struct board_run *run);

/* Writes the workbook of one finished dossier to `path` (a temporary name); temporary files go to `folder`.
 */
bool board_book_write(const struct board_run *run, const struct dossier *d, const char *path,
                      const char *folder, struct faults *f);
/* Writes summary.xlsx for sorted tallies. */
bool board_summary_write(const struct board_run *run, const struct tallies *all, const char *path,
                         const char *folder, struct faults *f);

/* The sheets, one module each. */
void sheet_summary(struct book *b, const struct board_run *run, const struct dossier *d);
void sheet_findings(struct book *b, const struct board_run *run, const struct dossier *d, struct faults *f);
void sheet_coverage(struct book *b, const struct dossier *d);
/* The same in every workbook of a run; `about` is the first column's heading row: "Method". */
void sheet_method(struct book *b, const struct board_run *run);
lxw_worksheet *sheet_candidates(struct book *b, const struct board_run *run, const struct tallies *all);
/* The same counts as two charts; `data` is the sheet that holds them. */
void sheet_chart(struct book *b, const lxw_worksheet *data, const struct tallies *all);
void sheet_categories(struct book *b, const struct board_run *run, const struct tallies *all);

/* A table of findings by category and severity with its chart at the right, from `row` on: rows for every
 * category, then totals; returns the first free row. With `all`, a last column counts the candidates
 * concerned. */
lxw_row_t category_table(struct book *b, lxw_worksheet *s, lxw_row_t row, const struct tally *t,
                         const struct tallies *all);

#endif
