/* Intake: a caseload's two files become the first stream, the run and its candidates under random numbers, in
 * the order of those. All or nothing: not a record before every row was checked. */
#ifndef EVENHAND_INTAKE_H
#define EVENHAND_INTAKE_H

#include "evenhand/candidates.h"
#include "evenhand/plan.h"
#include "evenhand/stage.h"

struct intake {
    const char *caseload; /* from the command line; "." unless named */
    struct plan *plan;
    char rules[DIGEST_HEX_BYTES]; /* of the packs in force */
    int csv;                      /* candidates.csv, open; -1 before */
    struct candidates candidates;
};

/* The calls of struct stage; `self` is a struct intake. */
bool intake_option(void *self, int key, const char *value, unsigned index, struct faults *f);
bool intake_open(void *self, struct stage_io *io, struct faults *f);
bool intake_done(void *self, struct stage_io *io, struct faults *f);
void intake_close(void *self);

#endif
