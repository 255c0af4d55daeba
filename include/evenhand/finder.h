/* The finder: multinomial logistic regression over the sentences of a text (sentence_signs.h), beside the
 * rules. It finds what no rule has words for, and it takes back what a rule found in a sentence that to it
 * says nothing. Its weights are data (finder_weights.h), learnt from the labelled texts in tests/screen. */
#ifndef EVENHAND_FINDER_H
#define EVENHAND_FINDER_H

#include <stdbool.h>

#include "evenhand/clusters.h"
#include "evenhand/faults.h"
#include "evenhand/finder_weights.h"
#include "evenhand/sentence_signs.h"

/* Zero-initialise; finder_free releases. */
struct finder {
    struct clusters clusters;
    struct finder_weights weights;
    struct sentence_signs signs;
};

/* What the finder thinks of one sentence. */
struct opinion {
    float chance[FINDER_CATEGORIES]; /* by place in vocab_categories */
    float any;                       /* of all of them together */
    int likeliest;
    const char *severity; /* of vocab_severities */
};

/* Reads RULES/redact/tagger/clusters.txt and RULES/screen/finder/weights.txt; where there are no weights, the
 * finder finds nothing and takes nothing back. */
bool finder_read(struct finder *d, const char *rules, struct faults *f);
bool finder_ready(const struct finder *d);
struct opinion finder_opinion(struct finder *d, const struct screen_rules *rules,
                              const struct screen_work *work, const char *text, size_t sentence);
void finder_free(struct finder *d);

#endif
