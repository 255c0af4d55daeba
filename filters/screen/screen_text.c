#include "evenhand/screen_text.h"

#include <stdlib.h>
#include <string.h>

#include "evenhand/mem.h"
#include "evenhand/screen_judging.h"
#include "evenhand/text.h"
#include "evenhand/vocab.h"

#define HITS_AT_ONE_WORD 256 /* a word with its followers stands in fewer lists than that */
#define PAIR_GROUPS 3        /* a rule of fewer groups says too little across two sentences */
#define PAIR_WORDS 60        /* two sentences of more words together are judged one by one only */

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

static bool groups_fit(const struct judging *j, const struct screen_rule *rule) {
    for (size_t i = 0; i < rule->all_count; i++) {
        if (!screen_present(&j->groups, rule->all[i])) {
            return false;
        }
    }
    for (size_t i = 0; i < rule->none_count; i++) {
        if (screen_present(&j->groups, rule->none[i])) {
            return false;
        }
    }
    return true;
}

/* The sentence, or when that is too long a stretch around the act, cut between words. */
static size_t words_of(const struct sentence *s) {
    return s->past - s->first;
}

/* What must go on to be understood: the sentence, fragments beside it, and what stands before a very short
 * one. */
static struct sentence understood(const struct judging *j) {
    const struct sentences *all = &j->work->sentences;
    struct sentence out = j->here;
    size_t next = j->sentence + j->sentences;
    if (j->sentence > 0 && all->at[j->sentence - 1].line == out.line) {
        const struct sentence *before = &all->at[j->sentence - 1];
        bool needed = words_of(&out) < SCREEN_ALONE_WORDS || words_of(before) <= SCREEN_FRAGMENT_WORDS;
        out.start = needed ? before->start : out.start;
        out.first = needed ? before->first : out.first;
    }
    if (next < all->count && all->at[next].line == out.line &&
        words_of(&all->at[next]) <= SCREEN_FRAGMENT_WORDS) {
        out.end = all->at[next].end;
        out.past = all->at[next].past;
    }
    return out.end - out.start <= SCREEN_EXCERPT_BYTES ? out : j->here;
}

/* A stretch of SCREEN_EXCERPT_BYTES around the act, cut between words. */
static void cut_excerpt(const struct judging *j, const struct sentence *s, struct screen_finding *found) {
    uint32_t act = found->end - found->start;
    uint32_t around = act < SCREEN_EXCERPT_BYTES ? (SCREEN_EXCERPT_BYTES - act) / 2 : 0;
    uint32_t from = found->start - s->start > around ? found->start - around : s->start;
    const struct tokens *w = &j->work->words;
    uint32_t i = s->first;
    while (i + 1 < s->past && w->at[i].start < from) {
        i++;
    }
    found->excerpt_start = w->at[i].start < found->start ? w->at[i].start : found->start;
    found->excerpt_end = found->excerpt_start;
    for (; i < s->past && w->at[i].end <= found->excerpt_start + SCREEN_EXCERPT_BYTES; i++) {
        found->excerpt_end = w->at[i].end;
    }
    if (found->excerpt_end == found->excerpt_start) { /* one word longer than an excerpt may be */
        found->excerpt_end =
            found->excerpt_start + (uint32_t)text_cut(j->text + found->excerpt_start,
                                                      s->end - found->excerpt_start, SCREEN_EXCERPT_BYTES);
    }
    found->end = found->end > found->excerpt_end ? found->excerpt_end : found->end;
}

static void set_excerpt(const struct judging *j, struct screen_finding *found) {
    struct sentence s = understood(j);
    found->sentence = j->sentence;
    found->sentences = j->sentences;
    found->excerpt_start = s.start;
    found->excerpt_end = s.end;
    if (s.end - s.start > SCREEN_EXCERPT_BYTES) {
        cut_excerpt(j, &s, found);
    }
}

/* One finding a category and sentence: the worst of them, with the words of all. Two sentences add none to
 * what was found in either. */
