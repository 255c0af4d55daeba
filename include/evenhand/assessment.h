/* Running the stages from the vault to the workbooks. */
#ifndef EVENHAND_ASSESSMENT_H
#define EVENHAND_ASSESSMENT_H

#include "evenhand/command.h"

/* Fills the empty folder `scratch` with every workbook audit.ndjson and board.ndjson (what crossed the wall).
 */
bool assessment_make(struct options *o, const char *scratch, struct faults *f);

#endif
