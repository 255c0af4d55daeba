#include "evenhand/retention.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "evenhand/mem.h"
#include "evenhand/record.h"
#include "evenhand/rules.h"
#include "evenhand/yaml.h"

#define RULE_FILE "retention/retention.yaml"
#define DAY 86400

static void keep_longer(struct retention *r, long days, const char *law) {
    if (days <= r->days)
        return;
    r->days = days;
    free(r->law);
    r->law = mem_string(law);
}

static bool read_law(const struct yaml *rules, const char *jurisdiction, struct retention *r,
                     struct faults *f) {
    static const char *const keys[] = {"days", "law", NULL};
    const struct yaml *entry = yaml_get(rules, jurisdiction);
    const char *law = NULL;
    long days = 0;
    if (!entry)
        return true;
    if (!yaml_check_keys(entry, keys, f) ||
        !yaml_integer(entry, "days", true, 1, PLAN_MAX_RETENTION_DAYS, &days, f) ||
        !yaml_text(entry, "law", true, &law, f))
        return false;
    keep_longer(r, days, law);
    return true;
}

static bool read_laws(const char *caseload, const struct plan *plan, struct retention *r, struct faults *f) {
    struct rules rules = {.shipped = NULL};
    char *local = mem_format("%s/rules", caseload);
    bool ok = rules_open(&rules, local, f);
    char *path = ok ? rules_file(&rules, RULE_FILE) : NULL;
    struct yaml *tree = path ? yaml_read(path, RULE_FILE, f) : NULL;
    ok = tree && (strncmp(plan->jurisdiction, "us-", 3) != 0 || read_law(tree, "federal", r, f)) &&
         read_law(tree, plan->jurisdiction, r, f);
    if (tree && strcmp(plan->jurisdiction, "all") == 0) /* whichever law is the strictest */
        for (size_t i = 0; ok && i < tree->count; i++)
            ok = read_law(tree, tree->key[i]->text, r, f);
    if (tree)
        yaml_drop(tree);
    free(path);
    rules_close(&rules);
    free(local);
    return ok;
}

static bool note_clock(void *ctx, const cJSON *entry, struct faults *f) {
    struct retention *r = ctx;
    const char *act = record_text(entry, "act");
    (void)f;
    if (strcmp(act, "release") == 0)
        r->event = "release";
    else if (strcmp(act, "gather") == 0 && (!r->event || strcmp(r->event, "gather") == 0))
        r->event = "gather";
    else
        return true;
    return utc_parse(record_text(entry, "at"), &r->began) ||
           fault(f, FAULT_DATA, "ledger", NULL, "an entry has no time");
}

bool retention_read(const char *caseload, const struct plan *plan, struct vault *v, struct retention *r,
                    struct faults *f) {
    *r = (struct retention){.days = 0};
    keep_longer(r, plan->retention_days, "the plan");
    if (!read_laws(caseload, plan, r, f) || !vault_ledger(v, note_clock, r, f))
        return false;
    if (!r->event)
        return fault(f, FAULT_NO_INPUT, caseload, NULL, "nothing was gathered: there is nothing to keep");
    r->due = r->began + (utc_time)r->days * DAY;
    return true;
}

static bool count_hold(void *ctx, const cJSON *hold, struct faults *f) {
    (void)f;
    *(int *)ctx += !cJSON_IsTrue(record_field(hold, "lifted"));
    return true;
}

bool retention_say(const char *caseload, const struct plan *plan, struct faults *f) {
    struct retention r = {.days = 0};
    struct vault *v = vault_open(caseload, VAULT_READ, f);
    int holds = 0;
    char began[UTC_BYTES], due[UTC_BYTES];
    bool ok = v && retention_read(caseload, plan, v, &r, f) && vault_holds(v, count_hold, &holds, f);
    if (ok) {
        utc_format(r.began, began);
        utc_format(r.due, due);
        (void)printf("Retention: the records are kept until %.10s, %ld days from the last %s on %.10s (%s); "
                     "%d hold%s.%s\n",
                     due, r.days, r.event, began, r.law, holds, holds == 1 ? "" : "s",
                     utc_now() > r.due && holds == 0 ? " They are due to be destroyed: see `evenhand purge`."
                                                     : "");
    }
    retention_free(&r);
    vault_close(v);
    return ok;
}

void retention_free(struct retention *r) {
    free(r->law);
    r->law = NULL;
}
