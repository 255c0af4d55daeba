#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "evenhand/acknowledge.h"
#include "evenhand/caseload.h"
#include "evenhand/command.h"
#include "evenhand/files.h"
#include "evenhand/mem.h"
#include "evenhand/purge_files.h"
#include "evenhand/record.h"
#include "evenhand/retention.h"
#include "evenhand/vault.h"

struct purge {
    struct retention retention;
    cJSON *numbers, *refs, *held; /* to be destroyed, their refs, those under hold */
};

static bool note_hold(void *ctx, const cJSON *hold, struct faults *f) {
    (void)f;
    if (!cJSON_IsTrue(record_field(hold, "lifted")))
        cJSON_AddItemToArray(ctx, cJSON_CreateString(record_text(hold, "candidate")));
    return true;
}

static bool is_held(const struct purge *p, const char *number) {
    const cJSON *one;
    cJSON_ArrayForEach(one, p->held) if (strcmp(cJSON_GetStringValue(one), number) == 0) return true;
    return false;
}

/* Everybody but those under hold. */
static bool find_due(struct purge *p, struct vault *v, const char *why, struct faults *f) {
    p->numbers = cJSON_CreateArray();
    p->refs = cJSON_CreateArray();
    p->held = cJSON_CreateArray();
    cJSON *all = vault_holds(v, note_hold, p->held, f) ? vault_candidates(v, f) : NULL;
    if (all && why && !reason_names_nobody(all, why, "purge", f)) { /* it stays when the names are gone */
        cJSON_Delete(all);
        return false;
    }
    const cJSON *one;
    cJSON_ArrayForEach(one, all) {
        if (is_held(p, record_text(one, "candidate")))
            continue;
        cJSON_AddItemToArray(p->numbers, cJSON_CreateString(record_text(one, "candidate")));
        cJSON_AddItemToArray(p->refs, cJSON_CreateString(record_text(one, "ref")));
    }
    cJSON_Delete(all);
    return all != NULL;
}

static cJSON *new_certificate(const struct purge *p, const char *why) {
    char at[UTC_BYTES], began[UTC_BYTES], due[UTC_BYTES];
    cJSON *certificate = cJSON_CreateObject();
    utc_format(utc_now(), at);
    utc_format(p->retention.began, began);
    utc_format(p->retention.due, due);
    (void)cJSON_AddStringToObject(certificate, "document", "evenhand destruction certificate");
    (void)cJSON_AddStringToObject(certificate, "at", at);
    (void)cJSON_AddStringToObject(certificate, "why", why);
    (void)cJSON_AddNumberToObject(certificate, "retention_days", (double)p->retention.days);
    (void)cJSON_AddStringToObject(certificate, "retention_law", p->retention.law);
    (void)cJSON_AddStringToObject(certificate, "clock_began_with", p->retention.event);
    (void)cJSON_AddStringToObject(certificate, "clock_began", began);
    (void)cJSON_AddStringToObject(certificate, "due", due);
    (void)cJSON_AddItemToObject(certificate, "kept_under_hold", cJSON_Duplicate(p->held, true));
    (void)cJSON_AddStringToObject(certificate, "method",
                                  "data keys destroyed, rows deleted, file rewritten, caseload key renewed");
    return certificate;
}

/* records/destruction-DATE.json, signed; what remains of these records. */
static bool write_certificate(struct vault *v, const char *caseload, const cJSON *certificate,
                              struct faults *f) {
    struct buf text = {0};
    char *folder = path_join(caseload, "records"), *public = path_join(folder, "evenhand.pub");
    char *name = mem_format("destruction-%s.json", record_text(certificate, "at")),
         *path = path_join(folder, name);
    char *printed = cJSON_Print(certificate);
    buf_format(&text, "%s\n", printed);
    (void)mkdir(folder, 0700);
    bool ok = file_write(path, text.data, text.len, f) && vault_sign(v, path, name, f) &&
              vault_write_public(v, public, f);
    if (ok)
        (void)printf("Destruction certificate: %s\n", path);
    cJSON_free(printed);
    buf_free(&text);
    free(folder);
    free(public);
    free(name);
    free(path);
    return ok;
}

struct finishing {
    struct vault *v;
    const char *caseload;
    bool everybody; /* nobody's records are left */
};

