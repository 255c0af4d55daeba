/* Who is at work, for the ledger and the lock. Only pipeline/vault/ includes this. */
#ifndef EVENHAND_VAULT_WHO_H
#define EVENHAND_VAULT_WHO_H

const char *vault_who_acting(void); /* what vault_acting said, else the program's name; borrowed */

char *vault_who_user(void); /* login of the real user, or "uid-1000"; free() releases */
char *vault_who_host(void); /* host name, or "unknown"; free() releases */

#endif
