/* From the tagger's tags to spans, and its say over what the rules found. */
#ifndef EVENHAND_TAG_SPANS_H
#define EVENHAND_TAG_SPANS_H

#include "evenhand/passage.h"
#include "evenhand/tagger.h"

/* Adds a span for each run of tags; withdraws those of ambiguous rules that the tagger sees no trait in. Does
 * nothing while the tagger has no weights. */
void tag_spans(const struct tagger *t, struct passage *p);

#endif
