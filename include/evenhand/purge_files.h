/* What lies outside the vault of candidates whose records are destroyed. */
#ifndef EVENHAND_PURGE_FILES_H
#define EVENHAND_PURGE_FILES_H

#include <cjson/cJSON.h>
#include <stdbool.h>

#include "evenhand/faults.h"

/* Rewrites candidates.csv without the rows of these refs (an array of texts); without any row left, the file
 * is removed. A missing file is fine. */
bool purge_candidates(const char *caseload, const cJSON *refs, struct faults *f);

/* Removes the draft, the released workbooks of these numbers (all of board/ when `everybody`), the audit
 * stream, and what was exported of them. */
bool purge_files(const char *caseload, const cJSON *numbers, bool everybody, struct faults *f);

#endif
