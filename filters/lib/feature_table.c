#include "evenhand/feature_table.h"

#include <stdlib.h>

#include "evenhand/mem.h"

static uint32_t *slot_of(const struct feature_table *t, uint64_t key) {
    size_t i = (size_t)key & (t->slots - 1);
    while (t->slot[i] != 0 && t->at[t->slot[i]].key != key) {
        i = (i + 1) & (t->slots - 1);
    }
    return &t->slot[i];
}

static void grow_slots(struct feature_table *t) {
    free(t->slot);
    t->slots = t->slots == 0 ? 1 << 17 : t->slots * 2;
    t->slot = mem_array(t->slots, sizeof *t->slot);
    for (size_t i = 1; i < t->count; i++) {
        *slot_of(t, t->at[i].key) = (uint32_t)i;
    }
}

static void add_name(struct buf *names, const struct placed_sign *part, int parts) {
    for (int i = 0; i < parts; i++) {
        buf_format(names, "%s%d %c ", i == 0 ? "" : " ", part[i].offset, part[i].sign.kind);
        buf_add(names, part[i].sign.text, part[i].sign.len);
    }
    buf_add_char(names, '\0');
}

uint32_t feature_table_number(struct feature_table *t, uint64_t key, const struct placed_sign *part,
                              int parts) {
    if ((t->count + 1) * 2 >= t->slots) {
        grow_slots(t);
    }
    uint32_t *slot = slot_of(t, key);
    if (*slot == 0) {
        if (t->count + 1 >= t->cap) {
            t->cap = t->cap == 0 ? 1 << 16 : t->cap * 2;
            t->at = mem_grow(t->at, t->cap, sizeof *t->at);
        }
        t->count = t->count == 0 ? 1 : t->count;
        *slot = (uint32_t)t->count;
        t->at[t->count++] = (struct table_feature){.key = key, .name = (uint32_t)t->names.len};
        add_name(&t->names, part, parts);
    }
    t->at[*slot].seen++;
    return *slot;
}

const char *feature_table_name(const struct feature_table *t, uint32_t number) {
    return t->names.data + t->at[number].name;
}

void feature_table_free(struct feature_table *t) {
    free(t->at);
    free(t->slot);
    buf_free(&t->names);
    *t = (struct feature_table){0};
}
