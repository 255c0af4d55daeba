/* Time-stamps of a caseload (RFC 3161): where the plan asks for them, the ledger's head after each gather is
 * stamped by the plan's authority, and nothing is released without, unless that was waived for all. */
#ifndef EVENHAND_TIMESTAMPING_H
#define EVENHAND_TIMESTAMPING_H

#include "evenhand/command.h"

/* Gets a stamp of the ledger's head and keeps it in the vault. FAULT_TRY_AGAIN: the authority did not answer;
 * what was gathered is kept. */
bool timestamping_take(struct options *o, const struct plan *plan, struct faults *f);

/* Whether every gather is stamped, or the stamp was waived since, and every stamp holds: FAULT_ANSWER_NO. A
 * plan that asks for none: true. */
bool timestamping_check(struct options *o, const struct plan *plan, struct faults *f);

/* For all candidates, with a reason that stands in the ledger. */
bool timestamping_waive(const char *caseload, const char *why, struct faults *f);

/* Writes each stamp to FOLDER/timestamp-SEQ.tsr, for openssl ts -verify. */
bool timestamping_export(const char *caseload, const char *folder, struct faults *f);

#endif
