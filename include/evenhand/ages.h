/* What a text says of its subject's age: stated ages and birth years, years of work, stages of life. */
#ifndef EVENHAND_AGES_H
#define EVENHAND_AGES_H

#include <stdbool.h>

#include "evenhand/sighting.h"
#include "evenhand/tokens.h"

struct age_facts {
    bool agrees, differs; /* a stated age or birth year, against the candidate's */
    bool years_differ;    /* years of work or study before the candidate can have begun */
    bool stage_differs;   /* student, retired ... */
};

/* Years; 0: not known. */
struct age_frame {
    int birth_year; /* the candidate's */
    int published;  /* of the text */
    int today;      /* of the run: no text is younger */
};

/* Ages are looked for near the name, or in the first person when `own`. */
struct age_facts ages_in(const struct tokens *w, const char *text, const struct sighting *name, bool own,
                         const struct age_frame *t);

#endif
