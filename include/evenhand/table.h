/* A set of structs ordered by name, over tsearch(3). Each begins with its name: a `char *` as first member.
 */
#ifndef EVENHAND_TABLE_H
#define EVENHAND_TABLE_H

#include <stdbool.h>
#include <stddef.h>

struct table {
    void *root;
    size_t count;
};

void *table_find(const struct table *t, const char *name); /* NULL: not there */
void table_add(struct table *t, void *entry);              /* of a name that is not there yet */
/* Takes out and frees every entry that `idle` says nobody needs. */
void table_sweep(struct table *t, bool (*idle)(const void *entry, void *ctx), void *ctx,
                 void (*entry_free)(void *entry));
void table_free(struct table *t, void (*entry_free)(void *entry));

#endif
