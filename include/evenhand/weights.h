/* Match weights (filters/rules/attribute/weights.yaml): log2(m/u) of each agreement and disagreement, the
 * prior and the two thresholds; made by scripts/learn-attribute. Source: Fellegi and Sunter, "A Theory for
 * Record Linkage", JASA 64 (1969). */
#ifndef EVENHAND_WEIGHTS_H
#define EVENHAND_WEIGHTS_H

#include <stdbool.h>

#include "evenhand/faults.h"

/* The comparison levels. What is compared and how: levels.h. */
enum weight_field {
    WEIGHT_USERNAME,
    WEIGHT_PLAIN_USERNAME,
    WEIGHT_SHORT_USERNAME,
    WEIGHT_EMAIL,
    WEIGHT_PHONE,
    WEIGHT_WEBSITE_OWN,
    WEIGHT_WEBSITE_LINK,
    WEIGHT_LINKED_FROM,
    WEIGHT_SAME_ACCOUNT,
    WEIGHT_EMPLOYER,
    WEIGHT_SECOND_EMPLOYER,
    WEIGHT_EMPLOYER_PART,
    WEIGHT_FAMILY_EMPLOYER,
    WEIGHT_EMPLOYER_HOST,
    WEIGHT_SCHOOL,
    WEIGHT_SCHOOL_PART,
    WEIGHT_SCHOOL_HOST,
    WEIGHT_LIKE_HOST,
    WEIGHT_SCHOOL_AGE,
    WEIGHT_CITY,
    WEIGHT_CITY_HOST,
    WEIGHT_STATE,
    WEIGHT_AREA_CODE,
    WEIGHT_TRADE,
    WEIGHT_TRADE_TWICE,
    WEIGHT_OWN_TITLE,
    WEIGHT_MIDDLE_AGREES,
    WEIGHT_OTHER_SURNAME,
    WEIGHT_SUFFIX_AGREES,
    WEIGHT_AGE_AGREES,
    WEIGHT_MIDDLE_DIFFERS,
    WEIGHT_SUFFIX_DIFFERS,
    WEIGHT_SUFFIX_MISSING,
    WEIGHT_OTHER_GIVEN_NAME,
    WEIGHT_AGE_DIFFERS,
    WEIGHT_YEARS_DIFFER,
    WEIGHT_STAGE_DIFFERS,
    WEIGHT_DEAD,
    WEIGHT_OTHER_PLACE,
    WEIGHT_OTHER_BRANCH,
    WEIGHT_OTHER_HOME,
    WEIGHT_OTHER_TOWN,
    WEIGHT_OTHER_EMPLOYER,
    WEIGHT_OTHER_TRADE,
    WEIGHT_SOMEBODY_ELSES,
    WEIGHT_AUTHOR_PARTIAL,
    WEIGHT_SEVERAL_PEOPLE,
    WEIGHT_PARODY,
    WEIGHT_NAMELESS,
    WEIGHT_NAME_FULL, /* and the other forms of the name, in the order of enum name_form */
    WEIGHT_NAME_NICKNAME,
    WEIGHT_NAME_INITIAL,
    WEIGHT_NAME_SIMILAR,
    WEIGHT_NAME_HANDLE,
    WEIGHT_NAME_SURNAME,
    WEIGHT_NAME_GIVEN,
    WEIGHT_FIELDS
};

/* How the candidate's name is met, the most telling first. Up to NAME_SIMILAR it names a person. */
enum name_form {
    NAME_FULL,
    NAME_NICKNAME,
    NAME_INITIAL,
    NAME_SIMILAR,
    NAME_HANDLE,
    NAME_SURNAME,
    NAME_GIVEN,
    NAME_NONE
};

struct weights {
    double prior, match, non_match; /* bits */
    double tolerated;               /* false matches among matches, that `match` was chosen for */
    double common;                  /* share of people from which on a name counts as common */
    double field[WEIGHT_FIELDS];    /* log2(m/u) */
    double guess[WEIGHT_FIELDS];    /* what the authors expected before anything was counted */
    char *means[WEIGHT_FIELDS];
};

extern const char *const weight_field_names[WEIGHT_FIELDS + 1];

bool weights_read(struct weights *w, const char *path, struct faults *f);
void weights_free(struct weights *w);

#endif
