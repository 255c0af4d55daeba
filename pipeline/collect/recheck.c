#include "evenhand/recheck.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "evenhand/capture_body.h"
#include "evenhand/mem.h"
#include "evenhand/recheck_parts.h"
#include "evenhand/record.h"
#include "evenhand/stopping.h"
#include "evenhand/text.h"
#include "evenhand/vocab.h"

struct recheck {
    struct page *page;
    size_t pages, waiting;
    const struct gather_in *in;
    struct stage_io *io;
    struct queue *queue;
};

/* One page of the list, for its ask's callback: the list does not move any more. */
struct errand {
    struct recheck *of;
    struct page *page;
};

struct recheck *recheck_new(void) {
    return mem_alloc(sizeof(struct recheck));
}

static void page_free(struct page *p) {
    for (size_t i = 0; i < p->excerpts; i++)
        free(p->excerpt[i].words);
    free(p->excerpt);
    free(p->candidate);
    free(p->evidence);
    free(p->url);
    free(p->home);
    free(p->why);
}

void recheck_free(struct recheck *r) {
    if (!r)
        return;
    for (size_t i = 0; i < r->pages; i++)
        page_free(&r->page[i]);
    free(r->page);
    free(r);
}

static bool is_page(const struct page *p, const char *candidate, const char *evidence) {
    return strcmp(p->candidate, candidate) == 0 && strcmp(p->evidence, evidence) == 0;
}

/* The candidate's page with this evidence, new if it is the first finding on it. */
static struct page *page_of(struct recheck *r, const char *candidate, const char *evidence) {
    for (size_t i = r->pages; i > 0 && strcmp(r->page[i - 1].candidate, candidate) == 0; i--)
        if (is_page(&r->page[i - 1], candidate, evidence))
            return &r->page[i - 1];
    r->page = mem_grow(r->page, r->pages + 1, sizeof *r->page);
    r->page[r->pages] = (struct page){.candidate = mem_string(candidate), .evidence = mem_string(evidence)};
    return &r->page[r->pages++];
}

void recheck_want(struct recheck *r, const cJSON *finding) {
    struct page *p = page_of(r, record_text(finding, "candidate"), record_text(finding, "evidence"));
    char *words = mem_string(record_text(finding, "excerpt"));
    (void)text_squeeze(words, strlen(words));
    p->excerpt = mem_grow(p->excerpt, p->excerpts + 1, sizeof *p->excerpt);
    p->excerpt[p->excerpts++] =
        (struct excerpt){.item = (long)record_number(finding, "item"), .words = words};
}

/* ---- what was captured first ---- */

/* Where the step's source lives, for its API key: the origin of its first request (secret.h). */
static char *home_of(const struct plan_step *step) {
    struct weburl home;
    const char *why = NULL;
    char *url = plan_fill_url(step->source->requests[0].url, step->site, "x", 1), *origin = NULL;
    if (weburl_parse(NULL, url, &home, &why) == WEBURL_OK) {
        origin = mem_string(home.origin);
        weburl_free(&home);
    }
    free(url);
    return origin;
}

static bool learn(struct recheck *r, struct page *p, const cJSON *capture, struct faults *f) {
    const struct plan *plan = r->in->plan;
    long step = (long)record_number(capture, "step");
    const struct source *source =
        step >= 1 && (size_t)step <= plan->steps ? plan->step[step - 1].source : NULL;
    p->request = source ? source_request(source, record_text(capture, "request")) : NULL;
    if (!p->request)
        return fault(f, FAULT_CONFIG, p->evidence, "put plan.yaml and sources/ back as they were",
                     "its step or request is not in the plan");
    p->step = step;
    p->url = mem_string(record_text(capture, "url"));
    p->home = home_of(&plan->step[step - 1]);
    (void)snprintf(p->sha256, sizeof p->sha256, "%s", record_text(capture, "sha256"));
    struct capture_body body;
    if (!capture_body(capture, &body, p->evidence, f))
        return false;
    const struct map_answer first = {.request = p->request->name,
                                     .site = plan->step[step - 1].site,
                                     .url = p->url,
                                     .media_type = record_text(capture, "media_type"),
                                     .body = body.data,
                                     .len = body.len};
    bool ok = page_try(p, r->in, &first, f);
    free(body.owned);
    return ok;
}

static bool take_record(void *ctx, const cJSON *record, struct faults *f) {
    struct recheck *r = ctx;
    if (strcmp(record_text(record, "type"), "capture") != 0)
        return true;
    const char *candidate = record_text(record, "candidate"), *evidence = record_text(record, "evidence");
    for (size_t i = 0; i < r->pages; i++)
        if (is_page(&r->page[i], candidate, evidence) && r->page[i].step == 0)
            return learn(r, &r->page[i], record, f);
    return true;
}

