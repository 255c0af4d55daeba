/* Where a program gets the secret that opens a vault: from the driver, on the descriptor that
 * EVENHAND_KEY_FD names; by hand from the custodian's key file, asking for its passphrase once a process.
 * Held in locked memory until the process ends. */
#ifndef EVENHAND_CUSTODY_H
#define EVENHAND_CUSTODY_H

#include <stdbool.h>

#include "evenhand/faults.h"
#include "evenhand/key_file.h"

#define CUSTODY_FD_ENV "EVENHAND_KEY_FD"

/* A custodian who is present. Lives in locked memory. */
struct custody {
    char caseload[KEY_CASELOAD_BYTES], custodian[KEY_NAME_BYTES];
    unsigned char secret[KEY_SECRET_BYTES];
};

/* Of that caseload's vault; NULL: FAULT_NOT_PERMITTED or what key_file_read says. Not the caller's to free.
 */
const struct custody *custody_of(const char *caseload, struct faults *f);
/* The same from the file of a renewed key that did not take its place yet (PATH.next). */
const struct custody *custody_next(const char *caseload, struct faults *f);
/* From now on this secret is held (a new vault's, a renewed one). */
void custody_hold(const char *caseload, const char *custodian, const unsigned char *secret);
/* For a child: a descriptor from which it reads what is held, or -1 when nothing is. The caller closes. */
int custody_pass(void);
/* Nobody is asked for a passphrase from now on: a locked key counts as missing. For what is tried in passing.
 */
void custody_quiet(bool on);
/* Wipes what is held. */
void custody_forget(void);

#endif
