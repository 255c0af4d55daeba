#include "evenhand/gather.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "evenhand/gathering.h"
#include "evenhand/mem.h"
#include "evenhand/stopping.h"
#include "evenhand/vault_begun.h"
#include "evenhand/vault_controls.h"

#define OPENED_AT_ONCE 16 /* attempts of a step in one go: the network waits meanwhile */

/* ---- all of them ---- */

/* Whether the step's units may begin: not before its source proved that it tells the truth. */
static bool may_begin(struct gathering *g, size_t step, bool *ok, struct faults *f) {
    struct control_round *r = controls_of(&g->controls, step);
    if (r == NULL || g->in->work->withdrawn[step] || g->in->plan->step[step].source->protection) {
        return true;
    }
    if (r->state == ROUND_WAITING) {
        *ok = job_open_control(g, r, false, f);
    }
    return r->state == ROUND_PASSED || r->state == ROUND_FAILED;
}

static bool is_done(const struct lane *lane) {
    return lane->next == lane->end && lane->open == 0;
}

static bool round_is_done(const struct gathering *g, const struct control_round *r) {
    for (size_t step = 0; step < g->in->plan->steps; step++) {
        if (controls_of(&g->controls, step) == r && !is_done(&g->lane[step])) {
            return false;
        }
    }
    return true;
}

/* What was asked since a control passed still needs the one that closes it. */
static bool needs_closing(const struct control_round *r) {
    return r->step && r->asked_any && r->state == ROUND_PASSED;
}

static bool close_rounds(struct gathering *g, struct faults *f) {
    for (size_t i = 0; i < g->in->plan->steps; i++) {
        struct control_round *r = &g->controls.round[i];
        if (needs_closing(r) && round_is_done(g, r) && !job_open_control(g, r, true, f)) {
            return false;
        }
    }
    return true;
}

static bool fill_lanes(struct gathering *g, struct faults *f) {
    size_t window = 2 * (size_t)g->in->network->concurrency; /* some wait for a robots.txt */
    bool ok = true;
    for (size_t step = 0; ok && step < g->in->plan->steps; step++) {
        struct lane *lane = &g->lane[step];
        if (lane->next == lane->end || !may_begin(g, step, &ok, f)) {
            continue;
        }
        for (int n = 0; ok && n < OPENED_AT_ONCE && lane->open < window && lane->next < lane->end; n++) {
            ok = job_open(g, step, f);
        }
    }
    return ok && close_rounds(g, f);
}

int64_t ms_since(const struct timespec *then) {
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)(now.tv_sec - then->tv_sec) * 1000 + (now.tv_nsec - then->tv_nsec) / 1000000;
}

static bool more_to_do(const struct gathering *g) {
    if (g->stopping) {
        return queue_under_way(g->queue) > 0 && ms_since(&g->stopped) < COLLECT_STOP_MS;
    }
    for (size_t step = 0; step < g->in->plan->steps; step++) {
        if (g->lane[step].next < g->lane[step].end || needs_closing(&g->controls.round[step])) {
            return true;
        }
    }
    return !queue_empty(g->queue);
}

static void heed_stop(struct gathering *g, int stop_fd) {
    if (stopping_asked(stop_fd) && !g->stopping) {
        g->stopping = true;
        (void)clock_gettime(CLOCK_MONOTONIC, &g->stopped);
        queue_stop(g->queue);
    }
}

/* Answers are committed before anything more is asked: whoever kills us takes nothing that was answered, but
 * for the requests under way. The disk is waited for now and then: only a power cut asks for that. */
static bool commit(struct gathering *g, struct faults *f) {
    if (!job_commit(g, f)) {
        return false;
    }
    if (!g->unsynced || ms_since(&g->synced) < COLLECT_SYNC_MS) {
        return true;
    }
    g->unsynced = false;
    bool ok = vault_sync(g->in->vault, f);
    (void)clock_gettime(CLOCK_MONOTONIC, &g->synced);
    return ok;
}

static bool loop(struct gathering *g, int stop_fd, struct faults *f) {
    while (more_to_do(g) && !queue_hopeless(g->queue)) {
        if (!g->stopping && !fill_lanes(g, f)) {
            return false;
        }
        queue_hold_new(g->queue, g->held + queue_held(g->queue) >= COLLECT_HELD_BYTES);
        if (!queue_step(g->queue, stop_fd, f) || !commit(g, f)) {
            return false;
        }
        heed_stop(g, stop_fd);
        progress_add(&g->io->progress, 0); /* time goes on */
    }
    return true;
}

static void clear(struct gathering *g) {
    while (!LIST_EMPTY(&g->jobs)) {
        job_free(LIST_FIRST(&g->jobs));
    }
    for (size_t i = 0; i < COLLECT_LISTED; i++) {
        free(g->listed[i]);
        free(g->reasons[i]);
    }
    queue_close(g->queue);
    controls_close(&g->controls);
    free(g->lane);
    free(g->bar);
}

/* A gathering that was cut off left answers that no control vouches for: they are controlled first. */
static bool control_leftovers(struct gathering *g, struct faults *f) {
    for (size_t step = 0; step < g->in->plan->steps; step++) {
        struct control_round *r = controls_of(&g->controls, step);
        uint64_t owed = 0;
        if (r == NULL || r->state != ROUND_WAITING || g->in->work->withdrawn[step]) {
            continue;
        }
        if (!vault_control_owed(g->in->vault, (long)step + 1, &owed, f) ||
            (owed > 0 && !job_open_control(g, r, false, f))) {
            return false;
        }
    }
    return true;
}

static bool prepare(struct gathering *g, struct faults *f) {
    const struct gather_in *in = g->in;
    if (!vault_begun_any(in->vault, &g->any_begun, f) || (g->queue = queue_open(in->network, f)) == NULL) {
        return false;
    }
    for (size_t step = 0; step < in->plan->steps; step++) {
        g->lane[step] = (struct lane){.end = in->work->step[step].count};
    }
    controls_open(&g->controls, in->plan);
    return vault_defer_sync(in->vault, f) && control_leftovers(g, f);
}

/* Steps of one source share a bar. */
static void draw_bars(struct gathering *g) {
    const struct plan *plan = g->in->plan;
    g->bar = mem_array(plan->steps, sizeof *g->bar);
    for (size_t step = 0; step < plan->steps; step++) {
        const char *name = plan->step[step].source->name;
        size_t bar = 0;
        while (bar < g->bars && strcmp(g->bar[bar].name, name) != 0) {
            bar++;
        }
        g->bars += bar == g->bars;
        g->bar[bar].name = name;
        g->bar[bar].total += g->lane[step].end;
        g->lane[step].bar = bar;
    }
    progress_begin(&g->io->progress, g->io->name, "attempts", g->in->work->units);
    progress_divide(&g->io->progress, g->bar, g->bars);
}

bool gather(const struct gather_in *in, struct stage_io *io, struct faults *f) {
    struct gathering g = {.in = in, .io = io, .lane = mem_array(in->plan->steps, sizeof *g.lane)};
    int stop_fd = stopping_open(f);
    bool done = stop_fd >= 0 && prepare(&g, f);
    if (done) {
        draw_bars(&g);
        done = loop(&g, stop_fd, f);
        done = job_commit(&g, f) && vault_sync(in->vault, f) && done && ending(&g, f);
    }
    progress_finish(&io->progress);
    clear(&g);
    if (stop_fd >= 0) {
        (void)close(stop_fd);
    }
    return done;
}
