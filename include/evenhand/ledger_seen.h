/* The last ledger entry that a custodian saw, kept beside the key file ("CASELOAD.seen": "SEQ SHA256\n"). A
 * vault that was put back as it once was has perfect chains and signatures; that this entry is not in it is
 * what tells. Only pipeline/vault/ includes this. */
#ifndef EVENHAND_LEDGER_SEEN_H
#define EVENHAND_LEDGER_SEEN_H

#include "evenhand/vault_handle.h"

/* FAULT_ANSWER_NO: the entry that was seen is not in the ledger. Nothing was seen yet: true. */
bool seen_check(struct vault *v, struct faults *f);
/* The newest entry is the one seen from now on, unless the one before it is not in the ledger: what shows a
 * vault that was put back is never overwritten. Failing to write is no fault: the older mark still holds. */
void seen_note(struct vault *v);
/* After a restore that the ledger tells of: the mark moves to the newest entry in any case. What was seen
 * before goes into `detail` as seen_seq and seen_sha256. */
bool seen_restart(struct vault *v, struct faults *f);
void seen_describe(struct vault *v, cJSON *detail);

#endif
