/* One writer at a time: CASELOAD/vault/lock, flock'd, holding "PID USER SINCE" for the one who is refused.
 * The kernel lets go of it when its holder dies, however that happens. Only pipeline/vault/ includes this. */
#ifndef EVENHAND_VAULT_LOCK_H
#define EVENHAND_VAULT_LOCK_H

#include "evenhand/faults.h"

/* Returns a descriptor that holds the lock until vault_lock_release, or -1: FAULT_TRY_AGAIN naming the
 * holder. */
int vault_lock_take(const char *folder, const char *user, struct faults *f);
void vault_lock_release(int fd); /* -1 is fine */

#endif
