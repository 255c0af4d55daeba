#include "evenhand/census.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "evenhand/mem.h"
#include "evenhand/record.h"
#include "evenhand/vocab.h"
#include "evenhand/words.h"

/* Attempts that the plan asks for: one, or one for each value of the list slot. */
static uint32_t expected(const struct plan_step *step, const cJSON *identity) {
    if (!step->list_slot)
        return 1;
    int values = cJSON_GetArraySize(record_field(identity, plan_slot_identity_key(step->list_slot)));
    return values > 1 ? (uint32_t)values : 1;
}

bool census_candidate(struct census *c, const cJSON *candidate, struct faults *f) {
    const cJSON *identity = record_field(candidate, "identity");
    if (c->count == c->cap) {
        c->cap = c->cap ? c->cap * 2 : 64;
        c->person = mem_grow(c->person, c->cap, sizeof *c->person);
    }
    struct person *p = &c->person[c->count++];
    *p = (struct person){.step = mem_array(c->plan->steps, sizeof *p->step)};
    p->identity = cJSON_Duplicate(identity, true);
    (void)snprintf(p->number, sizeof p->number, "%s", record_text(candidate, "candidate"));
    for (size_t i = 0; i < c->plan->steps; i++)
        p->expected[i] = expected(&c->plan->step[i], identity);
    return p->identity || fault(f, FAULT_BUG, p->number, NULL, "a candidate without identity");
}

static void note_window(struct person *p, const cJSON *attempt) {
    utc_time first = 0, last = 0;
    if (!utc_parse(record_text(attempt, "started"), &first) ||
        !utc_parse(record_text(attempt, "ended"), &last))
        return;
    p->first = p->first == 0 || first < p->first ? first : p->first;
    p->last = last > p->last ? last : p->last;
}

static void note_effort(struct person *p, struct census_step *step, const cJSON *attempt, int outcome) {
    uint64_t captures = (uint64_t)record_number(attempt, "captures");
    uint64_t pages = (uint64_t)record_number(attempt, "pages");
    step->captures += captures;
    p->captures += captures;
    p->pages += pages;
    p->bytes += (uint64_t)record_number(attempt, "bytes");
    step->pages = pages > step->pages ? pages : step->pages;
    step->cut_short =
        step->cut_short || (outcome == OUTCOME_FOUND && !cJSON_IsTrue(record_field(attempt, "exhausted")));
    if (outcome != OUTCOME_NOT_PROVIDED)
        note_window(p, attempt);
}

static const char *other_plan =
    "find out who did it and why, then start a new caseload: the evidence was not gathered "
    "by this plan alone";

void census_attempt(struct census *c, const cJSON *attempt, struct deviations *d) {
    struct person *p = &c->person[c->count - 1];
    double number = record_number(attempt, "step");
    const char *source = record_text(attempt, "source");
    int outcome = words_find(words_outcomes, WORDS_OUTCOMES, record_text(attempt, "outcome"));
    if (number < 1 || number > (double)c->plan->steps) {
        deviate(d, CHECK_COVERAGE, p->number, other_plan, "a search that is not in the plan (step %.0f)",
                number);
        return;
    }
    size_t at = (size_t)number - 1;
    struct census_step *step = &p->step[at];
    if (strcmp(source, c->plan->step[at].source->name) != 0 ||
        strcmp(record_text(attempt, "source_type"), c->plan->step[at].source->type) != 0)
        deviate(d, CHECK_COVERAGE, p->number, other_plan, "step %zu asked another source than the plan's %s",
                at + 1, c->plan->step[at].source->name);
    step->outcome = step->attempts ? words_outcome_combined(step->outcome, outcome) : outcome;
    step->attempts++;
    note_effort(p, step, attempt, outcome);
    step->partly_not_provided |= outcome == OUTCOME_NOT_PROVIDED;
    if (outcome == OUTCOME_UNDETERMINED) {
        free(step->reason);
        step->reason = mem_string(record_text(attempt, "reason"));
    }
}

static void keep_decision(struct census *c, const cJSON *decision, const char *number) {
    if (c->decisions == c->decision_cap) {
        c->decision_cap = c->decision_cap ? c->decision_cap * 2 : 64;
        c->decision = mem_grow(c->decision, c->decision_cap, sizeof *c->decision);
    }
    struct decision *x = &c->decision[c->decisions++];
    *x = (struct decision){.about = mem_string(record_text(decision, "about")),
                           .verdict = mem_string(record_text(decision, "verdict")),
                           .by = mem_string(record_text(decision, "by"))};
    (void)utc_parse(record_text(decision, "at"), &x->at);
    (void)snprintf(x->candidate, sizeof x->candidate, "%s", number);
}

