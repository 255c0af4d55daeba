#include "evenhand/screen_text.h"

#include <stdlib.h>
#include <string.h>

#include "evenhand/finder.h"
#include "evenhand/mem.h"
#include "evenhand/screen_judging.h"

#define HITS_AT_ONE_WORD 256 /* a word with its followers stands in fewer lists than that */
#define PAIR_GROUPS 3        /* a rule of fewer groups says too little across two sentences */
#define PAIR_WORDS 60        /* two sentences of more words together are judged one by one only */

void screen_work_free(struct screen_work *work) {
    tokens_free(&work->words);
    sentences_free(&work->sentences);
    free(work->hits);
    free(work->verdict);
    free(work->found);
    free(work->rules);
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

static enum regex_result pattern_holds(const struct judging *j, const struct screen_rule *rule,
                                       const struct screen_finding *found, struct faults *f) {
    struct regex_match m;
    return rule->pattern == NULL ? REGEX_FOUND
                                 : regex_find(rule->pattern, j->text, found->end, found->start, &m, f);
}

static void note_verdict(const struct judging *j, const struct screen_rule *rule, bool excused) {
    for (size_t i = j->sentence; i < j->sentence + j->sentences; i++) {
        struct screen_verdict *v = &j->work->verdict[i];
        uint16_t *bits = excused ? &v->excused : &v->found;
        *bits |= (uint16_t)(1u << rule->kind);
    }
}

static void clear_verdicts(struct screen_work *work) {
    if (work->sentences.count > work->verdict_cap) {
        work->verdict_cap = work->sentences.count * 2;
        work->verdict = mem_grow(work->verdict, work->verdict_cap, sizeof *work->verdict);
    }
    if (work->sentences.count > 0)
        memset(work->verdict, 0, work->sentences.count * sizeof *work->verdict);
}

static bool judge_combination(const struct judging *j, const struct screen_rule *rule,
                              const struct combination *c, struct faults *f) {
    const struct tokens *w = &j->work->words;
    struct screen_finding found = {.by = rule->id, .kind = rule->kind, .severity = rule->severity};
    found.start = w->at[c->first].start;
    found.end = w->at[c->last].end;
    enum regex_result holds = pattern_holds(j, rule, &found, f);
    if (holds == REGEX_FOUND && !(rule->by_me && !screen_acted_by_me(j, c))) {
        bool excused = screen_excused(j, rule, c);
        note_verdict(j, rule, excused);
        if (!excused) {
            screen_keep(j, &found);
        }
    }
    return holds != REGEX_FAULT;
}

/* Every combination in the sentence, from left to right. */
static bool judge_rule(const struct judging *j, const struct screen_rule *rule, struct faults *f) {
    struct combination c;
    uint32_t from = 0;
    while (groups_fit(j, rule) && screen_combine(j, rule, from, &c)) {
        if (!judge_combination(j, rule, &c, f)) {
            return false;
        }
        from = c.last + 1;
    }
    return true;
}

/* A bit for each rule that hangs on a group that is here. */
static void hanging_rules(const struct judging *j, uint64_t *bits) {
    const struct screen_rules *r = j->rules;
    for (size_t word = 0; word < GROUP_WORDS; word++) {
        for (uint64_t left = j->groups.bits[word]; left != 0; left &= left - 1) {
            size_t group = word * 64 + (size_t)__builtin_ctzll(left);
            for (uint32_t i = r->anchors[group]; i < r->anchors[group + 1]; i++) {
                bits[r->anchored[i] / 64] |= (uint64_t)1 << (r->anchored[i] % 64);
            }
        }
    }
}

static bool judge_by(struct judging *j, const struct screen_rule *rule, struct faults *f) {
    bool enough = j->sentences == 1 || rule->all_count >= PAIR_GROUPS;
    return !enough || judge_rule(j, rule, f);
}

/* In the order of the rules, whatever they hang on. */
static bool judge_here(struct judging *j, struct faults *f) {
    uint64_t summary = 0, *bits = j->work->rules;
    j->groups = presence_of(j->work, j->hit_first, j->hit_past);
    for (size_t i = 0; i < GROUP_WORDS; i++) {
        summary |= j->groups.bits[i];
    }
    hanging_rules(j, bits);
    bool ok = true;
    for (size_t word = 0; word <= j->rules->count / 64; word++) {
        for (uint64_t left = bits[word]; ok && left != 0; left &= left - 1) {
            size_t i = word * 64 + (size_t)__builtin_ctzll(left);
            ok = (j->rules->summary[i] & ~summary) != 0 || judge_by(j, &j->rules->rule[i], f);
        }
        bits[word] = 0;
    }
    return ok;
}

static void look_at(struct judging *j, size_t i, size_t count, size_t first, size_t past) {
    const struct sentence *at = &j->work->sentences.at[i];
    j->sentence = i;
    j->sentences = count;
    j->here = at[0];
    j->here.end = at[count - 1].end;
    j->here.past = at[count - 1].past;
    j->hit_first = first;
    j->hit_past = past;
}

/* Judges `count` sentences from number i on, whose hits are [first, past). */
static bool judge(struct judging *j, size_t i, size_t count, size_t first, size_t past, struct faults *f) {
    look_at(j, i, count, first, past);
    return first == past || judge_here(j, f);
}

/* The finder's turn, when the rules have said all they have to say of sentence i. */
static void consider(struct judging *j, struct finder *finder, size_t i) {
    if (finder != NULL && finder_ready(finder)) {
        look_at(j, i, 1, 0, 0);
        screen_consider(j, finder);
    }
}

static bool pairs(const struct sentence *one, const struct sentence *next) {
    return one->line == next->line && next->past - one->first <= PAIR_WORDS;
}

static bool judge_all(struct judging *j, struct finder *finder, struct faults *f) {
    const struct screen_work *work = j->work;
    const struct sentence *s = work->sentences.at;
    size_t before = 0, first = 0, past = 0;
    for (size_t i = 0; i < work->sentences.count; i++, before = first) {
        for (first = past; first < work->hit_count && work->hits[first].first < s[i].first;) {
            first++;
        }
        for (past = first; past < work->hit_count && work->hits[past].first < s[i].past;) {
            past++;
        }
        if (!judge(j, i, 1, first, past, f) ||
            (i > 0 && pairs(&s[i - 1], &s[i]) && !judge(j, i - 1, 2, before, past, f))) {
            return false;
        }
        if (i > 0) {
            consider(j, finder, i - 1);
        }
    }
    if (work->sentences.count > 0) {
        consider(j, finder, work->sentences.count - 1);
    }
    return true;
}

bool screen_text(const struct screen_rules *rules, struct finder *finder, struct screen_work *work,
                 const char *text, size_t len, struct faults *f) {
    work->found_count = 0;
    if (work->rules == NULL) {
        work->rules = mem_array(rules->count / 64 + 1, sizeof *work->rules);
    }
    tokens_split(&work->words, text, len);
    collect_hits(rules, work);
    sentences_split(&work->sentences, text, len, &work->words);
    clear_verdicts(work);
    struct judging j = {.rules = rules, .work = work, .text = text, .len = len};
    j.all = presence_of(work, 0, work->hit_count);
    work->self_speaks = screen_present(&j.all, rules->self);
    return judge_all(&j, finder, f);
}
