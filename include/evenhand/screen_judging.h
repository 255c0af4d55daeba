/* One sentence, or two that stand side by side in a line, being judged by the rules. Private to the stage. */
#ifndef EVENHAND_SCREEN_JUDGING_H
#define EVENHAND_SCREEN_JUDGING_H

#include "evenhand/screen_text.h"

#define GROUP_WORDS (SCREEN_MAX_GROUPS / 64)

/* Groups present in a stretch of text. */
struct presence {
    uint64_t bits[GROUP_WORDS];
};

struct judging {
    const struct screen_rules *rules;
    struct screen_work *work;
    const char *text;
    size_t len;
    struct presence all;        /* of the text */
    size_t sentence;            /* the first one judged */
    size_t sentences;           /* 1, or 2: then the act must stand in both */
    struct sentence here;       /* from the first one's start to the last one's end */
    size_t hit_first, hit_past; /* hits that begin in it */
    struct presence groups;     /* of it */
};

/* The hits a rule's groups have taken. */
struct combination {
    uint32_t first, last; /* words */
    const struct phrase_hit *taken[SCREEN_RULE_GROUPS];
};

static inline bool screen_present(const struct presence *p, uint32_t group) {
    return (p->bits[group / 64] >> (group % 64) & 1) != 0;
}

/* screen_combine.c: the next way, from word `from` on, to take one hit for each of the rule's groups near one
 * another. */
bool screen_combine(const struct judging *j, const struct screen_rule *rule, uint32_t from,
                    struct combination *c);
bool screen_overlaps(const struct combination *c, size_t count, const struct phrase_hit *h);

/* screen_excuses.c: is one of the rule's excuses there? */
bool screen_excused(const struct judging *j, const struct screen_rule *rule, const struct combination *c);
/* Is it the writer who acts? */
bool screen_acted_by_me(const struct judging *j, const struct combination *c);

/* screen_found.c: adds a finding in the sentences being judged, with its excerpt, or widens the one that is
 * there. */
void screen_keep(const struct judging *j, struct screen_finding *found);

/* screen_consider.c: what the finder thinks of the sentence being judged: takes back, adds. */
void screen_consider(const struct judging *j, struct finder *finder);

#endif
