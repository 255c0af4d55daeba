/* Fitting: penalised logistic regression by gradient descent; thresholds by cross-validation. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "evenhand/learn_attribute.h"
#include "evenhand/mem.h"

#define FOLDS 10
#define EVERY FOLDS /* no fold left out */
#define STEPS 3000
#define STEP 0.02
#define SPREAD 2.0 /* bits that a weight may well lie from the authors' guess (standard deviation) */
#define LN2 0.69314718056
#define MISSED 0.05 /* an item is a non-match when it is the candidate's by less than this chance */

static double score(const struct attribute_learner *l, const struct labelled_pair *p) {
    double sum = l->prior;
    for (int i = 0; i < WEIGHT_FIELDS; i++)
        if (p->levels.at[i])
            sum += levels_bits(&p->levels, (enum weight_field)i, l->field[i], l->rules.weights.common);
    return sum;
}

/* Bits to chance. */
static double chance(double bits) {
    return 1 / (1 + exp2(-bits));
}

/* An unclear item is one that must not be a match: it counts as another's. */
static void add_gradient(const struct attribute_learner *l, const struct labelled_pair *p, double *prior,
                         double field[WEIGHT_FIELDS]) {
    double error = LN2 * (chance(score(l, p)) - (p->label == PAIR_SAME));
    *prior += error;
    for (int i = 0; i < WEIGHT_FIELDS; i++)
        if (p->levels.at[i])
            field[i] += error;
}

/* An agreement never speaks against, a disagreement never for: what the guess says which of the two it is. */
static double on_its_side(double weight, double guess) {
    return guess > 0 ? fmax(weight, 0) : fmin(weight, 0);
}

static void fit_without(struct attribute_learner *l, unsigned fold) {
    const struct weights *w = &l->rules.weights;
    l->prior = w->prior;
    for (int i = 0; i < WEIGHT_FIELDS; i++)
        l->field[i] = w->guess[i];
    for (int step = 0; step < STEPS; step++) {
        double prior = 0, field[WEIGHT_FIELDS];
        for (int i = 0; i < WEIGHT_FIELDS; i++)
            field[i] = (l->field[i] - w->guess[i]) / (SPREAD * SPREAD);
        for (size_t k = 0; k < l->pairs; k++)
            if (l->pair[k].fold != fold)
                add_gradient(l, &l->pair[k], &prior, field);
        l->prior -= STEP * prior;
        for (int i = 0; i < WEIGHT_FIELDS; i++)
            l->field[i] = on_its_side(l->field[i] - STEP * field[i], w->guess[i]);
    }
}

struct judged {
    double score;
    enum pair_label label;
    const char *id;
};

static int by_score(const void *a, const void *b) {
    double x = ((const struct judged *)a)->score, y = ((const struct judged *)b)->score;
    return (x < y) - (x > y);
}

/* The lowest score from which on the chances expect no more false matches than tolerated. (Those seen are too
 * few to go by: one in a hundred pairs is the whole of one percent.) */
static double match_from(const struct judged *j, size_t n, double tolerated) {
    double expected = 0, threshold = j[0].score;
    for (size_t i = 0; i < n; i++) {
        expected += 1 - chance(j[i].score);
        if (expected <= tolerated * (double)(i + 1))
            threshold = j[i].score;
    }
    return threshold;
}

/* What each threshold would do with pairs whose candidate the weights did not know. */
static void show(const struct judged *j, size_t n) {
    size_t same = 0, found = 0, wrong = 0;
    double expected = 0;
    for (size_t i = 0; i < n; i++)
        same += j[i].label == PAIR_SAME;
    (void)fputs("match from  same found  false matches  expected\n", stderr);
    for (size_t i = 0; i < n && found < same; i++) {
        found += j[i].label == PAIR_SAME;
        wrong += j[i].label != PAIR_SAME;
        expected += 1 - chance(j[i].score);
        if (i + 1 == n || i % 8 == 7 || j[i].label != PAIR_SAME)
            (void)fprintf(stderr, "%10.2f %11.2f %8zu of %-3zu %8.2f%%  %s\n", j[i].score,
                          (double)found / (double)same, wrong, i + 1, 100 * expected / (double)(i + 1),
                          j[i].label == PAIR_SAME ? "" : j[i].id);
    }
}

static void show_chosen(const struct attribute_learner *l, const struct judged *j, size_t n) {
    size_t same = 0, found = 0, wrong = 0, missed = 0, review = 0;
    for (size_t i = 0; i < n; i++) {
        bool is_same = j[i].label == PAIR_SAME, match = j[i].score >= l->match,
             none = j[i].score < l->non_match;
        same += is_same;
        found += is_same && match;
        wrong += !is_same && match;
        missed += is_same && none;
        review += !match && !none;
    }
    (void)fprintf(
        stderr,
        "chosen: match from %.2f, non-match below %.2f: same found %zu of %zu, false matches %zu of %zu, "
        "same called non-match %zu, possible %zu of %zu\n",
        l->match, l->non_match, found, same, wrong, found + wrong, missed, review, n);
}

void learn_attribute_fit(struct attribute_learner *l) {
    struct judged *judged = mem_array(l->pairs, sizeof *judged);
    for (unsigned fold = 0; fold < FOLDS; fold++) {
        fit_without(l, fold);
        for (size_t k = 0; k < l->pairs; k++)
            if (l->pair[k].fold == fold)
                judged[k] = (struct judged){score(l, &l->pair[k]), l->pair[k].label, l->pair[k].id};
    }
    qsort(judged, l->pairs, sizeof *judged, by_score);
    show(judged, l->pairs);
    l->match = match_from(judged, l->pairs, l->rules.weights.tolerated);
    l->non_match = log2(MISSED / (1 - MISSED));
    show_chosen(l, judged, l->pairs);
    fit_without(l, EVERY);
    free(judged);
}
