/* A flow of text: words in, tidy lines out (see readable.h for what tidy means). */
#ifndef EVENHAND_FLOW_H
#define EVENHAND_FLOW_H

#include <stdbool.h>
#include <stddef.h>

#include "evenhand/buf.h"

struct flow {
    struct buf *out;
    size_t begin; /* where this flow's text starts in out */
    size_t line;  /* where the current line starts */
    size_t limit; /* most bytes of this flow */
    bool space;   /* white space is due before the next word */
    bool lines;   /* line feeds in the text are line breaks */
    bool full;    /* the limit was reached, the rest left out */
};

void flow_begin(struct flow *f, struct buf *out, size_t limit);
void flow_text(struct flow *f, const char *text, size_t len); /* valid UTF-8 */
void flow_space(struct flow *f);
void flow_break(struct flow *f);
void flow_end(struct flow *f);

#endif
