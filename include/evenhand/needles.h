/* Many words searched for at once, in time that depends on the text only (Aho and Corasick, CACM 18(6),
 * 1975). */
#ifndef EVENHAND_NEEDLES_H
#define EVENHAND_NEEDLES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define NEEDLES_MAX_BYTES ((size_t)64 << 20) /* of all needles together */

struct needle_node {
    uint32_t child, sibling; /* 0: none */
    uint32_t fail, hit;      /* longest suffix; nearest suffix (or itself) that ends a needle */
    uint32_t needle;         /* first needle that ends here, 1 + index; 0: none */
    uint8_t byte;
};

struct needles {
    struct needle_node *node; /* node[0] is the root */
    size_t nodes, node_cap;
    uint32_t root[256]; /* the root's children, by byte */
    struct needle {
        uint32_t id, next; /* the caller's; another needle of the same text, 1 + index */
    } * needle;
    size_t count, cap;
};

void needles_open(struct needles *n);
/* An empty text is ignored. `id` comes back from the search. Not after needles_ready. */
void needles_add(struct needles *n, const char *text, uint32_t id);
void needles_ready(struct needles *n);
/* Calls back for every occurrence of every needle; stops when that returns false. */
typedef bool needles_hit(void *ctx, uint32_t id);
void needles_search(const struct needles *n, const char *text, size_t len, needles_hit *hit, void *ctx);
void needles_close(struct needles *n);

#endif
