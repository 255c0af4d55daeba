/* The run: which plan this caseload is gathered under. One row, written once. */
#include <string.h>

#include "evenhand/record.h"
#include "evenhand/vault_chain.h"
#include "evenhand/vault_handle.h"

static const struct seal_context run_context = {
    .table = "run", .column = "record", .candidate = "", .row = 1};
static const struct seal_context plan_context = {.table = "run", .column = "plan", .candidate = "", .row = 1};

static bool store_run(struct vault *v, const cJSON *run, const char *plan_text, struct faults *f) {
    struct buf record = {0}, plan = {0}, key = {0};
    vault_keys_draw(v->keys, "", &key);
    bool ok = vault_seal_json(v, &run_context, run, &record, f) &&
              vault_seal(v->seal, &plan_context, plan_text, strlen(plan_text), &plan, f);
    if (ok) {
        struct query q;
        query_open(&q, &v->store,
                   "INSERT INTO run(id, plan_sha256, key, record, plan) VALUES(1, ?, ?, ?, ?)");
        query_bind_text(&q, 1, record_text(run, "plan_sha256"));
        query_bind_blob(&q, 2, key.data, key.len);
        query_bind_blob(&q, 3, record.data, record.len);
        query_bind_blob(&q, 4, plan.data, plan.len);
        ok = query_run(&q, f) && chain_rebuild(v, "run", f);
    }
    buf_free(&key);
    buf_free(&record);
    buf_free(&plan);
    return ok;
}

static bool check_run(struct vault *v, const cJSON *stored, const cJSON *run, struct faults *f) {
    if (strcmp(record_text(stored, "plan_sha256"), record_text(run, "plan_sha256")) == 0)
        return true;
    return fault(f, FAULT_CONFIG, "plan.yaml",
                 "put the plan back as it was, or begin a new caseload: all candidates get the same plan",
                 "the plan changed after gathering began on %s (digest %.12s, now %.12s; kept in %s)",
                 record_text(stored, "started"), record_text(stored, "plan_sha256"),
                 record_text(run, "plan_sha256"), v->store.path);
}

cJSON *vault_run(struct vault *v, struct faults *f) {
    struct query q;
    cJSON *run = NULL;
    query_open(&q, &v->store, "SELECT plan_sha256, record FROM run");
    if (query_step(&q, f) == QUERY_ROW && (run = vault_unseal_json(v, &run_context, &q, 1, f)) != NULL &&
        strcmp(record_text(run, "plan_sha256"), query_text(&q, 0)) != 0) {
        vault_disagree(&run_context, f);
        cJSON_Delete(run);
        run = NULL;
    }
    query_close(&q);
    return run;
}

bool vault_run_begin(struct vault *v, const cJSON *run, const char *plan_text, struct faults *f) {
    enum record_type type;
    size_t before = f->count;
    if (!vault_writable(v, f) || !record_check(run, RECORD_SEARCHER, "vault: run", &type, f))
        return false;
    if (strlen(plan_text) > VAULT_PLAN_MAX_BYTES)
        return fault(f, FAULT_DATA, "plan.yaml", "shorten it", "the plan is over %zu bytes long",
                     VAULT_PLAN_MAX_BYTES);
    if (!vault_begin(v, f))
        return false;
    cJSON *stored = vault_run(v, f);
    bool ok = f->count == before;
    if (ok)
        ok = stored ? check_run(v, stored, run, f) : store_run(v, run, plan_text, f);
    cJSON_Delete(stored);
    return vault_end(v, ok, f);
}
