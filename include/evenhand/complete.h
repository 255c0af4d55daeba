/* Is the vault about the very people of candidates.csv, and did every gathering come to its end? */
#ifndef EVENHAND_COMPLETE_H
#define EVENHAND_COMPLETE_H

#include <stdbool.h>

#include "evenhand/faults.h"
#include "evenhand/plan.h"

/* FAULT_TRY_AGAIN naming each candidate by ref who was added to candidates.csv and not searched yet, or taken
 * out of it after the search; and each step whose answers no closing control vouches for (a gather that was
 * cut off). */
bool caseload_complete(const char *caseload, const struct plan *plan, struct faults *f);

#endif
