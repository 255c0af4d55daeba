#include "evenhand/screen_text.h"

#include <stdlib.h>
#include <string.h>

#include "evenhand/mem.h"
#include "evenhand/text.h"
#include "evenhand/vocab.h"

#define HITS_AT_ONE_WORD 64
#define COMBINE_STEPS 20000 /* hits tried together for one rule and sentence */
#define ACTOR_WORDS 8       /* how far before the act its actor is looked for */
#define ELIDED_WORDS 8      /* words of a clause before an act whose actor is left out, itself included */
#define GROUP_WORDS (SCREEN_MAX_GROUPS / 64)

/* Groups present in a stretch of text. */
struct presence {
    uint64_t bits[GROUP_WORDS];
};

static bool present(const struct presence *p, uint32_t group) {
    return (p->bits[group / 64] >> (group % 64) & 1) != 0;
}

struct judging {
    const struct screen_rules *rules;
    struct screen_work *work;
    const char *text;
    size_t len;
    struct presence all;        /* of the text */
    size_t sentence;            /* the one being judged */
    size_t hit_first, hit_past; /* its hits */
    struct presence here;       /* of it */
};

void screen_work_free(struct screen_work *work) {
    tokens_free(&work->words);
    sentences_free(&work->sentences);
    free(work->hits);
    free(work->found);
    *work = (struct screen_work){0};
}

static void collect_hits(const struct screen_rules *rules, struct screen_work *work) {
    work->hit_count = 0;
    for (size_t i = 0; i < work->words.count; i++) {
        if (work->hit_cap - work->hit_count < HITS_AT_ONE_WORD) {
            work->hit_cap = work->hit_cap * 2 + 4 * HITS_AT_ONE_WORD;
            work->hits = mem_grow(work->hits, work->hit_cap, sizeof *work->hits);
        }
        work->hit_count +=
            phrases_at(rules->phrases, &work->words, i, work->hits + work->hit_count, HITS_AT_ONE_WORD);
    }
}

static struct presence presence_of(const struct screen_work *work, size_t first, size_t past) {
    struct presence p = {{0}};
    for (size_t i = first; i < past; i++) {
        uint32_t group = work->hits[i].value;
        p.bits[group / 64] |= (uint64_t)1 << (group % 64);
    }
    return p;
}

/* The hits a rule's groups have taken so far. */
struct combination {
    uint32_t first, last; /* words */
    const struct phrase_hit *taken[SCREEN_RULE_GROUPS];
};

static bool overlaps(const struct combination *c, size_t count, const struct phrase_hit *h) {
    for (size_t i = 0; i < count; i++) {
        if (h->first <= c->taken[i]->last && c->taken[i]->first <= h->last) {
            return true;
        }
    }
    return false;
}

/* A search for a combination: hits before the word `from` are taken already. */
struct combining {
    const struct judging *j;
    const struct screen_rule *rule;
    uint32_t from;
    size_t steps;
};

static bool fits(const struct combining *s, size_t k, const struct combination *c,
                 const struct phrase_hit *h) {
    return h->value == s->rule->all[k] && h->first >= s->from &&
           h->last < s->j->work->sentences.at[s->j->sentence].past && !overlaps(c, k, h) &&
           !(s->rule->in_order && k > 0 && h->first <= c->taken[k - 1]->last);
}

/* Takes one hit for each of the rule's groups from k on, near one another; the first way that fits is taken.
 * A sentence so tangled that the steps run out is one that fits: better one finding too many. */
