/* The vault's signatures on what leaves it: every released workbook, and compliance's files. */
#ifndef EVENHAND_SIGNATURES_H
#define EVENHAND_SIGNATURES_H

#include <stdbool.h>

#include "evenhand/faults.h"

/* Signs every file of a folder that ends in one of the suffixes, and puts the public key beside them. The
 * trusted comment names the file, the caseload and the ledger's head: "file:C-7F3K.xlsx caseload:ID ledger:41
 * sha256:..." */
bool signatures_add(const char *caseload, const char *folder, const char *const *suffixes, struct faults *f);
/* Every file of a folder that ends in one of the suffixes: FAULT_ANSWER_NO for each whose signature is
 * missing or does not hold, and when the public key beside them is not the vault's. */
bool signatures_check(const char *caseload, const char *folder, const char *const *suffixes,
                      struct faults *f);

#endif
