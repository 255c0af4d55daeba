/* What an answer means for its attempt: items, next pages, follow-ups, nothing, or no answer at all. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "evenhand/attempt_parts.h"
#include "evenhand/mem.h"
#include "evenhand/record.h"

/* Pages that a template numbers, where the map names no next one: one more as long as there is something. */
static void add_numbered_page(struct attempt *a, const struct visit *v) {
    const struct plan_step *step = a->about.step;
    if (v->request->url == NULL || v->request->next || strstr(v->request->url, "{page}") == NULL) {
        return;
    }
    if (v->page < step->pages) {
        char *url = plan_fill_url(v->request->url, step->site, a->query, v->page + 1);
        attempt_add(a, v->request, url, v->page + 1);
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
        if (request == NULL || attempt_knows(a, r->follow[i].url)) {
            continue;
        }
        bool next_page = request == from.request;
        bool room = next_page ? from.page < a->about.step->pages : followed++ < source->max_follow;
        if (room) {
            attempt_add(a, request, r->follow[i].url, next_page ? from.page + 1 : 1);
        } else {
            a->limited = a->limited || next_page;
            a->tally.left_out++;
        }
    }
}

/* No answer that tells. Owed, unless it is a follow-up that the descriptor calls optional: then it is said.
 */
static void tells_nothing(struct attempt *a, const struct source_request *request, char *why) {
    if (request->optional) {
        a->tally.passed_over++;
        attempt_note(&a->tally.why_passed_over, why);
    } else {
        a->tally.undetermined++;
        attempt_note(&a->tally.why_undetermined, why);
    }
}

/* A block, by the rules of lawful/blocks.yaml or the texts of the source's own: its name, or NULL. */
static const char *block_of(const struct attempt *a, const struct visit *v, const struct capture *c,
                            const struct map_result *r) {
    const struct source_request *request = v->request;
    const char *body = c->body.data ? c->body.data : "";
    bool nothing = r->unreadable || r->count == 0;
    const struct block_sight sight = {
        .asked = v->url.text,
        .url = c->url,
        .headers = c->headers,
        .body = body,
        .len = c->body.len,
        .text_bytes = r->bytes,
        .nothing_found = nothing,
        .data = !r->unreadable && (request->answer == ANSWER_JSON || request->answer == ANSWER_XML)};
    for (const char **text = request->blocks; text && *text; text++)
        if (memmem(body, c->body.len, *text, strlen(*text)))
            return "what its descriptor calls a block";
    return a->about.blocks ? blocks_match(a->about.blocks, &sight) : NULL;
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

static bool fits(const struct source_sign *sign, const struct capture *c) {
    return source_sign_fits(sign, c->status, c->body.data ? c->body.data : "", c->body.len);
}

/* An account that is there, one that is not, or neither (as WhatsMyName tells them). True when it is there,
 * and what the answer says of it is to be read. */
static bool take_sign(struct attempt *a, const struct visit *v, const struct capture *c,
                      const struct map_result *r) {
    bool found = fits(&v->request->found, c), nothing = fits(&v->request->nothing, c);
    if (found == nothing) {
        tells_nothing(a, v->request,
                      mem_format("%s answered %d, %s", c->url, c->status,
                                 found ? "which looks like an account that is there and like none"
                                       : "which looks neither like an account nor like none"));
        return false;
    }
    a->tally.present = a->tally.present || found;
    if (found && !r->unreadable) {
        return true;
    }
    a->tally.answered++;
    if (nothing) {
        attempt_note(&a->tally.why_nothing,
                     mem_format("%s answers as it does when there is no such account", c->url));
    } else {
        a->tally.unread++;
        attempt_note(&a->tally.why_unread, mem_format("%s shows an account, but %s", c->url, r->why));
    }
    return false;
}

static void take_items(struct attempt *a, struct visit v, const struct capture *c,
                       const struct map_result *r) {
    size_t items = r->count;
    const char *block = block_of(a, &v, c, r);
    if (block) {
        captures_block(&a->captures, block);
        tells_nothing(a, v.request, mem_format("%s answered with %s", c->url, block));
    } else if (v.request->found.status != 0 && !take_sign(a, &v, c, r)) {
        return;
    } else if (r->unreadable && v.request->answer == ANSWER_PAGE && a->next > 1 &&
               is_no_page(c->media_type)) {
        a->tally.answered++;
        a->tally.unread++;
        attempt_note(&a->tally.why_unread, mem_format("%s is %s", c->url, c->media_type));
    } else if (r->unreadable) {
        tells_nothing(a, v.request, mem_format("the answer of %s cannot be read: %s", c->url, r->why));
    } else {
        a->tally.answered++;
        a->tally.items += items;
        a->tally.left_out += r->over + r->cut + r->partial;
        if (a->about.query) {
            return; /* a control: one page tells */
        }
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

/* The status of a sign is read, though it be a redirect or 404: the body decides. */
static enum outcome_class class_of(const struct source_request *request, int status) {
    bool sign =
        request->found.status != 0 && (status == request->found.status || status == request->nothing.status);
    return sign ? OUTCOME_READ : outcome_class(status, request->none);
}

static bool answered(struct attempt *a, struct visit v, struct ask *ask, struct faults *f) {
    int status = ask->answer.status;
    const char *name = ask_status_name(status);
    switch (class_of(v.request, status)) {
    case OUTCOME_READ:
        return read_answer(a, v, captures_keep(&a->captures, v.request->name, ask), f);
    case OUTCOME_NOTHING:
        (void)captures_keep(&a->captures, v.request->name, ask);
        a->tally.answered++;
        attempt_note(&a->tally.why_nothing,
                     mem_format("%s answered %d%s%s, which there means that there is nothing", ask->url.host,
                                status, *name ? " " : "", name));
        return true;
    case OUTCOME_BLOCKED:
        (void)captures_keep(&a->captures, v.request->name,
                            ask); /* what a block looked like is evidence too */
        tells_nothing(a, v.request,
                      mem_format("%s answered %d%s%s", ask->url.host, status, *name ? " " : "", name));
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
        attempt_note(&a->tally.why_refused, mem_string(ask->why));
        return true;
    case ASK_UNDETERMINED:
        if (ask->answer.result == FETCH_ANSWERED && ask->answer.status > 0) {
            (void)captures_keep(&a->captures, v.request->name, ask);
        }
        tells_nothing(a, v.request, mem_string(ask->why));
        return true;
    }
    return true;
}
