/* --explain: what the wall withholds of one text, and which rule of which file says so. For the
 * investigator's side only: it shows the words. */
#ifndef EVENHAND_EXPLAIN_H
#define EVENHAND_EXPLAIN_H

#include "evenhand/buf.h"
#include "evenhand/wall.h"

/* Adds a line "class <tab> file:line or rule <tab> words" for each span, then the text as the board would
 * read it. */
bool explain_text(struct wall *w, const char *text, size_t len, struct buf *out, struct faults *f);

#endif