static bool combine(struct combining *s, size_t k, struct combination *c) {
    if (k == s->rule->all_count || k >= SCREEN_RULE_GROUPS) {
        return true;
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

/* A single quotation mark opens before a word and closes behind one; elsewhere it is an apostrophe. */
static int single_quote(const char *text, size_t at, size_t end) {
    bool before = at > 0 && strchr(" \t\n(", text[at - 1]) == NULL;
    bool behind = at + 1 < end && strchr(" \t\n).,;!?", text[at + 1]) == NULL;
    return text[at] != '\'' || before == behind ? 0 : before ? -1 : 1;
}

/* Quotations open at `to`, of those opened from `from` on. */
static int quotes_before(const char *text, size_t from, size_t to, size_t end) {
    int plain = 0, depth = 0, single = 0;
    for (size_t i = from; i < to; i++) {
        plain += text[i] == '"';
        int mark = single_quote(text, i, end);
        single += mark > 0 || single > 0 ? mark : 0;
        if (i + 3 <= to && memcmp(text + i, "\xE2\x80\x9C", 3) == 0) {
            depth++;
        } else if (i + 3 <= to && depth > 0 && memcmp(text + i, "\xE2\x80\x9D", 3) == 0) {
            depth--;
        }
    }
    return plain % 2 + depth + (single > 0);
}

/* Within quotation marks opened and closed on the same line. */
static bool quoted(const struct judging *j, uint32_t start, uint32_t end) {
    size_t line = start;
    while (line > 0 && j->text[line - 1] != '\n') {
        line--;
    }
    if (j->text[line] == '>' && !j->work->sentences.at[j->sentence].spoken) {
        return true;
    }
    size_t stop = end;
    while (stop < j->len && j->text[stop] != '\n') {
        stop++;
    }
    return quotes_before(j->text, line, start, stop) > 0 && quotes_before(j->text, line, end, stop) > 0 &&
           quotes_before(j->text, line, stop, stop) <= quotes_before(j->text, line, start, stop) - 1;
}

/* Is a word of the group among the words [from, to], other than those the act itself is made of? */
static bool said(const struct judging *j, const struct screen_rule *rule, const struct combination *c,
                 uint32_t group, uint32_t from, uint32_t to) {
    const struct screen_work *work = j->work;
    for (size_t i = 0; i < work->hit_count && present(&j->all, group); i++) {
        const struct phrase_hit *h = &work->hits[i];
        if (h->value == group && h->first >= from && h->last <= to && !overlaps(c, rule->all_count, h)) {
            return true;
        }
    }
    return false;
}

/* The sentence before or behind, when it stands in the same line; else the sentence itself. */
static size_t neighbour(const struct sentences *s, size_t i, int step) {
    size_t other = i + (size_t)step; /* before the first: wraps round to more than there are */
    return other < s->count && s->at[other].line == s->at[i].line ? other : i;
}

static bool excuses(const struct judging *j, const struct screen_rule *rule, const struct combination *c,
                    const struct screen_finding *found, const struct screen_excuse *e) {
    const struct sentences *s = &j->work->sentences;
    const struct sentence *here = &s->at[j->sentence];
    uint32_t act = c->taken[0]->first;
    switch (e->scope) {
    case EXCUSE_BEFORE:
        return said(j, rule, c, e->group,
                    act < here->first + EXCUSE_BEFORE_WORDS ? here->first : act - EXCUSE_BEFORE_WORDS,
                    rule->all_count > 1 && c->taken[1]->first > act ? c->taken[1]->first : act);
    case EXCUSE_SENTENCE:
        return said(j, rule, c, e->group, here->first, here->past - 1);
    case EXCUSE_NEAR:
        return said(j, rule, c, e->group, s->at[neighbour(s, j->sentence, -1)].first,
                    s->at[neighbour(s, j->sentence, 1)].past - 1);
    case EXCUSE_TEXT:
        return said(j, rule, c, e->group, 0, UINT32_MAX);
    case EXCUSE_QUOTED:
        return quoted(j, found->start, found->end);
    }
    return false;
}

static bool excused(const struct judging *j, const struct screen_rule *rule, const struct combination *c,
                    const struct screen_finding *found) {
    for (size_t i = 0; i < rule->not_count; i++) {
        if (excuses(j, rule, c, found, rule->not_[i])) {
            return true;
        }
    }
    return false;
}

static bool begins_clause(const struct judging *j, uint32_t word) {
    const struct tokens *w = &j->work->words;
    static const char *const joins[] = {"and", "but", "then", "so", "also", NULL};
    if (word == j->work->sentences.at[j->sentence].first ||
        vocab_find(joins, tokens_text(w, word - 1)) >= 0) {
        return true;
    }
    for (uint32_t i = w->at[word - 1].end; i < w->at[word].start; i++) {
        if (strchr(",:;()-/", j->text[i]) != NULL || (unsigned char)j->text[i] == 0xE2) {
            return true;
        }
    }
    return false;
}

/* Who acts: the nearest word before the act (a rule's first group) that names an actor is the writer; or none
 * does, and the act begins its clause ("Bounced the switch at noon"). */
static bool acted_by_me(const struct judging *j, const struct combination *c) {
    uint32_t act = c->taken[0]->first;
    uint32_t first = j->work->sentences.at[j->sentence].first;
    uint32_t from = act < first + ACTOR_WORDS ? first : act - ACTOR_WORDS;
    for (size_t i = j->hit_past; i-- > j->hit_first;) {
        const struct phrase_hit *h = &j->work->hits[i];
        if (h->first > act || h->first < from) {
            continue;
        }
        if (h->value == j->rules->self || h->value == j->rules->others) {
            return h->value == j->rules->self;
        }
    }
    for (uint32_t word = act; word + ELIDED_WORDS > act; word--) {
        if (begins_clause(j, word)) {
            return true;
        }
        if (word == first) {
            break;
        }
    }
    return false;
}

static bool groups_fit(const struct judging *j, const struct screen_rule *rule) {
    for (size_t i = 0; i < rule->all_count; i++) {
        if (!present(&j->here, rule->all[i])) {
            return false;
        }
    }
    for (size_t i = 0; i < rule->none_count; i++) {
        if (present(&j->here, rule->none[i])) {
            return false;
        }
    }
    return true;
}

/* The sentence, or when that is too long a stretch around the act, cut between words. */
static void set_excerpt(const struct judging *j, struct screen_finding *found) {
    const struct sentence *s = &j->work->sentences.at[j->sentence];
    found->excerpt_start = s->start;
    found->excerpt_end = s->end;
    if (s->end - s->start <= SCREEN_EXCERPT_BYTES) {
        return;
    }
    uint32_t act = found->end - found->start;
    uint32_t around = act < SCREEN_EXCERPT_BYTES ? (SCREEN_EXCERPT_BYTES - act) / 2 : 0;
    uint32_t from = found->start - s->start > around ? found->start - around : s->start;
    uint32_t to = from + SCREEN_EXCERPT_BYTES < s->end ? from + SCREEN_EXCERPT_BYTES : s->end;
    const struct tokens *w = &j->work->words;
    for (uint32_t i = s->first; i < s->past && w->at[i].start <= to; i++) {
        if (w->at[i].start >= from && found->excerpt_start < from) {
            found->excerpt_start = w->at[i].start;
        }
        if (w->at[i].end <= to) {
            found->excerpt_end = w->at[i].end;
        }
    }
    if (found->end > found->excerpt_end) {
        found->end = found->excerpt_end;
    }
}

static void keep(struct screen_work *work, const struct screen_finding *found) {
    for (size_t i = work->found_count; i-- > 0;) {
        struct screen_finding *old = &work->found[i];
        if (old->excerpt_start != found->excerpt_start) {
            break;
        }
        if (strcmp(old->rule->category, found->rule->category) == 0) {
            int more = vocab_find(vocab_severities, found->rule->severity);
            old->rule = more > vocab_find(vocab_severities, old->rule->severity) ? found->rule : old->rule;
            old->start = found->start < old->start ? found->start : old->start;
            old->end = found->end > old->end ? found->end : old->end;
            return;
        }
    }
    if (work->found_count == work->found_cap) {
        work->found_cap = work->found_cap == 0 ? 16 : work->found_cap * 2;
        work->found = mem_grow(work->found, work->found_cap, sizeof *work->found);
    }
    work->found[work->found_count++] = *found;
}

static enum regex_result pattern_holds(const struct judging *j, const struct screen_finding *found,
                                       struct faults *f) {
    struct regex_match m;
    return found->rule->pattern == NULL
               ? REGEX_FOUND
               : regex_find(found->rule->pattern, j->text, found->end, found->start, &m, f);
}

static bool judge_combination(const struct judging *j, const struct combination *c,
                              struct screen_finding *found, struct faults *f) {
    const struct tokens *w = &j->work->words;
    const struct screen_rule *rule = found->rule;
    found->start = w->at[c->first].start;
    found->end = w->at[c->last].end;
    enum regex_result holds = pattern_holds(j, found, f);
    if (holds == REGEX_FOUND && !(rule->by_me && !acted_by_me(j, c)) && !excused(j, rule, c, found)) {
        set_excerpt(j, found);
        keep(j->work, found);
    }
    return holds != REGEX_FAULT;
}

/* Every combination in the sentence, from left to right. */
static bool judge_rule(const struct judging *j, const struct screen_rule *rule, struct faults *f) {
    if (!groups_fit(j, rule)) {
        return true;
    }
    struct combining search = {.j = j, .rule = rule};
    struct combination c = {0};
    while (combine(&search, 0, &c)) {
        struct screen_finding found = {.rule = rule};
        if (!judge_combination(j, &c, &found, f)) {
            return false;
        }
        search.from = c.last + 1;
        c = (struct combination){0};
    }
    return true;
}

static bool judge_sentence(struct judging *j, struct faults *f) {
    uint64_t summary = 0;
    for (size_t i = j->hit_first; i < j->hit_past; i++) {
        summary |= (uint64_t)1 << (j->work->hits[i].value % 64);
    }
    for (size_t i = 0; i < j->rules->count; i++) {
        const struct screen_rule *rule = &j->rules->rule[i];
        if ((rule->summary & ~summary) == 0 && !judge_rule(j, rule, f)) {
            return false;
        }
    }
    return true;
}

bool screen_text(const struct screen_rules *rules, struct screen_work *work, const char *text, size_t len,
                 struct faults *f) {
    work->found_count = 0;
    tokens_split(&work->words, text, len);
    collect_hits(rules, work);
    if (work->hit_count == 0) {
        return true;
    }
    sentences_split(&work->sentences, text, len, &work->words);
    struct judging j = {.rules = rules, .work = work, .text = text, .len = len};
    j.all = presence_of(work, 0, work->hit_count);
    for (j.sentence = 0; j.sentence < work->sentences.count; j.sentence++) {
        const struct sentence *s = &work->sentences.at[j.sentence];
        for (j.hit_first = j.hit_past;
             j.hit_first < work->hit_count && work->hits[j.hit_first].first < s->first;) {
            j.hit_first++;
        }
        for (j.hit_past = j.hit_first;
             j.hit_past < work->hit_count && work->hits[j.hit_past].first < s->past;) {
            j.hit_past++;
        }
        if (j.hit_past > j.hit_first) {
            j.here = presence_of(work, j.hit_first, j.hit_past);
            if (!judge_sentence(&j, f)) {
                return false;
            }
        }
    }
    return true;
}
