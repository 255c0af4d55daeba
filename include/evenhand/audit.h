/* What an audit stream tells of each candidate: read whole, with its `end`, or not at all. */
#ifndef EVENHAND_AUDIT_H
#define EVENHAND_AUDIT_H

#include <cjson/cJSON.h>

#include "evenhand/faults.h"

/* Array of {number, findings, withheld, undecided} in the order of first mention; cJSON_Delete releases.
 * NULL: fault (FAULT_NO_INPUT when there is no such file). */
cJSON *audit_summary(const char *path, struct faults *f);

#endif
