/* The sheets of uniformity.xlsx that are lists of what was read: between uniformity.c and uniformity_lists.c.
 */
#ifndef EVENHAND_UNIFORMITY_H
#define EVENHAND_UNIFORMITY_H

#include "evenhand/book.h"
#include "evenhand/verify.h"

void sheet_redactions(struct book *b, const struct verify *v);
void sheet_leaks(struct book *b, const struct verify *v);
void sheet_ledger(struct book *b, const struct verify *v);
void sheet_roles(struct book *b, const struct verify *v);

#endif
