/* One digest for all evidence: over a line for each answer, "C-7F3K E-0001 SHA-256-OF-ITS-BODY", in the order
 * in which the vault is replayed. The ledger's entries of assess and release hold it, so that who has only
 * the ledger can still tell whether a page that is shown later is the one that was read. */
#ifndef EVENHAND_EVIDENCE_DIGEST_H
#define EVENHAND_EVIDENCE_DIGEST_H

#include <cjson/cJSON.h>
#include <stdbool.h>

#include "evenhand/faults.h"

#define EVIDENCE_DIGEST_KEY "evidence_sha256"

/* Adds the digest, and how many answers it is over, to a ledger entry's detail. */
bool evidence_digest_add(const char *caseload, cJSON *detail, struct faults *f);
/* Is the evidence that of the last assessment or release? FAULT_ANSWER_NO when it is not; true as well when
 * evidence was gathered, withdrawn or destroyed since, or when the ledger tells of none. */
bool evidence_digest_check(const char *caseload, struct faults *f);

#endif
