#include "evenhand/bars.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

#define COLUMNS 79

static long milliseconds_since(const struct timespec *then, const struct timespec *now) {
    return (long)(now->tv_sec - then->tv_sec) * 1000 + (now->tv_nsec - then->tv_nsec) / 1000000;
}

void bars_clear(struct bars *b) {
    for (; b->shown > 0; b->shown--)
        (void)fputs("\033[A\r\033[K", stderr);
}

void bars_draw(struct bars *b, const struct progress *progress, size_t count) {
    struct timespec now;
    char line[256];
    if (!isatty(STDERR_FILENO))
        return;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    if (milliseconds_since(&b->last, &now) < 1000 / PROGRESS_PER_SECOND)
        return;
    b->last = now;
    bars_clear(b);
    for (size_t i = 0; i < count; i++)
        if (progress[i].unit) {
            progress_bar(&progress[i], line, sizeof line, COLUMNS);
            (void)fprintf(stderr, "%s\n", line);
            b->shown++;
        }
}
