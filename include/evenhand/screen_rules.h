/* Screening rules: packs of words, excuses and rules, as people write them (filters/rules/screen/README.md).
 *
 * A rule is found in a sentence that holds a word of each of its groups near one another; an excuse (quoted,
 * news, fiction, lyrics, sport ...) takes it back. */
#ifndef EVENHAND_SCREEN_RULES_H
#define EVENHAND_SCREEN_RULES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "evenhand/faults.h"
#include "evenhand/phrases.h"
#include "evenhand/regex.h"

#define SCREEN_MAX_GROUPS 1024  /* word lists, inline ones included */
#define SCREEN_RULE_GROUPS 6    /* groups a rule may ask for */
#define SCREEN_RULE_EXCUSES 24  /* excuses of a rule, those of its pack included */
#define SCREEN_RULE_NONE 6      /* groups that must be absent from the sentence */
#define SCREEN_WITHIN 12        /* words from first to last, when the rule does not say */
#define SCREEN_EXPANSIONS 20000 /* phrases one written phrase may stand for */

enum excuse_scope {
    EXCUSE_BEFORE, /* up to EXCUSE_BEFORE_WORDS before the act (the rule's first group), or between it and the
                      second */
    EXCUSE_SENTENCE, /* anywhere in the sentence */
    EXCUSE_NEAR,     /* in the sentence or a neighbour of it in the same line */
    EXCUSE_TEXT,     /* anywhere in the text */
    EXCUSE_QUOTED,   /* the act stands within quotation marks */
};
#define EXCUSE_BEFORE_WORDS 4

struct screen_excuse {
    const char *id;
    enum excuse_scope scope;
    uint32_t group;
};

struct screen_rule {
    const char *id, *category, *severity, *means;
    int kind; /* the category's place in vocab_categories */
    uint32_t all[SCREEN_RULE_GROUPS];
    size_t all_count;
    uint32_t none[SCREEN_RULE_NONE];
    size_t none_count;
    size_t within;
    bool in_order;
    bool by_me;            /* the writer must be the one who acts */
    struct regex *pattern; /* must match in the words of the act too; NULL: none */
    const struct screen_excuse *not_[SCREEN_RULE_EXCUSES];
    size_t not_count;
    const char **examples, **counter_examples; /* NULL-terminated; borrowed texts */
    const char *place;                         /* "drugs.yaml:12" */
};

struct screen_rules {
    struct phrases *phrases; /* a hit's value is a group */
    struct screen_rule *rule;
    uint64_t *summary; /* by rule: bits of its groups, modulo 64: a quick look before the exact one */
    /* By group: the rules to look at when it is there, anchored[anchors[group]] up to anchored[anchors[group
     * + 1]]. Each rule hangs on one of its groups, the one that the fewest rules ask for. */
    uint32_t *anchors, *anchored;
    size_t count;
    size_t groups;
    char **group; /* by group: its name as a sign: a list's, "excuse/news", "drugs/sells/0"; NULL: none */
    uint32_t self, others; /* groups that tell who acts */
    void *owned;           /* parsed files and what was made of them */
};

/* Reads every *.yaml of the folders, in order; a later folder's list of the same name adds to an earlier
 * one's. NULL with FAULT_CONFIG, all faults named, when one is wrong; a folder that is missing has none; no
 * rule at all is a fault. */
struct screen_rules *screen_rules_load(const char *const *folders, size_t count, struct faults *f);
void screen_rules_free(struct screen_rules *rules);

#endif
