/* Selection rates, four-fifths ratio and Fisher's exact test (29 CFR 1607.4(D), 1607.15(A)(2); Questions and
 * Answers on the Uniform Guidelines, 44 FR 11996, numbers 20 to 22). */
#ifndef EVENHAND_RATES_H
#define EVENHAND_RATES_H

#include "evenhand/buf.h"
#include "evenhand/eeo.h"

#define RATES_FOUR_FIFTHS 0.8
#define RATES_MIN_SHARE 0.02 /* a smaller group is shown and not judged */
#define RATES_SMALL_GROUP 30 /* fewer persons: rates move by chance */
#define RATES_CHANCE 0.05    /* a p below it is unlikely to be chance */

struct rate {
    const struct eeo_group *group;
    double rate, ratio,
        p; /* of passed; to the highest rate; Fisher's, against the group with the highest rate */
    bool highest, judged, below,
        one_person; /* one_person: one more or one fewer passing would turn the answer */
};

/* Rates of a characteristic's groups at a stage, in the order of the groups; those that nobody of reached are
 * left out. Returns how many; `out` has room for EEO_MAX_GROUPS. */
size_t rates_of(const struct eeo_characteristic *c, size_t stage, struct rate *out);
/* Everything, as text. */
void rates_print(const struct eeo *e, struct buf *out);

#endif
