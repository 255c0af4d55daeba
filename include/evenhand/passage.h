/* A passage: one text on its way through the wall: raw bytes, shadow, tokens, and the spans found so far. */
#ifndef EVENHAND_PASSAGE_H
#define EVENHAND_PASSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "evenhand/shadow.h"
#include "evenhand/wordbook.h"

enum token_type {
    TOKEN_WORD,   /* letters, with digits and apostrophes inside */
    TOKEN_NUMBER, /* digits only */
    TOKEN_PUNCT,  /* one character of anything else that shows */
    TOKEN_LINE,   /* end of a line */
    TOKEN_MARK    /* a mark of the wall itself: opaque */
};

enum token_shape { SHAPE_LOWER, SHAPE_CAPITAL, SHAPE_UPPER, SHAPE_MIXED };

#define TOKEN_SPACED 1u /* white space before it */
#define TOKEN_PLURAL 2u /* `base` came from cutting an ending */
#define TOKEN_OWNING 4u /* ends in 's or s' */
#define TOKEN_OPENS 8u  /* first word of a sentence or line */
#define TOKEN_JOINED                                                                                         \
    16u /* part of an identifier: touches an underscore, or one of several words written as one */
#define TOKEN_TAGGED 32u    /* behind # */
#define TOKEN_HARMLESS 128u /* part of an "allow" term */
#define TOKEN_FOUND 64u     /* in a mark found so far */

struct token {
    uint32_t start, end; /* in the shadow */
    uint32_t word;       /* as written, or 0 */
    uint32_t base;       /* without plural or 's, or 0 */
    uint32_t kinds;      /* KIND_BIT of word and base */
    uint8_t type, shape, flags;
    char punct; /* the character of a TOKEN_PUNCT, '\x7f' when not ASCII */
};

/* What is put in place of a span. */
enum put { PUT_MARK, PUT_PERSON, PUT_CANDIDATE, PUT_TEXT };

struct span {
    uint32_t start, end; /* raw bytes, half open */
    int class;           /* in vocab_classes */
    enum put put;
    const char *text; /* PUT_TEXT: the neutral word; static or the rules' */
    const char *rule; /* borrowed: file stem or rule name */
    const char *file; /* borrowed: the rules' file it stands in, below redact/; NULL: none */
    size_t line;      /* in that file */
    bool sure;        /* an unambiguous term: nothing overrules it */
};

struct passage {
    const struct wordbook *words;
    const char *raw;
    size_t raw_len;
    struct shadow shadow;
    struct token *token; /* the last one is a TOKEN_LINE that stands for the end */
    size_t tokens, token_cap;
    struct span *span;
    size_t spans, span_cap;
    bool has_upper, has_lower;
};

void passage_free(struct passage *p);
void passage_add(struct passage *p, const struct span *span);
/* A span over tokens [from, to). */
void passage_add_tokens(struct passage *p, size_t from, size_t to, int class, enum put put, const char *rule);
/* A span over shadow bytes [from, to). */
void passage_add_shadow(struct passage *p, size_t from, size_t to, int class, const char *rule);
/* Index of the token that holds or follows the shadow offset. */
size_t passage_token_at(const struct passage *p, size_t shadow_offset);
/* Index of the first token at or behind a raw offset. */
size_t passage_token_behind(const struct passage *p, uint32_t raw);

#endif
