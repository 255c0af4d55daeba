#include "evenhand/finder.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "evenhand/files.h"
#include "evenhand/vocab.h"

#define GLANCE 0.1f /* less likely than that by its own words, and no more is looked at */

bool finder_read(struct finder *d, const char *rules, struct faults *f) {
    char *clusters = path_join(rules, "redact/tagger/clusters.txt"),
         *weights = path_join(rules, "screen/finder/weights.txt");
    bool fine = access(weights, F_OK) != 0 ||
                (clusters_read(&d->clusters, clusters, f) && finder_weights_read(&d->weights, weights, f));
    d->signs.clusters = &d->clusters;
    d->signs.weights = &d->weights;
    free(clusters);
    free(weights);
    return fine;
}

bool finder_ready(const struct finder *d) {
    return d->weights.count > 0;
}

void finder_free(struct finder *d) {
    clusters_free(&d->clusters);
    finder_weights_free(&d->weights);
    sentence_signs_free(&d->signs);
}

static void scale(const struct finder *d, float score[FINDER_COLUMNS]) {
    float length = sqrtf(d->signs.square);
    for (int c = 0; c < FINDER_COLUMNS; c++) {
        score[c] = d->weights.bias[c] + SENTENCE_SCALE * d->signs.score[c] / length;
    }
}

/* Chances from scores, that nothing is said scoring 0. */
static void soften(const float score[FINDER_COLUMNS], struct opinion *o) {
    float top = 0, all = 0;
    for (int c = 0; c < FINDER_CATEGORIES; c++) {
        top = score[c] > top ? score[c] : top;
        o->likeliest = score[c] > score[o->likeliest] ? c : o->likeliest;
    }
    float none = expf(-top);
    for (int c = 0; c < FINDER_CATEGORIES; c++) {
        all += o->chance[c] = expf(score[c] - top);
    }
    for (int c = 0; c < FINDER_CATEGORIES; c++) {
        o->chance[c] /= all + none;
    }
    o->any = all / (all + none);
}

struct opinion finder_opinion(struct finder *d, const struct screen_rules *rules,
                              const struct screen_work *work, const char *text, size_t sentence) {
    struct opinion o = {.any = 0};
    float score[FINDER_COLUMNS];
    sentence_signs_of(&d->signs, rules, work, text, sentence);
    scale(d, score);
    soften(score, &o);
    if (o.any >= GLANCE) {
        sentence_signs_more(&d->signs, work, sentence);
        scale(d, score);
        soften(score, &o);
    }
    int severity = 0;
    for (int s = 1; s < FINDER_SEVERITIES; s++) {
        severity = score[FINDER_CATEGORIES + s] > score[FINDER_CATEGORIES + severity] ? s : severity;
    }
    o.severity = vocab_severities[severity];
    return o;
}
