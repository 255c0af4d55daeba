/* Running the stages from the vault to the workbooks. */
#ifndef EVENHAND_ASSESSMENT_H
#define EVENHAND_ASSESSMENT_H

#include "evenhand/command.h"
#include "evenhand/plan.h"

/* Whether what was gathered is there, of everybody, and by this very plan. */
bool assessment_ready(const struct options *o, const struct plan *plan, struct faults *f);
/* Fills the empty folder `scratch` with every workbook, audit.ndjson and board.ndjson (what crossed the
 * wall). `through`: what the ledger says up to that entry counts (replay --through); NULL: all of it. */
bool assessment_make(struct options *o, const char *scratch, const char *through, struct faults *f);

#endif
