/* Match weights (filters/rules/attribute/weights.yaml): log2(m/u) of each agreement and disagreement, the
 * prior and the two thresholds. Source: Fellegi and Sunter, "A Theory for Record Linkage", JASA 64 (1969). */
#ifndef EVENHAND_WEIGHTS_H
#define EVENHAND_WEIGHTS_H

#include <stdbool.h>

#include "evenhand/faults.h"

enum weight_field {
    WEIGHT_USERNAME,
    WEIGHT_SHORT_USERNAME,
    WEIGHT_EMAIL,
    WEIGHT_PHONE,
    WEIGHT_WEBSITE_OWN,
    WEIGHT_WEBSITE_LINK,
    WEIGHT_EMPLOYER,
    WEIGHT_SECOND_EMPLOYER,
    WEIGHT_SCHOOL,
    WEIGHT_CITY,
    WEIGHT_STATE,
    WEIGHT_MIDDLE_AGREES,
    WEIGHT_OTHER_SURNAME,
    WEIGHT_SUFFIX_AGREES,
    WEIGHT_AGE_AGREES,
    WEIGHT_MIDDLE_DIFFERS,
    WEIGHT_SUFFIX_DIFFERS,
    WEIGHT_AGE_DIFFERS,
    WEIGHT_YEARS_DIFFER,
    WEIGHT_STAGE_DIFFERS,
    WEIGHT_OTHER_PLACE,
    WEIGHT_SOMEBODY_ELSES,
    WEIGHT_SEVERAL_PEOPLE,
    WEIGHT_PARODY,
    WEIGHT_OTHER_GIVEN_NAME,
    WEIGHT_SAME_ACCOUNT,
    WEIGHT_FIELDS
};

/* How the candidate's name is met, the most telling first. */
enum name_form { NAME_FULL, NAME_NICKNAME, NAME_INITIAL, NAME_HANDLE, NAME_SURNAME, NAME_GIVEN, NAME_NONE };

struct weights {
    double prior, match, non_match;
    double field[WEIGHT_FIELDS];
    char *means[WEIGHT_FIELDS];
    double name_floor, name_search; /* u of a name: floor + search * share * factor */
    double name_m[NAME_NONE], name_factor[NAME_NONE];
    char *name_means[NAME_NONE];
};

bool weights_read(struct weights *w, const char *path, struct faults *f);
void weights_free(struct weights *w);

#endif
