/* A set of structs ordered by name, over tsearch(3). Each begins with its name: a `char *` as first member.
 */
#ifndef EVENHAND_TABLE_H
#define EVENHAND_TABLE_H

struct table {
    void *root;
};

void *table_find(const struct table *t, const char *name); /* NULL: not there */
void table_add(struct table *t, void *entry);              /* of a name that is not there yet */
void table_free(struct table *t, void (*entry_free)(void *entry));

#endif
