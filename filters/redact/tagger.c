#include "evenhand/tagger.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "evenhand/features.h"
#include "evenhand/files.h"
#include "evenhand/mem.h"

#define HUNDRED 100.0f /* weights and scores are hundredths */

bool tagger_read(struct tagger *t, const char *folder, struct faults *f) {
    char *clusters = path_join(folder, "tagger/clusters.txt"),
         *weights = path_join(folder, "tagger/weights.txt");
    bool fine = (access(clusters, F_OK) != 0 || clusters_read(&t->clusters, clusters, f)) &&
                (access(weights, F_OK) != 0 || tag_weights_read(&t->weights, weights, f));
    free(clusters);
    free(weights);
    if (t->word == NULL)
        t->word = mem_array(TAGGER_WORDS, sizeof *t->word);
    return fine;
}

bool tagger_ready(const struct tagger *t) {
    return t->weights.leans + t->weights.count > 0;
}

static void reserve(struct tagger *t, size_t n) {
    if (n <= t->cap)
        return;
    t->cap = n * 2;
    t->signs = mem_grow(t->signs, t->cap, sizeof *t->signs);
    t->by = mem_grow(t->by, t->cap, sizeof *t->by);
    t->view = mem_grow(t->view, t->cap, sizeof *t->view);
    t->score = mem_grow(t->score, t->cap, sizeof *t->score);
    t->ahead = mem_grow(t->ahead, t->cap, sizeof *t->ahead);
    t->emit = mem_grow(t->emit, t->cap, sizeof *t->emit);
    t->tag = mem_grow(t->tag, t->cap, sizeof *t->tag);
}

/* Which of the rules' spans holds each token; a sure one goes before others. */
static void look_up_spans(struct tagger *t, const struct passage *p) {
    memset(t->by, 0, p->tokens * sizeof *t->by);
    for (size_t s = 0; s < p->spans; s++) {
        const struct span *span = &p->span[s];
        for (size_t i = passage_token_behind(p, span->start);
             i < p->tokens && p->shadow.at[p->token[i].start] < span->end; i++) {
            if (t->by[i] == 0 || (span->sure && !p->span[t->by[i] - 1].sure))
                t->by[i] = (uint32_t)s + 1;
        }
    }
}

void tagger_look(struct tagger *t, const struct lexicon *x, const struct passage *p, bool words) {
    reserve(t, p->tokens);
    look_up_spans(t, p);
    for (size_t i = 0; i < p->tokens; i++) {
        t->signs[i].count = 0;
        if (words)
            signs_of_word(&t->clusters, p, i, &t->signs[i]);
        signs_of_place(p, i, t->by[i] == 0 ? NULL : &p->span[t->by[i] - 1], &t->signs[i]);
    }
    for (size_t i = 0; i < p->tokens; i++) {
        struct lexicon_hit hit[LEXICON_MAX_HITS];
        for (size_t h = lexicon_match(x, p, i, hit, LEXICON_MAX_HITS); h-- > 0;)
            signs_of_term(&hit[h], i, t->signs);
        for (size_t h = lexicon_hints(x, p, i, hit, LEXICON_MAX_HITS); h-- > 0;)
            signs_of_term(&hit[h], i, t->signs);
    }
    signs_of_text(p, t->signs);
}

static void add_lean(int32_t sum[FEATURE_OFFSETS][WEIGHED], const struct lean *lean) {
    for (int o = 0; lean != NULL && o < FEATURE_OFFSETS; o++) {
        for (int k = 0; k < WEIGHED; k++)
            sum[o][k] += lean->of[o][k];
    }
}

static void sum_word(const struct tagger *t, const struct passage *p, size_t i, struct word_lean *w) {
    struct signs signs = {.count = 0};
    signs_of_word(&t->clusters, p, i, &signs);
    memset(w->of, 0, sizeof w->of);
    for (size_t s = 0; s < signs.count; s++)
        add_lean(w->of, tag_weights_lean(&t->weights, sign_hash(&signs.at[s])));
    for (int v = 0; v <= VIEW_FINE; v++)
        w->view[v] = sign_hash(feature_view(&signs, (enum view)v));
}

static const struct word_lean *word_lean(const struct tagger *t, const struct passage *p, size_t i) {
    const struct token *token = &p->token[i];
    const struct sign written = {p->shadow.fold + token->start, token->end - token->start, (char)token->type};
    uint64_t key = sign_hash(&written);
    struct word_lean *w = &t->word[(key ^ key >> 32) & (TAGGER_WORDS - 1)];
    if (w->key != key) {
        sum_word(t, p, i, w);
        w->key = key;
    }
    return w;
}

/* What the token's own signs say of it and of its neighbours; and what stands for it among several. */
static void score_token(struct tagger *t, const struct passage *p, size_t i) {
    const struct word_lean *word = word_lean(t, p, i);
    const struct signs *signs = &t->signs[i];
    int32_t sum[FEATURE_OFFSETS][WEIGHED];
    memcpy(sum, word->of, sizeof sum);
    for (size_t s = 0; s < signs->count; s++)
        add_lean(sum, tag_weights_lean(&t->weights, sign_hash(&signs->at[s])));
    for (int o = 0; o < FEATURE_OFFSETS; o++) {
        size_t judged = i + FEATURE_REACH - (size_t)o;
        if (i + FEATURE_REACH < (size_t)o || judged >= p->tokens)
            continue;
        for (int k = 0; k < WEIGHED; k++)
            t->score[judged][k + 1] += (float)sum[o][k];
    }
    for (int v = 0; v < VIEWS; v++) {
        const struct sign *s = v <= VIEW_FINE ? NULL : feature_view(signs, (enum view)v);
        t->view[i][v] = v <= VIEW_FINE    ? word->view[v]
                        : s != NULL       ? sign_hash(s)
                        : v == VIEW_SHAPE ? word->view[VIEW_WORD]
                                          : 0;
    }
}

