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

struct item_facts {
    unsigned employers, schools; /* a bit for each declared one that is named */
    bool city, state, other_place;
};

struct item_reading {
    const char *text, *author, *url, *kind; /* borrowed from the item */
    struct sighting in_author, in_text;
    bool account;       /* a declared username is the author, or in the URL */
    const char *handle; /* which */
    bool handle_made;   /* the author is written as a handle made of the name */
    bool own_site, links_site, has_email, has_phone;
    bool by;       /* the author is, or may be, the candidate */
    bool by_other; /* an author is named who is not: another person's words */
    int published; /* year; 0: unknown */
    struct item_facts facts;
};

struct item_reading item_read(struct item_words *a, const struct known_names *known, const struct subject *s,
                              const cJSON *item);
void item_words_free(struct item_words *a);

#endif
