#include "evenhand/gather.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "evenhand/gathering.h"
#include "evenhand/mem.h"
#include "evenhand/stopping.h"
#include "evenhand/vault_controls.h"

#define OPENED_AT_ONCE 16 /* attempts of a step in one go: the network waits meanwhile */

/* ---- all of them ---- */

/* Whether the step's units may begin: not before its source proved that it tells the truth. */
static bool may_begin(struct gathering *g, size_t step, bool *ok, struct faults *f) {
    struct control_round *r = controls_of(&g->controls, step);
    if (r == NULL || g->withdrawn[step] || g->in->plan->step[step].source->protection) {
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
    }
    return true;
}

/* What was answered before a stop is kept, though it settles nothing. */
static bool store_begun(struct gathering *g, struct faults *f) {
    struct job *j, *next;
    for (j = LIST_FIRST(&g->jobs); j; j = next) {
        next = LIST_NEXT(j, link);
        if (j->round == NULL && attempt_begun(j->attempt)) {
            attempt_break_off(j->attempt, "interrupted before everything was asked");
            if (!job_finish(j, f)) {
                return false;
            }
        }
    }
    return true;
}

/* ---- how it ended ---- */

static bool say_undetermined(const struct gathering *g, const char *again, struct faults *f) {
    (void)fault(f, FAULT_TRY_AGAIN, "collect", again, "%zu of %zu attempts are undetermined", g->undetermined,
                g->work.units);
    for (size_t i = 0; i < g->in->plan->steps; i++) {
        const struct control_round *r = &g->controls.round[i];
        if (r->state == ROUND_FAILED) {
            char *place = mem_format("step %zu (%s)", i + 1, r->step->source->name);
            (void)fault(f, FAULT_TRY_AGAIN, place, "undetermined for everybody", "%s", r->why);
            free(place);
        }
    }
    for (size_t i = 0; i < COLLECT_LISTED && i < g->undetermined; i++) {
        (void)fault(f, FAULT_TRY_AGAIN, g->listed[i], NULL, "%s", g->reasons[i]);
    }
    if (g->undetermined > COLLECT_LISTED) {
        (void)fault(f, FAULT_TRY_AGAIN, "collect", NULL, "and %zu more", g->undetermined - COLLECT_LISTED);
    }
    return false;
}

static bool verdict(const struct gathering *g, struct faults *f) {
    static const char again[] = "run evenhand gather again: it asks only for what is not determined yet";
    const char *unreached = queue_no_network(g->queue);
    if (g->stopping && (g->done < g->work.units || g->undetermined == 0)) {
        return fault(f, FAULT_TRY_AGAIN, "collect", again, "interrupted after %zu of %zu attempts", g->done,
                     g->work.units);
    }
    if (unreached && (g->undetermined > 0 || queue_hopeless(g->queue))) {
        return fault(f, FAULT_UNAVAILABLE, "collect", "check the network, and network.proxy in plan.yaml",
                     "no host could be reached (%s)", unreached);
    }
    if (g->undetermined > 0 || g->failed > 0) {
        return say_undetermined(g, again, f);
    }
    return g->done == g->work.units ||
           fault(f, FAULT_BUG, "collect", again, "%zu of %zu attempts were left out", g->work.units - g->done,
                 g->work.units);
}

static void clear(struct gathering *g) {
    while (!LIST_EMPTY(&g->jobs)) {
        job_free(LIST_FIRST(&g->jobs));
    }
    for (size_t i = 0; i < COLLECT_LISTED; i++) {
        free(g->listed[i]);
        free(g->reasons[i]);
    }
    for (size_t i = 0; i < g->in->plan->steps; i++) {
        free(g->withdrawn[i]);
    }
    queue_close(g->queue);
    controls_close(&g->controls);
    work_free(&g->work);
    free(g->withdrawn);
    free(g->lane);
}

/* A gathering that was cut off left answers that no control vouches for: they are controlled first. */
static bool control_leftovers(struct gathering *g, struct faults *f) {
    for (size_t step = 0; step < g->in->plan->steps; step++) {
        struct control_round *r = controls_of(&g->controls, step);
        uint64_t owed = 0;
        if (r == NULL || r->state != ROUND_WAITING || g->withdrawn[step]) {
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
    if (!vault_withdrawn(in->vault, g->withdrawn, in->plan->steps, f) ||
        !work_list(&g->work, in->plan, in->candidates, in->count, g->withdrawn, in->vault, f) ||
        (g->queue = queue_open(in->network, f)) == NULL) {
        return false;
    }
    for (size_t step = 0; step < in->plan->steps; step++) {
        g->lane[step] =
            (struct lane){.next = step ? g->work.step_end[step - 1] : 0, .end = g->work.step_end[step]};
    }
    controls_open(&g->controls, in->plan);
    return vault_defer_sync(in->vault, f) && control_leftovers(g, f);
}

bool gather(const struct gather_in *in, struct stage_io *io, struct faults *f) {
    struct gathering g = {.in = in,
                          .io = io,
                          .lane = mem_array(in->plan->steps, sizeof *g.lane),
                          .withdrawn = mem_array(in->plan->steps, sizeof *g.withdrawn)};
    int stop_fd = stopping_open(f);
    bool done = stop_fd >= 0 && prepare(&g, f);
    if (done) {
        progress_begin(&io->progress, io->name, "attempts", g.work.units);
        done = loop(&g, stop_fd, f) && (!g.stopping || store_begun(&g, f));
        done = job_commit(&g, f) && vault_sync(in->vault, f) && done && verdict(&g, f);
    }
    clear(&g);
    if (stop_fd >= 0) {
        (void)close(stop_fd);
    }
    return done;
}
