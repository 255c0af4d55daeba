/* From spans to the text the board reads: overlapping and neighbouring marks become one, articles before a
 * mark agree, and every piece remembers where it came from. */
#ifndef EVENHAND_RENDER_H
#define EVENHAND_RENDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "evenhand/buf.h"
#include "evenhand/passage.h"

struct piece {
    uint32_t out, raw; /* where it begins in the result, and in the raw text */
    uint32_t raw_end;
    bool copied; /* byte for byte; else it stands in place of raw..raw_end */
};

struct render {
    struct buf text;
    struct piece *piece;
    size_t pieces, cap;
};

/* Sorts p's spans and writes the result of raw text and spans. */
void render_text(struct passage *p, struct render *r);
/* The raw range that an output range stands for. */
void render_origin(const struct render *r, uint32_t from, uint32_t to, uint32_t *raw_from, uint32_t *raw_to);
void render_free(struct render *r);

#endif
