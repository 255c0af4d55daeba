#include "evenhand/table.h"

#include <search.h>
#include <stdlib.h>
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
    t->count++;
}

struct sweep {
    bool (*idle)(const void *entry, void *ctx);
    void *ctx, **found;
    size_t count;
};

static void look(const void *node, VISIT visit, void *closure) {
    struct sweep *s = closure;
    void *entry = *(void *const *)node;
    if ((visit == postorder || visit == leaf) && s->idle(entry, s->ctx)) {
        s->found[s->count++] = entry;
    }
}

void table_sweep(struct table *t, bool (*idle)(const void *entry, void *ctx), void *ctx,
                 void (*entry_free)(void *entry)) {
    struct sweep s = {.idle = idle, .ctx = ctx, .found = mem_array(t->count, sizeof *s.found)};
    twalk_r(t->root, look, &s);
    for (size_t i = 0; i < s.count; i++) {
        (void)tdelete(s.found[i], &t->root, by_name);
        entry_free(s.found[i]);
    }
    t->count -= s.count;
    free(s.found);
}

void table_free(struct table *t, void (*entry_free)(void *entry)) {
    tdestroy(t->root, entry_free);
    *t = (struct table){0};
}
