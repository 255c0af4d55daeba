#include "evenhand/gather.h"

#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>
#include <time.h>
#include <unistd.h>

#include "evenhand/attempt.h"
#include "evenhand/collect_limits.h"
#include "evenhand/mem.h"
#include "evenhand/stopping.h"
#include "evenhand/work.h"

#define OPENED_AT_ONCE 16 /* attempts of a step in one go: the network waits meanwhile */

/* A step's attempts: done, open, and to come. */
struct lane {
    size_t next, end; /* units */
    size_t open;
};

struct gathering;

/* An open attempt. */
struct job {
    struct gathering *of;
    struct lane *lane;
    struct attempt *attempt;
    LIST_ENTRY(job) link;
};

struct gathering {
    const struct gather_in *in;
    struct stage_io *io;
    struct queue *queue;
    struct work work;
    struct lane lane[PLAN_MAX_STEPS];
    LIST_HEAD(job_list, job) jobs;
    size_t held; /* bytes of bodies in open attempts */
    size_t done, undetermined;
    char *listed[COLLECT_LISTED]; /* undetermined attempts, for the last message: place, reason */
    char *reasons[COLLECT_LISTED];
    struct timespec stopped; /* when it was asked to */
    bool stopping;
};

/* ---- one attempt ---- */

static void note_undetermined(struct gathering *g, const cJSON *record) {
    if (g->undetermined < COLLECT_LISTED) {
        g->listed[g->undetermined] = mem_format("%s, step %.0f (%s)", record_text(record, "candidate"),
                                                record_number(record, "step"), record_text(record, "source"));
        g->reasons[g->undetermined] = mem_string(record_text(record, "reason"));
    }
    g->undetermined++;
}

static void job_free(struct job *j) {
    LIST_REMOVE(j, link);
    j->lane->open--;
    j->of->held -= attempt_held(j->attempt);
    attempt_free(j->attempt);
    free(j);
}

static bool job_finish(struct job *j, struct faults *f) {
    struct gathering *g = j->of;
    cJSON *record = attempt_record(j->attempt);
    bool stored = attempt_store(j->attempt, record, g->in->vault, f) &&
                  stream_write(&g->io->out, record, f) && stream_flush(&g->io->out, f);
    if (stored && strcmp(record_text(record, "outcome"), "undetermined") == 0) {
        note_undetermined(g, record);
    }
    g->done++;
    progress_add(&g->io->progress, 1);
    cJSON_Delete(record);
    job_free(j);
    return stored;
}

static bool job_asked(void *ctx, struct ask *ask, struct faults *f);

/* Asks the attempt's next address, or finishes it. */
static bool job_go_on(struct job *j, enum ask_rank rank, struct faults *f) {
    struct weburl url;
    const int *expected = NULL;
    if (!attempt_next(j->attempt, &url, &expected)) {
        return job_finish(j, f);
    }
    struct ask *ask = ask_new(&url, rank, job_asked, j);
    ask->expected = expected;
    queue_add(j->of->queue, ask);
    return true;
}

static bool job_asked(void *ctx, struct ask *ask, struct faults *f) {
    struct job *j = ctx;
    size_t before = attempt_held(j->attempt);
    bool taken = attempt_take(j->attempt, ask, f);
    j->of->held += attempt_held(j->attempt) - before;
    ask_free(ask);
    return taken && job_go_on(j, ASK_BEGUN, f);
}

static bool job_open(struct gathering *g, size_t step, struct faults *f) {
    struct lane *lane = &g->lane[step];
    const struct plan_step *s = &g->in->plan->step[step];
    struct unit unit = g->work.unit[lane->next++];
    const cJSON *candidate = g->in->candidates[unit.candidate];
    const struct attempt_about about = {.candidate = candidate,
                                        .step = s,
                                        .number = (long)step + 1,
                                        .value = work_value(s, candidate, unit.value),
                                        .map = g->in->maps[step],
                                        .blocks = g->in->blocks};
    struct job *j = mem_alloc(sizeof *j);
    *j = (struct job){.of = g, .lane = lane, .attempt = attempt_new(&about)};
    LIST_INSERT_HEAD(&g->jobs, j, link);
    lane->open++;
    return job_go_on(j, ASK_NEW, f);
}

/* ---- all of them ---- */

