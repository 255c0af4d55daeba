#include "evenhand/ledger_summary.h"

#include <stdlib.h>
#include <string.h>

#include "evenhand/mem.h"
#include "evenhand/record.h"
#include "evenhand/text.h"
#include "evenhand/vocab.h"

#define DETAIL_BYTES 200 /* shown of one text */

struct summing {
    cJSON *summary, *people, *acts;
    const struct plan *plan;
    utc_time since;
};

static const char *role_of(const struct plan *plan, const char *user) {
    bool searches = vocab_find(plan->investigators, user) >= 0,
         decides = vocab_find(plan->decision_makers, user) >= 0;
    return searches && decides                       ? "investigator and decision maker"
           : searches                                ? "investigator"
           : decides                                 ? "decision maker"
           : vocab_find(plan->compliance, user) >= 0 ? "compliance"
                                                     : "none in the plan";
}

static cJSON *person_of(struct summing *s, const char *user, const char *at) {
    cJSON *person;
    cJSON_ArrayForEach(person, s->people) if (strcmp(record_text(person, "user"), user) == 0) return person;
    person = cJSON_CreateObject();
    (void)cJSON_AddStringToObject(person, "user", user);
    (void)cJSON_AddStringToObject(person, "role", role_of(s->plan, user));
    (void)cJSON_AddObjectToObject(person, "acts");
    (void)cJSON_AddStringToObject(person, "first", at);
    cJSON_AddItemToArray(s->people, person);
    return person;
}

static void count(cJSON *object, const char *key) {
    cJSON *counter = cJSON_GetObjectItemCaseSensitive(object, key);
    if (counter)
        (void)cJSON_SetNumberValue(counter, counter->valuedouble + 1);
    else
        (void)cJSON_AddNumberToObject(object, key, 1);
}

static bool is_digest(const char *text) {
    size_t len = strlen(text);
    return len >= 32 && strspn(text, "0123456789abcdef") == len;
}

/* A control's half is told by its outcome; lists and other objects are counted. */
static void add_value(const cJSON *member, struct buf *text) {
    const char *value = cJSON_GetStringValue(member);
    if (value)
        buf_add(text, value, text_cut(value, strlen(value), DETAIL_BYTES));
    else if (cJSON_IsBool(member))
        buf_add_text(text, cJSON_IsTrue(member) ? "yes" : "no");
    else if (cJSON_IsNumber(member))
        buf_format(text, "%.0f", member->valuedouble);
    else if (*record_text(member, "outcome") != '\0')
        buf_add_text(text, record_text(member, "outcome"));
    else
        buf_format(text, "%d", cJSON_GetArraySize(member));
}

/* "exit_code 75, for assess"; digests are left to the ledger itself. */
static char *one_line(const cJSON *detail) {
    struct buf text = {0};
    const cJSON *member;
    cJSON_ArrayForEach(member, detail) {
        const char *value = cJSON_GetStringValue(member);
        if (value && (*value == '\0' || is_digest(value)))
            continue;
        buf_format(&text, "%s%s ", text.len ? ", " : "", member->string);
        add_value(member, &text);
    }
    return buf_take(&text);
}

static void add_act(struct summing *s, const cJSON *entry) {
    static const char *const kept[] = {"at", "user", "host", "act", NULL};
    cJSON *act = cJSON_CreateObject();
    char *detail = one_line(record_field(entry, "detail"));
    (void)cJSON_AddNumberToObject(act, "seq", record_number(entry, "seq"));
    for (size_t i = 0; kept[i]; i++)
        (void)cJSON_AddStringToObject(act, kept[i], record_text(entry, kept[i]));
    (void)cJSON_AddStringToObject(act, "detail", detail);
    cJSON_AddItemToArray(s->acts, act);
    free(detail);
}

/* Acts that a review of conduct looks for first. */
static const struct {
    const char *act, *as;
} counted[] = {{"refused", "refusals"},
               {"withdraw", "withdrawals"},         /* of a step, for everybody */
               {"withdraw-release", "withdrawals"}, /* of what the board had */
               {"waive", "waivers"},                /* of a time-stamp */
               {ACT_NO_SANDBOX, "waivers"}};

static bool take(void *ctx, const cJSON *entry, struct faults *f) {
    struct summing *s = ctx;
    utc_time at;
    const char *act = record_text(entry, "act"), *when = record_text(entry, "at");
    if (!utc_parse(when, &at))
        return fault(f, FAULT_DATA, "ledger", NULL, "entry %.0f has no time", record_number(entry, "seq"));
    if (at < s->since)
        return true;
    cJSON *person = person_of(s, record_text(entry, "user"), when);
    cJSON_DeleteItemFromObjectCaseSensitive(person, "last");
    (void)cJSON_AddStringToObject(person, "last", when);
    count(cJSON_GetObjectItemCaseSensitive(person, "acts"), act);
    count(s->summary, "entries");
    if (strcmp(act, "open") == 0)
        count(s->summary, "openings");
    else
        add_act(s, entry);
    for (size_t i = 0; i < sizeof counted / sizeof *counted; i++)
        if (strcmp(act, counted[i].act) == 0)
            count(s->summary, counted[i].as);
    return true;
}

cJSON *ledger_summary(struct vault *v, const struct plan *plan, utc_time since, struct faults *f) {
    static const char *const counters[] = {"entries", "openings", "refusals", "withdrawals", "waivers", NULL};
    char text[UTC_BYTES];
    struct summing s = {.summary = cJSON_CreateObject(), .plan = plan, .since = since};
    utc_format(since, text);
    (void)cJSON_AddStringToObject(s.summary, "since", text);
    utc_format(utc_now(), text);
    (void)cJSON_AddStringToObject(s.summary, "until", text);
    for (size_t i = 0; counters[i]; i++)
        (void)cJSON_AddNumberToObject(s.summary, counters[i], 0);
    s.people = cJSON_AddArrayToObject(s.summary, "people");
    s.acts = cJSON_AddArrayToObject(s.summary, "acts");
    if (vault_ledger(v, take, &s, f))
        return s.summary;
    cJSON_Delete(s.summary);
    return NULL;
}

static void add_acts(struct buf *out, const cJSON *acts) {
    const cJSON *one;
    const char *between = "";
    cJSON_ArrayForEach(one, acts) {
        buf_format(out, "%s%s %.0f", between, one->string, one->valuedouble);
        between = ", ";
    }
}

void ledger_summary_text(const cJSON *summary, struct buf *out) {
    const cJSON *one;
    buf_format(
        out,
        "Ledger from %s to %s: %.0f entries, %.0f openings of the vault, %.0f refusals, %.0f withdrawals, "
        "%.0f waivers.\n\n",
        record_text(summary, "since"), record_text(summary, "until"), record_number(summary, "entries"),
        record_number(summary, "openings"), record_number(summary, "refusals"),
        record_number(summary, "withdrawals"), record_number(summary, "waivers"));
    cJSON_ArrayForEach(one, record_field(summary, "people")) {
        buf_format(out, "%s (%s): ", record_text(one, "user"), record_text(one, "role"));
        add_acts(out, record_field(one, "acts"));
        buf_format(out, "; from %s to %s\n", record_text(one, "first"), record_text(one, "last"));
    }
    buf_add_text(out, "\nEntry  When                  Who         What        Detail\n");
    cJSON_ArrayForEach(one, record_field(summary, "acts"))
        buf_format(out, "%5.0f  %s  %-10s  %-10s  %s\n", record_number(one, "seq"), record_text(one, "at"),
                   record_text(one, "user"), record_text(one, "act"), record_text(one, "detail"));
}
