/* The vault's tables, as a list of migrations: migration N brings a vault of schema N-1 (PRAGMA user_version)
 * to N. Migrations are never edited once released; a change of the tables is a new one, and VAULT_SCHEMA
 * counts up. Only pipeline/vault/ includes this. docs/vault.md explains the tables. */
#ifndef EVENHAND_VAULT_SCHEMA_H
#define EVENHAND_VAULT_SCHEMA_H

#include "evenhand/vault.h"
#include "evenhand/vault_store.h"

#define VAULT_OLDEST 2                  /* the first schema that was sealed; nothing older is brought up */
#define VAULT_APPLICATION_ID 0x4576656e /* "Even": PRAGMA application_id */

extern const char *const vault_migrations[VAULT_SCHEMA];

/* Brings the open file to VAULT_SCHEMA, each migration in a transaction of its own. `from` is its schema now.
 */
bool vault_migrate(struct store *s, int64_t from, struct faults *f);
/* The file's schema: FAULT_DATA when it is not a vault, FAULT_CONFIG when a newer evenhand made it. */
bool vault_schema_of(struct store *s, int64_t *schema, struct faults *f);

#endif
