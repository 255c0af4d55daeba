/* Answers of attempts that were not over when the program died: kept as they come, read by whoever goes on.
 */
#include <stdlib.h>
#include <string.h>

#include "evenhand/attempt.h"
#include "evenhand/gathering.h"
#include "evenhand/mem.h"
#include "evenhand/record.h"
#include "evenhand/vault_begun.h"

/* ---- kept ---- */

bool resumed_keep(struct job *j, const char *asked, const struct ask *ask, struct faults *f) {
    struct vault_begun b = {.candidate = record_text(j->person->record, "candidate"),
                            .step = (long)j->step + 1,
                            .value = j->value,
                            .asked = asked,
                            .why = ask->why ? ask->why : ""};
    char started[UTC_BYTES];
    utc_format(ask->started, started);
    b.started = started;
    attempt_last_row(j->attempt, &b.answer);
    return job_join_batch(j->of, f) && vault_begun_put(j->of->in->vault, &b, f);
}

/* ---- read again ---- */

static struct ask *ask_of(const struct vault_begun *b) {
    struct ask *ask = mem_alloc(sizeof *ask);
    const char *why = NULL;
    (void)weburl_parse(NULL, b->answer.url, &ask->url, &why);
    ask->asked = mem_string(b->asked);
    (void)utc_parse(b->started, &ask->started);
    ask->end = *b->why ? ASK_UNDETERMINED : ASK_ANSWERED;
    ask->why = *b->why ? mem_string(b->why) : NULL;
    ask->answer = (struct fetch_answer){.result = FETCH_ANSWERED,
                                        .spoke = true,
                                        .status = b->answer.status,
                                        .media_type = mem_string(b->answer.media_type)};
    (void)utc_parse(b->answer.fetched, &ask->answer.at);
    buf_add_text(&ask->answer.headers, b->answer.headers);
    buf_add(&ask->answer.body, b->answer.body, b->answer.len);
    return ask;
}

static bool add(void *ctx, const struct vault_begun *b, struct faults *f) {
    struct job *j = ctx;
    struct ask *ask = ask_of(b);
    (void)f;
    STAILQ_INSERT_TAIL(&j->resumed, ask, link);
    return true;
}

bool resumed_read(struct job *j, struct faults *f) {
    return !j->of->any_begun || j->value == NULL ||
           vault_begun_each(j->of->in->vault, record_text(j->person->record, "candidate"), (long)j->step + 1,
                            j->value, add, j, f);
}

struct ask *resumed_find(struct job *j, const struct weburl *url) {
    struct ask *ask = NULL;
    STAILQ_FOREACH(ask, &j->resumed, link) {
        if (strcmp(ask->asked, url->text) == 0) {
            STAILQ_REMOVE(&j->resumed, ask, ask, link);
            return ask;
        }
    }
    return NULL;
}