static void score(struct tagger *t, const struct passage *p) {
    for (size_t i = 0; i < p->tokens; i++) {
        for (int k = 0; k < TAGS; k++)
            t->score[i][k] = t->weights.bias[k];
    }
    for (size_t i = 0; i < p->tokens; i++)
        score_token(t, p, i);
    for (size_t i = 0; i < p->tokens; i++) {
        uint64_t key[FEATURES_MAX];
        size_t keys = features_together(t->view, p->tokens, i, key);
        for (size_t n = 0; n < keys; n++) {
            const struct weight *w = tag_weights_together(&t->weights, key[n]);
            for (int k = 0; w != NULL && k < WEIGHED; k++)
                t->score[i][k + 1] += w->of[k];
        }
    }
}

/* Forward and backward sums in probabilities, each token's scaled to one (Rabiner 1989): what is left in
 * `score` is how likely each tag is, given the whole text. */
static void weigh(struct tagger *t, size_t n) {
    float move[TAGS][TAGS], back[TAGS] = {1, 1, 1};
    for (int from = 0; from < TAGS; from++) {
        for (int to = 0; to < TAGS; to++)
            move[from][to] = expf(t->weights.move[from][to] / HUNDRED);
    }
    for (size_t i = 0; i < n; i++) {
        float *s = t->score[i], top = s[0] > s[1] ? s[0] : s[1], sum = 0;
        top = top > s[2] ? top : s[2];
        for (int to = 0; to < TAGS; to++) {
            float from_all = i == 0 ? 1 : 0;
            for (int from = 0; i > 0 && from < TAGS; from++)
                from_all += t->ahead[i - 1][from] * move[from][to];
            t->emit[i][to] = expf((s[to] - top) / HUNDRED);
            sum += t->ahead[i][to] = from_all * t->emit[i][to];
        }
        for (int to = 0; to < TAGS; to++)
            t->ahead[i][to] /= sum;
    }
    for (size_t i = n; i-- > 0;) {
        float sum = 0, before[TAGS] = {0}, total = 0;
        for (int k = 0; k < TAGS; k++)
            sum += t->score[i][k] = t->ahead[i][k] * back[k];
        for (int k = 0; k < TAGS; k++)
            t->score[i][k] /= sum;
        for (int from = 0; from < TAGS; from++) {
            for (int to = 0; to < TAGS; to++)
                before[from] += move[from][to] * t->emit[i][to] * back[to];
            total += before[from];
        }
        for (int k = 0; k < TAGS; k++)
            back[k] = before[k] / total;
    }
}

float tagger_doubt(const struct tagger *t, size_t i) {
    return 1 - t->score[i][TAG_NONE];
}

bool tagger_doubts(const struct tagger *t, size_t i, enum chance c) {
    return tagger_doubt(t, i) * HUNDRED >= t->weights.chance[c];
}

static void decide(struct tagger *t, const struct passage *p) {
    for (size_t i = 0; i < p->tokens; i++) {
        const float *s = t->score[i];
        bool free = !tagger_doubts(t, i, CHANCE_SPREAD) || (p->token[i].flags & TOKEN_HARMLESS) != 0;
        t->tag[i] = (uint8_t)(free ? TAG_NONE : s[TAG_TRAIT] >= s[TAG_NAME] ? TAG_TRAIT : TAG_NAME);
    }
}

void tagger_run(struct tagger *t, const struct lexicon *x, const struct passage *p) {
    reserve(t, p->tokens);
    memset(t->tag, TAG_NONE, p->tokens);
    if (!tagger_ready(t))
        return;
    tagger_look(t, x, p, false);
    score(t, p);
    weigh(t, p->tokens);
    decide(t, p);
}

void tagger_vote(const struct tagger *t, const struct passage *p, size_t i, float votes[VOCAB_CLASSES_MAX]) {
    struct signs word = {.count = 0};
    signs_of_word(&t->clusters, p, i, &word);
    const struct signs *all[] = {&word, &t->signs[i]};
    for (size_t k = 0; k < sizeof all / sizeof *all; k++) {
        for (size_t s = 0; s < all[k]->count; s++) {
            const struct lean *lean = tag_weights_lean(&t->weights, sign_hash(&all[k]->at[s]));
            if (lean != NULL && lean->share > 0)
                votes[lean->class] += lean->share;
        }
    }
}

void tagger_free(struct tagger *t) {
    clusters_free(&t->clusters);
    tag_weights_free(&t->weights);
    free(t->word);
    free(t->signs);
    free(t->by);
    free(t->view);
    free(t->score);
    free(t->ahead);
    free(t->emit);
    free(t->tag);
    *t = (struct tagger){0};
}
