#include "evenhand/bars.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define COLUMNS_MAX 100 /* longer lines are no easier to read */
#define NAME_COLUMNS 20
#define CELLS_MIN 6
#define CELLS_MAX 24
#define PART_CELLS_MAX 18 /* leaves room for what most lines do not say, so that bars are of one length */
#define LEFT_MAX (100 * 60 * 60) /* seconds; what is beyond nobody can tell */

/* ---- one line ---- */

struct count {
    const char *name, *unit; /* unit: behind the numbers, or "" */
    uint64_t done, total, odd;
    int cells; /* of the bar, at most */
    bool ended;
};

static double rate_of(const struct count *c, double seconds) {
    return seconds > 0.5 ? (double)c->done / seconds : 0;
}

/* Seconds until it is done; -1: nobody can tell yet. */
static double left_of(const struct count *c, double seconds) {
    double rate = rate_of(c, seconds);
    return c->done > 0 && c->done < c->total && rate > 0 ? (double)(c->total - c->done) / rate : -1;
}

static void add_left(double left, struct buf *out) {
    int s = (int)left;
    if (left < 0 || left > LEFT_MAX)
        return;
    if (s >= 3600)
        buf_format(out, "  %d:%02d:%02d left", s / 3600, s / 60 % 60, s % 60);
    else
        buf_format(out, "  %d:%02d left", s / 60, s % 60);
}

/* "41/60 attempts  12/s  0:02 left  3 undetermined" */
static void add_numbers(const struct count *c, double seconds, double left, struct buf *out) {
    double rate = rate_of(c, seconds);
    buf_format(out, "%" PRIu64, c->done);
    if (c->total > 0)
        buf_format(out, "/%" PRIu64, c->total);
    buf_format(out, "%s%s", *c->unit ? " " : "", c->unit);
    if (!c->ended && (c->total == 0 || c->done < c->total)) {
        buf_format(out, rate < 10 ? "  %.1f/s" : "  %.0f/s", rate);
        add_left(left, out);
    }
    if (c->odd > 0)
        buf_format(out, "  %" PRIu64 " undetermined", c->odd);
}

static void add_bar(const struct count *c, int cells, struct buf *out) {
    double share = (double)c->done / (double)c->total;
    int full = share < 1 ? (int)(share * cells) : cells;
    buf_add_char(out, '[');
    for (int i = 0; i < cells; i++)
        buf_add_char(out, i < full ? '#' : ' ');
    buf_add_text(out, "] ");
}

/* The bar takes what the words leave, so that lines under one another look alike. */
static void add_line(const struct count *c, int name_columns, double seconds, double left, int columns,
                     struct buf *out) {
    struct buf numbers = {0};
    size_t start = out->len;
    add_numbers(c, seconds, left, &numbers);
    buf_format(out, "%-*.*s ", name_columns, name_columns, c->name);
    int cells = columns - (int)(out->len - start) - 3 - (int)numbers.len;
    cells = cells > c->cells ? c->cells : cells;
    if (c->total > 0 && cells >= CELLS_MIN)
        add_bar(c, cells, out);
    buf_add(out, numbers.data, numbers.len);
    if (out->len - start > (size_t)columns)
        out->len = start + (size_t)columns;
    buf_add_char(out, '\n');
    buf_free(&numbers);
}

/* ---- the lines of a stage ---- */

/* They go on side by side: the slowest says when all is done. */
static double slowest(const struct progress *p, double seconds) {
    double left = -1;
    for (size_t i = 0; i < p->parts; i++) {
        const struct count c = {.done = p->part[i].done, .total = p->part[i].total};
        double own = left_of(&c, seconds);
        left = own > left ? own : left;
    }
    return left;
}

static void add_stage(const struct progress *p, double seconds, int columns, struct buf *out) {
    struct count c = {.name = p->stage,
                      .unit = p->unit,
                      .done = p->done,
                      .total = p->total,
                      .cells = CELLS_MAX,
                      .ended = p->ended};
    for (size_t i = 0; i < p->parts; i++)
        c.odd += p->part[i].odd;
    double left = p->parts > 0 ? slowest(p, seconds) : left_of(&c, seconds);
    add_line(&c, 9, seconds, left, columns, out);
}

