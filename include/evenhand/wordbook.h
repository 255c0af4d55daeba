/* Words: every word the rules know, once, with what kind of word it is and what begins with it. */
#ifndef EVENHAND_WORDBOOK_H
#define EVENHAND_WORDBOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Kinds of words that cues and rules speak of; each is a file words/NAME.txt. */
enum word_kind {
    KIND_PERSON,    /* nouns for a person, of any sex: engineer, neighbour, people */
    KIND_THING,     /* nouns that make a people's name harmless: food, press, restaurant */
    KIND_BE,        /* am, is, was, being, i'm, she's: what follows is said of somebody */
    KIND_SUBJECT,   /* i, he, they, who */
    KIND_OWNER,     /* my, his, their */
    KIND_DEGREE,    /* not, never, very, openly, proud: belongs to the word after it */
    KIND_FUNCTION,  /* the little words of English */
    KIND_KIN,       /* mother, uncle, wife */
    KIND_FIRST,     /* first names */
    KIND_GUARDED,   /* first names that are also words: Will, Grace, Mark */
    KIND_LAST,      /* family names */
    KIND_TITLE,     /* Mr, Dr, Officer: a name follows */
    KIND_ORG,       /* Street, College, Inc: the capitalised words before it are no person */
    KIND_MONTH,     /* months and days */
    KIND_NUMBER,    /* one, two, twenty */
    KIND_COMMON,    /* capitalised often without being a name */
    KIND_FOREIGN,   /* function words of other languages that English has not */
    KIND_PREDICATE, /* words a name may be the subject of: said, joined, leads */
    KIND_BASIC,     /* basic words that leetspeak may hide */
    KIND_KNOWN,     /* real words that are one letter away from a term */
    KIND_LANG,      /* names of languages */
    KIND_COUNT,     /* numbers in words */
    KIND_TAIL,      /* people, persons: go with the mark before them */
    KIND_MINE,      /* i, my, us: the sentence is the writer's own */
    KIND_THEIRS,    /* she, their, who: it is another person's */
    KIND_TURN,      /* and, who, because: a clause of its own begins */
    WORD_KINDS
};

extern const char *const word_kind_names[WORD_KINDS + 1]; /* file stems; NULL ends */

#define KIND_BIT(kind) ((uint32_t)1 << (kind))

struct word {
    uint32_t text, len; /* in words.text */
    uint32_t hash;
    uint32_t kinds;              /* KIND_BIT of each */
    uint32_t term;               /* first term that it is by itself (lexicon.h), or 0 */
    uint32_t hint;               /* first hint that it is by itself, or 0 */
    bool opens_term, opens_hint; /* is it the first of several words that are one? */
    uint32_t link;               /* first context rule it triggers (context.h), or 0 */
};

struct wordbook {
    char *text;
    size_t text_len, text_cap;
    struct word *list; /* [0] is no word */
    size_t count, cap;
    uint32_t *slot; /* open addressing, power of two */
    size_t slots;
};

uint32_t wordbook_hash(const char *text, size_t len);
/* Number of a word, added when new. The text must be folded as the shadow folds. */
uint32_t wordbook_add(struct wordbook *w, const char *text, size_t len);
/* Number of a word, or 0. */
uint32_t wordbook_find(const struct wordbook *w, const char *text, size_t len);
const char *wordbook_text(const struct wordbook *w, uint32_t word); /* not NUL-terminated; see .len */
/* Is the word a term, or does it begin one? */
static inline bool wordbook_termed(const struct wordbook *w, uint32_t word) {
    return w->list[word].term != 0 || w->list[word].opens_term;
}
void wordbook_free(struct wordbook *w);

#endif
