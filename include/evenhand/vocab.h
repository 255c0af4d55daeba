/* The closed vocabularies of the records (docs/design.md sections 3, 6, 7): every word a field may hold, in
 * one place. A list ends with NULL and its order is the order in which sheets and tables show it. */
#ifndef EVENHAND_VOCAB_H
#define EVENHAND_VOCAB_H

#include <stdbool.h>
#include <stddef.h>

extern const char *const vocab_outcomes[];   /* found none not-provided refused undetermined */
extern const char *const vocab_item_kinds[]; /* profile post comment article page result */
extern const char
    *const vocab_source_types[]; /* search social forum news blog web code video archive records */
extern const char *const vocab_match_classes[]; /* match possible non-match */
extern const char *const vocab_verdicts[];      /* same-person other-person withhold */
extern const char *const vocab_rechecks[];      /* there changed gone undetermined */
extern const char *const vocab_categories[]; /* job-related: eleven faults, then commendation and service */
extern const char *const vocab_severities[]; /* low medium high */
extern const char *const vocab_corroboration[]; /* how a finding stands, in the words the board reads */
extern const char *const vocab_reliability[];   /* of the kind of source, the most reliable first */
#define VOCAB_CLASSES_MAX 32                    /* at least the classes there are, identity included */
extern const char *const vocab_classes[];       /* protected classes, then identity */
extern const char *const vocab_skip_reasons[];  /* why a stage dropped something; the only free-looking text
                                                   that  crosses the wall, which is why it is a closed list */

/* Position in the list, or -1. */
int vocab_find(const char *const *list, const char *word);
size_t vocab_size(const char *const *list);

#endif
