#include "evenhand/attempt.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "evenhand/captures.h"
#include "evenhand/collect_limits.h"
#include "evenhand/mem.h"
#include "evenhand/outcome.h"
#include "evenhand/record.h"
#include "evenhand/utc.h"

/* An address of the attempt: asked, being asked, or to be asked. */
struct visit {
    const struct source_request *request;
    struct weburl url; /* text stays when it was handed out, against loops */
    long page;         /* of the request, from 1 */
};

struct attempt {
    struct attempt_about about;
    char *query;
    utc_time started; /* its first request; 0: none was made */
    struct visit *visit;
    size_t visits, next; /* next: the first not handed out yet */
    bool limited;        /* a limit ended it, and not the source */
    struct captures captures;
    struct outcome_tally tally;
};

static void note(char **first, char *why) {
    if (*first) {
        free(why);
    } else {
        *first = why;
    }
}

static const cJSON *identity_of(const struct attempt *a) {
    return record_field(a->about.candidate, "identity");
}

/* ---- addresses ---- */

static bool known(const struct attempt *a, const char *url) {
    for (size_t i = 0; i < a->visits; i++) {
        if (strcmp(a->visit[i].url.text, url) == 0) {
            return true;
        }
    }
    return false;
}

/* Adds an address that the plan or an answer names, unless it was there before. */
static void add_visit(struct attempt *a, const struct source_request *request, const char *text, long page) {
    struct weburl url;
    const char *why = NULL;
    switch (weburl_parse(NULL, text, &url, &why)) {
    case WEBURL_REFUSED:
        a->tally.refused++;
        note(&a->tally.why_refused, mem_format("%s: %s", text, why));
        return;
    case WEBURL_BAD: /* in an answer: a link that leads nowhere */
        *(a->visits == 0 ? &a->tally.undetermined : &a->tally.refused) += 1;
        note(a->visits == 0 ? &a->tally.why_undetermined : &a->tally.why_refused,
             mem_format("\"%s\" is %s", text, why));
        return;
    case WEBURL_OK:
        break;
    }
    if (known(a, url.text)) {
        weburl_free(&url);
    } else if (a->visits >= COLLECT_ATTEMPT_REQUESTS) {
        a->tally.stopped = true;
        weburl_free(&url);
    } else {
        a->visit = mem_grow(a->visit, a->visits + 1, sizeof *a->visit);
        a->visit[a->visits++] = (struct visit){.request = request, .url = url, .page = page};
    }
}

/* Which of the template's slots the candidate has no value for. */
static const char *missing_slot(const struct attempt *a) {
    for (const char *const *slot = plan_slots; *slot; slot++) {
        char named[64];
        (void)snprintf(named, sizeof named, "{%s}", *slot);
        const cJSON *value = record_field(identity_of(a), plan_slot_identity_key(*slot));
        bool empty = cJSON_IsString(value) ? *value->valuestring == '\0' : cJSON_GetArraySize(value) == 0;
        if (strstr(a->about.step->query, named) && empty) {
            return *slot;
        }
    }
    return "value for the step";
}

static void begin(struct attempt *a) {
    const struct plan_step *step = a->about.step;
    const struct source_request *first = &step->source->requests[0];
    a->query =
        a->about.value ? plan_fill(step->query, identity_of(a), step->list_slot, a->about.value) : NULL;
    if (a->query == NULL) {
        a->tally.not_provided = true;
        a->tally.why_not_provided = mem_format("the candidate has no %s", missing_slot(a));
        return;
    }
    char *url = plan_fill_url(first->url, step->site, a->query, 1);
    add_visit(a, first, url, 1);
    free(url);
}

struct attempt *attempt_new(const struct attempt_about *about) {
    struct attempt *a = mem_alloc(sizeof *a);
    a->about = *about;
    begin(a);
    return a;
}

bool attempt_next(struct attempt *a, struct weburl *url, const int **none) {
    if (a->next == a->visits) {
        return false;
    }
    if (a->captures.held > COLLECT_ATTEMPT_BYTES) {
        a->tally.stopped = true;
        return false;
    }
    const struct visit *v = &a->visit[a->next++];
    *none = v->request->none;
    *url = weburl_copy(&v->url);
    return true;
}

/* ---- answers ---- */

/* Pages that a template numbers, where the map names no next one: one more as long as there is something. */
static void add_numbered_page(struct attempt *a, const struct visit *v) {
    const struct plan_step *step = a->about.step;
    if (v->request->url == NULL || v->request->next || strstr(v->request->url, "{page}") == NULL) {
        return;
    }
    if (v->page < step->pages) {
        char *url = plan_fill_url(v->request->url, step->site, a->query, v->page + 1);
        add_visit(a, v->request, url, v->page + 1);
        free(url);
    } else {
        a->limited = true;
    }
}

static void add_follows(struct attempt *a, struct visit from, const struct map_result *r) {
    const struct source *source = a->about.step->source;
    long followed = 0;
    for (size_t i = 0; i < r->follows; i++) {
        const struct source_request *request = source_request(source, r->follow[i].request);
        if (request == NULL || known(a, r->follow[i].url)) {
            continue;
        }
        bool next_page = request == from.request;
        bool room = next_page ? from.page < a->about.step->pages : followed++ < source->max_follow;
        if (room) {
            add_visit(a, request, r->follow[i].url, next_page ? from.page + 1 : 1);
        } else {
            a->limited = a->limited || next_page;
            a->tally.left_out++;
        }
    }
}

static void undetermined(struct attempt *a, char *why) {
    a->tally.undetermined++;
    note(&a->tally.why_undetermined, why);
}

/* A search finds documents, pictures and recordings too. They are answers, and kept, but there is no page to
 * read; asking again would not change that. */
