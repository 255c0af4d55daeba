/* Where every candidate stands, gathered from vault, draft and board into one tree. */
#ifndef EVENHAND_STATUS_H
#define EVENHAND_STATUS_H

#include <cjson/cJSON.h>

#include "evenhand/faults.h"

#define STATUS_WITHDRAWN "withdrawn" /* an outcome here: of steps withdrawn for everybody */

/* {"state": "planned" | "gathered" | "drafted" | "released",
 *  "candidates": [{"number", "outcomes": {outcome: n}, "findings", "withheld", "undecided"}],
 *  "owed": [{"candidate", "step", "source", "reason"}],
 *  "controls": [{"step", "source", "phase": "before" | "after", "passed", "at", "reason"}] (in the order
 * made), "withdrawn": [{"step", "why"}]} findings, withheld and undecided are null before a draft.
 * cJSON_Delete releases; NULL: fault. */
cJSON *status_read(const char *caseload, struct faults *f);

#endif
