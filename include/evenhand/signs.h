/* Signs: what the tagger sees of one token: its word, its clusters, what the lexicon and the rules made of
 * it, its shape. A feature is one sign, or several, each at an offset from the token that is judged. */
#ifndef EVENHAND_SIGNS_H
#define EVENHAND_SIGNS_H

#include <stddef.h>
#include <stdint.h>

#include "evenhand/clusters.h"
#include "evenhand/lexicon.h"
#include "evenhand/passage.h"
#include "evenhand/sign.h"

#define SIGNS_MAX 32 /* of one token */

/* Kinds of signs, as weights.txt writes them. */
#define SIGN_WORD 'w'    /* the folded word; a number's magnitude; a punctuation mark; "line" */
#define SIGN_BASE 'b'    /* without plural or possessive */
#define SIGN_CLUSTER '1' /* '1' coarse, '2' middle, '3' fine */
#define SIGN_KIND 'k'    /* a list of words/ that holds it */
#define SIGN_TERM 't'    /* class of a term it is: "religion", "religion?" ambiguous, "religion~" hint */
#define SIGN_PREFIX 'x'  /* first four letters */
#define SIGN_SUFFIX 'y'  /* last four letters */
#define SIGN_ENDING 'z'  /* last three letters */
#define SIGN_SHAPE 'h'   /* lower, capital, upper, mixed */
#define SIGN_FLAG 'f'    /* opens a sentence, tagged, disguised ... */
#define SIGN_RULE 'r'    /* the kind of rule that withheld it */
#define SIGN_CLASS 'c'   /* and the class it was withheld for */

#define SIGN_LABEL 'l' /* the word before the colon that introduces this field */
#define SIGN_OWNER 'o' /* whose the sentence is: mine, theirs, nobodys */
#define SIGN_TEXT 'd'  /* how much the rules found in the whole text, and how long it is */

struct signs {
    struct sign at[SIGNS_MAX];
    size_t count;
};

/* Signs that the word alone has, whatever stands around it. */
void signs_of_word(const struct clusters *clusters, const struct passage *p, size_t i, struct signs *out);
/* Signs of a term or hint that begins at i, for each token of it. */
void signs_of_term(const struct lexicon_hit *hit, size_t i, struct signs *signs);
/* Signs of its place in this text; `by` is the span that withholds it, or NULL. */
void signs_of_place(const struct passage *p, size_t i, const struct span *by, struct signs *out);

/* Signs of the line and of the text, for every token. */
void signs_of_text(const struct passage *p, struct signs *signs);

#endif
