#include "evenhand/controls.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "evenhand/mem.h"
#include "evenhand/record.h"
#include "evenhand/vault_controls.h"

#define RANDOM_LETTERS 14
#define KNOWN 0
#define RANDOM 1

void controls_open(struct controls *c, const struct plan *plan) {
    *c = (struct controls){.plan = plan,
                           .round = mem_array(plan->steps, sizeof *c->round),
                           .of = mem_array(plan->steps, sizeof *c->of)};
    for (size_t i = 0; i < plan->steps; i++) {
        size_t first = 0;
        while (first < i && !plan_share_control(&plan->step[first], &plan->step[i]))
            first++;
        c->of[i] = first;
        if (first == i && plan->step[i].known)
            c->round[i] = (struct control_round){.step = &plan->step[i], .number = i};
    }
}

static void clear(struct control_round *r) {
    for (int i = 0; i < 2; i++) {
        attempt_free(r->half[i]);
        free(r->query[i]);
        free(r->outcome[i]);
        free(r->reason[i]);
        r->half[i] = NULL;
        r->query[i] = r->outcome[i] = r->reason[i] = NULL;
    }
}

void controls_close(struct controls *c) {
    for (size_t i = 0; c->round && i < c->plan->steps; i++) {
        clear(&c->round[i]);
        free(c->round[i].why);
    }
    free(c->round);
    free(c->of);
    *c = (struct controls){0};
}

struct control_round *controls_of(const struct controls *c, size_t step) {
    struct control_round *r = &c->round[c->of[step]];
    return r->step ? r : NULL;
}

/* A name that nobody has: letters and digits, as every site takes them, 70 bits of chance. */
static char *random_name(void) {
    static const char letters[] = "abcdefghijkmnpqrstuvwxyz23456789";
    char name[RANDOM_LETTERS + 1] = {0};
    for (int i = 0; i < RANDOM_LETTERS; i++)
        name[i] = letters[randombytes_uniform(sizeof letters - 1)];
    return mem_format("zq%s", name);
}

/* Nobody's page beside one that is there: a random name at the same site. */
static char *random_value(const char *known) {
    char *name = random_name();
    const char *host = strstr(known, "://");
    if (host == NULL)
        return name;
    char *site = mem_copy(known, (size_t)(host + 3 - known) + strcspn(host + 3, "/?#"));
    char *address = mem_format("%s/%s", site, name);
    free(name);
    free(site);
    return address;
}

static char *query_for(const struct plan_step *step, const char *value) {
    return source_asks_address(step->source) ? plan_fill(step->query, NULL, step->list_slot, value)
                                             : mem_string(value);
}

void control_begin(struct control_round *r, const struct attempt_about *about, bool closing) {
    char *random = random_value(r->step->known);
    const char *const value[2] = {r->step->known, random};
    clear(r);
    r->closing = closing;
    r->state = ROUND_ASKING;
    r->left = 2;
    for (int i = 0; i < 2; i++) {
        struct attempt_about half = *about;
        r->query[i] = query_for(r->step, value[i]);
        half.query = r->query[i];
        half.step = r->step;
        r->half[i] = attempt_new(&half);
    }
    free(random);
}

/* ---- the verdict ---- */

static bool is(const struct control_round *r, int half, const char *outcome) {
    return strcmp(r->outcome[half], outcome) == 0;
}

/* Why the round fails, or NULL. What robots.txt forbids for these it forbids for everybody: nobody is asked.
 */
static char *verdict(const struct control_round *r) {
    const char *when = r->closing ? "after" : "before";
    if (is(r, KNOWN, "refused") && is(r, RANDOM, "refused"))
        return NULL;
    if (!is(r, KNOWN, "found"))
        return mem_format(
            "the source failed its control %s the search: \"%s\", which is there, came out as %s (%s)", when,
            r->query[KNOWN], r->outcome[KNOWN], r->reason[KNOWN]);
    if (!is(r, RANDOM, "none"))
        return mem_format(
            "the source failed its control %s the search: the random name \"%s\" came out as %s (%s)", when,
            r->query[RANDOM], r->outcome[RANDOM], r->reason[RANDOM]);
    return NULL;
}

bool control_take(struct control_round *r, size_t half) {
    cJSON *record = attempt_record(r->half[half]);
    r->outcome[half] = mem_string(record_text(record, "outcome"));
    r->reason[half] = mem_string(record_text(record, "reason"));
    cJSON_Delete(record);
    if (--r->left > 0)
        return false;
    free(r->why);
    r->why = verdict(r);
    r->state = r->why ? ROUND_FAILED : ROUND_PASSED;
    r->asked_any = r->asked_any && !r->closing;
    return true;
}

/* ---- evidence ---- */

static cJSON *half_facts(const struct control_round *r, int half) {
    cJSON *facts = cJSON_CreateObject();
    (void)cJSON_AddStringToObject(facts, "query", r->query[half]);
    (void)cJSON_AddStringToObject(facts, "outcome", r->outcome[half]);
    (void)cJSON_AddStringToObject(facts, "reason", r->reason[half]);
    return facts;
}

static cJSON *facts_of(const struct control_round *r) {
    cJSON *facts = cJSON_CreateObject();
    (void)cJSON_AddStringToObject(facts, "source", r->step->source->name);
    (void)cJSON_AddStringToObject(facts, "site", r->step->site ? r->step->site : "");
    (void)cJSON_AddStringToObject(facts, "phase", r->closing ? "after" : "before");
    (void)cJSON_AddItemToObject(facts, "known", half_facts(r, KNOWN));
    (void)cJSON_AddItemToObject(facts, "random", half_facts(r, RANDOM));
    return facts;
}

static size_t rows_of(const struct control_round *r, struct vault_capture **rows) {
    size_t count = 0;
    for (int i = 0; i < 2; i++)
        count += attempt_rows(r->half[i], NULL);
    *rows = mem_array(count + 1, sizeof **rows);
    count = 0;
    for (int i = 0; i < 2; i++)
        count += attempt_rows(r->half[i], *rows + count);
    return count;
}

bool control_store(const struct controls *c, struct control_round *r, struct vault *v, vault_each *each,
                   void *ctx, struct faults *f) {
    struct vault_capture *rows = NULL;
    size_t count = rows_of(r, &rows);
    cJSON *facts = facts_of(r);
    bool ok = true;
    for (size_t i = 0; ok && i < c->plan->steps; i++)
        if (c->of[i] == r->number)
            ok = vault_control_put(v, (long)i + 1, r->why == NULL, r->why ? r->why : "", facts, rows, count,
                                   each, ctx, f);
    cJSON_Delete(facts);
    free(rows);
    clear(r);
    return ok;
}
