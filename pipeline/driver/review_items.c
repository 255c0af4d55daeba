#include "evenhand/review_items.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "evenhand/caseload.h"
#include "evenhand/digest.h"
#include "evenhand/findings.h"
#include "evenhand/mem.h"
#include "evenhand/utc.h"
#include "evenhand/vault.h"

#define STAMP_DIGITS 16

struct listing {
    cJSON *items;
    cJSON *decided; /* about -> true, of the candidate whose records are being read */
    char caseload[64];
};

static char *about_of(const cJSON *item) {
    return mem_format("%s/%.0f", record_text(item, "evidence"), record_number(item, "item"));
}

/* A letter first, or a spreadsheet may take it for a number. */
static char *stamp_of(const struct listing *l, const cJSON *item, const char *about) {
    static const char *const parts[] = {"candidate", "url", "author", "title", "text"};
    struct digest d;
    char hex[DIGEST_HEX_BYTES];
    digest_begin(&d);
    digest_add_named(&d, "caseload", l->caseload, strlen(l->caseload));
    digest_add_named(&d, "about", about, strlen(about));
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        const char *text = record_text(item, parts[i]);
        digest_add_named(&d, parts[i], text, strlen(text));
    }
    digest_end(&d, hex);
    return mem_format("S-%.*s", STAMP_DIGITS, hex);
}

static void take_item(struct listing *l, const cJSON *item) {
    char *about = about_of(item), *stamp = stamp_of(l, item, about),
         *full = mem_format("%s:%s", record_text(item, "candidate"), about);
    bool decided = record_field(l->decided, record_text(item, "evidence")) || record_field(l->decided, about);
    cJSON *one = cJSON_Duplicate(item, true);
    (void)cJSON_AddStringToObject(one, "about", full);
    (void)cJSON_AddStringToObject(one, "stamp", stamp);
    (void)cJSON_AddBoolToObject(one, "owed", !decided);
    (void)cJSON_AddItemToArray(l->items, one);
    free(about);
    free(stamp);
    free(full);
}

static bool take_record(void *ctx, enum record_type type, const cJSON *record, struct faults *f) {
    struct listing *l = ctx;
    (void)f;
    if (type == RECORD_CANDIDATE) {
        cJSON_Delete(l->decided);
        l->decided = cJSON_CreateObject();
    } else if (type == RECORD_DECISION && !record_field(l->decided, record_text(record, "about"))) {
        (void)cJSON_AddTrueToObject(l->decided, record_text(record, "about"));
    } else if (type == RECORD_ITEM &&
               strcmp(record_text(record_field(record, "match"), "class"), "possible") == 0) {
        take_item(l, record);
    }
    return true;
}

static bool read_caseload_id(const struct options *o, struct listing *l, struct faults *f) {
    struct vault *v = vault_open(o->caseload, VAULT_READ, f);
    if (v)
        (void)snprintf(l->caseload, sizeof l->caseload, "%s", vault_caseload_id(v));
    vault_close(v);
    return v != NULL;
}

cJSON *review_items(struct options *o, struct faults *f) {
    struct listing l = {.items = cJSON_CreateArray(), .decided = cJSON_CreateObject()};
    bool ok = caseload_unlock(o->caseload, f) && read_caseload_id(o, &l, f) &&
              stages_each(o, STAGES_ATTRIBUTED, "review", take_record, &l, f);
    cJSON_Delete(l.decided);
    if (ok)
        return l.items;
    cJSON_Delete(l.items);
    return NULL;
}

bool review_split_about(const char *text, char candidate[8], const char **about, struct faults *f) {
    const char *colon = text ? strchr(text, ':') : NULL;
    if (!colon || (size_t)(colon - text) >= 8 || colon == text)
        return fault(f, FAULT_USAGE, "review", "copy it from the list that \"evenhand review\" prints",
                     "--about \"%s\" is not CANDIDATE:EVIDENCE/ITEM", text ? text : "");
    memcpy(candidate, text, (size_t)(colon - text));
    candidate[colon - text] = '\0';
    *about = colon + 1;
    return true;
}

cJSON *review_decision(const char *candidate, const char *about, const char *verdict, const char *why) {
    char now[UTC_BYTES];
    utc_format(utc_now(), now);
    cJSON *decision = record_new(RECORD_DECISION, candidate);
    (void)cJSON_AddStringToObject(decision, "about", about);
    (void)cJSON_AddStringToObject(decision, "verdict", verdict);
    (void)cJSON_AddStringToObject(decision, "by", caseload_user());
    (void)cJSON_AddStringToObject(decision, "at", now);
    (void)cJSON_AddStringToObject(decision, "why", why);
    return decision;
}

bool review_record(struct vault *v, const cJSON *decision, struct faults *f) {
    static const char *const told[] = {"candidate", "about", "verdict"};
    cJSON *detail = cJSON_CreateObject();
    for (size_t i = 0; i < sizeof told / sizeof *told; i++)
        (void)cJSON_AddStringToObject(detail, told[i], record_text(decision, told[i]));
    bool ok = vault_decision_put(v, decision, f) && vault_ledger_add(v, "review", detail, f);
    cJSON_Delete(detail);
    return ok;
}
