#include "evenhand/attempt_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "evenhand/collect_limits.h"
#include "evenhand/mem.h"
#include "evenhand/record.h"
#include "evenhand/utc.h"

void attempt_note(char **first, char *why) {
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

bool attempt_knows(const struct attempt *a, const char *url) {
    for (size_t i = 0; i < a->visits; i++) {
        if (strcmp(a->visit[i].url.text, url) == 0) {
            return true;
        }
    }
    return false;
}

void attempt_add(struct attempt *a, const struct source_request *request, const char *text, long page) {
    struct weburl url;
    const char *why = NULL;
    switch (weburl_parse(NULL, text, &url, &why)) {
    case WEBURL_REFUSED:
        a->tally.refused++;
        attempt_note(&a->tally.why_refused, mem_format("%s: %s", text, why));
        return;
    case WEBURL_BAD: /* in an answer: a link that leads nowhere */
        *(a->visits == 0 ? &a->tally.undetermined : &a->tally.refused) += 1;
        attempt_note(a->visits == 0 ? &a->tally.why_undetermined : &a->tally.why_refused,
                     mem_format("\"%s\" is %s", text, why));
        return;
    case WEBURL_OK:
        break;
    }
    if (attempt_knows(a, url.text)) {
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
    a->query = a->about.query   ? mem_string(a->about.query)
               : a->about.value ? plan_fill(step->query, identity_of(a), step->list_slot, a->about.value)
                                : NULL;
    if (a->query == NULL) {
        a->tally.not_provided = true;
        a->tally.why_not_provided = mem_format("the candidate has no %s", missing_slot(a));
        return;
    }
    char *url = plan_fill_url(first->url, step->site, a->query, 1);
    attempt_add(a, first, url, 1);
    free(url);
}

struct attempt *attempt_new(const struct attempt_about *about) {
    struct attempt *a = mem_alloc(sizeof *a);
    a->about = *about;
    begin(a);
    return a;
}

bool attempt_goes_on(const struct attempt *a) {
    return a->next < a->visits && a->captures.held <= COLLECT_ATTEMPT_BYTES;
}

bool attempt_next(struct attempt *a, struct weburl *url, const int **expected) {
    if (!attempt_goes_on(a)) {
        a->tally.stopped = a->tally.stopped || a->next < a->visits; /* too much to hold */
        return false;
    }
    const struct visit *v = &a->visit[a->next++];
    *expected = v->request->expected;
    *url = weburl_copy(&v->url);
    return true;
}

void attempt_break_off(struct attempt *a, const char *why) {
    a->tally.undetermined++;
    attempt_note(&a->tally.why_undetermined, mem_string(why));
    a->next = a->visits;
}

void attempt_refuse(struct attempt *a, const char *why) {
    a->tally.refused++;
    attempt_note(&a->tally.why_refused, mem_string(why));
    a->next = a->visits;
}

/* ---- the end ---- */

const char *attempt_home(const struct attempt *a) {
    return a->visits > 0 ? a->visit[0].url.origin : NULL;
}

size_t attempt_captures(const struct attempt *a) {
    return a->captures.count;
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

size_t attempt_rows(const struct attempt *a, struct vault_capture *rows) {
    return rows ? captures_rows(&a->captures, rows) : a->captures.count;
}

void attempt_last_row(const struct attempt *a, struct vault_capture *row) {
    captures_row(&a->captures.list[a->captures.count - 1], row);
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