static bool find_pages(struct recheck *r, struct faults *f) {
    bool ok = true;
    for (size_t i = 0; ok && i < r->pages; i++)
        if (i == 0 || strcmp(r->page[i].candidate, r->page[i - 1].candidate) != 0)
            ok = vault_replay(r->in->vault, r->page[i].candidate, true, take_record, r, f);
    for (size_t i = 0; ok && i < r->pages; i++)
        ok = r->page[i].step > 0 ||
             fault(f, FAULT_BUG, "recheck", "please report this", "%s of %s is not in the vault",
                   r->page[i].evidence, r->page[i].candidate);
    return ok;
}

/* ---- asking ---- */

static bool asked(void *ctx, struct ask *ask, struct faults *f) {
    struct errand *e = ctx;
    struct recheck *r = e->of;
    bool ok = page_judge(e->page, r->in, ask, f);
    ask_free(ask);
    r->waiting--;
    progress_add(&r->io->progress, 1);
    return ok;
}

static bool ask_for(struct recheck *r, struct errand *e, struct faults *f) {
    struct page *p = e->page;
    struct weburl url;
    const char *why = NULL;
    if (weburl_parse(NULL, p->url, &url, &why) != WEBURL_OK)
        return fault(f, FAULT_DATA, p->evidence, NULL, "its address cannot be asked: %s", why ? why : "");
    struct ask *ask = ask_new(&url, ASK_NEW, asked, e);
    ask->expected = p->request->expected;
    ask->secret = r->in->secrets ? &r->in->secrets[p->step - 1] : NULL;
    ask->home = p->home;
    ask->authorised = r->in->plan->step[p->step - 1].authorised_by != NULL;
    queue_add(r->queue, ask);
    r->waiting++;
    return true;
}

static bool wait_for_all(struct recheck *r, int stop_fd, struct faults *f) {
    static const char again[] = "run evenhand recheck again: it looks at all of them, or records nothing";
    while (r->waiting > 0 && !queue_hopeless(r->queue)) {
        if (!queue_step(r->queue, stop_fd, f))
            return false;
        if (stopping_asked(stop_fd))
            return fault(f, FAULT_TRY_AGAIN, "recheck", again, "interrupted; nothing was recorded");
    }
    const char *unreached = queue_no_network(r->queue);
    return !unreached ||
           fault(f, FAULT_UNAVAILABLE, "recheck", "check the network, and network.proxy in plan.yaml",
                 "no host could be reached (%s); nothing was recorded", unreached);
}

static bool ask_all(struct recheck *r, struct faults *f) {
    struct errand *errand = mem_array(r->pages + 1, sizeof *errand);
    int stop_fd = stopping_open(f);
    bool ok = stop_fd >= 0 && (r->queue = queue_open(r->in->network, f)) != NULL;
    progress_begin(&r->io->progress, r->io->name, "pages", r->pages);
    for (size_t i = 0; ok && i < r->pages; i++) {
        errand[i] = (struct errand){r, &r->page[i]};
        ok = ask_for(r, &errand[i], f);
    }
    ok = ok && wait_for_all(r, stop_fd, f);
    queue_close(r->queue);
    if (stop_fd >= 0)
        (void)close(stop_fd);
    free(errand);
    return ok;
}

/* ---- what came of it ---- */

static cJSON *record_of(const struct page *p, long item) {
    char at[UTC_BYTES], *why = NULL, *about = mem_format("%s/%ld", p->evidence, item);
    cJSON *record = record_new(RECORD_RECHECK, p->candidate);
    enum recheck_result result = page_result(p, item, &why);
    utc_format(p->at, at);
    (void)cJSON_AddStringToObject(record, "about", about);
    (void)cJSON_AddStringToObject(record, "result", vocab_rechecks[result]);
    (void)cJSON_AddStringToObject(record, "reason", why);
    (void)cJSON_AddNumberToObject(record, "status", p->status);
    if (*p->now_sha256)
        (void)cJSON_AddStringToObject(record, "sha256", p->now_sha256);
    (void)cJSON_AddStringToObject(record, "at", at);
    free(why);
    free(about);
    return record;
}

/* One record an item, in the order of the findings. */
static cJSON *records_of(const struct recheck *r) {
    cJSON *all = cJSON_CreateArray();
    for (size_t i = 0; i < r->pages; i++) {
        const struct page *p = &r->page[i];
        for (size_t e = 0; e < p->excerpts; e++) {
            bool before = false;
            for (size_t j = 0; j < e; j++)
                before = before || p->excerpt[j].item == p->excerpt[e].item;
            if (!before)
                (void)cJSON_AddItemToArray(all, record_of(p, p->excerpt[e].item));
        }
    }
    return all;
}

static bool write_records(const cJSON *records, struct stage_io *io, struct faults *f) {
    const cJSON *one;
    bool ok = true;
    cJSON_ArrayForEach(one, records) ok = ok && stream_write(&io->out, one, f);
    return ok;
}

bool recheck_run(struct recheck *r, const struct gather_in *in, struct stage_io *io, struct faults *f) {
    r->in = in;
    r->io = io;
    if (!find_pages(r, f) || !ask_all(r, f))
        return false;
    cJSON *records = records_of(r);
    bool ok = vault_rechecks_put(in->vault, records, f) && write_records(records, io, f);
    cJSON_Delete(records);
    return ok;
}
