/* What an item says of its author and subject, read against a candidate: no weights yet. */
#ifndef EVENHAND_ITEM_READING_H
#define EVENHAND_ITEM_READING_H

#include <cjson/cJSON.h>
#include <stdbool.h>

#include "evenhand/known_names.h"
#include "evenhand/sighting.h"
#include "evenhand/subject.h"
#include "evenhand/tokens.h"

/* The item's text, author and title in words; kept between items to save allocations. Zero-initialise. */
struct item_words {
    struct tokens words, author, title;
};

#define TRADE_WORDS 4 /* told apart; more count no more */

struct item_facts {
    unsigned employers, schools;     /* a bit for each declared one that is named */
    bool employer_part, school_part; /* a telling word of one */
    bool city, state, other_place;
    bool other_home;     /* "of Grants" behind the name, and that is neither the city nor an employer */
    bool other_town;     /* ... but a place in the declared state */
    size_t trade_words;  /* different words of the candidate's trades, up to TRADE_WORDS */
    bool other_employer; /* "at Bayline Bank", which is no declared employer, school or place */
    bool own_title;      /* the person is called by a title of the candidate's trade */
    bool other_trade;    /* the person is called by another trade's title */
    bool parody;         /* it says that it is one */
    bool area_code;      /* of a declared phone */
};

struct item_reading {
    const char *text, *author, *url, *kind; /* borrowed from the item */
    struct sighting in_author, in_text;
    bool account;       /* a declared username is the author, or in the URL */
    const char *handle; /* which */
    bool handle_made;   /* the author is written as a handle made of the name */
    bool own_site, links_site, has_email, has_phone;
    bool employer_host, school_host; /* the host bears their name */
    bool like_host, city_host;       /* it holds a name of either, or of the city, among other letters */
    bool dead;                       /* it tells that the one named has died */
    bool author_partial;             /* the author has the first name, or the surname, and no more */
    bool by;                         /* the author is, or may be, the candidate */
    bool by_other;                   /* an author is named who is not: another person's words */
    int published;                   /* year; 0: unknown */
    struct item_facts facts;
};

struct item_reading item_read(struct item_words *a, const struct known_names *known, const struct subject *s,
                              const cJSON *item);
void item_words_free(struct item_words *a);

#endif
