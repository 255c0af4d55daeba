#include "evenhand/plan.h"

#include <stdlib.h>
#include <string.h>

#include "evenhand/fields.h"
#include "evenhand/files.h"
#include "evenhand/mem.h"
#include "evenhand/plan_lint.h"
#include "evenhand/plan_parts.h"

bool plan_authorisation_read(const struct yaml *of, bool required, const char **by, const char **on,
                             const char **reference, struct faults *f) {
    static const char *const keys[] = {"by", "on", "reference", NULL};
    const struct yaml *map = NULL;
    if (!field_map(of, "authorisation", required, &map, f))
        return false;
    if (map == NULL)
        return true;
    bool ok = yaml_check_keys(map, keys, f);
    ok = field_text(map, "by", true, FIELD_MAX_LINE_BYTES, by, f) && ok;
    ok = field_past_date(map, "on", on, f) && ok;
    return field_text(map, "reference", true, FIELD_MAX_LINE_BYTES, reference, f) && ok;
}

static bool read_retention(struct plan *p, struct faults *f) {
    static const char *const keys[] = {"days", NULL};
    const struct yaml *map = NULL;
    if (!field_map(p->yaml, "retention", true, &map, f))
        return false;
    bool ok = yaml_check_keys(map, keys, f);
    return yaml_integer(map, "days", true, PLAN_MIN_RETENTION_DAYS, PLAN_MAX_RETENTION_DAYS,
                        &p->retention_days, f) &&
           ok;
}

static bool read_fields(struct plan *p, const char *caseload, struct faults *f) {
    static const char *const keys[] = {
        "plan",  "jurisdiction", "lookback_years", "roles",     "authorisation",
        "steps", "network",      "retention",      "timestamp", NULL};
    if (p->yaml->kind != YAML_MAP) {
        return fault(f, FAULT_CONFIG, yaml_place(p->yaml), "see evenhand-plan(5)",
                     "a plan must be a map of keys and values");
    }
    bool ok = yaml_check_keys(p->yaml, keys, f);
    ok = field_text(p->yaml, "plan", true, FIELD_MAX_LINE_BYTES, &p->name, f) && ok;
    ok = plan_jurisdiction_read(p, caseload, f) && ok;
    ok = yaml_integer(p->yaml, "lookback_years", true, 1, PLAN_MAX_LOOKBACK_YEARS, &p->lookback_years, f) &&
         ok;
    ok = plan_roles_read(p, f) && ok;
    ok = plan_authorisation_read(p->yaml, true, &p->authorised_by, &p->authorised_on,
                                 &p->authorised_reference, f) &&
         ok;
    ok = plan_steps_read(p, f) && ok;
    ok = plan_network_read(p, f) && ok;
    ok = plan_timestamp_read(p, caseload, f) && ok;
    return read_retention(p, f) && ok;
}

static bool is_used(const struct plan *p, const struct source *source) {
    for (size_t i = 0; i < p->steps; i++)
        if (p->step[i].source == source)
            return true;
    return false;
}

/* The set is sorted by name, so that the order of the steps does not matter twice. */
static void make_digest(struct plan *p, const struct buf *text, const char *lawful) {
    struct digest d;
    digest_begin(&d);
    digest_add_named(&d, PLAN_FILE, text->data, text->len);
    for (size_t i = 0; i < p->sources.count; i++) {
        const struct source *s = p->sources.source[i];
        if (is_used(p, s))
            digest_add_named(&d, s->name, s->digest, strlen(s->digest));
    }
    digest_add_named(&d, "lawful", lawful, strlen(lawful));
    if (p->timestamp.url != NULL)
        digest_add_named(&d, p->timestamp.authorities, p->timestamp.digest, strlen(p->timestamp.digest));
    digest_end(&d, p->digest);
}

/* The shipped descriptors, then the caseload's own. */
static bool read_sources(struct plan *p, const char *caseload, struct faults *f) {
    char *shipped = data_folder("sources", f);
    char *local = path_join(caseload, "sources");
    const char *const folders[] = {shipped, local};
    bool ok = shipped != NULL && source_set_read(&p->sources, folders, 2, f);
    free(shipped);
    free(local);
    return ok;
}

static bool read_text(const char *caseload, struct buf *text, struct faults *f) {
    char *path = path_join(caseload, PLAN_FILE);
    bool ok = file_read(path, YAML_MAX_BYTES, text, f);
    free(path);
    return ok;
}

struct plan *plan_read(const char *caseload, struct faults *f) {
    struct buf text = {0};
    struct plan *p = mem_alloc(sizeof *p);
    bool ok = read_text(caseload, &text, f);
    if (ok) {
        p->yaml = yaml_parse(text.data, text.len, PLAN_FILE, f);
        ok = p->yaml != NULL;
    }
    if (ok) {
        bool sources = read_sources(p, caseload, f);
        ok = read_fields(p, caseload, f) && sources;
    }
    if (ok)
        ok = (p->lawful = lawful_read(f)) != NULL && plan_lint(p, f);
    if (ok)
        make_digest(p, &text, p->lawful->digest);
    buf_free(&text);
    if (!ok) {
        plan_free(p);
        return NULL;
    }
    return p;
}

void plan_free(struct plan *p) {
    if (p == NULL)
        return;
    source_set_free(&p->sources);
    lawful_free(p->lawful);
    free(p->investigators);
    free(p->decision_makers);
    free(p->compliance);
    free(p->network.allow_private);
    yaml_drop(p->yaml);
    yaml_drop(p->tried);
    free(p);
}
