/* Voluntary equal-opportunity data, as an office of its own keeps it: one row a person, CSV (RFC 4180),
 * header first.
 *
 *     race,sex,stage:written test,stage:background,stage:hired
 *     White,F,yes,yes,no
 *     Black,M,yes,no,
 *
 * A column "stage:NAME" (or "selected") says whether the person passed that stage: yes or no; empty: did not
 * get there. A column "candidate", "ref" or "id" is passed over. Every other column is a characteristic;
 * empty: not stated. Only counts are kept: no row. */
#ifndef EVENHAND_EEO_H
#define EVENHAND_EEO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "evenhand/faults.h"

#define EEO_MAX_COLUMNS 16 /* of stages, and of characteristics */
#define EEO_MAX_GROUPS 24  /* of a characteristic; a column with more is none (names, numbers) */
#define EEO_MAX_NAME 64    /* bytes */
#define EEO_MAX_BYTES ((size_t)64 << 20)

struct eeo_count {
    uint64_t reached, passed;
};

struct eeo_group {
    char name[EEO_MAX_NAME]; /* "" : not stated */
    struct eeo_count stage[EEO_MAX_COLUMNS];
};

struct eeo_characteristic {
    char name[EEO_MAX_NAME];
    struct eeo_group group[EEO_MAX_GROUPS]; /* by name once eeo_read is done */
    size_t groups;
};

struct eeo {
    char stage[EEO_MAX_COLUMNS][EEO_MAX_NAME];
    size_t stages;
    struct eeo_characteristic characteristic[EEO_MAX_COLUMNS];
    size_t characteristics;
    uint64_t persons;
};

/* `file` is for messages, which never repeat what a row holds. False: FAULT_DATA. */
bool eeo_read(struct eeo *e, const char *bytes, size_t len, const char *file, struct faults *f);

#endif
