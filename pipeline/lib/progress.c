#include "evenhand/progress.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BAR_CELLS 24
#define LINE_COLUMNS 79

static double seconds_between(const struct timespec *a, const struct timespec *b) {
    return (double)(b->tv_sec - a->tv_sec) + (double)(b->tv_nsec - a->tv_nsec) / 1e9;
}

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

static void show(struct progress *p) {
    char text[256];
    if (p->fd >= 0) {
        int n = snprintf(text, sizeof text, "%llu %llu %s\n", (unsigned long long)p->done,
                         (unsigned long long)p->total, p->unit);
        /* Progress is a courtesy: a driver that no longer listens is noticed elsewhere. */
        ssize_t ignored = n > 0 ? write(p->fd, text, (size_t)n) : 0;
        (void)ignored;
    } else if (p->terminal) {
        progress_bar(p, text, sizeof text, LINE_COLUMNS);
        (void)fprintf(stderr, "\r%s\033[K", text);
    }
}

void progress_add(struct progress *p, uint64_t n) {
    struct timespec now;
    p->done += n;
    if (p->fd < 0 && !p->terminal)
        return;
    (void)clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
    if (seconds_between(&p->last, &now) < 1.0 / PROGRESS_PER_SECOND)
        return;
    p->last = now;
    show(p);
}

void progress_finish(struct progress *p) {
    if (p->fd >= 0)
        show(p);
    else if (p->terminal)
        (void)fputs("\r\033[K", stderr);
}

static void time_left(const struct progress *p, double elapsed, char *out, size_t size) {
    out[0] = '\0';
    if (p->total == 0 || p->done == 0 || p->done >= p->total)
        return;
    double left = elapsed / (double)p->done * (double)(p->total - p->done);
    if (left < 360000)
        (void)snprintf(out, size, "  %d:%02d left", (int)left / 60, (int)left % 60);
}

void progress_bar(const struct progress *p, char *out, size_t size, int width) {
    struct timespec now;
    char cells[BAR_CELLS + 1], left[32];
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    double elapsed = seconds_between(&p->began, &now);
    size_t full = p->total ? (size_t)((double)BAR_CELLS * (double)p->done / (double)p->total) : 0;
    if (full > BAR_CELLS)
        full = BAR_CELLS;
    memset(cells, ' ', BAR_CELLS);
    memset(cells, '#', full);
    cells[BAR_CELLS] = '\0';
    time_left(p, elapsed, left, sizeof left);
    double rate = elapsed > 0.5 ? (double)p->done / elapsed : 0;
    int n = p->total
                ? snprintf(out, size, "%-9s [%s] %llu/%llu %s  %.0f/s%s", p->stage, cells,
                           (unsigned long long)p->done, (unsigned long long)p->total, p->unit, rate, left)
                : snprintf(out, size, "%-9s %llu %s  %.0f/s", p->stage, (unsigned long long)p->done, p->unit,
                           rate);
    if (n > width && width >= 0 && (size_t)width < size)
        out[width] = '\0';
}
