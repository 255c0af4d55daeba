/* The driver's bars: one a stage, redrawn in place on a terminal; nothing anywhere else. */
#ifndef EVENHAND_BARS_H
#define EVENHAND_BARS_H

#include <stddef.h>

#include "evenhand/progress.h"

struct bars {
    size_t shown; /* lines on the screen now */
    struct timespec last;
};

/* Draws those that have begun, at most PROGRESS_PER_SECOND times a second. */
void bars_draw(struct bars *b, const struct progress *progress, size_t count);
/* Takes them off the screen. */
void bars_clear(struct bars *b);

#endif
