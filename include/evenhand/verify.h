/* The verify stage: did every candidate get the same vetting, and did nothing protected get through? Reads
 * the facts of the vault (replay --facts) from standard input and the finished workbooks from a folder, and
 * writes uniformity.xlsx and a paragraph that can be quoted. Exit 0: yes. Exit 1: no, and every deviation is
 * named. */
#ifndef EVENHAND_VERIFY_H
#define EVENHAND_VERIFY_H

#include <stdbool.h>

#include "evenhand/board_book.h"
#include "evenhand/census.h"
#include "evenhand/deviations.h"
#include "evenhand/facts.h"
#include "evenhand/ledger_file.h"
#include "evenhand/reviewers.h"
#include "evenhand/stage.h"
#include "evenhand/workbooks.h"

#define VERIFY_MAX_PRINTED 40 /* deviations on standard output; all are in the workbook */

struct verify {
    const char *caseload, *workbooks_folder, *out, *audit, *board, *ledger_path, *again,
        *released;                  /* borrowed; these five may be NULL */
    char vetting[DIGEST_HEX_BYTES]; /* of plan, sources, rules and program together */
    struct plan *plan;
    struct board_run run;
    struct facts facts;
    struct census census;
    struct deviations deviations;
    struct ledger ledger;
    struct reviewers reviewers;
    struct workbooks workbooks;
    struct board_rows rows;
};

extern const struct argp_option verify_options[];
bool verify_option(void *self, int key, const char *value, unsigned index, struct faults *f);
bool verify_open(void *self, struct stage_io *io, struct faults *f);
bool verify_record(void *self, struct stage_io *io, enum record_type type, cJSON *record, struct faults *f);
bool verify_done(void *self, struct stage_io *io, struct faults *f);
void verify_close(void *self);

/* Was the check made at all? Without --audit, --ledger or --again some are not. */
bool verify_made(const struct verify *v, enum check check);
/* The answer as a paragraph; free() releases. */
char *verify_paragraph(const struct verify *v);
/* Writes uniformity.xlsx. */
bool uniformity_write(const struct verify *v, struct faults *f);

#endif
