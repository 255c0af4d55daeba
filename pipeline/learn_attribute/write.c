#include <math.h>
#include <stdlib.h>

#include "evenhand/files.h"
#include "evenhand/learn_attribute.h"
#include "evenhand/mem.h"

#define LEAST 0.000001 /* chances below it are not stated */

static const char head[] =
    "# Match weights: how much each agreement or disagreement speaks for, or against, an item being by or "
    "about the\n"
    "# candidate. Made by scripts/learn-attribute from %zu labelled pairs (tests/match/learn); do not edit "
    "numbers.\n"
    "#\n"
    "# After Fellegi and Sunter (1969), \"A Theory for Record Linkage\": a level's weight is log2(m/u) bits, "
    "where\n"
    "#   m = how often the level holds when it is the same person, counted among the pairs,\n"
    "#   u = how often it holds when it is somebody else, corrected for what other levels say already: the "
    "weights are\n"
    "#       fitted together, since fields go together.\n"
    "# guess: the weight that the authors expected before anything was counted. A level that is rare among "
    "the pairs stays\n"
    "# near it; same, others: how many pairs there were, and in how many of them the level holds. \"means\" "
    "are the words\n"
    "# that reasons use.\n"
    "#\n"
    "# The weights of an item add up, starting from the prior; the sum decides its class, by the same "
    "thresholds for every\n"
    "# candidate. A name's weight is lessened by log2(1 + share / common_name), share being that of people "
    "who bear it\n"
    "# (names.tsv): items come up because a search asked for the name, so even a rare one says little by "
    "itself.\n"
    "\n";

static const char thresholds[] =
    "prior: %.2f\n"
    "common_name: %.6f   # one person in 250,000\n"
    "thresholds:\n"
    "  tolerated: %.3f     # false matches among matches that are tolerated: it sets the next line\n"
    "  match: %.2f         # from here on: match. Of pairs judged by weights that knew nothing of their "
    "candidate\n"
    "  non_match: %.2f    # below: non-match (a chance of one in twenty). Between the two: possible, a "
    "person decides\n"
    "\n"
    "levels:\n";

static size_t count(const struct attribute_learner *l, int level, bool same) {
    size_t n = 0;
    for (size_t k = 0; k < l->pairs; k++)
        n += (l->pair[k].label == PAIR_SAME) == same && (level < 0 || l->pair[k].levels.at[level]);
    return n;
}

/* u follows from m and the weight; where it would be above 1, m does. */
static void write_level(struct buf *out, const struct attribute_learner *l, int i) {
    size_t same = count(l, i, true), of_same = count(l, -1, true), others = count(l, i, false);
    double m = ((double)same + 0.5) / ((double)of_same + 1), u = m / exp2(l->field[i]);
    if (u > 1 || u < LEAST) {
        u = u > 1 ? 1 : LEAST;
        m = u * exp2(l->field[i]);
        m = m > 1 ? 1 : m;
    }
    buf_format(out,
               "  %s: {m: %.7f, u: %.7f, guess: %g, same: %zu of %zu, others: %zu of %zu, means: \"%s\"}\n",
               weight_field_names[i], m, u, l->rules.weights.guess[i], same, of_same, others,
               count(l, -1, false), l->rules.weights.means[i]);
}

bool learn_attribute_write(const struct attribute_learner *l, const char *path, struct faults *f) {
    struct buf out = {0};
    buf_format(&out, head, l->pairs);
    buf_format(&out, thresholds, l->prior, l->rules.weights.common, l->rules.weights.tolerated, l->match,
               l->non_match);
    for (int i = 0; i < WEIGHT_FIELDS; i++)
        write_level(&out, l, i);
    bool fine = file_write(path, out.data, out.len, f);
    buf_free(&out);
    return fine;
}
