#include "evenhand/acknowledge.h"

#include <stdio.h>
#include <string.h>

#include "evenhand/caseload.h"
#include "evenhand/record.h"
#include "evenhand/rules.h"
#include "evenhand/vault.h"

#define MIN_TOLD_BYTES 4 /* of a fact; shorter ones stand in ordinary words */

static bool holds(const char *why, const cJSON *fact) {
    const char *text = cJSON_GetStringValue(fact);
    return text && strlen(text) >= MIN_TOLD_BYTES && strcasestr(why, text);
}

/* The ledger is read by people who know candidates by number only. */
static bool names_somebody(const char *why, const cJSON *identity) {
    const cJSON *fact, *one;
    cJSON_ArrayForEach(fact, identity) {
        if (holds(why, fact))
            return true;
        if (cJSON_IsArray(fact))
            cJSON_ArrayForEach(one, fact) if (holds(why, one)) return true;
    }
    return false;
}

bool reason_names_nobody(const cJSON *candidates, const char *why, const char *command, struct faults *f) {
    const cJSON *record;
    if (strlen(why) > ACKNOWLEDGE_MAX_WHY)
        return fault(f, FAULT_USAGE, command, "say it shorter", "--why has more than %d bytes",
                     ACKNOWLEDGE_MAX_WHY);
    cJSON_ArrayForEach(record, candidates) if (
        names_somebody(
            why, record_field(record,
                              "identit"
                              "y"))) return fault(f, FAULT_USAGE, command,
                                                  "say why without naming anybody: it goes into the ledger",
                                                  "--why holds a fact of a candidate");
    return true;
}

static bool check(const cJSON *candidates, const char *candidate, const char *why, struct faults *f) {
    const cJSON *record;
    bool known = false;
    cJSON_ArrayForEach(record, candidates) known =
        known || strcmp(record_text(record, "candidate"), candidate) == 0;
    return reason_names_nobody(candidates, why, "review", f) &&
           (known || fault(f, FAULT_USAGE, "review", "copy --about from what verify printed",
                           "there is no candidate %s", candidate));
}

static bool add(struct vault *v, const struct options *o, const char *candidate, const char *about,
                struct faults *f) {
    char rules[DIGEST_HEX_BYTES];
    cJSON *detail = cJSON_CreateObject();
    bool ok = rules_digest(o->caseload, rules, f);
    (void)cJSON_AddStringToObject(detail, "candidate", candidate);
    (void)cJSON_AddStringToObject(detail, "about", about);
    (void)cJSON_AddStringToObject(detail, "rules_sha256", ok ? rules : "");
    (void)cJSON_AddStringToObject(detail, "why", o->why);
    ok = ok && vault_ledger_add(v, "acknowledge", detail, f);
    cJSON_Delete(detail);
    return ok;
}

bool acknowledge(const struct options *o, const char *candidate, const char *about, struct faults *f) {
    if (!o->why || !*o->why || o->verdict)
        return fault(f, FAULT_USAGE, "review", "see evenhand review --help",
                     "--acknowledge needs --about and --why, and no --verdict");
    struct vault *v = vault_open(o->caseload, VAULT_WRITE, f);
    cJSON *candidates = v ? vault_candidates(v, f) : NULL;
    bool ok = candidates && check(candidates, candidate, o->why, f) && add(v, o, candidate, about, f);
    cJSON_Delete(candidates);
    vault_close(v);
    return ok && printf("Recorded: the ambiguous words of %s:%s are harmless.\n", candidate, about) > 0;
}
