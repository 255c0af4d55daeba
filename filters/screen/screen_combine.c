#include "evenhand/screen_judging.h"

#define COMBINE_STEPS 20000 /* hits tried together for one rule and sentence */

/* A search for a combination: hits before the word `from` are taken already. */
struct combining {
    const struct judging *j;
    const struct screen_rule *rule;
    uint32_t from;
    size_t steps;
};

bool screen_overlaps(const struct combination *c, size_t count, const struct phrase_hit *h) {
    for (size_t i = 0; i < count; i++) {
        if (h->first <= c->taken[i]->last && c->taken[i]->first <= h->last) {
            return true;
        }
    }
    return false;
}

static bool fits(const struct combining *s, size_t k, const struct combination *c,
                 const struct phrase_hit *h) {
    return h->value == s->rule->all[k] && h->first >= s->from && h->last < s->j->here.past &&
           !screen_overlaps(c, k, h) && !(s->rule->in_order && k > 0 && h->first <= c->taken[k - 1]->last);
}

/* Of two sentences, an act that one of them holds alone is found there. */
static bool in_both(const struct combining *s, const struct combination *c) {
    const struct sentence *second = &s->j->work->sentences.at[s->j->sentence + s->j->sentences - 1];
    return s->j->sentences == 1 || (c->first < second->first && c->last >= second->first);
}

/* Takes one hit for each group from k on; the first way that fits is taken. A sentence so tangled that the
 * steps run out is one that fits: better one finding too many. */
static bool combine(struct combining *s, size_t k, struct combination *c) {
    if (k == s->rule->all_count || k >= SCREEN_RULE_GROUPS) {
        return in_both(s, c);
    }
    for (size_t i = s->j->hit_first; i < s->j->hit_past; i++) {
        const struct phrase_hit *h = &s->j->work->hits[i];
        if (!fits(s, k, c, h)) {
            continue;
        }
        struct combination wider = *c;
        wider.first = k == 0 || h->first < c->first ? h->first : c->first;
        wider.last = k == 0 || h->last > c->last ? h->last : c->last;
        wider.taken[k] = h;
        bool near = wider.last - wider.first < s->rule->within || s->steps > COMBINE_STEPS;
        if (near && ++s->steps > 0 && combine(s, k + 1, &wider)) {
            *c = wider;
            return true;
        }
    }
    return false;
}

bool screen_combine(const struct judging *j, const struct screen_rule *rule, uint32_t from,
                    struct combination *c) {
    struct combining search = {.j = j, .rule = rule, .from = from};
    *c = (struct combination){0};
    return combine(&search, 0, c);
}
