#include "evenhand/table.h"

#include <search.h>
#include <string.h>

#include "evenhand/mem.h"

static int by_name(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void *table_find(const struct table *t, const char *name) {
    void *const *node = tfind(&name, &t->root, by_name);
    return node ? *node : NULL;
}

void table_add(struct table *t, void *entry) {
    if (tsearch(entry, &t->root, by_name) == NULL) {
        mem_exhausted();
    }
}

void table_free(struct table *t, void (*entry_free)(void *entry)) {
    tdestroy(t->root, entry_free);
    t->root = NULL;
}
