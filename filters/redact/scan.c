#include "evenhand/scan.h"

#include <string.h>
#include <unictype.h>
#include <unistr.h>

#include "evenhand/leet.h"
#include "evenhand/mem.h"

static bool plain_letter(char c) {
    return c >= 'a' && c <= 'z';
}

static bool digit(char c) {
    return c >= '0' && c <= '9';
}

/* Length of the word character at i (0: none). Leet signs count between letters; "$" also before one. */
static size_t word_char(const struct shadow *s, size_t i, bool inside) {
    char c = s->fold[i];
    if (plain_letter(c) || digit(c))
        return 1;
    char next = s->fold[i + 1];
    if (c == '\'')
        return inside && plain_letter(next) ? 1 : 0;
    if (c == '@' || c == '!' || c == '|')
        return inside && (plain_letter(next) || (c == '@' && digit(next))) ? 1 : 0;
    if (c == '$')
        return plain_letter(next) || (inside && next == '$') ? 1 : 0;
    if ((unsigned char)c < 0x80)
        return 0;
    ucs4_t u = 0;
    int n = u8_mbtouc(&u, (const uint8_t *)s->fold + i, s->len - i);
    return uc_is_alpha(u) || uc_combining_class(u) != 0 ? (size_t)n : 0;
}

static struct token *push(struct passage *p) {
    if (p->tokens == p->token_cap) {
        p->token_cap = p->token_cap == 0 ? 512 : p->token_cap * 2;
        p->token = mem_grow(p->token, p->token_cap, sizeof *p->token);
    }
    struct token *t = &p->token[p->tokens++];
    *t = (struct token){0};
    return t;
}

static enum token_shape shape_of(const struct shadow *s, size_t from, size_t to) {
    size_t upper = 0, lower = 0;
    for (size_t i = from; i < to; i++) {
        upper += s->cased[i] != s->fold[i];
        lower += plain_letter(s->fold[i]) && s->cased[i] == s->fold[i];
    }
    if (upper == 0)
        return SHAPE_LOWER;
    if (s->cased[from] != s->fold[from] && upper == 1)
        return SHAPE_CAPITAL;
    return lower == 0 ? SHAPE_UPPER : SHAPE_MIXED;
}

static uint32_t find(const struct passage *p, size_t from, size_t len) {
    return wordbook_find(p->words, p->shadow.fold + from, len);
}

/* The word without a plural or possessive ending. */
static void find_base(const struct passage *p, struct token *t) {
    const char *text = p->shadow.fold + t->start;
    size_t len = t->end - t->start;
    if (len > 3 && text[len - 2] == '\'' && text[len - 1] == 's') {
        t->flags |= TOKEN_OWNING;
        len -= 2;
        t->base = find(p, t->start, len);
        if (t->base != 0)
            return;
    }
    if (len < 4 || text[len - 1] != 's' || text[len - 2] == 's')
        return;
    t->flags |= TOKEN_PLURAL;
    t->base = find(p, t->start, len - 1);
    if (t->base == 0 && text[len - 2] == 'e')
        t->base = find(p, t->start, len - 2);
    if (t->base == 0 && len > 4 && text[len - 2] == 'e' && text[len - 3] == 'i') {
        char singular[64];
        if (len - 2 < sizeof singular) {
            memcpy(singular, text, len - 3);
            singular[len - 3] = 'y';
            t->base = wordbook_find(p->words, singular, len - 2);
        }
    }
    if (t->base == 0)
        t->flags &= (uint8_t)~TOKEN_PLURAL;
}

/* "gaaaay": three or more of a letter become two, then one. */
static uint32_t find_unrepeated(const struct passage *p, const struct token *t) {
    const char *text = p->shadow.fold + t->start;
    size_t len = t->end - t->start;
    char once[64], twice[64];
    size_t a = 0, b = 0;
    bool any = false;
    for (size_t i = 0; i < len && len < sizeof once; i++) {
        size_t run = 1;
        while (run <= i && text[i - run] == text[i])
            run++;
        any = any || run > 2;
        if (run == 1)
            once[a++] = text[i];
        if (run <= 2)
            twice[b++] = text[i];
    }
    if (!any)
        return 0;
    uint32_t word = wordbook_find(p->words, twice, b);
    return word != 0 ? word : wordbook_find(p->words, once, a);
}

static void resolve(struct passage *p, struct token *t, const struct near *near) {
    size_t len = t->end - t->start;
    t->word = find(p, t->start, len);
    find_base(p, t);
    if (t->word != 0 || t->base != 0)
        return;
    if (leet_undo(&p->shadow, p->words, t->start, t->end)) {
        t->word = find(p, t->start, len);
        find_base(p, t);
    }
    if (t->word == 0 && t->base == 0)
        t->word = find_unrepeated(p, t);
    bool file_name = t->start > 0 && strchr("./\\_", p->shadow.fold[t->start - 1]) != NULL;
    if (t->word == 0 && t->base == 0 && near != NULL && t->shape != SHAPE_MIXED && !file_name)
        t->word = near_find(near, p->words, p->shadow.fold + t->start, len);
}

