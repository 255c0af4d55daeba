#include "evenhand/sentence_signs.h"

#include <stdlib.h>
#include <string.h>

#include "evenhand/mem.h"
#include "evenhand/vocab.h"

#define PREFIX_LETTERS 5
#define PAIR_SIGN 5 /* in word_signs.hash */

/* How much each sort of feature counts; chosen on texts not learnt from. */
#define VALUE_WORD 1.0f
#define VALUE_COARSE 0.7f
#define VALUE_CLUSTER 1.0f
#define VALUE_PREFIX 0.7f
#define VALUE_WORDS 0.7f
#define VALUE_WORD_CLUSTER 0.5f
#define VALUE_BESIDE 0.2f
#define VALUE_LIST 1.0f
#define VALUE_RULE 1.5f
#define VALUE_FLAG 0.7f

void sentence_signs_free(struct sentence_signs *s) {
    free(s->cache);
    free(s->at);
    free(s->list);
    free(s->list_row);
    *s = (struct sentence_signs){0};
}

static void weigh(float sum[FINDER_COLUMNS], const float *row, float value) {
    for (int c = 0; row != NULL && c < FINDER_COLUMNS; c++) {
        sum[c] += value * row[c];
    }
}

/* Weighs a feature, or lists it. */
static void add_feature(struct sentence_signs *s, const struct sentence_feature *f) {
    s->square += f->value * f->value;
    if (s->weights != NULL) {
        weigh(s->score, finder_weights_of(s->weights, f->key), f->value);
        return;
    }
    if (s->count == s->cap) {
        s->cap = s->cap == 0 ? 1024 : s->cap * 2;
        s->at = mem_grow(s->at, s->cap, sizeof *s->at);
    }
    s->at[s->count++] = *f;
}

static void add(struct sentence_signs *s, float value, int offset, struct sign sign, uint64_t hash) {
    struct sentence_feature f = {feature_key(0, offset, hash), value, 1, {{offset, sign}}};
    add_feature(s, &f);
}

static void add_pair(struct sentence_signs *s, float value, struct sign one, uint64_t one_hash,
                     struct sign next, uint64_t next_hash) {
    uint64_t key = feature_key(feature_key(0, 0, one_hash), 1, next_hash);
    struct sentence_feature f = {key, value, 2, {{0, one}, {1, next}}};
    add_feature(s, &f);
}

static void add_text(struct sentence_signs *s, float value, char kind, const char *text) {
    struct sign sign = {text, (uint32_t)strlen(text), kind};
    add(s, value, 0, sign, sign_hash(&sign));
}

/* The cluster of a word, or of it without plural or possessive. */
static const struct cluster *cluster_of(const struct clusters *c, const char *word, size_t len) {
    const struct cluster *found = clusters_find(c, word, len);
    if (found == NULL && len > 3 && word[len - 1] == 's') {
        found = clusters_find(c, word, word[len - 2] == '\'' ? len - 2 : len - 1);
    }
    return found;
}

static struct sign word_sign(const struct tokens *w, size_t i) {
    const char *text = tokens_text(w, i);
    if ((w->at[i].flags & TOKEN_NUMBER) != 0) {
        const char *name = sign_magnitude(text, w->at[i].len);
        return (struct sign){name, (uint32_t)strlen(name), SIGN_WORD};
    }
    return (struct sign){text, w->at[i].len, SIGN_WORD};
}

/* Longer than a prefix, which is of plain letters only. */
static bool has_prefix(const struct tokens *w, size_t i) {
    const char *text = tokens_text(w, i);
    for (size_t k = 0; k < PREFIX_LETTERS; k++) {
        if (w->at[i].len <= PREFIX_LETTERS || text[k] < 'a' || text[k] > 'z') {
            return false;
        }
    }
    return true;
}

static struct sign prefix_sign(const struct tokens *w, size_t i) {
    return (struct sign){tokens_text(w, i), PREFIX_LETTERS, SIGN_PREFIX};
}

