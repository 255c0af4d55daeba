/* Tokens of a passage's shadow, each looked up among the words the rules know, in every spelling that
 * disguise or haste gives it: plural, possessive, leetspeak, repeated letters, one letter wrong. */
#ifndef EVENHAND_SCAN_H
#define EVENHAND_SCAN_H

#include "evenhand/near.h"
#include "evenhand/passage.h"

/* The marks the wall writes; a text that holds them already keeps them as they are. */
#define MARK_WITHHELD "[withheld]"
#define MARK_PERSON "[person]"
#define MARK_CANDIDATE "the candidate"

/* Fills p->token from p->shadow. `near` may be NULL. */
void scan_make(struct passage *p, const struct near *near);

static inline bool token_is(const struct token *t, enum word_kind kind) {
    return (t->kinds & KIND_BIT(kind)) != 0;
}
static inline bool token_capital(const struct token *t) {
    return t->type == TOKEN_WORD && t->shape != SHAPE_LOWER;
}

#endif
