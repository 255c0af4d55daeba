#include "evenhand/releases.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "evenhand/acknowledge.h"
#include "evenhand/audit.h"
#include "evenhand/caseload.h"
#include "evenhand/files.h"
#include "evenhand/mem.h"
#include "evenhand/record.h"
#include "evenhand/vault.h"

static bool take_entry(void *ctx, const cJSON *entry, struct faults *f) {
    struct releases *r = ctx;
    const char *act = record_text(entry, "act");
    (void)f;
    if (strcmp(act, RELEASE_WITHDRAWN) == 0)
        r->withdrawn = true;
    if (strcmp(act, "release") != 0)
        return true;
    r->number++;
    r->withdrawn = false;
    (void)snprintf(r->at, sizeof r->at, "%s", record_text(entry, "at"));
    cJSON_Delete(r->workbooks);
    r->workbooks = cJSON_Duplicate(record_field(record_field(entry, "detail"), "workbooks"), true);
    return true;
}

bool releases_read(const char *caseload, struct releases *r, struct faults *f) {
    *r = (struct releases){.number = 0};
    struct vault *v = vault_open(caseload, VAULT_ACTS, f);
    bool ok = v && vault_ledger(v, take_entry, r, f);
    vault_close(v);
    return ok;
}

void releases_free(struct releases *r) {
    cJSON_Delete(r->workbooks);
    r->workbooks = NULL;
}

static bool is_correction(const struct releases *r) {
    return r->number > 0 && !r->withdrawn;
}

static bool reason_is_fit(const struct options *o, struct faults *f) {
    struct vault *v = vault_open(o->caseload, VAULT_READ, f);
    cJSON *candidates = v ? vault_candidates(v, f) : NULL;
    bool ok = candidates && reason_names_nobody(candidates, o->why, "release", f);
    cJSON_Delete(candidates);
    vault_close(v);
    return ok;
}

bool releases_may(const struct options *o, const struct releases *r, const cJSON *draft, struct faults *f) {
    if (o->why && !reason_is_fit(o, f))
        return false;
    if (!is_correction(r))
        return true;
    if (cJSON_Compare(r->workbooks, draft, true))
        return fault(f, FAULT_ANSWER_NO, "release", "nothing to do: the board has these workbooks",
                     "the draft is what release %ld holds; there is nothing to correct", r->number);
    return (o->why && *o->why) ||
           fault(f, FAULT_USAGE, "release", "say --why \"...\": a correction says what it corrects",
                 "release %ld is with the board and is never changed; this would be a correction of it",
                 r->number);
}

/* "changed", "new" or NULL. */
static const char *change(const struct releases *r, const char *name, const char *digest) {
    const char *before = record_text(r->workbooks, name);
    return !*before ? "new" : strcmp(before, digest) != 0 ? "changed" : NULL;
}

/* Findings that an audit stream tells of for the candidate whose workbook this is; -1: not known. */
static long findings_in(const cJSON *audit, const char *workbook) {
    const cJSON *row;
    cJSON_ArrayForEach(row, audit) {
        const char *number = record_text(row, "number");
        if (strncmp(workbook, number, strlen(number)) == 0)
            return (long)record_number(row, "findings");
    }
    return audit && strncmp(workbook, "C-", 2) == 0 ? 0 : -1;
}

static void add_change(struct buf *text, const char *workbook, const char *how, const cJSON *before,
                       const cJSON *now) {
    long had = findings_in(before, workbook), has = findings_in(now, workbook);
    buf_format(text, "  %-16s %s", workbook, how);
    if (had >= 0 && has >= 0)
        buf_format(text, ": findings %ld before, %ld now", had, has);
    buf_add_char(text, '\n');
}

/* The audit stream of a release, or NULL: what is not known is not told. */
static cJSON *audit_of(const struct options *o, long number) {
    struct faults ignored = FAULTS_NONE;
    char *path = mem_format("%s/" RELEASES_FOLDER "/%ld/audit.ndjson", o->caseload, number);
    cJSON *audit = audit_summary(path, &ignored);
    free(path);
    return audit;
}

