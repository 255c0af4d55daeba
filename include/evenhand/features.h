/* Features: what is weighed at one token: each sign of it and of its neighbours, and some signs together. */
#ifndef EVENHAND_FEATURES_H
#define EVENHAND_FEATURES_H

#include <stddef.h>
#include <stdint.h>

#include "evenhand/signs.h"

#define FEATURE_REACH 3                         /* tokens looked at on each side */
#define FEATURE_OFFSETS (2 * FEATURE_REACH + 1) /* -3 to 3 */
#define FEATURE_PARTS 3                         /* signs in one feature, at most */
#define FEATURES_MAX 360                        /* at one token */

/* What stands for a token where several signs are weighed together. */
enum view {
    VIEW_WORD,
    VIEW_CLUSTER, /* middle */
    VIEW_FINE,
    VIEW_SHAPE,
    VIEW_RULE,
    VIEW_LABEL,
    VIEW_TEXT,
    VIEW_TERM,
    VIEW_OWNER,
    VIEWS
};

struct feature_part {
    int offset;
    const struct sign *sign;
};

struct feature {
    uint64_t key;
    struct feature_part part[FEATURE_PARTS];
    int parts;
};

/* The sign a token has for a view, or NULL. */
const struct sign *feature_view(const struct signs *s, enum view v);

/* Keys of the features of several signs at token i of n; view[j][v] is the hash of token j's view, 0 where it
 * has none. Returns how many were written. */
size_t features_together(uint64_t (*view)[VIEWS], size_t n, size_t i, uint64_t key[FEATURES_MAX]);

/* All the features at token i of n, with their parts. */
size_t features_at(const struct signs *signs, size_t n, size_t i, struct feature out[FEATURES_MAX]);

/* Is a sign of this kind looked at from a neighbour? Those of the line and the text are not. */
int feature_reaches(char kind);

#endif
