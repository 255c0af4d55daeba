/* What the rules and the finder find in one text. */
#ifndef EVENHAND_SCREEN_TEXT_H
#define EVENHAND_SCREEN_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "evenhand/faults.h"
#include "evenhand/screen_rules.h"
#include "evenhand/sentences.h"
#include "evenhand/tokens.h"

#define SCREEN_EXCERPT_BYTES 500   /* DESIGN: data minimisation */
#define SCREEN_ALONE_WORDS 8       /* a sentence of fewer is not understood without the one before it */
#define SCREEN_BY_FINDER "learned" /* no rule found it, but the finder */
#define SCREEN_FRAGMENT_WORDS 3    /* a neighbour of no more belongs to the sentence */

struct finder; /* finder.h */

struct screen_finding {
    const char *by;                      /* the rule's id, or SCREEN_BY_FINDER */
    int kind;                            /* its category's place in vocab_categories */
    const char *severity;                /* of vocab_severities */
    uint32_t start, end;                 /* bytes: the words that carry the act */
    uint32_t excerpt_start, excerpt_end; /* what goes on */
    size_t sentence, sentences;          /* where it was found: first sentence, and how many */
};

/* Categories (bits, by place in vocab_categories) that rules found in a sentence, and that excuses took back.
 */
struct screen_verdict {
    uint16_t found, excused;
};

/* Working memory, kept from text to text. Zero-initialise; screen_work_free releases. */
struct screen_work {
    struct tokens words;
    struct sentences sentences;
    struct phrase_hit *hits; /* by first word */
    size_t hit_count, hit_cap;
    struct screen_verdict *verdict; /* by sentence */
    size_t verdict_cap;
    uint64_t *rules;  /* a bit each: those to be looked at */
    bool self_speaks; /* somebody says I or we in the text */
    struct screen_finding *found;
    size_t found_count, found_cap;
};

/* Fills work->found, in order of place, one a category and sentence; text is valid UTF-8. Without a finder
 * (NULL) the rules alone decide. False only when a pattern reached its limit. */
bool screen_text(const struct screen_rules *rules, struct finder *finder, struct screen_work *work,
                 const char *text, size_t len, struct faults *f);
/* Index of the first of work->hits that begins at the word or behind it. */
size_t screen_hit_from(const struct screen_work *work, uint32_t word);
void screen_work_free(struct screen_work *work);

#endif