static bool fill_lanes(struct gathering *g, struct faults *f) {
    size_t window = (size_t)g->in->network->concurrency;
    for (size_t step = 0; step < g->in->plan->steps; step++) {
        struct lane *lane = &g->lane[step];
        for (int n = 0; n < OPENED_AT_ONCE && lane->open < window && lane->next < lane->end; n++) {
            if (!job_open(g, step, f)) {
                return false;
            }
        }
    }
    return true;
}

static int64_t ms_since(const struct timespec *then) {
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)(now.tv_sec - then->tv_sec) * 1000 + (now.tv_nsec - then->tv_nsec) / 1000000;
}

static bool more_to_do(const struct gathering *g) {
    if (g->stopping) {
        return queue_under_way(g->queue) > 0 && ms_since(&g->stopped) < COLLECT_STOP_MS;
    }
    for (size_t step = 0; step < g->in->plan->steps; step++) {
        if (g->lane[step].next < g->lane[step].end) {
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

static bool loop(struct gathering *g, int stop_fd, struct faults *f) {
    while (more_to_do(g) && !queue_hopeless(g->queue)) {
        if (!g->stopping && !fill_lanes(g, f)) {
            return false;
        }
        queue_hold_new(g->queue, g->held + queue_held(g->queue) >= COLLECT_HELD_BYTES);
        if (!queue_step(g->queue, stop_fd, f)) {
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
        if (attempt_begun(j->attempt)) {
            attempt_break_off(j->attempt, "interrupted before everything was asked");
            if (!job_finish(j, f)) {
                return false;
            }
        }
    }
    return true;
}

/* ---- how it ended ---- */

static bool verdict(const struct gathering *g, struct faults *f) {
    static const char again[] = "run evenhand gather again: it asks only for what is not determined yet";
    const char *unreached = queue_no_network(g->queue);
    if (g->stopping && g->done < g->work.units) {
        return fault(f, FAULT_TRY_AGAIN, "collect", again, "interrupted after %zu of %zu attempts", g->done,
                     g->work.units);
    }
    if (unreached && (g->undetermined > 0 || queue_hopeless(g->queue))) {
        return fault(f, FAULT_UNAVAILABLE, "collect", "check the network, and network.proxy in plan.yaml",
                     "no host could be reached (%s)", unreached);
    }
    if (g->undetermined == 0) {
        return g->done == g->work.units ||
               fault(f, FAULT_BUG, "collect", again, "%zu of %zu attempts were left out",
                     g->work.units - g->done, g->work.units);
    }
    (void)fault(f, FAULT_TRY_AGAIN, "collect", again, "%zu of %zu attempts are undetermined", g->undetermined,
                g->work.units);
    for (size_t i = 0; i < COLLECT_LISTED && i < g->undetermined; i++) {
        (void)fault(f, FAULT_TRY_AGAIN, g->listed[i], NULL, "%s", g->reasons[i]);
    }
    if (g->undetermined > COLLECT_LISTED) {
        (void)fault(f, FAULT_TRY_AGAIN, "collect", NULL, "and %zu more", g->undetermined - COLLECT_LISTED);
    }
    return false;
}

static void clear(struct gathering *g) {
    struct job *j, *next;
    for (j = LIST_FIRST(&g->jobs); j; j = next) {
        next = LIST_NEXT(j, link);
        attempt_free(j->attempt);
        free(j);
    }
    for (size_t i = 0; i < COLLECT_LISTED; i++) {
        free(g->listed[i]);
        free(g->reasons[i]);
    }
    queue_close(g->queue);
    work_free(&g->work);
}

bool gather(const struct gather_in *in, struct stage_io *io, struct faults *f) {
    struct gathering *g = mem_alloc(sizeof *g);
    *g = (struct gathering){.in = in, .io = io};
    int stop_fd = stopping_open(f);
    bool done = stop_fd >= 0 && work_list(&g->work, in->plan, in->candidates, in->count, in->vault, f) &&
                (g->queue = queue_open(in->network, f)) != NULL;
    if (done) {
        for (size_t step = 0; step < in->plan->steps; step++) {
            g->lane[step] =
                (struct lane){.next = step ? g->work.step_end[step - 1] : 0, .end = g->work.step_end[step]};
        }
        progress_begin(&io->progress, io->name, "attempts", g->work.units);
        done = loop(g, stop_fd, f) && (!g->stopping || store_begun(g, f)) && verdict(g, f);
    }
    clear(g);
    free(g);
    if (stop_fd >= 0) {
        (void)close(stop_fd);
    }
    return done;
}