static struct sign cluster_sign(const struct cluster *c, int level) {
    return (struct sign){c->name[level], (uint32_t)strlen(c->name[level]), (char)(SIGN_CLUSTER + level)};
}

/* What stands for a word in a pair: its middle cluster, else itself. */
static struct sign pair_sign(const struct tokens *w, size_t i, const struct word_signs *word) {
    return word->cluster != NULL ? cluster_sign(word->cluster, 1) : word_sign(w, i);
}

/* What counts of a word beside the sentence: itself and its middle cluster. */
static void sum_beside(const struct sentence_signs *s, struct word_signs *word, enum beside where) {
    int offset = (int)where - BESIDE_HERE;
    const uint64_t hash[] = {word->hash[0], word->hash[3]};
    for (size_t i = 0; i < 2 && hash[i] != 0; i++) {
        weigh(word->sum[where], finder_weights_of(s->weights, feature_key(0, offset, hash[i])), VALUE_BESIDE);
        word->square[where] += VALUE_BESIDE * VALUE_BESIDE;
    }
}

static const float values[] = {VALUE_WORD, VALUE_PREFIX, VALUE_COARSE, VALUE_CLUSTER, VALUE_CLUSTER};
#define VALUES (sizeof values / sizeof values[0]) /* signs of a word alone, as in word_signs.hash */

static void sum_here(const struct sentence_signs *s, struct word_signs *word) {
    for (size_t i = 0; i < VALUES; i++) {
        if (word->hash[i] != 0) {
            weigh(word->sum[BESIDE_HERE], finder_weights_of(s->weights, feature_key(0, 0, word->hash[i])),
                  values[i]);
            word->square[BESIDE_HERE] += values[i] * values[i];
        }
    }
}

static const struct word_signs *signs_of(struct sentence_signs *s, const struct tokens *w, size_t i) {
    struct word_signs *word = &s->cache[(w->at[i].hash ^ w->at[i].hash >> 32) & (SENTENCE_WORD_CACHE - 1)];
    if (word->word == w->at[i].hash) {
        return word;
    }
    const char *text = tokens_text(w, i);
    *word =
        (struct word_signs){.word = w->at[i].hash, .cluster = cluster_of(s->clusters, text, w->at[i].len)};
    struct sign sign = word_sign(w, i);
    word->hash[0] = sign_hash(&sign);
    sign = prefix_sign(w, i);
    word->hash[1] = has_prefix(w, i) ? sign_hash(&sign) : 0;
    for (int level = 0; word->cluster != NULL && level < CLUSTER_LEVELS; level++) {
        sign = cluster_sign(word->cluster, level);
        word->hash[2 + level] = sign_hash(&sign);
    }
    sign = pair_sign(w, i, word);
    word->hash[PAIR_SIGN] = sign_hash(&sign);
    if (s->weights != NULL) {
        sum_here(s, word);
        sum_beside(s, word, BESIDE_BEFORE);
        sum_beside(s, word, BESIDE_BEHIND);
    }
    return word;
}

static void add_sum(struct sentence_signs *s, const struct word_signs *word, enum beside where) {
    weigh(s->score, word->sum[where], 1);
    s->square += word->square[where];
}

static void add_word(struct sentence_signs *s, const struct tokens *w, size_t i) {
    const struct word_signs *word = signs_of(s, w, i);
    if (s->weights != NULL) {
        add_sum(s, word, BESIDE_HERE);
        return;
    }
    for (int k = 0; k < (int)VALUES; k++) {
        if (word->hash[k] != 0) {
            struct sign sign = k == 0   ? word_sign(w, i)
                               : k == 1 ? prefix_sign(w, i)
                                        : cluster_sign(word->cluster, k - 2);
            add(s, values[k], 0, sign, word->hash[k]);
        }
    }
}

/* A word in a pair: itself, and what stands for it. */
struct paired {
    struct sign sign, like;
    uint64_t hash, like_hash;
    bool clustered;
};

