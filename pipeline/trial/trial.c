#include "evenhand/trial.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "evenhand/attempt.h"
#include "evenhand/blocks.h"
#include "evenhand/controls.h"
#include "evenhand/files.h"
#include "evenhand/map.h"
#include "evenhand/mem.h"
#include "evenhand/network.h"
#include "evenhand/secret.h"
#include "evenhand/text.h"

#define OPTION_CA_FILE 1
#define OPTION_SOURCE 2
#define OPTION_SITE 3
#define OPTION_CONTROL 4
#define SHOWN_ITEMS 10
#define SHOWN_TEXT_BYTES 160

struct half {
    struct trial *of;
    struct attempt *attempt;
    size_t which;
};

static struct trial {
    char *caseload, *ca_file, *source, *site, *control;
    struct plan *plan;
    size_t step;
    struct map *map;
    struct blocks *blocks;
    struct secret secrets[PLAN_MAX_STEPS];
    struct address_guard guard;
    struct queue *queue;
    struct controls controls;
    struct half half[2];
    bool decided;
} trial;

static const char *const names[2] = {"must be found", "must not be found"};

/* ---- before the sandbox ---- */

static bool option(void *self, int key, const char *value, unsigned index, struct faults *f) {
    struct trial *t = self;
    char **to = key == OPTION_CA_FILE   ? &t->ca_file
                : key == OPTION_SOURCE  ? &t->source
                : key == OPTION_SITE    ? &t->site
                : key == OPTION_CONTROL ? &t->control
                                        : &t->caseload;
    if (key == ARGP_KEY_ARG && index > 0)
        return fault(f, FAULT_USAGE, "trial", "name one caseload", "too many arguments");
    free(*to);
    *to = mem_string(value);
    return true;
}

/* The plan's first step that asks the source says which site, and which control; else the source and the
 * options do. */
static bool find_step(struct trial *t, struct faults *f) {
    const struct source *source = source_find(&t->plan->sources, t->source ? t->source : "");
    bool as_planned = t->site == NULL && t->control == NULL;
    while (t->step < t->plan->steps && !(as_planned && t->plan->step[t->step].source == source))
        t->step++;
    if (t->step == t->plan->steps &&
        !plan_try_source(t->plan, t->source ? t->source : "", t->site, t->control, f))
        return false;
    return t->plan->step[t->step].known ||
           fault(f, FAULT_CONFIG, "sources test", "name one that is there: --control NAME",
                 "source \"%s\" has no control to test", source->name);
}

static bool open_trial(void *self, struct stage_io *io, struct faults *f) {
    struct trial *t = self;
    const char *caseload = t->caseload ? t->caseload : ".";
    t->plan = network_prepare("trial", f) ? plan_read(caseload, f) : NULL;
    return t->plan && find_step(t, f) && address_guard_init(&t->guard, t->plan->network.allow_private, f) &&
           secrets_read(t->secrets, t->plan, caseload, "", f) &&
           (t->map = map_compile(t->plan->step[t->step].source, f)) != NULL &&
           (t->blocks = blocks_read(f)) != NULL && (map_prepare(), true) &&
           network_allow(&io->sandbox, t->ca_file, f);
}

/* ---- showing ---- */

static void show_item(const cJSON *item) {
    const char *text = record_text(item, "text");
    size_t len = strlen(text), shown = text_cut(text, len, SHOWN_TEXT_BYTES);
    char *line = mem_copy(text, shown);
    shown = text_squeeze(line, shown);
    for (char *c = line; *c; c++)
        if ((unsigned char)*c < ' ' || *c == 0x7f)
            *c = ' ';
    (void)printf("    %s  %s  by \"%s\"  %.10s\n      \"%s%s\"\n", record_text(item, "kind"),
                 record_text(item, "url"), record_text(item, "author"), record_text(item, "published"), line,
                 strlen(text) > shown ? " ..." : "");
    free(line);
}

static bool show_items(struct trial *t, const struct vault_capture *c, struct faults *f) {
    struct map_result r = {0};
    size_t shown = 0;
    const cJSON *item;
    const struct map_answer answer = {.request = c->request,
                                      .site = t->plan->step[t->step].site,
                                      .url = c->url,
                                      .media_type = c->media_type,
                                      .body = c->body,
                                      .len = c->len};
    bool ok = map_run(t->map, &answer, &r, f);
    (void)printf("  %s answered %d, %zu bytes, %s\n", c->url, c->status, c->len, c->media_type);
    cJSON_ArrayForEach(item, r.items) if (shown++ < SHOWN_ITEMS) show_item(item);
    if (shown > SHOWN_ITEMS)
        (void)printf("    ... and %zu more\n", shown - SHOWN_ITEMS);
    map_result_free(&r);
    return ok;
}