/* What is under way is looked at first, then what is to come, then what is done. */
static int importance(const struct progress_part *part) {
    return part->done >= part->total ? 2 : part->done == 0 ? 1 : 0;
}

static int name_columns(const struct progress *p) {
    size_t longest = 0;
    for (size_t i = 0; i < p->parts; i++)
        longest = strlen(p->part[i].name) > longest ? strlen(p->part[i].name) : longest;
    return (int)(longest < NAME_COLUMNS ? longest : NAME_COLUMNS) + 2;
}

static void add_part(const struct progress_part *part, int name, double seconds, int columns,
                     struct buf *out) {
    char indented[NAME_COLUMNS + 3];
    (void)snprintf(indented, sizeof indented, "  %s", part->name);
    const struct count c = {.name = indented,
                            .unit = "",
                            .done = part->done,
                            .total = part->total,
                            .odd = part->odd,
                            .cells = PART_CELLS_MAX};
    add_line(&c, name, seconds, left_of(&c, seconds), columns, out);
}

static size_t add_parts(const struct progress *p, double seconds, int columns, size_t lines,
                        struct buf *out) {
    bool all = p->parts <= lines;
    size_t room = all ? lines : lines - 1, shown = 0;
    uint64_t done = 0, total = 0;
    for (int wanted = 0; wanted < 3; wanted++)
        for (size_t i = 0; i < p->parts; i++) {
            const struct progress_part *part = &p->part[i];
            if (all ? wanted > 0 : importance(part) != wanted)
                continue;
            if (shown < room) {
                add_part(part, name_columns(p), seconds, columns, out);
                shown++;
            } else {
                done += part->done;
                total += part->total;
            }
        }
    if (!all)
        buf_format(out, "  and %zu more: %" PRIu64 "/%" PRIu64 "\n", p->parts - shown, done, total);
    return shown + !all;
}

size_t bars_lines(const struct progress *p, double seconds, int columns, size_t lines, struct buf *out) {
    if (lines == 0)
        return 0;
    add_stage(p, seconds, columns, out);
    return 1 + (p->parts > 0 && lines > 1 ? add_parts(p, seconds, columns, lines - 1, out) : 0);
}

/* ---- the terminal ---- */

static double seconds_since(const struct timespec *then) {
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - then->tv_sec) + (double)(now.tv_nsec - then->tv_nsec) / 1e9;
}

static void look_at_terminal(int *columns, size_t *lines) {
    struct winsize size = {0};
    bool known = ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 20 && size.ws_row > 2;
    *columns = known ? size.ws_col - 1 : 79;
    *columns = *columns < COLUMNS_MAX ? *columns : COLUMNS_MAX;
    *lines = known ? size.ws_row - 1U : 23;
}

/* Up to the first line drawn, and everything below it gone. */
static void add_clear(size_t shown, struct buf *out) {
    if (shown > 0)
        buf_format(out, "\033[%zuA\r\033[J", shown);
}

size_t bars_draw(const struct progress *progress, size_t count, size_t shown) {
    struct buf frame = {0};
    size_t drawn = 0, lines;
    int columns;
    if (!isatty(STDERR_FILENO))
        return 0;
    look_at_terminal(&columns, &lines);
    add_clear(shown, &frame);
    for (size_t i = 0; i < count; i++)
        if (progress[i].unit)
            drawn +=
                bars_lines(&progress[i], seconds_since(&progress[i].began), columns, lines - drawn, &frame);
    if (frame.len > 0)
        (void)fwrite(frame.data, 1, frame.len, stderr);
    buf_free(&frame);
    return drawn;
}

void bars_clear(size_t shown) {
    struct buf out = {0};
    add_clear(shown, &out);
    if (out.len > 0)
        (void)fwrite(out.data, 1, out.len, stderr);
    buf_free(&out);
}
