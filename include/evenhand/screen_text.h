/* What the rules find in one text. */
#ifndef EVENHAND_SCREEN_TEXT_H
#define EVENHAND_SCREEN_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "evenhand/faults.h"
#include "evenhand/screen_rules.h"
#include "evenhand/sentences.h"
#include "evenhand/tokens.h"

#define SCREEN_EXCERPT_BYTES 500 /* DESIGN: data minimisation */
#define SCREEN_ALONE_WORDS 8     /* a sentence of fewer is not understood without the one before it */
#define SCREEN_FRAGMENT_WORDS 3  /* a neighbour of no more belongs to the sentence */

struct screen_finding {
    const struct screen_rule *rule;
    uint32_t start, end;                 /* bytes: the words that carry the act */
    uint32_t excerpt_start, excerpt_end; /* what goes on */
    size_t sentence, sentences;          /* where it was found: first sentence, and how many */
};

/* Working memory, kept from text to text. Zero-initialise; screen_work_free releases. */
struct screen_work {
    struct tokens words;
    struct sentences sentences;
    struct phrase_hit *hits; /* by first word */
    size_t hit_count, hit_cap;
    struct screen_finding *found;
    size_t found_count, found_cap;
};

/* Fills work->found, in order of place, one a category and sentence; text is valid UTF-8. False only when a
 * pattern reached its limit. */
bool screen_text(const struct screen_rules *rules, struct screen_work *work, const char *text, size_t len,
                 struct faults *f);
void screen_work_free(struct screen_work *work);

#endif
