#include "evenhand/shadow.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>

#include "evenhand/lookalike.h"
#include "evenhand/mem.h"
#include "evenhand/spaced.h"

/* One raw character becomes at most this many shadow bytes (U+FDFA expands to 18 characters). */
#define SHADOW_MAX_EXPANSION 96

static void reserve(struct shadow *s, size_t cap) {
    if (cap <= s->cap)
        return;
    s->cap = cap * 2;
    s->cased = mem_grow(s->cased, s->cap, 1);
    s->fold = mem_grow(s->fold, s->cap, 1);
    s->at = mem_grow(s->at, s->cap, sizeof *s->at);
}

static void put(struct shadow *s, char cased, char fold, size_t at) {
    s->cased[s->len] = cased;
    s->fold[s->len] = fold;
    s->at[s->len++] = (uint32_t)at;
}

static void put_ascii(struct shadow *s, char c, size_t at) {
    put(s, c, (char)(c >= 'A' && c <= 'Z' ? c + 32 : c), at);
}

static void put_char(struct shadow *s, ucs4_t c, size_t at) {
    if (c < 0x80) {
        put_ascii(s, (char)c, at);
        return;
    }
    uint8_t cased[6], fold[6];
    int n = u8_uctomb(cased, c, sizeof cased);
    int m = u8_uctomb(fold, uc_tolower(c), sizeof fold);
    if (n <= 0)
        return;
    const uint8_t *low = m == n ? fold : cased; /* the few letters whose case changes the length keep it */
    for (int i = 0; i < n; i++)
        put(s, (char)cased[i], (char)low[i], at);
}

static void put_text(struct shadow *s, const char *text, size_t at) {
    for (; *text != '\0'; text++)
        put_ascii(s, *text, at);
}

/* A character outside ASCII: dropped, decomposed, or replaced by the Latin letter it looks like. */
static void put_other(struct shadow *s, ucs4_t c, bool among_latin, size_t at) {
    const char *plain = lookalike_plain(c);
    if (plain != NULL) {
        put_text(s, plain, at);
        return;
    }
    if (uc_is_property_default_ignorable_code_point(c) || c == 0xAD)
        return;
    uint32_t in = c, out[UC_DECOMPOSITION_MAX_LENGTH * 4];
    size_t n = sizeof out / sizeof *out;
    if (u32_normalize(UNINORM_NFKD, &in, 1, out, &n) == NULL)
        return;
    for (size_t i = 0; i < n; i++) {
        if (uc_combining_class(out[i]) != 0 || uc_is_general_category(out[i], UC_NON_SPACING_MARK))
            continue;
        const char *again = out[i] >= 0x80 ? lookalike_plain(out[i]) : NULL;
        char twin = among_latin && out[i] >= 0x80 ? lookalike_latin(out[i]) : 0;
        if (again != NULL)
            put_text(s, again, at);
        else if (twin != 0)
            put_ascii(s, twin, at);
        else
            put_char(s, out[i], at);
    }
}

/* "&eacute;" and the like: length of the entity at raw[i], its character in *c; 0 when there is none. */
static size_t entity(const char *raw, size_t len, ucs4_t *c) {
    static const struct {
        const char *name;
        ucs4_t c;
    } named[] = {{"&amp;", '&'},     {"&lt;", '<'},       {"&gt;", '>'},      {"&quot;", '"'},
                 {"&apos;", '\''},   {"&nbsp;", ' '},     {"&shy;", 0xAD},    {"&zwj;", 0x200D},
                 {"&zwnj;", 0x200C}, {"&rsquo;", 0x2019}, {"&eacute;", 0xE9}, {"&aacute;", 0xE1},
                 {"&iacute;", 0xED}, {"&oacute;", 0xF3},  {"&uacute;", 0xFA}, {"&ntilde;", 0xF1}};
    for (size_t i = 0; i < sizeof named / sizeof *named; i++) {
        size_t n = strlen(named[i].name);
        if (n <= len && memcmp(raw, named[i].name, n) == 0) {
            *c = named[i].c;
            return n;
        }
    }
    if (len < 4 || raw[1] != '#')
        return 0;
    bool hex = raw[2] == 'x' || raw[2] == 'X';
    size_t i = hex ? 3 : 2;
    ucs4_t value = 0;
    for (; i < len && i < 10 && raw[i] != ';'; i++) {
        int digit = raw[i] >= '0' && raw[i] <= '9'                        ? raw[i] - '0'
                    : hex && (raw[i] | 32) >= 'a' && (raw[i] | 32) <= 'f' ? (raw[i] | 32) - 'a' + 10
                                                                          : -1;
        if (digit < 0)
            return 0;
        value = value * (hex ? 16 : 10) + (ucs4_t)digit;
    }
    bool fine =
        i < len && raw[i] == ';' && value > 8 && value < 0x110000 && (value < 0xD800 || value > 0xDFFF);
    *c = value;
    return fine ? i + 1 : 0;
}

/* Is the letter at raw[at] in a word that also holds Latin letters? */
static bool stands_among_latin(const char *raw, size_t len, size_t at) {
    size_t from = at, to = at;
    while (from > 0 && ((unsigned char)raw[from - 1] >= 0x80 || lookalike_ascii_letter(raw[from - 1])))
        from--;
    while (to < len && ((unsigned char)raw[to] >= 0x80 || lookalike_ascii_letter(raw[to])))
        to++;
    for (size_t i = from; i < to; i++) {
        if (lookalike_ascii_letter(raw[i]))
            return true;
    }
    return false;
}

static size_t put_next(struct shadow *s, const char *raw, size_t len, size_t i) {
    ucs4_t c = 0;
    if (raw[i] == '&') {
        size_t n = entity(raw + i, len - i, &c);
        if (n > 0) {
            put_other(s, c, true, i);
            return n;
        }
        put_ascii(s, raw[i], i);
        return 1;
    }
    int n = u8_mbtouc(&c, (const uint8_t *)raw + i, len - i);
    put_other(s, c, lookalike_latin(c) != 0 && stands_among_latin(raw, len, i), i);
    return n > 0 ? (size_t)n : 1;
}

void shadow_make(struct shadow *s, const char *raw, size_t len) {
    reserve(s, len + SHADOW_MAX_EXPANSION);
    s->len = 0;
    for (size_t i = 0; i < len;) {
        if ((unsigned char)raw[i] < 0x80 && raw[i] != '&') {
            put_ascii(s, raw[i], i);
            i++;
            continue;
        }
        reserve(s, s->len + (len - i) + SHADOW_MAX_EXPANSION);
        i += put_next(s, raw, len, i);
    }
    reserve(s, s->len + 1);
    s->cased[s->len] = s->fold[s->len] = '\0';
    s->at[s->len] = (uint32_t)len;
    spaced_join(s);
}

void shadow_free(struct shadow *s) {
    free(s->cased);
    free(s->fold);
    free(s->at);
    *s = (struct shadow){0};
}
