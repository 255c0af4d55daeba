#include "evenhand/progress.h"

#include <inttypes.h>
#include <stdlib.h>
#include <unistd.h>

#include "evenhand/bars.h"
#include "evenhand/buf.h"

static int driver_fd(void) {
    const char *text = getenv(PROGRESS_FD_ENV);
    char *end = NULL;
    long fd = text ? strtol(text, &end, 10) : -1;
    return text && end != text && *end == '\0' && fd > STDERR_FILENO && fd < 1024 ? (int)fd : -1;
}

void progress_begin(struct progress *p, const char *stage, const char *unit, uint64_t total) {
    *p = (struct progress){.stage = stage, .unit = unit, .total = total, .fd = driver_fd()};
    p->terminal = p->fd < 0 && isatty(STDERR_FILENO);
    (void)clock_gettime(CLOCK_MONOTONIC, &p->began);
}

void progress_divide(struct progress *p, struct progress_part *part, size_t parts) {
    p->part = part;
    p->parts = parts;
    for (size_t i = 0; i < parts; i++)
        part[i].changed = true;
}

/* A line at a time, none of which is ever torn; what a pipe will not take waits. Progress is a courtesy: a
 * driver that no longer listens is noticed elsewhere. */
static void tell_driver(struct progress *p) {
    struct buf text = {0};
    buf_format(&text, "%" PRIu64 " %" PRIu64 " %s\n", p->done, p->total, p->unit);
    for (size_t i = 0; i < p->parts; i++) {
        struct progress_part *part = &p->part[i];
        if (part->changed)
            buf_format(&text, "=%zu %" PRIu64 " %" PRIu64 " %" PRIu64 " %s\n", i, part->done, part->total,
                       part->odd, part->name);
        part->changed = false;
    }
    ssize_t ignored = write(p->fd, text.data, text.len);
    (void)ignored;
    buf_free(&text);
}

static void show(struct progress *p) {
    if (p->fd >= 0)
        tell_driver(p);
    else if (p->terminal)
        p->drawn = bars_draw(p, 1, p->drawn);
}

void progress_add(struct progress *p, uint64_t n) {
    struct timespec now;
    p->done += n;
    if (p->fd < 0 && !p->terminal)
        return;
    (void)clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
    int64_t ms = (int64_t)(now.tv_sec - p->last.tv_sec) * 1000 + (now.tv_nsec - p->last.tv_nsec) / 1000000;
    if (ms < 1000 / PROGRESS_PER_SECOND)
        return;
    p->last = now;
    show(p);
}

void progress_add_part(struct progress *p, size_t part, bool odd) {
    if (part < p->parts) {
        p->part[part].done++;
        p->part[part].odd += odd;
        p->part[part].changed = true;
    }
    progress_add(p, 1);
}

void progress_finish(struct progress *p) {
    if (p->fd >= 0)
        show(p);
    else if (p->terminal)
        bars_clear(p->drawn);
    p->drawn = 0;
    p->part = NULL;
    p->parts = 0;
}