static bool merged(const struct judging *j, const struct screen_finding *found) {
    for (size_t i = j->work->found_count; i-- > 0;) {
        struct screen_finding *old = &j->work->found[i];
        if (old->sentence + old->sentences <= j->sentence) {
            return false; /* and so are all before it: findings stand in order of place */
        }
        if (strcmp(old->rule->category, found->rule->category) != 0) {
            continue;
        }
        if (j->sentences == 1 && old->sentences == 1) {
            int more = vocab_find(vocab_severities, found->rule->severity);
            old->rule = more > vocab_find(vocab_severities, old->rule->severity) ? found->rule : old->rule;
            old->start = found->start < old->start ? found->start : old->start;
            old->end = found->end > old->end ? found->end : old->end;
            return true;
        }
        if (j->sentences == 2) {
            return true;
        }
    }
    return false;
}

static void keep(const struct judging *j, const struct screen_finding *found) {
    struct screen_work *work = j->work;
    if (merged(j, found)) {
        return;
    }
    if (work->found_count == work->found_cap) {
        work->found_cap = work->found_cap == 0 ? 16 : work->found_cap * 2;
        work->found = mem_grow(work->found, work->found_cap, sizeof *work->found);
    }
    size_t at = work->found_count++;
    for (; at > 0 && work->found[at - 1].start > found->start; at--) {
        work->found[at] = work->found[at - 1];
    }
    work->found[at] = *found;
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
    if (holds == REGEX_FOUND && !(rule->by_me && !screen_acted_by_me(j, c)) && !screen_excused(j, rule, c)) {
        set_excerpt(j, found);
        keep(j, found);
    }
    return holds != REGEX_FAULT;
}

/* Every combination in the sentence, from left to right. */
static bool judge_rule(const struct judging *j, const struct screen_rule *rule, struct faults *f) {
    struct combination c;
    uint32_t from = 0;
    while (groups_fit(j, rule) && screen_combine(j, rule, from, &c)) {
        struct screen_finding found = {.rule = rule};
        if (!judge_combination(j, &c, &found, f)) {
            return false;
        }
        from = c.last + 1;
    }
    return true;
}

static bool judge_here(struct judging *j, struct faults *f) {
    uint64_t summary = 0;
    j->groups = presence_of(j->work, j->hit_first, j->hit_past);
    for (size_t i = 0; i < GROUP_WORDS; i++) {
        summary |= j->groups.bits[i];
    }
    for (size_t i = 0; i < j->rules->count; i++) {
        if ((j->rules->summary[i] & ~summary) != 0) {
            continue;
        }
        const struct screen_rule *rule = &j->rules->rule[i];
        bool enough = j->sentences == 1 || rule->all_count >= PAIR_GROUPS;
        if (enough && !judge_rule(j, rule, f)) {
            return false;
        }
    }
    return true;
}

/* Judges `count` sentences from number i on, whose hits are [first, past). */
static bool judge(struct judging *j, size_t i, size_t count, size_t first, size_t past, struct faults *f) {
    const struct sentence *at = &j->work->sentences.at[i];
    j->sentence = i;
    j->sentences = count;
    j->here = at[0];
    j->here.end = at[count - 1].end;
    j->here.past = at[count - 1].past;
    j->hit_first = first;
    j->hit_past = past;
    return first == past || judge_here(j, f);
}

static bool pairs(const struct sentence *one, const struct sentence *next) {
    return one->line == next->line && next->past - one->first <= PAIR_WORDS;
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
    const struct sentence *s = work->sentences.at;
    size_t before = 0, first = 0, past = 0;
    for (size_t i = 0; i < work->sentences.count; i++, before = first) {
        for (first = past; first < work->hit_count && work->hits[first].first < s[i].first;) {
            first++;
        }
        for (past = first; past < work->hit_count && work->hits[past].first < s[i].past;) {
            past++;
        }
        if (!judge(&j, i, 1, first, past, f) ||
            (i > 0 && pairs(&s[i - 1], &s[i]) && !judge(&j, i - 1, 2, before, past, f))) {
            return false;
        }
    }
    return true;
}
