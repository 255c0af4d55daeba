/* Features by number while weights are learnt: each with its key, the name a file of weights gives it, and
 * how often it was seen. */
#ifndef EVENHAND_FEATURE_TABLE_H
#define EVENHAND_FEATURE_TABLE_H

#include <stddef.h>
#include <stdint.h>

#include "evenhand/buf.h"
#include "evenhand/sign.h"

struct table_feature {
    uint64_t key;
    uint32_t name; /* in names: "-1 w my 0 2 87" */
    uint32_t seen;
};

/* Zero-initialise; feature_table_free releases. */
struct feature_table {
    struct table_feature *at; /* [0] is none */
    size_t count, cap;
    uint32_t *slot; /* open addressing, a power of two */
    size_t slots;
    struct buf names;
};

/* One sign of a feature and where it stands. */
struct placed_sign {
    int offset;
    struct sign sign;
};

/* The number of a feature, entered with its name when new; counts it as seen. */
uint32_t feature_table_number(struct feature_table *t, uint64_t key, const struct placed_sign *part,
                              int parts);
const char *feature_table_name(const struct feature_table *t, uint32_t number);
void feature_table_free(struct feature_table *t);

#endif