static struct paired paired(struct sentence_signs *s, const struct tokens *w, size_t i) {
    const struct word_signs *word = signs_of(s, w, i);
    struct paired p = {
        .hash = word->hash[0], .like_hash = word->hash[PAIR_SIGN], .clustered = word->cluster != NULL};
    if (s->weights == NULL) {
        p.sign = word_sign(w, i);
        p.like = pair_sign(w, i, word);
    }
    return p;
}

static void add_pairs(struct sentence_signs *s, const struct tokens *w, size_t i) {
    struct paired one = paired(s, w, i), next = paired(s, w, i + 1);
    add_pair(s, VALUE_WORDS, one.sign, one.hash, next.sign, next.hash);
    if (one.clustered) {
        add_pair(s, VALUE_WORD_CLUSTER, one.like, one.like_hash, next.sign, next.hash);
    }
    if (next.clustered) {
        add_pair(s, VALUE_WORD_CLUSTER, one.sign, one.hash, next.like, next.like_hash);
    }
    if (one.clustered && next.clustered) {
        add_pair(s, VALUE_WORD_CLUSTER, one.like, one.like_hash, next.like, next.like_hash);
    }
}

static void add_beside(struct sentence_signs *s, const struct tokens *w, const struct sentence *sentence,
                       enum beside where) {
    int offset = (int)where - BESIDE_HERE;
    for (size_t i = sentence->first; i < sentence->past; i++) {
        const struct word_signs *word = signs_of(s, w, i);
        if (s->weights != NULL) {
            add_sum(s, word, where);
            continue;
        }
        add(s, VALUE_BESIDE, offset, word_sign(w, i), word->hash[0]);
        if (word->cluster != NULL) {
            add(s, VALUE_BESIDE, offset, cluster_sign(word->cluster, 1), word->hash[3]);
        }
    }
}

static struct sign list_sign(const struct screen_rules *rules, size_t group) {
    return (struct sign){rules->group[group], (uint32_t)strlen(rules->group[group]), SIGN_LIST};
}

static void hash_lists(struct sentence_signs *s, const struct screen_rules *rules) {
    s->list = mem_array(rules->groups + 1, sizeof *s->list);
    s->list_row = mem_array(rules->groups + 1, sizeof *s->list_row);
    for (size_t i = 0; i < rules->groups; i++) {
        if (rules->group[i] != NULL) {
            struct sign sign = list_sign(rules, i);
            s->list[i] = sign_hash(&sign);
            s->list_row[i] =
                s->weights == NULL ? NULL : finder_weights_of(s->weights, feature_key(0, 0, s->list[i]));
        }
    }
}

static void add_list(struct sentence_signs *s, const struct screen_rules *rules, uint32_t group) {
    if (s->list[group] == 0) {
        return;
    }
    if (s->weights == NULL) {
        add(s, VALUE_LIST, 0, list_sign(rules, group), s->list[group]);
        return;
    }
    weigh(s->score, s->list_row[group], VALUE_LIST);
    s->square += VALUE_LIST * VALUE_LIST;
}

static void add_lists(struct sentence_signs *s, const struct screen_rules *rules,
                      const struct screen_work *work, const struct sentence *here, size_t first_hit) {
    uint64_t seen[SCREEN_MAX_GROUPS / 64] = {0};
    for (size_t h = first_hit; h < work->hit_count && work->hits[h].first < here->past; h++) {
        uint32_t group = work->hits[h].value;
        bool new = (seen[group / 64] >> (group % 64) & 1) == 0;
        seen[group / 64] |= (uint64_t)1 << (group % 64);
        if (new) {
            add_list(s, rules, group);
        }
    }
}

