#include "evenhand/status.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "evenhand/audit.h"
#include "evenhand/caseload.h"
#include "evenhand/files.h"
#include "evenhand/mem.h"
#include "evenhand/plan.h"
#include "evenhand/record.h"
#include "evenhand/vault.h"
#include "evenhand/vault_controls.h"
#include "evenhand/vocab.h"

struct tally {
    cJSON *outcomes, *owed;
    char *const *withdrawn; /* by step from 0: why, or NULL */
};

static void add_owed(cJSON *owed, const cJSON *attempt) {
    static const char *const keys[] = {"candidate", "step", "source", "reason"};
    cJSON *row = cJSON_CreateObject();
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        (void)cJSON_AddItemToObject(row, keys[i], cJSON_Duplicate(record_field(attempt, keys[i]), true));
    (void)cJSON_AddItemToArray(owed, row);
}

static bool count_outcome(void *ctx, const cJSON *record, struct faults *f) {
    (void)f;
    struct tally *t = ctx;
    const char *outcome = record_text(record, "outcome");
    size_t step = (size_t)record_number(record, "step");
    if (step >= 1 && step <= PLAN_MAX_STEPS && t->withdrawn[step - 1])
        outcome = STATUS_WITHDRAWN; /* stored as refused, but nobody refused it */
    cJSON *counter = cJSON_GetObjectItemCaseSensitive(t->outcomes, outcome);
    if (counter)
        (void)cJSON_SetNumberValue(counter, counter->valuedouble + 1);
    if (strcmp(outcome, "undetermined") == 0)
        add_owed(t->owed, record);
    return true;
}

static const cJSON *draft_row(const cJSON *draft, const char *number) {
    const cJSON *row;
    cJSON_ArrayForEach(row, draft) if (strcmp(record_text(row, "number"), number) == 0) return row;
    return NULL;
}

/* A candidate of whom the draft's audit stream says nothing has nothing withheld. */
static void add_draft_counts(cJSON *row, const cJSON *draft) {
    static const char *const keys[] = {"findings", "withheld", "undecided"};
    const cJSON *counts = draft_row(draft, record_text(row, "number"));
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (draft)
            (void)cJSON_AddNumberToObject(row, keys[i], counts ? record_number(counts, keys[i]) : 0);
        else
            (void)cJSON_AddNullToObject(row, keys[i]);
}

static bool add_candidate(cJSON *status, struct vault *v, const char *number, const cJSON *draft,
                          char *const *withdrawn, struct faults *f) {
    cJSON *row = cJSON_CreateObject();
    (void)cJSON_AddStringToObject(row, "number", number);
    struct tally t = {cJSON_AddObjectToObject(row, "outcomes"),
                      cJSON_GetObjectItemCaseSensitive(status, "owed"), withdrawn};
    for (size_t i = 0; vocab_outcomes[i]; i++)
        (void)cJSON_AddNumberToObject(t.outcomes, vocab_outcomes[i], 0);
    (void)cJSON_AddNumberToObject(t.outcomes, STATUS_WITHDRAWN, 0);
    bool ok = vault_replay(v, number, false, count_outcome, &t, f);
    add_draft_counts(row, draft);
    (void)cJSON_AddItemToArray(cJSON_GetObjectItemCaseSensitive(status, "candidates"), row);
    return ok;
}

static cJSON *read_draft(const char *caseload, bool drafted, struct faults *f) {
    char *path = path_join(caseload, "draft/audit.ndjson");
    cJSON *draft = drafted ? audit_summary(path, f) : NULL;
    free(path);
    return draft;
}

static bool add_control(void *ctx, const cJSON *record, struct faults *f) {
    static const char *const keys[] = {"step", "source", "phase", "passed", "at", "reason"};
    cJSON *row = cJSON_CreateObject();
    (void)f;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        (void)cJSON_AddItemToObject(row, keys[i], cJSON_Duplicate(record_field(record, keys[i]), true));
    (void)cJSON_AddItemToArray(ctx, row);
    return true;
}

static void add_withdrawn(cJSON *list, char *const *why) {
    for (size_t i = 0; i < PLAN_MAX_STEPS; i++) {
        if (why[i] == NULL)
            continue;
        cJSON *row = cJSON_CreateObject();
        (void)cJSON_AddNumberToObject(row, "step", (double)i + 1);
        (void)cJSON_AddStringToObject(row, "why", why[i]);
        (void)cJSON_AddItemToArray(list, row);
    }
}

static bool fill(cJSON *status, const char *caseload, bool drafted, struct faults *f) {
    struct vault *v = vault_open(caseload, VAULT_READ, f);
    cJSON *candidates = v ? vault_candidates(v, f) : NULL, *draft = read_draft(caseload, drafted, f);
    char **withdrawn = mem_array(PLAN_MAX_STEPS, sizeof *withdrawn);
    bool ok = candidates && (draft || !drafted) && vault_withdrawn(v, withdrawn, PLAN_MAX_STEPS, f);
    const cJSON *one;
    cJSON_ArrayForEach(one, candidates) ok =
        ok && add_candidate(status, v, record_text(one, "candidate"), draft, withdrawn, f);
    add_withdrawn(cJSON_GetObjectItemCaseSensitive(status, "withdrawn"), withdrawn);
    ok = ok && vault_controls(v, add_control, cJSON_GetObjectItemCaseSensitive(status, "controls"), f);
    for (size_t i = 0; i < PLAN_MAX_STEPS; i++)
        free(withdrawn[i]);
    free(withdrawn);
    cJSON_Delete(draft);
    cJSON_Delete(candidates);
    vault_close(v);
    return ok;
}

cJSON *status_read(const char *caseload, struct faults *f) {
    bool drafted = caseload_has_workbooks(caseload, "draft"),
         released = caseload_has_workbooks(caseload, "board");
    char *vault = path_join(caseload, "vault/vault.db");
    bool gathered = access(vault, F_OK) == 0;
    free(vault);
    cJSON *status = cJSON_CreateObject();
    (void)cJSON_AddStringToObject(status, "state",
                                  released   ? "released"
                                  : drafted  ? "drafted"
                                  : gathered ? "gathered"
                                             : "planned");
    (void)cJSON_AddArrayToObject(status, "candidates");
    (void)cJSON_AddArrayToObject(status, "owed");
    (void)cJSON_AddArrayToObject(status, "controls");
    (void)cJSON_AddArrayToObject(status, "withdrawn");
    if (!gathered || fill(status, caseload, drafted, f))
        return status;
    cJSON_Delete(status);
    return NULL;
}