/* What lies outside the vault follows the vault: also of a destruction that was broken off behind its commit.
 */
static bool finish_one(void *ctx, const cJSON *certificate, struct faults *f) {
    struct finishing *x = ctx;
    const cJSON *entry;
    cJSON *numbers = cJSON_CreateArray();
    cJSON_ArrayForEach(entry, record_field(certificate, "destroyed"))
        cJSON_AddItemToArray(numbers, cJSON_CreateString(record_text(entry, "candidate")));
    bool ok = purge_files(x->caseload, numbers, x->everybody, f) &&
              write_certificate(x->v, x->caseload, certificate, f);
    cJSON_Delete(numbers);
    return ok;
}

static bool finish(struct vault *v, const char *caseload, struct faults *f) {
    cJSON *left = vault_candidates(v, f);
    struct finishing x = {v, caseload, cJSON_GetArraySize(left) == 0};
    bool ok = left && vault_certificates(v, finish_one, &x, f);
    cJSON_Delete(left);
    return ok;
}

static bool destroy(struct purge *p, struct vault *v, const struct options *o, struct faults *f) {
    cJSON *certificate = new_certificate(p, o->why);
    bool ok = purge_candidates(o->caseload, p->refs, f) && vault_destroy(v, p->numbers, certificate, f) &&
              finish(v, o->caseload, f);
    if (ok)
        (void)printf("Destroyed the records of %d candidate%s. No backup made before opens with %s's key any "
                     "more: make "
                     "a new one (evenhand backup).\n",
                     cJSON_GetArraySize(p->numbers), cJSON_GetArraySize(p->numbers) == 1 ? "" : "s",
                     vault_custodian(v));
    const cJSON *owed = ok ? record_field(certificate, "keys_to_renew") : NULL, *name;
    cJSON_ArrayForEach(name, owed)(void)
        printf("%s's key file still opens older backups until %s runs \"evenhand key rotate\" with it.\n",
               cJSON_GetStringValue(name), cJSON_GetStringValue(name));
    cJSON_Delete(certificate);
    return ok;
}

static void show(const struct purge *p, bool is_due) {
    char due[UTC_BYTES];
    const cJSON *one;
    utc_format(p->retention.due, due);
    (void)printf("Records are kept for %ld days (%s) from the last %s: until %.10s.\n", p->retention.days,
                 p->retention.law, p->retention.event, due);
    cJSON_ArrayForEach(one, p->held)(void)
        printf("%s is under legal hold and stays.\n", cJSON_GetStringValue(one));
    if (!is_due)
        (void)puts("Nothing is due.");
    else if (cJSON_GetArraySize(p->numbers) == 0)
        (void)puts("Nothing is left to destroy.");
    const cJSON *due_numbers = is_due ? p->numbers : NULL;
    cJSON_ArrayForEach(one, due_numbers)(void) printf("Due: %s\n", cJSON_GetStringValue(one));
}

static bool purge(struct purge *p, struct vault *v, const struct plan *plan, const struct options *o,
                  struct faults *f) {
    if (!retention_read(o->caseload, plan, v, &p->retention, f) || !find_due(p, v, o->why, f))
        return false;
    bool is_due = utc_now() >= p->retention.due;
    show(p, is_due);
    if (!is_due || o->dry_run)
        return true;
    if (cJSON_GetArraySize(p->numbers) == 0)
        return finish(v, o->caseload, f);
    if (!o->why || !*o->why)
        return fault(f, FAULT_USAGE, "purge", "evenhand purge --why REASON [CASELOAD]",
                     "say why: it stands in the destruction certificate");
    return destroy(p, v, o, f);
}

bool command_purge(struct options *o, struct faults *f) {
    struct purge p = {.numbers = NULL};
    struct plan *plan = caseload_plan(o->caseload, f);
    struct vault *v = plan ? vault_open(o->caseload, VAULT_WRITE, f) : NULL;
    bool ok = v && purge(&p, v, plan, o, f);
    retention_free(&p.retention);
    cJSON_Delete(p.numbers);
    cJSON_Delete(p.refs);
    cJSON_Delete(p.held);
    vault_close(v);
    plan_free(plan);
    return ok;
}
