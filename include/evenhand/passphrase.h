/* Asking for a passphrase on the terminal, without showing it; or, where nobody sits, reading it from the
 * first line of the file (0600) that EVENHAND_PASSPHRASE_FILE names. */
#ifndef EVENHAND_PASSPHRASE_H
#define EVENHAND_PASSPHRASE_H

#include "evenhand/faults.h"

/* In locked memory; sodium_free wipes and releases. NULL: FAULT_NOT_PERMITTED, there is nobody to ask. */
char *passphrase_ask(const char *prompt, struct faults *f);
/* The same from another variable's file, asked twice on the terminal. */
char *passphrase_new(const char *prompt, struct faults *f);

#endif
