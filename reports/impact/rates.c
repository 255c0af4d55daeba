#include "evenhand/rates.h"

#include <string.h>

#include "evenhand/fisher.h"

static double rate_of(struct eeo_count c) {
    return c.reached ? (double)c.passed / (double)c.reached : 0;
}

/* Of the groups that are large enough to be judged; what is not stated is no group. */
static const struct eeo_group *highest(const struct rate *rates, size_t n, size_t stage) {
    const struct eeo_group *best = NULL;
    for (size_t i = 0; i < n; i++)
        if (rates[i].judged && (!best || rates[i].rate > rate_of(best->stage[stage])))
            best = rates[i].group;
    return best;
}

static bool is_below(double rate, double best) {
    return best > 0 && rate / best < RATES_FOUR_FIFTHS;
}

/* Question 21: where one person more or fewer would turn the answer, the numbers are too small for it. */
static bool rests_on_one(struct eeo_count c, double best, bool below) {
    struct eeo_count other = c;
    if (below ? c.passed == c.reached : c.passed == 0)
        return false;
    other.passed += below ? 1 : -1;
    return is_below(rate_of(other), best) != below;
}

static void compare(struct rate *x, const struct eeo_group *best, size_t stage) {
    struct eeo_count own = x->group->stage[stage], top = best->stage[stage];
    double best_rate = rate_of(top);
    x->highest = x->group == best;
    x->ratio = best_rate > 0 ? x->rate / best_rate : 1;
    x->p = x->highest ? 1 : fisher_exact(own.passed, own.reached, top.passed, top.reached);
    x->below = x->judged && is_below(x->rate, best_rate);
    x->one_person = x->judged && !x->highest && rests_on_one(own, best_rate, x->below);
}

size_t rates_of(const struct eeo_characteristic *c, size_t stage, struct rate *out) {
    size_t n = 0;
    uint64_t all = 0;
    for (size_t i = 0; i < c->groups; i++)
        all += *c->group[i].name ? c->group[i].stage[stage].reached : 0;
    for (size_t i = 0; i < c->groups; i++) {
        const struct eeo_group *g = &c->group[i];
        struct eeo_count count = g->stage[stage];
        if (count.reached > 0)
            out[n++] =
                (struct rate){.group = g,
                              .rate = rate_of(count),
                              .judged = *g->name && (double)count.reached >= RATES_MIN_SHARE * (double)all};
    }
    const struct eeo_group *best = highest(out, n, stage);
    for (size_t i = 0; best && i < n; i++)
        compare(&out[i], best, stage);
    return n;
}

static const char *remark_of(const struct rate *x) {
    if (!*x->group->name)
        return "  not compared";
    if (!x->judged)
        return "  under 2 % of all: not judged";
    if (x->highest)
        return "  highest rate";
    if (x->below)
        return x->p < RATES_CHANCE ? "  BELOW four fifths, unlikely chance"
                                   : "  BELOW four fifths, may be chance";
    return x->p < RATES_CHANCE ? "  above four fifths, yet unlikely chance" : "";
}

static void add_rate(struct buf *out, const struct rate *x, size_t stage) {
    struct eeo_count c = x->group->stage[stage];
    bool compared = x->judged && !x->highest;
    buf_format(out, "  %-28s %8llu %8llu %7.1f %%", *x->group->name ? x->group->name : "(not stated)",
               (unsigned long long)c.reached, (unsigned long long)c.passed, 100 * x->rate);
    if (x->judged)
        buf_format(out, " %6.2f", x->ratio);
    else
        buf_format(out, " %6s", "-");
    if (compared)
        buf_format(out, " %8.4f", x->p);
    else
        buf_format(out, " %8s", "-");
    buf_format(out, "%s\n", remark_of(x));
}

static void add_warnings(struct buf *out, const struct rate *rates, size_t n, size_t stage) {
    for (size_t i = 0; i < n; i++) {
        const struct rate *x = &rates[i];
        if (!x->judged)
            continue;
        if (x->group->stage[stage].reached < RATES_SMALL_GROUP)
            buf_format(out, "  Small numbers: %s has %llu persons here; a rate of so few moves by chance.\n",
                       x->group->name, (unsigned long long)x->group->stage[stage].reached);
        if (x->one_person)
            buf_format(out, "  One person %s of %s would turn the answer: do not rest anything on it.\n",
                       x->below ? "more" : "fewer", x->group->name);
    }
}

static void add_stage(struct buf *out, const struct eeo *e, const struct eeo_characteristic *c,
                      size_t stage) {
    struct rate rates[EEO_MAX_GROUPS];
    size_t n = rates_of(c, stage, rates);
    buf_format(out, "\n%s, stage \"%s\"\n", c->name, e->stage[stage]);
    if (n == 0) {
        buf_add_text(out, "  nobody got there\n");
        return;
    }
    buf_format(out, "  %-28s %8s %8s %9s %6s %8s\n", "Group", "Persons", "Passed", "Rate", "Ratio",
               "Fisher p");
    for (size_t i = 0; i < n; i++)
        add_rate(out, &rates[i], stage);
    add_warnings(out, rates, n, stage);
}

void rates_print(const struct eeo *e, struct buf *out) {
    buf_format(out,
               "Adverse impact (29 CFR 1607.4(D)): %llu persons.\n"
               "Ratio: a group's rate to the highest one. Below 0.80 (four fifths) is generally regarded as "
               "evidence of\n"
               "adverse impact; a smaller difference may be one too, and a larger need not be where numbers "
               "are small.\n"
               "Fisher p: how likely so large a difference is by chance alone, against the group with the "
               "highest rate.\n"
               "This is arithmetic, not legal advice, and says nothing about any one person.\n",
               (unsigned long long)e->persons);
    for (size_t i = 0; i < e->characteristics; i++)
        for (size_t s = 0; s < e->stages; s++)
            add_stage(out, e, &e->characteristic[i], s);
}
