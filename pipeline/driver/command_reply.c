/* evenhand reply add NUMBER: what the candidate says to a finding, kept with the evidence, shown beside it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "evenhand/caseload.h"
#include "evenhand/command.h"
#include "evenhand/files.h"
#include "evenhand/findings.h"
#include "evenhand/mem.h"
#include "evenhand/record.h"
#include "evenhand/text.h"
#include "evenhand/utc.h"
#include "evenhand/vault.h"

#define REPLY_MAX_BYTES ((size_t)8000)
#define MARK "\xEF\xBB\xBF" /* that editors put before UTF-8 */

static bool is_blank(const char *text) {
    return text[strspn(text, " \t\r\n")] == '\0';
}

/* The candidate's words as they are, but for a byte-order mark and the blanks around them. */
static char *read_reply(const struct options *o, struct faults *f) {
    struct buf bytes = {0};
    if (!file_read(o->file, REPLY_MAX_BYTES, &bytes, f))
        return NULL;
    const char *text = bytes.data ? bytes.data : "";
    bool ok = strlen(text) == bytes.len && text_invalid_at(text, bytes.len) == bytes.len;
    if (!ok)
        (void)fault(f, FAULT_DATA, o->file, "save it as plain text in UTF-8", "is no text in UTF-8");
    text += strncmp(text, MARK, strlen(MARK)) == 0 ? strlen(MARK) : 0;
    text += strspn(text, " \t\r\n");
    if (ok && is_blank(text))
        ok = fault(f, FAULT_DATA, o->file, "the candidate's words go into it", "is empty");
    size_t len = strlen(text);
    while (len > 0 && is_blank(text + len - 1))
        len--;
    char *reply = ok ? mem_copy(text, len) : NULL;
    buf_free(&bytes);
    return reply;
}

static char *about_of(const cJSON *finding) {
    return mem_format("%s/%.0f", record_text(finding, "evidence"), record_number(finding, "item"));
}

static bool is_copy(const cJSON *finding, const char *about) {
    const cJSON *copy;
    cJSON_ArrayForEach(copy, record_field(finding, "copies")) {
        if (strcmp(cJSON_GetStringValue(copy), about) == 0)
            return true;
    }
    return false;
}

/* The item that the reply is about, free() releases: the one named (or that it is a copy of); with none
 * named, the only one that there is. */
static char *choose(const cJSON *findings, const char *wanted, struct faults *f) {
    const cJSON *finding;
    struct buf all = {0};
    cJSON *seen = cJSON_CreateObject();
    char *found = NULL;
    cJSON_ArrayForEach(finding, findings) {
        char *about = about_of(finding);
        if (!record_field(seen, about)) {
            buf_format(&all, "%s%s", all.len ? ", " : "", about);
            (void)cJSON_AddTrueToObject(seen, about);
        }
        if (!found && (!wanted || strcmp(about, wanted) == 0 || is_copy(finding, wanted)))
            found = mem_string(about);
        free(about);
    }
    int items = cJSON_GetArraySize(seen);
    if (!found || (!wanted && items > 1)) {
        (void)fault(f, FAULT_DATA, "reply", "name one with --about",
                    items == 0 ? "the candidate has no finding" : "which finding? There are %s", all.data);
        free(found);
        found = NULL;
    }
    buf_free(&all);
    cJSON_Delete(seen);
    return found;
}

static cJSON *new_reply(const char *number, const char *about, const char *text) {
    char now[UTC_BYTES];
    utc_format(utc_now(), now);
    cJSON *reply = record_new(RECORD_REPLY, number);
    (void)cJSON_AddStringToObject(reply, "about", about);
    (void)cJSON_AddStringToObject(reply, "text", text);
    (void)cJSON_AddStringToObject(reply, "by", caseload_user());
    (void)cJSON_AddStringToObject(reply, "at", now);
    return reply;
}

static bool record_reply(const struct options *o, const char *number, const char *about, const char *text,
                         struct faults *f) {
    cJSON *reply = new_reply(number, about, text), *detail = cJSON_CreateObject();
    struct vault *v = vault_open(o->caseload, VAULT_WRITE, f);
    (void)cJSON_AddStringToObject(detail, "candidate", number);
    (void)cJSON_AddStringToObject(detail, "about", about);
    bool ok = v && vault_decision_put(v, reply, f) && vault_ledger_add(v, "reply", detail, f);
    vault_close(v);
    cJSON_Delete(reply);
    cJSON_Delete(detail);
    return ok;
}

static bool add(struct options *o, struct faults *f) {
    char *text = read_reply(o, f);
    cJSON *findings = text ? findings_of(o, o->object, STAGES_FINDINGS, "reply", f) : NULL;
    char *about = findings ? choose(findings, o->about, f) : NULL;
    bool ok =
        about && record_reply(o, o->object, about, text, f) &&
        printf("Recorded: the reply of %s to %s. Run \"evenhand assess %s\" to show it beside the finding.\n",
               o->object, about, o->caseload) > 0;
    free(about);
    free(text);
    cJSON_Delete(findings);
    return ok;
}

bool command_reply(struct options *o, struct faults *f) {
    if (strcmp(o->subject, "add") != 0 || !o->object || !o->file)
        return fault(f, FAULT_USAGE, "reply", "evenhand reply add NUMBER --file FILE [--about EVIDENCE/ITEM]",
                     "name the candidate's number and the file with their words");
    struct plan *plan = caseload_plan(o->caseload, f);
    bool ok = plan && add(o, f);
    plan_free(plan);
    return ok;
}
