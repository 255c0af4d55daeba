/* What may be asked, and where: the query lint and the source lint, as data that a person can read and add to
 * (pipeline/lawful/queries.yaml, sites.yaml; each entry names the law). A plan that asks for a protected fact
 * is refused when it is read, before anything is sent. */
#ifndef EVENHAND_LAWFUL_H
#define EVENHAND_LAWFUL_H

#include <stdbool.h>
#include <stddef.h>

#include "evenhand/buf.h"
#include "evenhand/digest.h"
#include "evenhand/faults.h"
#include "evenhand/phrases.h"
#include "evenhand/yaml.h"

#define LAWFUL_CONSUMER_REPORT                                                                               \
    "consumer-report" /* what a kind of site may reveal, beside the protected classes */

/* Words of one class. */
struct lawful_class {
    const char *name, *law;
    const char **words; /* NULL-terminated */
};

enum lawful_rule { LAWFUL_REFUSE, LAWFUL_AUTHORISE };

/* Sites of one kind. */
struct lawful_kind {
    const char *name;    /* "patients" */
    const char *reveals; /* a protected class, or LAWFUL_CONSUMER_REPORT */
    const char *why;
    enum lawful_rule rule;
    const char **hosts, **words, **categories; /* NULL-terminated; categories of a WhatsMyName list */
};

struct lawful {
    struct yaml *queries, *sites;  /* own the strings */
    char digest[DIGEST_HEX_BYTES]; /* of all lists, block rules included */
    struct lawful_class *classes;
    size_t class_count;
    struct lawful_kind *kinds;
    size_t kind_count;
    size_t word_count;             /* of all classes */
    struct phrases *asked, *named; /* words of classes, words of kinds; a hit's value says which */
    struct lawful_word {           /* what the values of both mean */
        const char *text;
        size_t owner; /* class or kind */
    } * words;
    size_t words_used;
};

/* Reads the shipped lists. A fault for every problem found; NULL if there was any. */
struct lawful *lawful_read(struct faults *f);
void lawful_free(struct lawful *l);

/* The first word or phrase of a query (or of an address) that asks for a protected fact; *asks says which.
 * Slots are blanks, "+" and percent-encoded characters are read as what they stand for. NULL: there is none.
 */
const char *lawful_query(const struct lawful *l, const char *query, const struct lawful_class **asks);

/* The kind of a host by the list of domains, subdomains included; NULL: none. */
const struct lawful_kind *lawful_host(const struct lawful *l, const char *host);
/* The kind that a name, title or host's name tells by its words; *word is the one. NULL: none. */
const struct lawful_kind *lawful_name(const struct lawful *l, const char *name, const char **word);
const struct lawful_kind *lawful_kind(const struct lawful *l, const char *name);         /* NULL: unknown */
const struct lawful_kind *lawful_category(const struct lawful *l, const char *category); /* NULL: no kind */

#endif