static void add_changes(struct buf *text, const struct options *o, const struct releases *r,
                        const cJSON *draft, const char *audit) {
    struct faults ignored = FAULTS_NONE;
    cJSON *before = audit_of(o, r->number), *now = audit_summary(audit, &ignored);
    size_t same = 0;
    const cJSON *one;
    buf_add_text(text, "\nAgainst that release:\n");
    cJSON_ArrayForEach(one, draft) {
        const char *how = change(r, one->string, cJSON_GetStringValue(one));
        if (how)
            add_change(text, one->string, how, before, now);
        else
            same++;
    }
    cJSON_ArrayForEach(one, r->workbooks) if (!record_field(draft, one->string))
        buf_format(text, "  %-16s no longer there\n", one->string);
    buf_format(text, "  unchanged: %zu\n", same);
    cJSON_Delete(before);
    cJSON_Delete(now);
}

static bool write_note(const char *folder, const struct buf *text, struct faults *f) {
    char *path = path_join(folder, RELEASE_NOTE);
    bool ok =
        file_write(path, text->data, text->len, f) &&
        (chmod(path, 0440) == 0 || fault_errno(f, FAULT_CANNOT_CREATE, path, "cannot be made read-only"));
    free(path);
    return ok;
}

bool releases_note(const struct options *o, const struct releases *r, const struct plan *plan,
                   const cJSON *draft, const char *folder, const char *audit, struct faults *f) {
    struct buf text = {0};
    char now[UTC_BYTES];
    if (r->number == 0)
        return true;
    utc_format(utc_now(), now);
    buf_format(&text, "Release %ld of the vetting \"%s\", %s\nPlan %s\n", r->number + 1, plan->name, now,
               plan->digest);
    buf_format(&text, "\nIt takes the place of release %ld (%s), which is to be used no longer%s.\n",
               r->number, r->at, r->withdrawn ? ": it was withdrawn" : "");
    if (o->why)
        buf_format(&text, "Why: %s\n", o->why);
    add_changes(&text, o, r, draft, audit);
    buf_add_text(&text, "\nThe workbooks in this folder stay as they are. Work on a copy of your own.\n");
    bool ok = write_note(folder, &text, f);
    buf_free(&text);
    return ok;
}

bool releases_record(const struct options *o, const struct releases *r, const struct plan *plan,
                     const char *folder, struct faults *f) {
    char note[DIGEST_HEX_BYTES] = "", *path = path_join(folder, RELEASE_NOTE);
    bool noted = r->number > 0;
    cJSON *detail =
        !noted || digest_file(path, note, f) ? caseload_detail(o->caseload, plan, folder, f) : NULL;
    free(path);
    if (!detail)
        return false;
    (void)cJSON_AddNumberToObject(detail, "release", (double)(r->number + 1));
    if (noted)
        (void)cJSON_AddStringToObject(detail, "note_sha256", note);
    if (is_correction(r))
        (void)cJSON_AddNumberToObject(detail, "corrects", (double)r->number);
    if (o->why)
        (void)cJSON_AddStringToObject(detail, "why", o->why);
    return caseload_ledger(o->caseload, "release", detail, f);
}

bool releases_withdraw(const struct options *o, const struct plan *plan, struct faults *f) {
    struct releases r;
    struct buf text = {0};
    bool ok = releases_read(o->caseload, &r, f);
    if (ok && !is_correction(&r))
        ok = fault(f, FAULT_NO_INPUT, "release", "see evenhand status", "there is no release to withdraw");
    if (ok && (!o->why || !*o->why))
        ok = fault(f, FAULT_USAGE, "release", "say --why \"...\"", "a withdrawal needs a reason");
    char *scratch = ok && reason_is_fit(o, f) ? caseload_scratch(o->caseload, ".board.new", f) : NULL;
    buf_format(&text, "Release %ld of the vetting \"%s\" was withdrawn: do not use it.\nWhy: %s\n", r.number,
               plan->name, o->why ? o->why : "");
    cJSON *detail = cJSON_CreateObject();
    (void)cJSON_AddNumberToObject(detail, "release", (double)r.number);
    (void)cJSON_AddStringToObject(detail, "why", o->why ? o->why : "");
    ok = scratch && write_note(scratch, &text, f);
    if (ok)
        ok = caseload_ledger(o->caseload, RELEASE_WITHDRAWN, detail, f) &&
             caseload_publish(o->caseload, scratch, "board", f);
    else
        cJSON_Delete(detail);
    if (!ok)
        caseload_discard(scratch);
    buf_free(&text);
    free(scratch);
    releases_free(&r);
    return ok;
}
