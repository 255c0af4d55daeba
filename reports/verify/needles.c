#include "evenhand/needles.h"

#include <stdlib.h>

#include "evenhand/mem.h"

static uint32_t new_node(struct needles *n, uint8_t byte) {
    if (n->nodes == n->node_cap) {
        n->node_cap = n->node_cap ? n->node_cap * 2 : 1024;
        n->node = mem_grow(n->node, n->node_cap, sizeof *n->node);
    }
    if (n->nodes >= NEEDLES_MAX_BYTES)
        mem_exhausted();
    n->node[n->nodes] = (struct needle_node){.byte = byte};
    return (uint32_t)n->nodes++;
}

void needles_open(struct needles *n) {
    *n = (struct needles){.node = NULL};
    (void)new_node(n, 0);
}

static uint32_t child_of(const struct needles *n, uint32_t at, uint8_t byte) {
    if (at == 0)
        return n->root[byte];
    uint32_t child = n->node[at].child;
    while (child && n->node[child].byte != byte)
        child = n->node[child].sibling;
    return child;
}

static uint32_t make_child(struct needles *n, uint32_t at, uint8_t byte) {
    uint32_t child = child_of(n, at, byte);
    if (child)
        return child;
    child = new_node(n, byte);
    if (at == 0)
        n->root[byte] = child;
    n->node[child].sibling = n->node[at].child;
    n->node[at].child = child;
    return child;
}

void needles_add(struct needles *n, const char *text, uint32_t id) {
    if (*text == '\0')
        return;
    uint32_t at = 0;
    for (const char *c = text; *c; c++)
        at = make_child(n, at, (uint8_t)*c);
    if (n->count == n->cap) {
        n->cap = n->cap ? n->cap * 2 : 256;
        n->needle = mem_grow(n->needle, n->cap, sizeof *n->needle);
    }
    n->needle[n->count] = (struct needle){.id = id, .next = n->node[at].needle};
    n->node[at].needle = (uint32_t)++n->count;
}

/* Where `byte` leads from `at`: to the longest suffix that it continues. */
static uint32_t advance(const struct needles *n, uint32_t at, uint8_t byte) {
    for (;;) {
        uint32_t next = child_of(n, at, byte);
        if (next || at == 0)
            return next;
        at = n->node[at].fail;
    }
}

void needles_ready(struct needles *n) {
    uint32_t *queue = mem_array(n->nodes, sizeof *queue);
    size_t head = 0;
    size_t tail = 0;
    queue[tail++] = 0;
    while (head < tail) {
        uint32_t at = queue[head++];
        struct needle_node *node = &n->node[at];
        node->hit = node->needle ? at : n->node[node->fail].hit;
        for (uint32_t c = node->child; c; c = n->node[c].sibling) {
            n->node[c].fail = at == 0 ? 0 : advance(n, node->fail, n->node[c].byte);
            queue[tail++] = c;
        }
    }
    free(queue);
}

/* Every needle that ends at a node, the longest first. */
static bool report(const struct needles *n, uint32_t at, needles_hit *hit, void *ctx) {
    for (uint32_t end = n->node[at].hit; end; end = n->node[n->node[end].fail].hit)
        for (uint32_t i = n->node[end].needle; i; i = n->needle[i - 1].next)
            if (!hit(ctx, n->needle[i - 1].id))
                return false;
    return true;
}

void needles_search(const struct needles *n, const char *text, size_t len, needles_hit *hit, void *ctx) {
    uint32_t at = 0;
    for (size_t i = 0; i < len; i++) {
        at = advance(n, at, (uint8_t)text[i]);
        if (n->node[at].hit && !report(n, at, hit, ctx))
            return;
    }
}

void needles_close(struct needles *n) {
    free(n->node);
    free(n->needle);
    *n = (struct needles){.node = NULL};
}
