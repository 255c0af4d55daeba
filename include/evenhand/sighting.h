/* Where and how a candidate's name stands in a text. */
#ifndef EVENHAND_SIGHTING_H
#define EVENHAND_SIGHTING_H

#include <stdbool.h>
#include <stddef.h>

#include "evenhand/known_names.h"
#include "evenhand/subject.h"
#include "evenhand/tokens.h"
#include "evenhand/weights.h"

struct sighting {
    enum name_form form; /* NAME_NONE: the name is not there */
    size_t first, last;  /* words of the best form */
    bool middle_agrees, middle_differs, two_surnames, suffix_agrees, suffix_differs;
    bool other_given; /* the surname with another first name */
    size_t people;    /* how often the surname stands there */
    double share;     /* of people who bear the name met: u */
};

struct sighting sighting_in(const struct subject *s, const struct known_names *known, const char *text,
                            const struct tokens *w);
/* An account's name without spaces ("FZBenali", "tomblackwell") that is made of the candidate's name. */
bool sighting_in_handle(const struct subject *s, const char *handle);

#endif