static size_t mark_length(const struct shadow *s, size_t i) {
    static const char *const marks[] = {MARK_WITHHELD, MARK_PERSON, MARK_CANDIDATE};
    for (size_t m = 0; m < sizeof marks / sizeof *marks; m++) {
        size_t n = strlen(marks[m]);
        if (i + n <= s->len && memcmp(s->cased + i, marks[m], n) == 0)
            return n;
    }
    return 0;
}

static size_t take_word(struct passage *p, size_t i, uint8_t flags, const struct near *near) {
    const struct shadow *s = &p->shadow;
    size_t end = i, n;
    bool digits = true;
    while (end < s->len && (n = word_char(s, end, end > i)) > 0) {
        digits = digits && digit(s->fold[end]);
        end += n;
    }
    struct token *t = push(p);
    t->start = (uint32_t)i;
    t->end = (uint32_t)end;
    t->type = digits ? TOKEN_NUMBER : TOKEN_WORD;
    t->flags = flags;
    if (digits)
        return end;
    t->shape = (uint8_t)shape_of(s, i, end);
    resolve(p, t, near);
    const uint32_t names = KIND_BIT(KIND_FIRST) | KIND_BIT(KIND_GUARDED) | KIND_BIT(KIND_LAST);
    uint32_t base = p->words->list[t->base].kinds;
    t->kinds = p->words->list[t->word].kinds | ((t->flags & TOKEN_PLURAL) != 0 ? base & ~names : base);
    return end;
}

static size_t take_sign(struct passage *p, size_t i, uint8_t flags) {
    const struct shadow *s = &p->shadow;
    struct token *t = push(p);
    size_t mark = s->fold[i] == '[' || s->fold[i] == 't' ? mark_length(s, i) : 0;
    ucs4_t u = 0;
    size_t n = (unsigned char)s->fold[i] < 0x80
                   ? 1
                   : (size_t)u8_mbtouc(&u, (const uint8_t *)s->fold + i, s->len - i);
    t->start = (uint32_t)i;
    t->end = (uint32_t)(i + (mark > 0 ? mark : n));
    t->type = (uint8_t)(mark > 0 ? TOKEN_MARK : TOKEN_PUNCT);
    t->punct = n == 1 ? s->fold[i] : '\x7f';
    t->flags = flags;
    return t->end;
}

static void take_line(struct passage *p, size_t i) {
    struct token *t = push(p);
    t->start = (uint32_t)i;
    t->end = (uint32_t)(i < p->shadow.len ? i + 1 : i);
    t->type = TOKEN_LINE;
}

static bool ends_sentence(const struct token *t) {
    return t->type == TOKEN_LINE || (t->type == TOKEN_PUNCT && strchr(".!?:|>*\x7f", t->punct) != NULL);
}

static uint8_t flags_at(const struct passage *p, size_t i) {
    const struct shadow *s = &p->shadow;
    uint8_t flags = 0;
    char before = i > 0 ? s->fold[i - 1] : '\n';
    if (before == ' ' || before == '\t' || before == '\n' || before == '\r')
        flags |= TOKEN_SPACED;
    if (before == '_')
        flags |= TOKEN_JOINED;
    if (before == '#')
        flags |= TOKEN_TAGGED;
    if (p->tokens == 0 || ends_sentence(&p->token[p->tokens - 1]))
        flags |= TOKEN_OPENS;
    return flags;
}

void scan_make(struct passage *p, const struct near *near) {
    const struct shadow *s = &p->shadow;
    p->tokens = 0;
    p->has_upper = p->has_lower = false;
    for (size_t i = 0; i < s->len;) {
        char c = s->fold[i];
        if (c == '\n') {
            take_line(p, i++);
        } else if (c == ' ' || c == '\t' || c == '\r') {
            i++;
        } else if (word_char(s, i, false) > 0 &&
                   (c != 't' || s->fold[i + 1] != 'h' || mark_length(s, i) == 0)) {
            i = take_word(p, i, flags_at(p, i), near);
            if (i < s->len && s->fold[i] == '_')
                p->token[p->tokens - 1].flags |= TOKEN_JOINED;
        } else {
            i = take_sign(p, i, flags_at(p, i));
        }
    }
    take_line(p, s->len);
    for (size_t i = 0; i < p->tokens; i++) {
        p->has_upper = p->has_upper || p->token[i].shape == SHAPE_CAPITAL;
        p->has_lower = p->has_lower || (p->token[i].type == TOKEN_WORD && p->token[i].shape == SHAPE_LOWER);
    }
}
