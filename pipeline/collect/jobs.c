/* One attempt from its first address to the vault: of a candidate, or half of a control. */
#include <stdlib.h>
#include <string.h>

#include "evenhand/attempt.h"
#include "evenhand/gathering.h"
#include "evenhand/mem.h"
#include "evenhand/place.h"
#include "evenhand/plan_pace.h"

static void note_undetermined(struct gathering *g, const cJSON *record) {
    if (g->undetermined < COLLECT_LISTED) {
        g->listed[g->undetermined] = mem_format("%s, step %.0f (%s)", record_text(record, "candidate"),
                                                record_number(record, "step"), record_text(record, "source"));
        g->reasons[g->undetermined] = mem_string(record_text(record, "reason"));
    }
    g->undetermined++;
}

void job_free(struct job *j) {
    struct gathering *g = j->of;
    LIST_REMOVE(j, link);
    g->held -= attempt_held(j->attempt);
    if (j->round == NULL) {
        g->lane[j->step].open--;
        attempt_free(j->attempt);
    }
    ask_list_free(&j->resumed);
    person_leave(j->person);
    free(j);
}

/* An attempt that a failed control took back. */
static bool take_back(void *ctx, const cJSON *record, struct faults *f) {
    struct gathering *g = ctx;
    note_undetermined(g, record);
    return stream_write(&g->io->out, record, f);
}

/* What comes in together shares a commit. */
bool job_join_batch(struct gathering *g, struct faults *f) {
    bool open = g->batch;
    g->batch = g->unsynced = true;
    return open || vault_batch_begin(g->in->vault, f);
}

bool job_commit(struct gathering *g, struct faults *f) {
    bool open = g->batch;
    g->batch = false;
    return !open || (vault_batch_end(g->in->vault, f) && stream_flush(&g->io->out, f));
}

static bool control_finish(struct job *j, struct faults *f) {
    struct gathering *g = j->of;
    struct control_round *r = j->round;
    size_t half = j->half;
    job_free(j);
    if (!control_take(r, half)) {
        return true;
    }
    g->failed += r->state == ROUND_FAILED;
    return job_commit(g, f) && control_store(&g->controls, r, g->in->vault, take_back, g, f) &&
           stream_flush(&g->io->out, f);
}

bool job_finish(struct job *j, struct faults *f) {
    struct gathering *g = j->of;
    if (j->round) {
        return control_finish(j, f);
    }
    cJSON *record = attempt_record(j->attempt);
    bool stored = job_join_batch(g, f) && attempt_store(j->attempt, record, g->in->vault, f) &&
                  stream_write(&g->io->out, record, f);
    bool odd = strcmp(record_text(record, "outcome"), "undetermined") == 0;
    if (stored && odd) {
        note_undetermined(g, record);
    }
    g->done++;
    progress_add_part(&g->io->progress, g->lane[j->step].bar, odd);
    cJSON_Delete(record);
    job_free(j);
    return stored;
}

static bool job_asked(void *ctx, struct ask *ask, struct faults *f);

static void ask_for(struct job *j, struct weburl *url, const int *expected, enum ask_rank rank) {
    struct ask *ask = ask_new(url, rank, job_asked, j);
    ask->expected = expected;
    ask->secret = j->of->in->secrets ? &j->of->in->secrets[j->step] : NULL;
    ask->home = attempt_home(j->attempt);
    if (strcmp(ask->url.origin, ask->home) == 0) { /* pages that it leads to have other operators */
        ask->interval =
            (int64_t)(plan_interval(j->of->in->plan, &j->of->in->plan->step[j->step]) * 1000 + 0.999);
    }
    ask->authorised = j->of->in->plan->step[j->step].authorised_by != NULL;
    queue_add(j->of->queue, ask);
}

static bool take(struct job *j, struct ask *ask, struct faults *f) {
    size_t before = attempt_held(j->attempt);
    bool taken = attempt_take(j->attempt, ask, f);
    j->of->held += attempt_held(j->attempt) - before;
    return taken;
}

/* Asks the attempt's next address, or finishes it. What a crash left is not asked again. */
static bool job_go_on(struct job *j, enum ask_rank rank, struct faults *f) {
    struct weburl url;
    const int *expected = NULL;
    while (attempt_next(j->attempt, &url, &expected)) {
        struct ask *known = resumed_find(j, &url);
        if (known == NULL) {
            ask_for(j, &url, expected, rank);
            return true;
        }
        bool taken = take(j, known, f);
        ask_free(known);
        weburl_free(&url);
        rank = ASK_BEGUN;
        if (!taken) {
            return false;
        }
    }
    return job_finish(j, f);
}

static bool job_asked(void *ctx, struct ask *ask, struct faults *f) {
    struct job *j = ctx;
    size_t captures = attempt_captures(j->attempt);
    bool ok = take(j, ask, f);
    if (ok && j->round == NULL && attempt_captures(j->attempt) > captures && attempt_goes_on(j->attempt)) {
        ok = resumed_keep(j, ask->asked, ask, f);
    }
    ask_free(ask);
    return ok && job_go_on(j, ASK_BEGUN, f);
}

static struct attempt_about about_of(const struct gathering *g, size_t step) {
    return (struct attempt_about){.step = &g->in->plan->step[step],
                                  .number = (long)step + 1,
                                  .map = g->in->maps[step],
                                  .blocks = g->in->blocks};
}

static struct job *job_new(struct gathering *g, size_t step, struct attempt *attempt) {
    struct job *j = mem_alloc(sizeof *j);
    *j = (struct job){.of = g, .step = step, .attempt = attempt};
    STAILQ_INIT(&j->resumed);
    LIST_INSERT_HEAD(&g->jobs, j, link);
    return j;
}

/* A withdrawn step and one whose source failed its control are settled without being asked. */
static void settle_unasked(const struct gathering *g, size_t step, struct attempt *attempt) {
    struct control_round *r = controls_of(&g->controls, step);
    if (g->in->work->withdrawn[step]) {
        attempt_refuse(attempt, g->in->work->withdrawn[step]);
    } else if (g->in->plan->step[step].source->protection) {
        attempt_break_off(attempt, "not asked: its descriptor names a protection that answers in its place");
    } else if (r && r->state == ROUND_FAILED) {
        attempt_break_off(attempt, r->why);
    } else if (r) {
        r->asked_any = true;
    }
}

bool job_open(struct gathering *g, size_t step, struct faults *f) {
    struct attempt_about about = about_of(g, step);
    struct unit unit = g->in->work->step[step].unit[g->lane[step].next++];
    struct person *person = roster_find(g->in->roster, unit.candidate, f);
    if (person == NULL) {
        return false;
    }
    about.candidate = person->record;
    about.value = work_value(about.step, about.candidate, unit.value);
    struct job *j = job_new(g, step, attempt_new(&about));
    j->person = person;
    j->value = about.value;
    settle_unasked(g, step, j->attempt);
    g->lane[step].open++;
    return resumed_read(j, f) && job_go_on(j, ASK_NEW, f);
}

bool job_open_control(struct gathering *g, struct control_round *r, bool closing, struct faults *f) {
    const struct attempt_about about = about_of(g, r->number);
    struct job *half[2];
    control_begin(r, &about, closing);
    for (size_t i = 0; i < 2; i++) {
        half[i] = job_new(g, r->number, r->half[i]);
        half[i]->round = r;
        half[i]->half = i;
    }
    return job_go_on(half[0], ASK_BEGUN, f) && job_go_on(half[1], ASK_BEGUN, f);
}
