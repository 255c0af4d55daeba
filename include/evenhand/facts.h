/* What a leak would look like: every identity fact of every candidate in the forms in which it may be
 * written, and the words that are protected beyond doubt (filters/rules/verify/unambiguous.txt).
 *
 * Names count in any order and case, with or without accents, run together as in a handle or a hashtag; a
 * part of a name counts alone when it has FACTS_MIN_NAME letters and is no common word
 * (rules/verify/common.txt). The short and pet forms of first names (rules/verify/nicknames.txt) count beside
 * the surname and run together with it, and alone in the candidate's own workbook. Telephone numbers count
 * with any punctuation, dates of birth in the usual orders, by number and by name of month. City, state and
 * one-word employers and schools are too common to mean somebody: they count in the candidate's own workbook
 * and in those that are about all. */
#ifndef EVENHAND_FACTS_H
#define EVENHAND_FACTS_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

#include "evenhand/faults.h"
#include "evenhand/needles.h"

#define FACTS_NOBODY (-1)
#define FACTS_MIN_NAME 4    /* letters of a part of a name that is looked for alone */
#define FACTS_MIN_HANDLE 4  /* of a handle or the local part of an address */
#define FACTS_MIN_RUN 7     /* of a name written without spaces: looked for inside words too */
#define FACTS_MIN_SPACED 10 /* ... looked for across spaces */
#define FACTS_LOCAL_PHONE 7 /* digits of a number without its area; shorter ones are not looked for */
#define FACTS_NATIONAL_PHONE 10
#define FACTS_FILE_MAX ((size_t)4 << 20)

struct fact {
    const char *kind; /* "name", "e-mail address"; a class for protected words; static */
    int person;       /* index of the candidate, or FACTS_NOBODY for protected words */
    bool own_only;
    bool ambiguous; /* may be harmless: counts in excerpts, until somebody acknowledged it */
    char *rule;     /* "unambiguous.txt:14", or NULL; owned */
    char *word;     /* an ambiguous one as the list has it, or NULL; owned */
};

struct facts {
    struct needles words;  /* for plain_words */
    struct needles runs;   /* for plain_squeezed: whole names, so that "T a n s y" is found too */
    struct needles digits; /* for plain_digits */
    struct fact *fact;
    size_t count, cap;
    char **common; /* sorted; words that are no sign of a person */
    size_t commons;
    char **nicknames; /* lines of names that may stand for one another */
    size_t nickname_lines;
};

/* Reads common.txt, nicknames.txt, unambiguous.txt and ambiguous.txt of RULES/verify. FAULT_CONFIG with file
 * and line. */
bool facts_open(struct facts *x, const char *rules, struct faults *f);
void facts_add_person(struct facts *x, const cJSON *identity, int person);
void facts_ready(struct facts *x);
/* Every fact found in a text (each occurrence once, at least). */
typedef bool facts_hit(void *ctx, const struct fact *fact);
void facts_search(const struct facts *x, const char *text, facts_hit *hit, void *ctx);
void facts_close(struct facts *x);

#endif