void census_decision(struct census *c, const cJSON *decision, struct deviations *d) {
    struct person *p = &c->person[c->count - 1];
    const char *by = record_text(decision, "by");
    p->decisions++;
    keep_decision(c, decision, p->number);
    bool decides = vocab_find(c->plan->decision_makers, by) >= 0;
    if (decides || vocab_find(c->plan->compliance, by) >= 0)
        deviate(d, CHECK_ROLES, p->number,
                "have an investigator decide about it, then run `evenhand assess` again",
                "%s, %s, decided about %s", by, decides ? "a decision maker" : "of compliance",
                record_text(decision, "about"));
}

static int by_number(const void *a, const void *b) {
    const struct person *left = a;
    const struct person *right = b;
    return strcmp(left->number, right->number);
}

bool census_sort(struct census *c, struct faults *f) {
    if (c->count > 1)
        qsort(c->person, c->count, sizeof *c->person, by_number);
    for (size_t i = 1; i < c->count; i++)
        if (by_number(&c->person[i - 1], &c->person[i]) == 0)
            return fault(f, FAULT_DATA, "verify", "keep the records of a candidate together",
                         "%s comes twice", c->person[i].number);
    return true;
}

struct person *census_find(const struct census *c, const char *number) {
    struct person key = {.identity = NULL};
    (void)snprintf(key.number, sizeof key.number, "%s", number);
    return c->count ? bsearch(&key, c->person, c->count, sizeof *c->person, by_number) : NULL;
}

static bool note_hit(void *ctx, const struct fact *fact) {
    *(bool *)ctx = *(bool *)ctx || !fact->ambiguous;
    return fact->ambiguous;
}

/* The reason, unless it tells of somebody (an address with a handle in it). */
static const char *tellable(const struct facts *facts, const char *reason) {
    bool tells = false;
    if (reason)
        facts_search(facts, reason, note_hit, &tells);
    return reason && *reason && !tells ? reason : "see evenhand status";
}

static void check_step(const struct census *c, const struct facts *facts, const struct person *p, size_t at,
                       struct deviations *d) {
    const struct census_step *step = &p->step[at];
    const char *source = c->plan->step[at].source->name;
    if (step->attempts == 0)
        deviate(d, CHECK_COVERAGE, p->number, "run `evenhand gather` again", "step %zu (%s): not done",
                at + 1, source);
    else if (step->outcome == OUTCOME_UNDETERMINED)
        deviate(d, CHECK_COVERAGE, p->number, "run `evenhand gather` again when the site answers",
                "step %zu (%s): undetermined (%s)", at + 1, source, tellable(facts, step->reason));
    else if (step->attempts > p->expected[at])
        deviate(d, CHECK_COVERAGE, p->number, other_plan,
                "step %zu (%s): asked %u times where the plan asks %u", at + 1, source, step->attempts,
                p->expected[at]);
    else if (step->attempts < p->expected[at] && !step->partly_not_provided)
        deviate(d, CHECK_COVERAGE, p->number, "run `evenhand gather` again",
                "step %zu (%s): asked %u times where the plan asks %u", at + 1, source, step->attempts,
                p->expected[at]);
}

void census_check(struct census *c, const struct facts *facts, struct deviations *d) {
    for (size_t i = 0; i < c->count; i++)
        for (size_t at = 0; at < c->plan->steps; at++)
            check_step(c, facts, &c->person[i], at, d);
    if (c->count == 0)
        deviate(d, CHECK_COVERAGE, "all", "run `evenhand gather` first", "there is no candidate");
}

void census_free(struct census *c) {
    for (size_t i = 0; i < c->count; i++) {
        for (size_t at = 0; c->person[i].step && at < c->plan->steps; at++)
            free(c->person[i].step[at].reason);
        free(c->person[i].step);
        cJSON_Delete(c->person[i].identity);
    }
    for (size_t i = 0; i < c->decisions; i++) {
        free(c->decision[i].about);
        free(c->decision[i].verdict);
        free(c->decision[i].by);
    }
    free(c->decision);
    free(c->person);
    *c = (struct census){.plan = NULL};
}
