#include <stdlib.h>
#include <string.h>

#include "evenhand/blocks.h"
#include "evenhand/map.h"
#include "evenhand/mem.h"
#include "evenhand/outcome.h"
#include "evenhand/recheck_parts.h"
#include "evenhand/record.h"
#include "evenhand/text.h"

/* What screen reads of an item, white space squeezed as it is in an excerpt. */
static char *words_of(const cJSON *item) {
    char *words = mem_format("%s\n%s", record_text(item, "title"), record_text(item, "text"));
    (void)text_squeeze(words, strlen(words));
    return words;
}

enum seen { SEEN_FIRST, SEEN_NOW };

static void mark(struct page *p, const char *words, enum seen when) {
    for (size_t i = 0; i < p->excerpts; i++) {
        struct excerpt *e = &p->excerpt[i];
        bool shown = strstr(words, e->words) != NULL;
        e->comparable = e->comparable || (when == SEEN_FIRST && shown);
        e->there = e->there || (when == SEEN_NOW && shown);
    }
}

static void mark_items(struct page *p, const cJSON *items, enum seen when) {
    const cJSON *item = NULL;
    cJSON_ArrayForEach(item, items) {
        char *words = words_of(item);
        mark(p, words, when);
        free(words);
    }
}

bool page_try(struct page *p, const struct gather_in *in, const struct map_answer *first, struct faults *f) {
    struct map_result r = {0};
    bool ran = map_run(in->maps[p->step - 1], first, &r, f);
    mark_items(p, r.items, SEEN_FIRST);
    map_result_free(&r);
    return ran;
}

/* One answer for the whole page; takes `why` over. */
static void settle(struct page *p, enum recheck_result result, char *why) {
    p->settled = true;
    p->result = result;
    p->why = why;
}

static void settle_all_there(struct page *p) {
    for (size_t i = 0; i < p->excerpts; i++)
        p->excerpt[i].there = p->excerpt[i].comparable = true;
    p->why = mem_string("the page is the same, byte for byte");
}

static const char *block_of(const struct page *p, const struct gather_in *in, const struct ask *ask,
                            const struct map_result *r) {
    const struct buf *body = &ask->answer.body;
    const char *data = body->data ? body->data : "";
    for (const char **text = p->request->blocks; text && *text; text++)
        if (memmem(data, body->len, *text, strlen(*text)))
            return "what its descriptor calls a block";
    const struct block_sight sight = {
        .asked = p->url,
        .url = ask->url.text,
        .headers = ask->answer.headers.data ? ask->answer.headers.data : "",
        .body = data,
        .len = body->len,
        .text_bytes = r->bytes,
        .nothing_found = r->unreadable || r->count == 0,
        .data = !r->unreadable && (p->request->answer == ANSWER_JSON || p->request->answer == ANSWER_XML)};
    return in->blocks ? blocks_match(in->blocks, &sight) : NULL;
}

static bool compare(struct page *p, const struct gather_in *in, const struct ask *ask, struct faults *f) {
    struct map_result r = {0};
    const struct map_answer now = {.request = p->request->name,
                                   .site = in->plan->step[p->step - 1].site,
                                   .url = ask->url.text,
                                   .media_type = ask->answer.media_type ? ask->answer.media_type : "",
                                   .body = ask->answer.body.data ? ask->answer.body.data : "",
                                   .len = ask->answer.body.len};
    bool ran = map_run(in->maps[p->step - 1], &now, &r, f);
    const char *block = ran ? block_of(p, in, ask, &r) : NULL;
    if (block)
        settle(p, RECHECK_UNDETERMINED, mem_format("the site answered with %s", block));
    else if (ran && r.unreadable)
        settle(p, RECHECK_UNDETERMINED, mem_format("the answer cannot be read: %s", r.why));
    else
        mark_items(p, r.items, SEEN_NOW);
    map_result_free(&r);
    return ran;
}

static bool says_nothing_there(const struct page *p, const struct ask *ask) {
    const char *body = ask->answer.body.data ? ask->answer.body.data : "";
    int status = ask->answer.status;
    return status == 404 || status == 410 || outcome_class(status, p->request->none) == OUTCOME_NOTHING ||
           (source_sign_fits(&p->request->nothing, status, body, ask->answer.body.len) &&
            !source_sign_fits(&p->request->found, status, body, ask->answer.body.len));
}

bool page_judge(struct page *p, const struct gather_in *in, const struct ask *ask, struct faults *f) {
    p->status = ask->answer.status;
    p->at = ask->answer.at ? ask->answer.at : utc_now();
    if (ask->end != ASK_ANSWERED) {
        settle(p, RECHECK_UNDETERMINED, mem_string(ask->why ? ask->why : "no answer"));
        return true;
    }
    digest_bytes(ask->answer.body.data ? ask->answer.body.data : "", ask->answer.body.len, p->now_sha256);
    if (strcmp(p->now_sha256, p->sha256) == 0)
        settle_all_there(p);
    else if (says_nothing_there(p, ask))
        settle(p, RECHECK_GONE, mem_format("the site answered %d %s", p->status, ask_status_name(p->status)));
    else if (outcome_class(p->status, p->request->none) == OUTCOME_BLOCKED)
        settle(p, RECHECK_UNDETERMINED,
               mem_format("the site answered %d %s", p->status, ask_status_name(p->status)));
    else
        return compare(p, in, ask, f);
    return true;
}

enum recheck_result page_result(const struct page *p, long item, char **why) {
    bool there = true, comparable = true;
    for (size_t i = 0; i < p->excerpts; i++)
        if (p->excerpt[i].item == item) {
            there = there && p->excerpt[i].there;
            comparable = comparable && p->excerpt[i].comparable;
        }
    if (p->settled || there) {
        *why = mem_string(p->why ? p->why : "the page still shows these words");
        return p->settled ? p->result : RECHECK_THERE;
    }
    *why = mem_string(comparable ? "the page answers, and does not show these words any more"
                                 : "the page changed, and these words cannot be compared");
    return comparable ? RECHECK_CHANGED : RECHECK_UNDETERMINED;
}
