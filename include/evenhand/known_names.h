/* What is known of names and places in general: how common a name is, which first names stand for one
 * another, which place lies in which region, which words belong to which trade. Data: names.tsv,
 * nicknames.txt, places.txt, trades.txt, letters.txt, parody.txt, generic.txt in filters/rules/attribute/. */
#ifndef EVENHAND_KNOWN_NAMES_H
#define EVENHAND_KNOWN_NAMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "evenhand/faults.h"
#include "evenhand/phrases.h"
#include "evenhand/tokens.h"

#define KNOWN_TRADES 128 /* lines of trades.txt at most */

struct known_names; /* opaque */

struct known_names *known_names_read(const char *folder, struct faults *f);
void known_names_free(struct known_names *k);

/* Share of people who bear the name (folded), from 0 to 1. */
double known_surname_share(const struct known_names *k, const char *surname);
double known_given_share(const struct known_names *k, const char *given);
bool known_given(const struct known_names *k, const char *word); /* is a first name that the list holds */
/* The same, a spelling or a short form. */
bool known_same_given(const struct known_names *k, const char *a, const char *b);

/* A set of trades: lines of trades.txt. */
struct trades {
    uint64_t bit[KNOWN_TRADES / 64];
};

static inline void trade_add(struct trades *t, size_t trade) {
    t->bit[trade / 64] |= (uint64_t)1 << (trade % 64);
}
static inline bool trades_none(const struct trades *t) {
    return (t->bit[0] | t->bit[1]) == 0;
}
static inline bool trades_share(const struct trades *a, const struct trades *b) {
    return ((a->bit[0] & b->bit[0]) | (a->bit[1] & b->bit[1])) != 0;
}
static inline void trades_join(struct trades *a, const struct trades *b) {
    a->bit[0] |= b->bit[0];
    a->bit[1] |= b->bit[1];
}

/* What begins at a word. */
struct known_hits {
    const char *place;    /* region of the longest place ("US-MA"), or NULL */
    size_t place_words;   /* how many words it has */
    struct trades titles; /* trades whose people are called so */
    struct trades trades; /* trades that the word is at home in */
    bool parody;          /* an account that is not, or is no more, the person's whose name it bears */
};
/* False: nothing begins there, and *known is left alone. */
bool known_at(const struct known_names *k, const struct tokens *w, size_t i, struct known_hits *known);

/* Words written in Greek or Cyrillic are read in Latin letters (letters.txt), in place. */
void known_latin(const struct known_names *k, struct tokens *w);

enum generic_word { GENERIC_ENDING, GENERIC_BEGINNING };
bool known_generic(const struct known_names *k, enum generic_word kind, const char *word);
/* "US-MA" of "ma" or "massachusetts"; NULL: unknown. */
const char *known_state(const struct known_names *k, const char *folded_state);

#endif