static bool is_no_page(const char *media_type) {
    static const char *const kinds[] = {"image/",
                                        "audio/",
                                        "video/",
                                        "font/",
                                        "application/pdf",
                                        "application/zip",
                                        "application/msword",
                                        "application/vnd.",
                                        "application/octet-stream"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strncasecmp(media_type, kinds[i], strlen(kinds[i])) == 0) {
            return true;
        }
    }
    return false;
}

static void take_items(struct attempt *a, struct visit v, const struct capture *c,
                       const struct map_result *r) {
    size_t items = r->count;
    const char *body = c->body.data ? c->body.data : "";
    const char *challenge = outcome_challenge(c->headers, body, c->body.len, items == 0 || r->unreadable);
    if (challenge) {
        undetermined(a, mem_format("%s answered with %s", c->url, challenge));
    } else if (r->unreadable && v.request->answer == ANSWER_PAGE && a->next > 1 &&
               is_no_page(c->media_type)) {
        a->tally.answered++;
        a->tally.unread++;
        note(&a->tally.why_unread, mem_format("%s is %s", c->url, c->media_type));
    } else if (r->unreadable) {
        undetermined(a, mem_format("the answer of %s cannot be read: %s", c->url, r->why));
    } else {
        a->tally.answered++;
        a->tally.items += items;
        a->tally.left_out += r->over + r->cut + r->partial;
        add_follows(a, v, r);
        if (items > 0) {
            add_numbered_page(a, &v);
        }
    }
}

static bool read_answer(struct attempt *a, struct visit v, const struct capture *c, struct faults *f) {
    struct map_result result = {0};
    const struct map_answer answer = {.request = v.request->name,
                                      .site = a->about.step->site,
                                      .url = c->url,
                                      .media_type = c->media_type,
                                      .body = c->body.data ? c->body.data : "",
                                      .len = c->body.len};
    bool ran = map_run(a->about.map, &answer, &result, f);
    if (ran) {
        take_items(a, v, c, &result);
    }
    map_result_free(&result);
    return ran;
}

static bool answered(struct attempt *a, struct visit v, struct ask *ask, struct faults *f) {
    int status = ask->answer.status;
    const char *name = ask_status_name(status);
    switch (outcome_class(status, v.request->none)) {
    case OUTCOME_READ:
        return read_answer(a, v, captures_keep(&a->captures, v.request->name, ask), f);
    case OUTCOME_NOTHING:
        (void)captures_keep(&a->captures, v.request->name, ask);
        a->tally.answered++;
        note(&a->tally.why_nothing, mem_format("%s answered %d%s%s, which there means that there is nothing",
                                               ask->url.host, status, *name ? " " : "", name));
        return true;
    case OUTCOME_BLOCKED:
        (void)captures_keep(&a->captures, v.request->name,
                            ask); /* what a block looked like is evidence too */
        undetermined(a, mem_format("%s answered %d%s%s", ask->url.host, status, *name ? " " : "", name));
        return true;
    }
    return true;
}

bool attempt_take(struct attempt *a, struct ask *ask, struct faults *f) {
    const struct visit v = a->visit[a->next - 1]; /* a copy: the array grows */
    a->started = a->started ? a->started : ask->started;
    switch (ask->end) {
    case ASK_ANSWERED:
        return answered(a, v, ask, f);
    case ASK_REFUSED:
        a->tally.refused++;
        note(&a->tally.why_refused, mem_string(ask->why));
        return true;
    case ASK_UNDETERMINED:
        if (ask->answer.result == FETCH_ANSWERED && ask->answer.status > 0) {
            (void)captures_keep(&a->captures, v.request->name, ask);
        }
        undetermined(a, mem_string(ask->why));
        return true;
    }
    return true;
}

void attempt_break_off(struct attempt *a, const char *why) {
    undetermined(a, mem_string(why));
    a->next = a->visits;
}

/* ---- the end ---- */

bool attempt_begun(const struct attempt *a) {
    return a->captures.count > 0;
}

size_t attempt_held(const struct attempt *a) {
    return a->captures.held;
}

cJSON *attempt_record(const struct attempt *a) {
    const struct source *source = a->about.step->source;
    cJSON *record = record_new(RECORD_ATTEMPT, record_text(a->about.candidate, "candidate"));
    struct buf reason = {0};
    const char *outcome = outcome_decide(&a->tally, &reason);
    utc_time now = utc_now();
    char started[UTC_BYTES], ended[UTC_BYTES];
    utc_format(a->started ? a->started : now, started);
    utc_format(now, ended);
    cJSON_AddNumberToObject(record, "step", (double)a->about.number);
    cJSON_AddStringToObject(record, "source", source->name);
    cJSON_AddStringToObject(record, "source_type", source->type);
    cJSON_AddStringToObject(record, "outcome", outcome);
    cJSON_AddStringToObject(record, "reason", reason.data ? reason.data : "");
    cJSON_AddNumberToObject(record, "captures", (double)a->captures.count);
    cJSON_AddBoolToObject(record, "exhausted", !a->limited && !a->tally.stopped);
    cJSON_AddStringToObject(record, "started", started);
    cJSON_AddStringToObject(record, "ended", ended);
    buf_free(&reason);
    return record;
}

bool attempt_store(const struct attempt *a, const cJSON *record, struct vault *v, struct faults *f) {
    const char *value = a->about.value ? a->about.value : "";
    return captures_store(&a->captures, record, value, v, f);
}

void attempt_free(struct attempt *a) {
    if (a == NULL) {
        return;
    }
    for (size_t i = 0; i < a->visits; i++) {
        weburl_free(&a->visit[i].url);
    }
    captures_free(&a->captures);
    free(a->visit);
    free(a->query);
    outcome_tally_free(&a->tally);
    free(a);
}
