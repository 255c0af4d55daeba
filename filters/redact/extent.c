#include "evenhand/extent.h"

#include <string.h>
#include <unigbrk.h>

#include "evenhand/scan.h"
#include "evenhand/vocab.h"

#define FIELD_REACH 400    /* bytes looked at on each side */
#define ENTRY_MAX_TOKENS 7 /* of an entry that goes whole; half of it where it has its line to itself */
#define FIELD_SIGNS 3      /* semicolons that make a line a row of fields */

static bool clause_sign(const struct passage *p, size_t i) {
    const struct token *t = &p->token[i];
    if (t->type == TOKEN_LINE)
        return true;
    if (t->type != TOKEN_PUNCT)
        return false;
    bool spaced_behind = i + 1 < p->tokens &&
                         ((p->token[i + 1].flags & TOKEN_SPACED) != 0 || p->token[i + 1].type == TOKEN_LINE);
    if (strchr(".!?;:,", t->punct) != NULL && t->punct != '\0')
        return spaced_behind;
    if (t->punct == '-')
        return (t->flags & TOKEN_SPACED) != 0 && spaced_behind;
    return t->punct == '|' || t->punct == '(' || t->punct == ')' || t->punct == '\x7f';
}

void extent_clause(const struct passage *p, size_t *from, size_t *to) {
    size_t a = passage_token_at(p, *from), b = passage_token_at(p, *to > *from ? *to - 1 : *from);
    while (a > 0 && !clause_sign(p, a - 1))
        a--;
    while (b + 1 < p->tokens && !clause_sign(p, b + 1))
        b++;
    *from = p->token[a].start < *from ? p->token[a].start : *from;
    *to = p->token[b].end > *to ? p->token[b].end : *to;
}

static size_t raw_of(const struct passage *p, size_t token) {
    return p->shadow.at[p->token[token].start];
}

static bool counts(int class) {
    static const char *const counted[] = {"family", "age", "appearance", "military", "marital", "sex", NULL};
    return class >= 0 && vocab_find(counted, vocab_classes[class]) >= 0;
}

/* An article or a possessive belongs to what it introduces. */
static bool little(const struct passage *p, const struct token *t) {
    static const char *const words[] = {"a", "an", "the", "my", "our", "some", NULL};
    for (size_t i = 0; t->type == TOKEN_WORD && words[i] != NULL; i++) {
        if (strlen(words[i]) == t->end - t->start &&
            memcmp(words[i], p->shadow.fold + t->start, strlen(words[i])) == 0)
            return true;
    }
    return false;
}

/* "with autism" and "without autism" lose the same. */
static bool having(const struct passage *p, const struct token *t) {
    size_t len = t->end - t->start;
    const char *text = p->shadow.fold + t->start;
    return t->type == TOKEN_WORD &&
           ((len == 4 && memcmp(text, "with", 4) == 0) || (len == 7 && memcmp(text, "without", 7) == 0));
}

static bool conditions(int class) {
    static const char *const those[] = {"disability", "health", "genetic", "family", NULL};
    return vocab_find(those, vocab_classes[class]) >= 0;
}

static void widen_left(const struct passage *p, struct span *s) {
    size_t at = passage_token_behind(p, s->start);
    for (; at > 0; at--) {
        const struct token *t = &p->token[at - 1];
        bool hyphen = t->type == TOKEN_PUNCT && t->punct == '-' && (t->flags & TOKEN_SPACED) == 0 && at > 1 &&
                      token_is(&p->token[at - 2], KIND_DEGREE);
        bool number = counts(s->class) && (t->type == TOKEN_NUMBER || token_is(t, KIND_NUMBER));
        bool article =
            (little(p, t) || (conditions(s->class) && having(p, t))) && (t->flags & TOKEN_JOINED) == 0;
        bool degree = t->type == TOKEN_WORD && token_is(t, KIND_DEGREE) && (t->flags & TOKEN_JOINED) == 0;
        if (!hyphen && !number && !degree && !article)
            break;
        s->start = (uint32_t)raw_of(p, at - 1);
    }
}

static bool tag_byte(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           (unsigned char)c >= 0x80;
}

/* The whole of a tag or of a word the span cuts into. */
static void widen_word(const struct passage *p, struct span *s) {
    uint32_t start = s->start;
    while (start > 0 && tag_byte(p->raw[start - 1]))
        start--;
    if (start > 0 && p->raw[start - 1] == '#') {
        s->start = start - 1;
        while (s->end < p->raw_len && tag_byte(p->raw[s->end]))
            s->end++;
    }
}

/* "Quaker-ish", "union-adjacent" */
static bool ish(const struct passage *p, const struct token *t) {
    static const char *const tails[] = {"ish", "adjacent", "ite", "ism", "ist", NULL};
    for (size_t i = 0; t->type == TOKEN_WORD && tails[i] != NULL; i++) {
        if (strlen(tails[i]) == t->end - t->start &&
            memcmp(tails[i], p->shadow.fold + t->start, strlen(tails[i])) == 0)
            return true;
    }
    return false;
}

