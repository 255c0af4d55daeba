/* Fitting: passes over the texts in a fixed pseudo-random order. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "evenhand/learn.h"
#include "evenhand/mem.h"

#define PASSES 12 /* over all texts */
#define MEANT                                                                                                \
    8            /* the last passes: the weights are the mean of what each leaves (Polyak and Juditsky 1992) \
                  */
#define STEP 0.1 /* of AdaGrad */
#define SPARSE 0.005 /* L1 penalty at each step */
#define RARE 5       /* a feature seen less often is not learnt */

/* Margins asked for (softmax-margin: Gimpel and Smith 2010), by what a mistake costs: a harmless word that
 * looks protected is withheld; a trait, an implied one, a name gets through; any other word is withheld. */
#define COST_KEEP 8.0
#define COST_TRAIT 4.0
#define COST_PROXY 3.5
#define COST_NAME 1.0
#define COST_NONE 2.5

/* What a token should be tagged; TAGS: whatever it is. */
static int truth_of(uint8_t gold) {
    static const uint8_t tags[] = {[GOLD_NONE] = TAG_NONE, [GOLD_TRAIT] = TAG_TRAIT, [GOLD_PROXY] = TAG_TRAIT,
                                   [GOLD_NAME] = TAG_NAME, [GOLD_KEEP] = TAG_NONE,   [GOLD_OPEN] = TAGS};
    return tags[gold];
}

static bool allowed(uint8_t gold, int tag) {
    return truth_of(gold) == TAGS || truth_of(gold) == tag;
}

/* Added to the score of a wrong tag while learning. */
static double cost(uint8_t gold, int tag) {
    static const double costs[] = {
        [GOLD_NONE] = COST_NONE, [GOLD_TRAIT] = COST_TRAIT, [GOLD_PROXY] = COST_PROXY,
        [GOLD_NAME] = COST_NAME, [GOLD_KEEP] = COST_KEEP,   [GOLD_OPEN] = 0};
    return allowed(gold, tag) ? 0 : costs[gold];
}

static double log_sum(const double *v) {
    double top = v[0];
    for (int k = 1; k < TAGS; k++)
        top = v[k] > top ? v[k] : top;
    if (top == -HUGE_VAL)
        return top;
    double sum = 0;
    for (int k = 0; k < TAGS; k++)
        sum += exp(v[k] - top);
    return top + log(sum);
}

struct lattice {
    double (*score)[TAGS], (*ahead)[TAGS], (*back)[TAGS];
    size_t cap;
};

static void lattice_reserve(struct lattice *x, size_t n) {
    if (n <= x->cap)
        return;
    x->cap = n * 2;
    x->score = mem_grow(x->score, x->cap, sizeof *x->score);
    x->ahead = mem_grow(x->ahead, x->cap, sizeof *x->ahead);
    x->back = mem_grow(x->back, x->cap, sizeof *x->back);
}

static void lattice_free(struct lattice *x) {
    free(x->score);
    free(x->ahead);
    free(x->back);
}

/* Forward and backward sums; returns the log of the whole. */
static double sums(struct lattice *x, size_t n, float move[TAGS][TAGS]) {
    memcpy(x->ahead[0], x->score[0], sizeof *x->score);
    for (size_t i = 1; i < n; i++) {
        for (int to = 0; to < TAGS; to++) {
            double v[TAGS];
            for (int from = 0; from < TAGS; from++)
                v[from] = x->ahead[i - 1][from] + move[from][to];
            x->ahead[i][to] = x->score[i][to] + log_sum(v);
        }
    }
    memset(x->back[n - 1], 0, sizeof *x->back);
    for (size_t i = n - 1; i-- > 0;) {
        for (int from = 0; from < TAGS; from++) {
            double v[TAGS];
            for (int to = 0; to < TAGS; to++)
                v[to] = move[from][to] + x->score[i + 1][to] + x->back[i + 1][to];
            x->back[i][from] = log_sum(v);
        }
    }
    return log_sum(x->ahead[n - 1]);
}

static void step(float *w, float *sum, double gradient, bool sparse) {
    *sum += (float)(gradient * gradient);
    double rate = STEP / sqrt((double)*sum + 1e-6);
    double next = (double)*w - rate * gradient;
    if (sparse) {
        double shrink = rate * SPARSE;
        next = next > shrink ? next - shrink : next < -shrink ? next + shrink : 0;
    }
    *w = (float)next;
}