static void add_verdicts(struct sentence_signs *s, struct screen_verdict v) {
    for (int k = 0; vocab_categories[k] != NULL; k++) {
        if ((v.found >> k & 1) != 0) {
            add_text(s, VALUE_RULE, SIGN_FOUND, vocab_categories[k]);
        }
        if ((v.excused >> k & 1) != 0) {
            add_text(s, VALUE_RULE, SIGN_EXCUSED, vocab_categories[k]);
        }
    }
}

/* Marks that tell how a sentence is meant, and what they are called. */
static const struct {
    const char *mark, *name;
} marks[] = {{"?", "asks"},  {"!", "exclaims"}, {"\"", "quotes"}, {"\xE2\x80\x9C", "quotes"}, {"$", "money"},
             {":", "colon"}, {"@", "at"},       {"#", "tag"},     {"\xE2\x80\xA6", "trails"}};
#define MARKS (sizeof marks / sizeof marks[0])

static bool may_mark(unsigned char c) {
    return c == '?' || c == '!' || c == '"' || c == '$' || c == ':' || c == '@' || c == '#' || c == 0xE2;
}

static void add_marks(struct sentence_signs *s, const char *text, const struct sentence *here) {
    bool seen[MARKS] = {false};
    for (size_t i = here->start; i < here->end; i++) {
        if (!may_mark((unsigned char)text[i])) {
            continue;
        }
        for (size_t m = 0; m < MARKS; m++) {
            size_t len = strlen(marks[m].mark);
            seen[m] = seen[m] || (here->end - i >= len && memcmp(text + i, marks[m].mark, len) == 0);
        }
    }
    for (size_t m = 0; m < MARKS; m++) {
        if (seen[m]) {
            add_text(s, VALUE_FLAG, SIGN_FLAG, marks[m].name);
        }
    }
}

static void add_flags(struct sentence_signs *s, const struct screen_work *work, const char *text, size_t i) {
    static const char *const lengths[] = {"short", "under-10", "under-15", "under-20", "under-30", "long"};
    const struct sentence *here = &work->sentences.at[i];
    size_t words = here->past - here->first;
    add_marks(s, text, here);
    add_text(s, VALUE_FLAG, SIGN_FLAG,
             lengths[words < 5    ? 0
                     : words < 10 ? 1
                     : words < 15 ? 2
                     : words < 20 ? 3
                     : words < 30 ? 4
                                  : 5]);
    add_text(s, VALUE_FLAG, SIGN_FLAG, here->spoken ? "spoken" : "written");
    add_text(s, VALUE_FLAG, SIGN_FLAG, i == 0 ? "opens" : i + 1 == work->sentences.count ? "ends" : "inside");
    add_text(s, VALUE_FLAG, SIGN_FLAG, work->self_speaks ? "first-person" : "third-person");
}

void sentence_signs_of(struct sentence_signs *s, const struct screen_rules *rules,
                       const struct screen_work *work, const char *text, size_t i) {
    const struct sentence *here = &work->sentences.at[i];
    const struct tokens *w = &work->words;
    if (s->cache == NULL) {
        s->cache = mem_array(SENTENCE_WORD_CACHE, sizeof *s->cache);
        hash_lists(s, rules);
    }
    s->count = 0;
    s->square = 0;
    memset(s->score, 0, sizeof s->score);
    for (size_t k = here->first; k < here->past; k++) {
        add_word(s, w, k);
    }
    add_lists(s, rules, work, here, screen_hit_from(work, here->first));
    add_verdicts(s, work->verdict[i]);
    add_flags(s, work, text, i);
}

void sentence_signs_more(struct sentence_signs *s, const struct screen_work *work, size_t i) {
    const struct sentence *all = work->sentences.at, *here = &all[i];
    const struct tokens *w = &work->words;
    for (size_t k = here->first; k + 1 < here->past; k++) {
        add_pairs(s, w, k);
    }
    if (i > 0) {
        add_beside(s, w, &all[i - 1], BESIDE_BEFORE);
    }
    if (i + 1 < work->sentences.count) {
        add_beside(s, w, &all[i + 1], BESIDE_BEHIND);
    }
}
