#include "evenhand/evidence_digest.h"

#include <stdio.h>
#include <string.h>

#include "evenhand/digest.h"
#include "evenhand/record.h"
#include "evenhand/vault.h"

struct reckoning {
    struct digest digest;
    double count;
};

static bool take_record(void *ctx, const cJSON *record, struct faults *f) {
    struct reckoning *r = ctx;
    char line[256];
    (void)f;
    if (strcmp(record_text(record, "type"), record_type_names[RECORD_CAPTURE]) != 0)
        return true;
    int n = snprintf(line, sizeof line, "%s %s %s\n", record_text(record, "candidate"),
                     record_text(record, "evidence"), record_text(record, "sha256"));
    digest_add(&r->digest, line, (size_t)n < sizeof line ? (size_t)n : sizeof line - 1);
    r->count++;
    return true;
}

static bool reckon(struct vault *v, double *count, char hex[DIGEST_HEX_BYTES], struct faults *f) {
    struct reckoning r = {.count = 0};
    cJSON *candidates = vault_candidates(v, f);
    const cJSON *one;
    bool ok = candidates != NULL;
    digest_begin(&r.digest);
    cJSON_ArrayForEach(one, candidates) {
        ok = ok && vault_replay(v, record_text(one, "candidate"), false, take_record, &r, f);
    }
    digest_end(&r.digest, hex);
    *count = r.count;
    cJSON_Delete(candidates);
    return ok;
}

bool evidence_digest_add(const char *caseload, cJSON *detail, struct faults *f) {
    char hex[DIGEST_HEX_BYTES];
    double count;
    struct vault *v = vault_open(caseload, VAULT_READ, f);
    bool ok = v && reckon(v, &count, hex, f);
    if (ok) {
        (void)cJSON_AddStringToObject(detail, EVIDENCE_DIGEST_KEY, hex);
        (void)cJSON_AddNumberToObject(detail, "evidence", count);
    }
    vault_close(v);
    return ok;
}

/* What the ledger says last, unless something was done since that changes what there is. */
static bool take_entry(void *ctx, const cJSON *entry, struct faults *f) {
    static const char *const changes[] = {"gather", "withdraw", "purge", "recheck"};
    char *last = ctx;
    const char *act = record_text(entry, "act");
    const char *digest = record_text(record_field(entry, "detail"), EVIDENCE_DIGEST_KEY);
    (void)f;
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++)
        if (strcmp(act, changes[i]) == 0)
            *last = '\0';
    if (*digest)
        (void)snprintf(last, DIGEST_HEX_BYTES, "%s", digest);
    return true;
}

bool evidence_digest_check(const char *caseload, struct faults *f) {
    char last[DIGEST_HEX_BYTES] = "", now[DIGEST_HEX_BYTES];
    double count;
    struct vault *v = vault_open(caseload, VAULT_READ, f);
    bool ok = v && vault_ledger(v, take_entry, last, f) && (!*last || reckon(v, &count, now, f));
    vault_close(v);
    if (ok && *last && strcmp(last, now) != 0)
        ok =
            fault(f, FAULT_ANSWER_NO, caseload, "restore the vault from its backup",
                  "the evidence is not that of the last assessment: its digest is not the one in the ledger");
    return ok;
}