static void fill(struct learner *l, const struct learn_text *t, struct lattice *x) {
    for (size_t i = 0; i < t->tokens; i++) {
        size_t at = t->first + i;
        double s[TAGS] = {0};
        for (size_t k = l->begin[at]; k < l->begin[at + 1]; k++) {
            const struct learn_feature *f = &l->feature[l->held[k]];
            s[TAG_TRAIT] += (double)f->of[TAG_TRAIT];
            s[TAG_NAME] += (double)f->of[TAG_NAME];
        }
        for (int y = 0; y < TAGS; y++)
            x->score[i][y] = s[y] + (double)l->bias[y] + cost(l->gold[at], y);
    }
}

/* Expectations of the model and, with only the allowed tags, of the truth: their difference is the gradient.
 */
static double one_text(struct learner *l, const struct learn_text *t, struct lattice *x,
                       struct lattice *truth) {
    size_t n = t->tokens;
    if (n == 0)
        return 0;
    lattice_reserve(x, n);
    lattice_reserve(truth, n);
    fill(l, t, x);
    for (size_t i = 0; i < n; i++) {
        for (int y = 0; y < TAGS; y++)
            truth->score[i][y] = allowed(l->gold[t->first + i], y) ? x->score[i][y] : -HUGE_VAL;
    }
    double all = sums(x, n, l->move), good = sums(truth, n, l->move);
    double moved[TAGS][TAGS] = {{0}}, biased[TAGS] = {0};
    for (size_t i = 0; i < n; i++) {
        double g[TAGS];
        for (int y = 0; y < TAGS; y++) {
            g[y] = exp(x->ahead[i][y] + x->back[i][y] - all) -
                   exp(truth->ahead[i][y] + truth->back[i][y] - good);
            biased[y] += g[y];
            for (int to = 0; i + 1 < n && to < TAGS; to++)
                moved[y][to] += exp(x->ahead[i][y] + (double)l->move[y][to] + x->score[i + 1][to] +
                                    x->back[i + 1][to] - all) -
                                exp(truth->ahead[i][y] + (double)l->move[y][to] + truth->score[i + 1][to] +
                                    truth->back[i + 1][to] - good);
        }
        size_t at = t->first + i;
        for (int y = TAG_TRAIT; y < TAGS; y++) {
            if (fabs(g[y]) < 1e-4)
                continue;
            for (size_t k = l->begin[at]; k < l->begin[at + 1]; k++) {
                struct learn_feature *f = &l->feature[l->held[k]];
                if (l->table.at[l->held[k]].seen >= RARE)
                    step(&f->of[y], &f->sum[y], g[y], true);
            }
        }
    }
    for (int y = 0; y < TAGS; y++) {
        if (y != TAG_NONE)
            step(&l->bias[y], &l->bias_sum[y], biased[y], false);
        for (int to = 0; to < TAGS; to++)
            step(&l->move[y][to], &l->move_sum[y][to], moved[y][to], false);
    }
    return all - good;
}

static void shuffle(size_t *order, size_t n, uint64_t *state) {
    for (size_t i = n; i > 1; i--) {
        *state = *state * 6364136223846793005u + 1442695040888963407u;
        size_t j = (size_t)(*state >> 33) % i, hold = order[i - 1];
        order[i - 1] = order[j];
        order[j] = hold;
    }
}

/* Adds a share of the weights as they stand to their mean. */
static void add_mean(const struct learner *l, float (*mean)[TAGS]) {
    for (size_t i = 0; i < l->table.count; i++) {
        for (int k = TAG_TRAIT; k < TAGS; k++)
            mean[i][k] += l->feature[i].of[k] / MEANT;
    }
}

void learn_fit(struct learner *l) {
    struct lattice x = {0}, truth = {0};
    size_t *order = mem_array(l->texts, sizeof *order);
    float(*mean)[TAGS] = mem_array(l->table.count, sizeof *mean);
    uint64_t state = 1;
    for (size_t i = 0; i < l->texts; i++)
        order[i] = i;
    for (int pass = 0; pass < PASSES; pass++) {
        double loss = 0;
        shuffle(order, l->texts, &state);
        for (size_t i = 0; i < l->texts; i++)
            loss += one_text(l, &l->text[order[i]], &x, &truth);
        if (pass >= PASSES - MEANT)
            add_mean(l, mean);
        fprintf(stderr, "pass %d: loss %.3f a text\n", pass + 1, loss / (double)l->texts);
    }
    for (size_t i = 0; i < l->table.count; i++)
        memcpy(l->feature[i].of, mean[i], sizeof mean[i]);
    free(mean);
    free(order);
    lattice_free(&x);
    lattice_free(&truth);
}
