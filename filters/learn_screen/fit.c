/* Fitting: passes over the sentences in a fixed pseudo-random order. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "evenhand/learn_screen.h"
#include "evenhand/mem.h"

#define PASSES 30             /* over all sentences */
#define STEP 0.1              /* the first; then ever shorter (Bottou 2012) */
#define SHRINK (1.0 / 100000) /* L2 penalty */
#define FADE 10               /* how fast the steps shorten, against the penalty */
#define RARE 2                /* a feature seen less often is not learnt */

static void scores(const struct screen_learner *l, const struct learn_sentence *s,
                   double out[FINDER_COLUMNS]) {
    for (int c = 0; c < FINDER_COLUMNS; c++) {
        out[c] = 0;
    }
    for (size_t k = s->first; k < s->past; k++) {
        const float *w = l->weight[l->held[k].number];
        for (int c = 0; c < FINDER_COLUMNS; c++) {
            out[c] += (double)l->held[k].value * (double)w[c];
        }
    }
    for (int c = 0; c < FINDER_COLUMNS; c++) {
        out[c] = (double)l->weight[0][c] + (double)SENTENCE_SCALE * l->scale * out[c];
    }
}

/* Scores of [from, to) into chances; `rest`: what weighs 0 and is in no column. */
static void soften(double *score, int from, int to, bool rest) {
    double top = rest ? 0 : score[from], sum = 0;
    for (int c = from; c < to; c++) {
        top = score[c] > top ? score[c] : top;
    }
    for (int c = from; c < to; c++) {
        sum += score[c] = exp(score[c] - top);
    }
    sum += rest ? exp(-top) : 0;
    for (int c = from; c < to; c++) {
        score[c] /= sum;
    }
}

/* All weights shrink by one common scale: the penalty costs no pass over them. */
static void descend(struct screen_learner *l, const struct learn_sentence *s, const double g[FINDER_COLUMNS],
                    double rate) {
    l->scale *= 1 - rate * SHRINK;
    for (int c = 0; c < FINDER_COLUMNS; c++) {
        l->weight[0][c] -= (float)(rate * g[c]);
    }
    for (size_t k = s->first; k < s->past; k++) {
        const struct held_feature *h = &l->held[k];
        double much = rate * (double)SENTENCE_SCALE * (double)h->value / l->scale;
        for (int c = 0; l->table.at[h->number].seen >= RARE && c < FINDER_COLUMNS; c++) {
            l->weight[h->number][c] -= (float)(much * g[c]);
        }
    }
}

static double one_sentence(struct screen_learner *l, const struct learn_sentence *s, double rate) {
    double g[FINDER_COLUMNS];
    scores(l, s, g);
    soften(g, 0, FINDER_CATEGORIES, true);
    soften(g, FINDER_CATEGORIES, FINDER_COLUMNS, false);
    double none = 1;
    for (int c = 0; c < FINDER_CATEGORIES; c++) {
        none -= g[c];
    }
    double loss = -log((s->kind == FINDER_NONE ? none : g[s->kind]) + 1e-12);
    for (int c = FINDER_CATEGORIES; s->severity == FINDER_NONE && c < FINDER_COLUMNS; c++) {
        g[c] = 0;
    }
    if (s->kind != FINDER_NONE) {
        g[s->kind] -= 1;
        g[s->severity] -= 1;
    }
    descend(l, s, g, rate);
    return loss;
}

static void shuffle(size_t *order, size_t n, uint64_t *state) {
    for (size_t i = n; i > 1; i--) {
        *state = *state * 6364136223846793005u + 1442695040888963407u;
        size_t j = (size_t)(*state >> 33) % i, hold = order[i - 1];
        order[i - 1] = order[j];
        order[j] = hold;
    }
}

void learn_screen_fit(struct screen_learner *l) {
    size_t *order = mem_array(l->sentences, sizeof *order);
    uint64_t state = 1;
    l->weight = mem_array(l->table.count, sizeof *l->weight);
    l->scale = 1;
    for (size_t i = 0; i < l->sentences; i++) {
        order[i] = i;
    }
    double steps = 0;
    for (int pass = 0; pass < PASSES; pass++) {
        double loss = 0;
        shuffle(order, l->sentences, &state);
        for (size_t i = 0; i < l->sentences; i++) {
            loss += one_sentence(l, &l->sentence[order[i]], STEP / (1 + STEP * SHRINK * FADE * steps++));
        }
        fprintf(stderr, "pass %d: loss %.3f a sentence\n", pass + 1, loss / (double)l->sentences);
    }
    for (size_t i = 1; i < l->table.count; i++) {
        for (int c = 0; c < FINDER_COLUMNS; c++) {
            l->weight[i][c] = (float)((double)l->weight[i][c] * l->scale);
        }
    }
    free(order);
}
