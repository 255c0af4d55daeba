/* Words that may be harmless ("a black car") and that redact let stand: the investigator looked, and says so
 * on record. */
#ifndef EVENHAND_ACKNOWLEDGE_H
#define EVENHAND_ACKNOWLEDGE_H

#include <cjson/cJSON.h>

#include "evenhand/command.h"

#define ACKNOWLEDGE_MAX_WHY 200

/* May this reason stand in the ledger and before the board? FAULT_USAGE when it is too long or holds a fact
 * of one of these candidates (records). */
bool reason_names_nobody(const cJSON *candidates, const char *why, const char *command, struct faults *f);

/* Enters "acknowledge" into the ledger: candidate, item, o->why, and the rules in force, under which alone it
 * counts. FAULT_USAGE when the reason is missing or names a candidate. */
bool acknowledge(const struct options *o, const char *candidate, const char *about, struct faults *f);

#endif
