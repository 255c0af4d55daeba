#include "evenhand/sentence_signs.h"

#include <math.h>
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
#define VALUE_BESIDE 0.3f
#define VALUE_LIST 0.7f
#define VALUE_RULE 1.5f
#define VALUE_FLAG 0.7f

void sentence_signs_free(struct sentence_signs *s) {
    free(s->cache);
    free(s->at);
    *s = (struct sentence_signs){0};
}

static void add(struct sentence_signs *s, float value, int offset, struct sign sign, uint64_t hash) {
    if (s->count == s->cap) {
        s->cap = s->cap == 0 ? 1024 : s->cap * 2;
        s->at = mem_grow(s->at, s->cap, sizeof *s->at);
    }
    struct sentence_feature *f = &s->at[s->count++];
    f->key = feature_key(0, offset, hash);
    f->value = value;
    f->parts = 1;
    f->part[0].offset = offset;
    f->part[0].sign = sign;
}

static void add_pair(struct sentence_signs *s, float value, struct sign one, uint64_t one_hash,
                     struct sign next, uint64_t next_hash) {
    add(s, value, 0, one, one_hash);
    struct sentence_feature *f = &s->at[s->count - 1];
    f->key = feature_key(f->key, 1, next_hash);
    f->parts = 2;
    f->part[1].offset = 1;
    f->part[1].sign = next;
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

static const struct word_signs *signs_of(struct sentence_signs *s, const struct tokens *w, size_t i) {
    struct word_signs *word = &s->cache[w->at[i].hash & (SENTENCE_WORD_CACHE - 1)];
    if (word->word == w->at[i].hash) {
        return word;
    }
    const char *text = tokens_text(w, i);
    *word = (struct word_signs){.word = w->at[i].hash, .cluster = cluster_of(s->clusters, text, w->at[i].len)};
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
    return word;
}

static void add_word(struct sentence_signs *s, const struct tokens *w, size_t i) {
    const struct word_signs *word = signs_of(s, w, i);
    add(s, VALUE_WORD, 0, word_sign(w, i), word->hash[0]);
    if (word->hash[1] != 0) {
        add(s, VALUE_PREFIX, 0, prefix_sign(w, i), word->hash[1]);
    }
    for (int level = 0; word->cluster != NULL && level < CLUSTER_LEVELS; level++) {
        add(s, level == 0 ? VALUE_COARSE : VALUE_CLUSTER, 0, cluster_sign(word->cluster, level),
            word->hash[2 + level]);
    }
}

static void add_pairs(struct sentence_signs *s, const struct tokens *w, size_t i) {
    const struct word_signs one = *signs_of(s, w, i), next = *signs_of(s, w, i + 1);
    struct sign a = word_sign(w, i), b = word_sign(w, i + 1);
    struct sign c = pair_sign(w, i, &one), d = pair_sign(w, i + 1, &next);
    add_pair(s, VALUE_WORDS, a, one.hash[0], b, next.hash[0]);
    if (one.cluster != NULL) {
        add_pair(s, VALUE_WORD_CLUSTER, c, one.hash[PAIR_SIGN], b, next.hash[0]);
    }
    if (next.cluster != NULL) {
        add_pair(s, VALUE_WORD_CLUSTER, a, one.hash[0], d, next.hash[PAIR_SIGN]);
    }
    if (one.cluster != NULL && next.cluster != NULL) {
        add_pair(s, VALUE_WORD_CLUSTER, c, one.hash[PAIR_SIGN], d, next.hash[PAIR_SIGN]);
    }
}

static void add_beside(struct sentence_signs *s, const struct tokens *w, const struct sentence *beside,
                       int offset) {
    for (size_t i = beside->first; i < beside->past; i++) {
        const struct word_signs *word = signs_of(s, w, i);
        add(s, VALUE_BESIDE, offset, word_sign(w, i), word->hash[0]);
        if (word->cluster != NULL) {
            add(s, VALUE_BESIDE, offset, cluster_sign(word->cluster, 1), word->hash[3]);
        }
    }
}

static void add_lists(struct sentence_signs *s, const struct screen_rules *rules,
                      const struct screen_work *work, const struct sentence *here, size_t first_hit) {
    uint64_t seen[SCREEN_MAX_GROUPS / 64] = {0};
    for (size_t h = first_hit; h < work->hit_count && work->hits[h].first < here->past; h++) {
        uint32_t group = work->hits[h].value;
        bool new = (seen[group / 64] >> (group % 64) & 1) == 0;
        seen[group / 64] |= (uint64_t)1 << (group % 64);
        if (new && work->hits[h].first >= here->first && rules->group[group] != NULL) {
            add_text(s, VALUE_LIST, SIGN_LIST, rules->group[group]);
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

static bool holds(const char *text, const struct sentence *s, const char *mark) {
    return memmem(text + s->start, s->end - s->start, mark, strlen(mark)) != NULL;
}

static void add_flags(struct sentence_signs *s, const struct screen_work *work, const char *text, size_t i) {
    static const struct {
        const char *mark, *name;
    } marks[] = {{"?", "asks"},        {"!", "exclaims"}, {"\"", "quotes"}, {"\xE2\x80\x9C", "quotes"},
                 {"$", "money"},       {":", "colon"},    {"@", "at"},      {"#", "tag"},
                 {"\xE2\x80\xA6", "trails"}, {"http", "link"}};
    static const char *const lengths[] = {"short", "under-10", "under-15", "under-20", "under-30", "long"};
    const struct sentence *all = work->sentences.at, *here = &all[i];
    size_t words = here->past - here->first;
    for (size_t m = 0; m < sizeof marks / sizeof marks[0]; m++) {
        if (holds(text, here, marks[m].mark)) {
            add_text(s, VALUE_FLAG, SIGN_FLAG, marks[m].name);
        }
    }
    add_text(s, VALUE_FLAG, SIGN_FLAG,
             lengths[words < 5 ? 0 : words < 10 ? 1 : words < 15 ? 2 : words < 20 ? 3 : words < 30 ? 4 : 5]);
    add_text(s, VALUE_FLAG, SIGN_FLAG, here->spoken ? "spoken" : "written");
    add_text(s, VALUE_FLAG, SIGN_FLAG, i == 0 ? "opens" : i + 1 == work->sentences.count ? "ends" : "inside");
    add_text(s, VALUE_FLAG, SIGN_FLAG, work->self_speaks ? "first-person" : "third-person");
}

static size_t first_hit(const struct screen_work *work, uint32_t word) {
    size_t low = 0, high = work->hit_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (work->hits[middle].first < word) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static void measure(struct sentence_signs *s) {
    float sum = 0;
    for (size_t i = 0; i < s->count; i++) {
        sum += s->at[i].value * s->at[i].value;
    }
    s->length = sqrtf(sum);
}

void sentence_signs_of(struct sentence_signs *s, const struct screen_rules *rules,
                       const struct screen_work *work, const char *text, size_t i) {
    const struct sentence *all = work->sentences.at, *here = &all[i];
    const struct tokens *w = &work->words;
    if (s->cache == NULL) {
        s->cache = mem_array(SENTENCE_WORD_CACHE, sizeof *s->cache);
    }
    s->count = 0;
    for (size_t k = here->first; k < here->past; k++) {
        add_word(s, w, k);
        if (k + 1 < here->past) {
            add_pairs(s, w, k);
        }
    }
    if (i > 0) {
        add_beside(s, w, &all[i - 1], -1);
    }
    if (i + 1 < work->sentences.count) {
        add_beside(s, w, &all[i + 1], 1);
    }
    add_lists(s, rules, work, here, first_hit(work, here->first));
    add_verdicts(s, work->verdict[i]);
    add_flags(s, work, text, i);
    measure(s);
}
