/* The candidate as attribution sees them: names, handles, places and facts, folded once for all items. */
#ifndef EVENHAND_SUBJECT_H
#define EVENHAND_SUBJECT_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "evenhand/known_names.h"
#include "evenhand/phrases.h"

#define SUBJECT_NAMES 16
#define SUBJECT_TOKENS 8
#define SUBJECT_LIST 16
#define SUBJECT_SITES 64

struct subject_name {
    char *token[SUBJECT_TOKENS]; /* folded, suffix left out: given, middle names, surname */
    size_t tokens;
    size_t surname; /* where the surname begins */
    uint64_t given_hash, surname_hash,
        last_hash; /* of token[0], token[surname], the last token: tokens_hash */
};

enum subject_fact {
    FACT_EMPLOYER,
    FACT_SCHOOL,
    FACT_CITY,
    FACT_STATE,
    FACT_EMPLOYER_PART, /* a telling word of it */
    FACT_SCHOOL_PART
};

/* What the host of an employer's or school's site, or of a local paper, may hold: "stratusbase". */
struct subject_site {
    char *word;
    enum subject_fact fact;
};

struct subject {
    struct subject_name name[SUBJECT_NAMES]; /* the full name, then the aliases */
    size_t names;
    char suffix[8]; /* "jr", "" */
    char *handle[SUBJECT_LIST], *email[SUBJECT_LIST], *phone[SUBJECT_LIST], *website[SUBJECT_LIST];
    size_t handles, emails, phones, websites;
    struct phrases *facts; /* value: fact * 256 + number in its list */
    struct subject_site site[SUBJECT_SITES];
    size_t sites;
    unsigned family_employers; /* a bit for each employer that bears the surname: so do its other people */
    struct trades trades;      /* that the declared employers, schools and handles speak of */
    const char *region;        /* "US-MA", or NULL */
    int birth_year;            /* 0: not known */
};

/* Reads a candidate record's identity. What is beyond the limits above is not used (agreement can only be
 * missed, never invented). */
void subject_read(struct subject *s, const cJSON *identity, const struct known_names *known);
void subject_free(struct subject *s);

/* Lower-case letters and digits only; free() releases. */
char *squashed(const char *text);
/* Host and path of a URL, lower case, without scheme, "www." and final slash; free() releases. */
char *bare_url(const char *url);

#endif
