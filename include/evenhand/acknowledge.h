/* Words that may be harmless ("a black car") and that redact let stand: the investigator looked, and says so
 * on record. */
#ifndef EVENHAND_ACKNOWLEDGE_H
#define EVENHAND_ACKNOWLEDGE_H

#include "evenhand/command.h"

#define ACKNOWLEDGE_MAX_WHY 200

/* Enters "acknowledge" into the ledger: candidate, item, o->why, and the rules in force, under which alone it
 * counts. FAULT_USAGE when the reason is missing or names a candidate. */
bool acknowledge(const struct options *o, const char *candidate, const char *about, struct faults *f);

#endif
