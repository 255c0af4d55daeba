/* Tables of records about an item of a piece of evidence ("about":"E-0042/3"): decision and recheck. Each has
 * the columns id, candidate, evidence, item and the sealed record; rows are added, none is changed. */
#ifndef EVENHAND_VAULT_ABOUT_H
#define EVENHAND_VAULT_ABOUT_H

#include "evenhand/vault_handle.h"

/* Adds a record, which has been checked, within the caller's transaction; its row is left in *row. */
bool about_insert(struct vault *v, const char *table, const cJSON *record, int64_t *row, struct faults *f);

/* Calls back with each record about a candidate's items, up to row `through`, in the order made. A record
 * that disagrees with the columns beside it is FAULT_DATA. */
bool about_each(struct vault *v, const char *table, const char *candidate, int64_t through, vault_each *each,
                void *ctx, struct faults *f);

#endif