/* "deaf people", "a trans person": the general noun goes too. */
static void widen_right(const struct passage *p, struct span *s) {
    size_t behind = passage_token_behind(p, s->end);
    if (behind + 2 < p->tokens && p->token[behind].type == TOKEN_PUNCT && p->token[behind].punct == '-' &&
        (p->token[behind].flags & TOKEN_SPACED) == 0 && ish(p, &p->token[behind + 1])) {
        s->end = p->shadow.at[p->token[behind + 1].end];
        return;
    }
    if (behind + 1 < p->tokens && behind > 0 && token_is(&p->token[behind], KIND_TAIL) &&
        (p->token[behind].flags & TOKEN_SPACED) != 0 && p->token[behind - 1].type != TOKEN_LINE)
        s->end = p->shadow.at[p->token[behind].end];
}

/* The full stop of "Mrs." goes with it. */
static void widen_title(const struct passage *p, struct span *s) {
    size_t behind = passage_token_behind(p, s->end);
    if (behind > 0 && token_is(&p->token[behind - 1], KIND_TITLE) && p->token[behind].type == TOKEN_PUNCT &&
        p->token[behind].punct == '.' && (p->token[behind].flags & TOKEN_SPACED) == 0)
        s->end = p->shadow.at[p->token[behind].end];
}

/* In a line of fields (at least FIELD_SIGNS semicolons) the whole field goes. */
static void widen_field(const struct passage *p, struct span *s) {
    size_t from = s->start, to = s->end, signs = 0;
    while (from > 0 && p->raw[from - 1] != '\n' && s->start - from < FIELD_REACH)
        from--;
    while (to < p->raw_len && p->raw[to] != '\n' && to - s->end < FIELD_REACH)
        to++;
    for (size_t i = from; i < to; i++)
        signs += p->raw[i] == ';';
    if (signs < FIELD_SIGNS)
        return;
    while (s->start > from && p->raw[s->start - 1] != ';')
        s->start--;
    while (s->end < to && p->raw[s->end] != ';')
        s->end++;
}

/* Ends a short entry of a list: "bio | like | this", "label: value". */
static bool parts(const struct passage *p, size_t i) {
    const struct token *t = &p->token[i];
    if (t->type == TOKEN_LINE)
        return true;
    if (t->type != TOKEN_PUNCT)
        return false;
    bool label = (t->punct == ':' || t->punct == '=') && i > 0 && p->token[i - 1].type == TOKEN_WORD;
    return t->punct == '|' || t->punct == '\x7f' || label;
}

/* A short entry of a list goes whole. */
static void widen_entry(const struct passage *p, struct span *s) {
    size_t from = passage_token_behind(p, s->start), to = passage_token_behind(p, s->end);
    size_t first = from, last = to;
    while (first > 0 && !parts(p, first - 1))
        first--;
    while (last < p->tokens && !parts(p, last))
        last++;
    bool lines = (first == 0 || p->token[first - 1].type == TOKEN_LINE) && p->token[last].type == TOKEN_LINE;
    if (last <= first || last - first > (lines ? ENTRY_MAX_TOKENS / 2 : ENTRY_MAX_TOKENS))
        return;
    if (first < from)
        s->start = (uint32_t)raw_of(p, first);
    if (last > to)
        s->end = p->shadow.at[p->token[last - 1].end];
}

/* Never cuts a character as a person sees it. */
static void widen_graphemes(const struct passage *p, struct span *s) {
    const uint8_t *raw = (const uint8_t *)p->raw;
    while (s->start > 0 && (raw[s->start] & 0xC0) == 0x80)
        s->start--;
    while (s->end < p->raw_len && (raw[s->end] & 0xC0) == 0x80)
        s->end++;
    if (s->end < p->raw_len && raw[s->end] >= 0x80) {
        size_t window = s->end - s->start > 64 ? 64 : s->end - s->start;
        uint32_t from = s->end - (uint32_t)window;
        while (from > s->start && (raw[from] & 0xC0) == 0x80)
            from--;
        const uint8_t *at = raw + from, *stop = raw + s->end;
        while (at < stop)
            at = u8_grapheme_next(at, raw + p->raw_len);
        s->end = (uint32_t)(at - raw);
    }
}

void extent_settle(struct passage *p) {
    for (size_t i = 0; i < p->spans; i++) {
        struct span *s = &p->span[i];
        if (s->put == PUT_MARK) {
            widen_left(p, s);
            widen_word(p, s);
            widen_right(p, s);
            widen_title(p, s);
            widen_field(p, s);
            widen_entry(p, s);
        }
        widen_graphemes(p, s);
    }
}
