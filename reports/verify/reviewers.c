#include "evenhand/reviewers.h"

#include <stdlib.h>
#include <string.h>

#include "evenhand/fisher.h"
#include "evenhand/mem.h"
#include "evenhand/record.h"

#define SECONDS_OF_AN_HOUR 3600.0

static struct reviewer *find(struct reviewers *r, const char *by) {
    for (size_t i = 0; i < r->count; i++)
        if (strcmp(r->at[i].by, by) == 0)
            return &r->at[i];
    r->at = mem_grow(r->at, r->count + 1, sizeof *r->at);
    r->at[r->count] = (struct reviewer){.by = mem_string(by)};
    return &r->at[r->count++];
}

static void count(struct reviewer *who, const struct decision *x, const struct person *p) {
    who->same += strcmp(x->verdict, "same-person") == 0;
    who->other += strcmp(x->verdict, "other-person") == 0;
    who->withheld += strcmp(x->verdict, "withhold") == 0;
    if (who->decisions == who->cap) {
        who->cap = who->cap ? who->cap * 2 : 16;
        who->hours = mem_grow(who->hours, who->cap, sizeof *who->hours);
    }
    who->hours[who->decisions++] = p && p->last ? (double)(x->at - p->last) / SECONDS_OF_AN_HOUR : 0;
}

static int by_login(const void *a, const void *b) {
    const struct reviewer *left = a, *right = b;
    return strcmp(left->by, right->by);
}

static int ascending(const void *a, const void *b) {
    double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

static size_t kept_away(const struct reviewer *who) {
    return who->other + who->withheld;
}

static void compare(const struct reviewer *a, const struct reviewer *b, struct deviations *d) {
    if (a->decisions < REVIEWERS_MIN || b->decisions < REVIEWERS_MIN)
        return;
    double p = fisher_exact(kept_away(a), a->decisions, kept_away(b), b->decisions);
    if (p < REVIEWERS_CHANCE)
        remark(d, CHECK_REVIEW, "all", "let each look again at some of what the other decided",
               "%s rejected or withheld %zu of %zu items, %s %zu of %zu: more apart than chance explains (p "
               "= %.4f)",
               a->by, kept_away(a), a->decisions, b->by, kept_away(b), b->decisions, p);
}

void reviewers_count(struct reviewers *r, const struct census *c, struct deviations *d) {
    for (size_t i = 0; i < c->decisions; i++)
        count(find(r, c->decision[i].by), &c->decision[i], census_find(c, c->decision[i].candidate));
    if (r->count > 1)
        qsort(r->at, r->count, sizeof *r->at, by_login);
    for (size_t i = 0; i < r->count; i++) {
        qsort(r->at[i].hours, r->at[i].decisions, sizeof *r->at[i].hours, ascending);
        for (size_t j = i + 1; j < r->count; j++)
            compare(&r->at[i], &r->at[j], d);
    }
}

double reviewer_median_hours(const struct reviewer *r) {
    return r->decisions ? r->hours[(r->decisions - 1) / 2] : 0;
}

void reviewers_free(struct reviewers *r) {
    for (size_t i = 0; i < r->count; i++) {
        free(r->at[i].by);
        free(r->at[i].hours);
    }
    free(r->at);
    *r = (struct reviewers){.count = 0};
}

static bool is_entry_of(const struct decision *x, const struct ledger_entry *e) {
    return strcmp(record_text(e->detail, "candidate"), x->candidate) == 0 &&
           strcmp(record_text(e->detail, "about"), x->about) == 0 &&
           strcmp(record_text(e->detail, "verdict"), x->verdict) == 0 && strcmp(e->user, x->by) == 0;
}

/* Each entry tells of one decision. */
static void find_decision(struct census *c, const struct ledger_entry *e, struct deviations *d) {
    for (size_t i = 0; i < c->decisions; i++)
        if (!c->decision[i].in_ledger && is_entry_of(&c->decision[i], e)) {
            c->decision[i].in_ledger = true;
            return;
        }
    deviate(d, CHECK_REVIEW, record_text(e->detail, "candidate"), "restore the vault from its backup",
            "the decision of %s about %s (ledger entry %.0f) is not in the vault", e->user,
            record_text(e->detail, "about"), e->seq);
}

void reviews_check(struct census *c, const struct ledger *l, struct deviations *d) {
    for (size_t i = 0; i < l->count; i++)
        if (strcmp(l->entry[i].act, "review") == 0 && record_field(l->entry[i].detail, "verdict"))
            find_decision(c, &l->entry[i], d);
    for (size_t i = 0; i < c->decisions; i++)
        if (!c->decision[i].in_ledger)
            deviate(d, CHECK_REVIEW, c->decision[i].candidate,
                    "find out who made it; have an investigator decide with `evenhand review`",
                    "the decision \"%s\" about %s in the name of %s is not in the ledger",
                    c->decision[i].verdict, c->decision[i].about, c->decision[i].by);
}
