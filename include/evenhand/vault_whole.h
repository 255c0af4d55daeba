/* Does every sealed value of the vault open in its place? What replay reads it checks by itself; this also
 * reads what replay leaves out: superseded attempts, response headers, holds. Only pipeline/vault/ includes
 * this. */
#ifndef EVENHAND_VAULT_WHOLE_H
#define EVENHAND_VAULT_WHOLE_H

#include "evenhand/vault_handle.h"

/* Of one table; a table without sealed values is whole. FAULT_ANSWER_NO naming the row and column. */
bool table_whole(struct vault *v, const char *table, struct faults *f);

#endif
