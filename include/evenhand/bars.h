/* Bars as text: one a stage and one for each of its parts, drawn in place on a terminal. */
#ifndef EVENHAND_BARS_H
#define EVENHAND_BARS_H

#include <stddef.h>

#include "evenhand/buf.h"
#include "evenhand/progress.h"

/* Draws those that have begun (`unit` is set) on stderr over the `shown` lines drawn before, as many lines as
 * the terminal has room for; returns how many. */
size_t bars_draw(const struct progress *progress, size_t count, size_t shown);
/* Takes them off the screen. */
void bars_clear(size_t shown);

/* The lines of one stage, at most `lines`, none longer than `columns`; `seconds` it has run. Where there is
 * no room for all parts, those under way come first and the last line counts the rest. Returns how many. */
size_t bars_lines(const struct progress *p, double seconds, int columns, size_t lines, struct buf *out);

#endif
