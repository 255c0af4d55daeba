/* What shows, before verify looks at content, that nothing was put back or exchanged: the vault against the
 * newest ledger entry that this custodian saw and against the ledger that compliance holds; the released
 * workbooks against their signatures. */
#ifndef EVENHAND_INTEGRITY_H
#define EVENHAND_INTEGRITY_H

#include <stdbool.h>

#include "evenhand/faults.h"

/* FAULT_ANSWER_NO for each thing found. `released`: the folder of the released workbooks, or NULL. */
bool integrity_check(const char *caseload, const char *released, struct faults *f);

/* How many candidates' records were destroyed (evenhand purge); -1: fault. */
int integrity_destroyed(const char *caseload, struct faults *f);

#endif
