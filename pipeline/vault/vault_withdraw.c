/* A step withdrawn for every candidate: all or none. The ledger says which, and is where it is looked up. */
#include <stdlib.h>
#include <string.h>

#include "evenhand/mem.h"
#include "evenhand/record.h"
#include "evenhand/utc.h"
#include "evenhand/vault_attempts.h"
#include "evenhand/vault_chain.h"
#include "evenhand/vault_controls.h"

struct search {
    char **why; /* by step, from 0 */
    size_t steps;
};

static char *reason_of(const char *user, const char *at, const char *why) {
    return mem_format("withdrawn for every candidate by %s on %.10s: %s", user, at, why);
}

static bool look(void *ctx, const cJSON *entry, struct faults *f) {
    struct search *s = ctx;
    const cJSON *detail = record_field(entry, "detail");
    double step = record_number(detail, "step");
    (void)f;
    if (strcmp(record_text(entry, "act"), "withdraw") == 0 && step >= 1 && step <= (double)s->steps) {
        char **why = &s->why[(size_t)step - 1];
        free(*why);
        *why = reason_of(record_text(entry, "user"), record_text(entry, "at"), record_text(detail, "why"));
    }
    return true;
}

bool vault_withdrawn(struct vault *v, char **why, size_t steps, struct faults *f) {
    struct search s = {.why = why, .steps = steps};
    return vault_ledger(v, look, &s, f);
}

/* Of one step; free() releases, NULL: it was not. */
static bool withdrawn_step(struct vault *v, long step, char **why, struct faults *f) {
    char **all = mem_array((size_t)step, sizeof *all);
    bool ok = vault_withdrawn(v, all, (size_t)step, f);
    *why = all[step - 1];
    for (long i = 0; i + 1 < step; i++)
        free(all[i]);
    free(all);
    return ok;
}

static cJSON *detail_of(long step, const char *source, const char *why) {
    cJSON *detail = cJSON_CreateObject();
    (void)cJSON_AddNumberToObject(detail, "step", (double)step);
    (void)cJSON_AddStringToObject(detail, "source", source);
    (void)cJSON_AddStringToObject(detail, "why", why);
    return detail;
}

static cJSON *refused_attempt(const char *candidate, long step, const char *source, const char *source_type,
                              const char *reason) {
    char now[UTC_BYTES];
    cJSON *record = record_new(RECORD_ATTEMPT, candidate);
    utc_format(utc_now(), now);
    (void)cJSON_AddNumberToObject(record, "step", (double)step);
    (void)cJSON_AddStringToObject(record, "source", source);
    (void)cJSON_AddStringToObject(record, "source_type", source_type);
    (void)cJSON_AddStringToObject(record, "outcome", "refused");
    (void)cJSON_AddStringToObject(record, "reason", reason);
    (void)cJSON_AddNumberToObject(record, "captures", 0);
    (void)cJSON_AddBoolToObject(record, "exhausted", true);
    (void)cJSON_AddStringToObject(record, "started", now);
    (void)cJSON_AddStringToObject(record, "ended", now);
    return record;
}

/* Numbers of those who have no attempt at the step. */
static bool list_missing(struct vault *v, long step, cJSON *numbers, struct faults *f) {
    struct query q;
    enum query_result result;
    query_open(&q, &v->store,
               "SELECT number FROM candidate WHERE NOT EXISTS (SELECT 1 FROM attempt WHERE"
               " candidate = number AND step = ? AND superseded = 0) ORDER BY number");
    query_bind_number(&q, 1, step);
    while ((result = query_step(&q, f)) == QUERY_ROW)
        (void)cJSON_AddItemToArray(numbers, cJSON_CreateString(query_text(&q, 0)));
    query_close(&q);
    return result == QUERY_END;
}

static bool refuse_missing(struct vault *v, long step, const char *source, const char *source_type,
                           const char *reason, struct faults *f) {
    cJSON *numbers = cJSON_CreateArray();
    const cJSON *number;
    bool ok = list_missing(v, step, numbers, f);
    cJSON_ArrayForEach(number, numbers) {
        cJSON *record = refused_attempt(number->valuestring, step, source, source_type, reason);
        ok = ok && attempt_insert(v, record, "", f);
        cJSON_Delete(record);
    }
    cJSON_Delete(numbers);
    return ok;
}

static bool withdraw(struct vault *v, long step, const char *source, const char *source_type, const char *why,
                     struct faults *f) {
    cJSON *detail = detail_of(step, source, why);
    char now[UTC_BYTES];
    utc_format(utc_now(), now);
    char *reason = reason_of(v->user, now, why);
    bool ok = ledger_enter(v, "withdraw", detail, f) &&
              attempts_replace(v, step, 0, false, "refused", reason, NULL, NULL, f) &&
              refuse_missing(v, step, source, source_type, reason, f);
    free(reason);
    cJSON_Delete(detail);
    return ok;
}

bool vault_step_withdraw(struct vault *v, long step, const char *source, const char *source_type,
                         const char *why, struct faults *f) {
    char *already = NULL;
    bool ok = vault_writable(v, f) && withdrawn_step(v, step, &already, f);
    if (already)
        ok = fault(f, FAULT_DATA, "withdraw", "nothing more is to be done", "step %ld is %s", step, already);
    free(already);
    return ok && vault_begin(v, f) && vault_end(v, withdraw(v, step, source, source_type, why, f), f);
}
