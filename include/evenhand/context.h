/* Context rules: PCRE2 patterns tried only near a trigger word, from FOLDER/context/NAME.yaml.
 *
 *     define:                    # names for parts of patterns, used as %name%; known to later files too
 *       place: (?-i:\p{Lu}\w+)
 *     rules:
 *       - rule: born-in
 *         class: national_origin
 *         near: [born, <kin>]    # words, plurals included; <kin> is a kind of word, <number> one of few
 * digits, <year> 1940 # to 2039 or '84 pattern: born in (?<what>%place%) extent: match          # match
 * (default; the group "what" if there is one) or clause
 *
 * Patterns see the shadow with letters as written, caseless, one line at a time, CONTEXT_BEFORE bytes before
 * the trigger to CONTEXT_AFTER behind it. A match limit that is reached is a fault. */
#ifndef EVENHAND_CONTEXT_H
#define EVENHAND_CONTEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "evenhand/faults.h"
#include "evenhand/passage.h"
#include "evenhand/regex.h"
#include "evenhand/wordbook.h"

#define CONTEXT_BEFORE 64 /* bytes */
#define CONTEXT_AFTER 128
#define CONTEXT_BEFORE_NUMBER 36 /* numbers are many: what makes one an age or a height stands close */
#define CONTEXT_AFTER_NUMBER 64
#define CONTEXT_NUMBER_DIGITS 3 /* a longer one is no age, height or weight: only a year may be */
#define CONTEXT_MAX_DEFINES 64

struct context_rule {
    char *name; /* "context/born-in" */
    struct regex *regex;
    int class;
    int what;   /* group, or 0 */
    char *file; /* "context/origin.yaml" */
    size_t line;
    bool clause;
    bool sure;        /* the tagger does not overrule it */
    uint64_t passage; /* last one it was tried on ... */
    size_t done;      /* ... and up to which shadow offset */
};

struct context_link {
    uint32_t rule, next; /* next link of the same trigger, or 0 */
};

struct context {
    struct context_rule *rule;
    size_t rules;
    struct context_link *link; /* [0] is none */
    size_t links;
    uint32_t kind_link[WORD_KINDS];
    uint32_t number_link, year_link;
    uint32_t kinds; /* KIND_BIT of those that trigger anything */
    char *define_name[CONTEXT_MAX_DEFINES], *define_text[CONTEXT_MAX_DEFINES];
    size_t defines;
    uint64_t passages; /* tried so far */
};

/* A missing folder adds nothing. */
bool context_read(struct context *c, struct wordbook *words, const char *folder, struct faults *f);
void context_free(struct context *c);

/* Adds a span for every match. */
bool context_run(struct context *c, struct passage *p, struct faults *f);

#endif