static bool show_half(struct trial *t, size_t which, struct faults *f) {
    struct attempt *attempt = t->half[which].attempt;
    cJSON *record = attempt_record(attempt);
    size_t count = attempt_rows(attempt, NULL);
    struct vault_capture *rows = mem_array(count + 1, sizeof *rows);
    bool ok = true;
    (void)attempt_rows(attempt, rows);
    (void)printf("\"%s\" (%s): %s, because %s\n", t->controls.round[t->controls.of[t->step]].query[which],
                 names[which], record_text(record, "outcome"), record_text(record, "reason"));
    for (size_t i = 0; ok && i < count; i++)
        ok = show_items(t, &rows[i], f);
    free(rows);
    cJSON_Delete(record);
    return ok;
}

/* ---- asking ---- */

static bool asked(void *ctx, struct ask *ask, struct faults *f);

static bool go_on(struct half *h, struct faults *f) {
    struct trial *t = h->of;
    struct weburl url;
    const int *expected = NULL;
    if (!attempt_next(h->attempt, &url, &expected)) {
        bool ok = show_half(t, h->which, f);
        t->decided = control_take(controls_of(&t->controls, t->step), h->which) || t->decided;
        return ok;
    }
    struct ask *ask = ask_new(&url, ASK_NEW, asked, h);
    ask->expected = expected;
    ask->secret = &t->secrets[t->step];
    ask->home = attempt_home(h->attempt);
    ask->authorised = t->plan->step[t->step].authorised_by != NULL;
    queue_add(t->queue, ask);
    return true;
}

static bool asked(void *ctx, struct ask *ask, struct faults *f) {
    struct half *h = ctx;
    bool taken = attempt_take(h->attempt, ask, f);
    ask_free(ask);
    return taken && go_on(h, f);
}

static bool run(void *self, struct stage_io *io, struct faults *f) {
    struct trial *t = self;
    const struct queue_options options = network_options(t->plan, t->ca_file, &t->guard);
    const struct attempt_about about = {
        .step = &t->plan->step[t->step], .number = (long)t->step + 1, .map = t->map, .blocks = t->blocks};
    (void)io;
    controls_open(&t->controls, t->plan);
    struct control_round *r = controls_of(&t->controls, t->step);
    bool ok = (t->queue = queue_open(&options, f)) != NULL;
    if (ok)
        control_begin(r, &about, false);
    for (size_t i = 0; ok && i < 2; i++) {
        t->half[i] = (struct half){.of = t, .attempt = r->half[i], .which = i};
        ok = go_on(&t->half[i], f);
    }
    while (ok && !t->decided)
        ok = queue_step(t->queue, -1, f);
    queue_close(t->queue);
    t->queue = NULL;
    if (!ok)
        return false;
    if (r->why)
        return fault(f, FAULT_ANSWER_NO, t->source, "its step would be undetermined for everybody", "%s",
                     r->why);
    (void)printf("The control holds: its step can be asked.\n");
    return fflush(stdout) == 0 || fault_errno(f, FAULT_IO, "standard output", "writing failed");
}

static void close_trial(void *self) {
    struct trial *t = self;
    if (t->controls.plan)
        controls_close(&t->controls);
    if (t->map)
        map_free(t->map);
    blocks_free(t->blocks);
    secrets_free(t->secrets, t->plan ? t->plan->steps : 0);
    address_guard_free(&t->guard);
    plan_free(t->plan);
    free(t->caseload);
    free(t->ca_file);
    free(t->source);
    free(t->site);
    free(t->control);
}

struct stage trial_stage(void) {
    static const struct argp_option options[] = {
        {"ca-file", OPTION_CA_FILE, "FILE", 0,
         "Trust the certificate authorities in FILE (PEM) instead of the system's", 0},
        {"source", OPTION_SOURCE, "NAME", 0, "Which source", 0},
        {"site", OPTION_SITE, "URL", 0, "Where, instead of where the plan or the descriptor says", 0},
        {"control", OPTION_CONTROL, "NAME", 0, "What is there to be found, instead of what they say", 0},
        {0}};
    return (struct stage){
        .name = "trial",
        .summary =
            "Asks a source for its control, as gather would by CASELOAD's plan, and shows the items that its "
            "descriptor finds. Stores nothing.",
        .arguments = "[CASELOAD]",
        .options = options,
        .option = option,
        .writes = RECORD_SEARCHER,
        .no_input = true,
        .no_output = true,
        .unit = "requests",
        .self = &trial,
        .open = open_trial,
        .done = run,
        .close = close_trial,
    };
}
