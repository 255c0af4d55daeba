#include "evenhand/tokens.h"

#include <string.h>
#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>

#include "evenhand/mem.h"

/* Code points below this are folded by a table made once: Latin, Greek and Cyrillic with their marks. */
#define TABLE_SIZE 0x2000
#define FOLDED_BYTES 12 /* of one code point */
#define HASH_START 0x9E3779B97F4A7C15u
#define HASH_FACTOR 0xD6E8FEB86659FD93u

enum kind { KIND_NONE, KIND_LETTER, KIND_DIGIT, KIND_MARK, KIND_SINGLE };

struct folding {
    uint8_t kind;
    uint8_t len;
    bool upper;
    char bytes[FOLDED_BYTES];
};

static struct folding table[TABLE_SIZE];
static bool table_made;

/* The same for ASCII, where nearly all letters are: one byte becomes one byte. */
enum { ASCII_LETTER = 1, ASCII_CAPITAL = 2, ASCII_DIGIT = 4 };
static uint8_t ascii[256]; /* 0: no part of a word, or not ASCII */
static char ascii_folded[128];

/* Letters that Unicode does not decompose, but people do. */
static const struct {
    ucs4_t letter;
    const char *plain;
} undecomposed[] = {{0xF8, "o"},   {0x111, "d"}, {0x142, "l"}, {0xDF, "ss"}, {0xE6, "ae"},
                    {0x153, "oe"}, {0xFE, "th"}, {0xF0, "d"},  {0x131, "i"}, {0x127, "h"}};

static bool written_without_spaces(ucs4_t c) {
    return (c >= 0x3040 && c <= 0x30FF) || (c >= 0x3400 && c <= 0x9FFF) || (c >= 0xAC00 && c <= 0xD7A3) ||
           (c >= 0x20000 && c <= 0x2FA1F);
}

static bool pictograph(ucs4_t c) {
    return (c >= 0x2600 && c <= 0x27BF) || (c >= 0x1F300 && c <= 0x1F3FA) || (c >= 0x1F400 && c <= 0x1FAFF);
}

static enum kind kind_of(ucs4_t c) {
    if (written_without_spaces(c) || pictograph(c)) {
        return KIND_SINGLE;
    }
    if (uc_is_general_category_withtable(c, UC_CATEGORY_MASK_M) || c == 0x200D || c == 0xAD) {
        return KIND_MARK;
    }
    if (uc_is_general_category_withtable(c, UC_CATEGORY_MASK_L)) {
        return KIND_LETTER;
    }
    return uc_is_general_category_withtable(c, UC_CATEGORY_MASK_N) ? KIND_DIGIT : KIND_NONE;
}

static const char *plain_form(ucs4_t lower) {
    for (size_t i = 0; i < sizeof undecomposed / sizeof undecomposed[0]; i++) {
        if (undecomposed[i].letter == lower) {
            return undecomposed[i].plain;
        }
    }
    return NULL;
}

/* Decomposes (compatibly), lowers and drops marks. */
static void fold_decomposed(ucs4_t c, struct folding *f) {
    ucs4_t parts[32];
    size_t count = sizeof parts / sizeof parts[0];
    if (u32_normalize(UNINORM_NFKD, &c, 1, parts, &count) == NULL) {
        parts[0] = c;
        count = 1;
    }
    for (size_t i = 0; i < count; i++) {
        ucs4_t lower = uc_tolower(parts[i]);
        const char *plain = plain_form(lower);
        uint8_t bytes[8];
        int len = plain != NULL ? (int)strlen(plain) : u8_uctomb(bytes, lower, sizeof bytes);
        bool dropped =
            kind_of(lower) != KIND_LETTER && kind_of(lower) != KIND_DIGIT && kind_of(lower) != KIND_SINGLE;
        if (dropped || len <= 0 || f->len + (size_t)len > FOLDED_BYTES) {
            continue;
        }
        memcpy(f->bytes + f->len, plain != NULL ? (const void *)plain : bytes, (size_t)len);
        f->len = (uint8_t)(f->len + len);
    }
}

static struct folding fold_code_point(ucs4_t c) {
    struct folding f = {.kind = (uint8_t)kind_of(c)};
    f.upper = uc_tolower(c) != c;
    if (f.kind != KIND_NONE && f.kind != KIND_MARK) {
        fold_decomposed(c, &f);
    }
    /* Mathematical and full-width letters are "letters" only after folding. */
    if (f.kind == KIND_LETTER && f.len == 1 && f.bytes[0] >= '0' && f.bytes[0] <= '9') {
        f.kind = KIND_DIGIT;
    }
    return f;
}

static void make_table(void) {
    for (ucs4_t c = 0; c < TABLE_SIZE; c++) {
        table[c] = fold_code_point(c);
    }
    for (ucs4_t c = 0; c < 128; c++) {
        uint8_t letter = table[c].upper ? ASCII_LETTER | ASCII_CAPITAL : ASCII_LETTER;
        ascii[c] = table[c].kind == KIND_LETTER ? letter : table[c].kind == KIND_DIGIT ? ASCII_DIGIT : 0;
        ascii_folded[c] = table[c].bytes[0];
    }
    table_made = true;
}

/* Eight bytes at a time: most words are no longer. */
uint64_t tokens_hash(const char *folded, size_t len) {
    uint64_t hash = HASH_START ^ len, eight;
    for (; len > sizeof eight; folded += sizeof eight, len -= sizeof eight) {
        memcpy(&eight, folded, sizeof eight);
        hash = (hash ^ eight) * HASH_FACTOR;
        hash ^= hash >> 32;
    }
    eight = 0;
    memcpy(&eight, folded, len);
    hash = (hash ^ eight) * HASH_FACTOR;
    return hash ^ (hash >> 29);
}

bool tokens_same(const struct tokens *w, size_t i, const char *folded) {
    return strcmp(tokens_text(w, i), folded) == 0;
}

void tokens_free(struct tokens *w) {
    free(w->at);
    buf_free(&w->folded);
    *w = (struct tokens){0};
}

/* What is known of the word being read. */
struct reading {
    struct token word;
    bool open;
    size_t letters, capitals, digits;
    bool foreign; /* holds a letter that is not ASCII when folded */
};

/* Cyrillic and Greek letters that look like Latin ones. */
static const struct {
    const char *letter;
    char plain;
} lookalikes[] = {{"а", 'a'}, {"в", 'b'}, {"с", 'c'}, {"ԁ", 'd'}, {"е", 'e'}, {"һ", 'h'}, {"і", 'i'},
                  {"ј", 'j'}, {"к", 'k'}, {"м", 'm'}, {"н", 'h'}, {"о", 'o'}, {"р", 'p'}, {"ѕ", 's'},
                  {"т", 't'}, {"у", 'y'}, {"х", 'x'}, {"α", 'a'}, {"ε", 'e'}, {"ι", 'i'}, {"κ", 'k'},
                  {"ν", 'v'}, {"ο", 'o'}, {"ρ", 'p'}, {"τ", 't'}, {"υ", 'u'}, {"χ", 'x'}};

/* Letters that digits stand for inside a word; 0: no look-alike. */
static char plain_letter(const char *folded, size_t left, size_t *bytes) {
    static const char digits[] = "oizeasgtb";
    *bytes = 1;
    if ((unsigned char)folded[0] < 0x80) {
        return folded[0] >= '0' && folded[0] <= '8' ? digits[folded[0] - '0'] : folded[0];
    }
    *bytes = 2;
    for (size_t i = 0; i < sizeof lookalikes / sizeof lookalikes[0] && left > 1; i++) {
        if (memcmp(folded, lookalikes[i].letter, 2) == 0) {
            return lookalikes[i].plain;
        }
    }
    return '\0';
}

/* A word that mixes letters with digits in their middle (b1tch, but not 4k, 10am or ar15) or with letters of
 * another script that look alike is read plain. */
static uint64_t plain_hash(const char *folded, size_t len, uint64_t hash) {
    char plain[32];
    bool mixed = false, latin = false;
    size_t n = 0;
    for (size_t i = 0, bytes = 1; i < len; i += bytes) {
        char c = len < 3 || n == sizeof plain ? '\0' : plain_letter(folded + i, len - i, &bytes);
        if (c == '\0') {
            return hash;
        }
        latin = latin || c == folded[i];
        mixed = mixed || bytes > 1 || (i > 0 && i + 1 < len && c != folded[i]);
        plain[n++] = c;
    }
    return mixed && latin ? tokens_hash(plain, n) : hash;
}

static void close_word(struct tokens *w, struct reading *r, size_t end) {
    if (!r->open) {
        return;
    }
    struct token *word = &r->word;
    size_t len = w->folded.len - word->folded;
    word->end = (uint32_t)end;
    word->len = (uint16_t)(len > UINT16_MAX ? UINT16_MAX : len);
    word->hash = tokens_hash(w->folded.data + word->folded, word->len);
    word->plain = r->digits > 0 || r->foreign
                      ? plain_hash(w->folded.data + word->folded, word->len, word->hash)
                      : word->hash;
    word->flags |= (uint16_t)(r->letters > 1 && r->capitals == r->letters ? TOKEN_UPPER : 0);
    word->flags |= (uint16_t)(r->letters == 0 && r->digits > 0 ? TOKEN_NUMBER : 0);
    buf_add_char(&w->folded, '\0');
    if (w->count == w->cap) {
        w->cap = w->cap == 0 ? 256 : w->cap * 2;
        w->at = mem_grow(w->at, w->cap, sizeof *w->at);
    }
    w->at[w->count++] = *word;
    *r = (struct reading){0};
}

static void open_word(const struct tokens *w, struct reading *r, bool capital, size_t start) {
    *r = (struct reading){.open = true};
    r->word.start = (uint32_t)start;
    r->word.folded = (uint32_t)w->folded.len;
    r->word.flags = capital ? TOKEN_CAPITAL : 0;
}

static void take(struct tokens *w, struct reading *r, const struct folding *f, size_t start) {
    if (!r->open) {
        open_word(w, r, f->upper, start);
    }
    r->letters += f->kind == KIND_LETTER;
    r->capitals += f->kind == KIND_LETTER && f->upper;
    r->digits += f->kind == KIND_DIGIT;
    r->foreign = r->foreign || (f->len > 0 && (unsigned char)f->bytes[0] >= 0x80);
    buf_add(&w->folded, f->bytes, f->len);
}

/* ASCII letters and digits from `at` on, of which there is one at least; returns where they end. */
static size_t take_ascii(struct tokens *w, struct reading *r, const char *text, size_t len, size_t at) {
    size_t letters = 0, capitals = 0, begin = at;
    if (!r->open) {
        open_word(w, r, ascii[(unsigned char)text[at]] & ASCII_CAPITAL, at);
    }
    buf_reserve(&w->folded, w->folded.len + (len - at));
    char *to = w->folded.data + w->folded.len;
    for (uint8_t kind; at < len && (kind = ascii[(unsigned char)text[at]]) != 0; at++) {
        *to++ = ascii_folded[(unsigned char)text[at]];
        letters += kind & ASCII_LETTER;
        capitals += kind >> 1 & 1;
    }
    w->folded.len += at - begin;
    r->letters += letters;
    r->capitals += capitals;
    r->digits += at - begin - letters;
    return at;
}

/* An apostrophe belongs to a word when a letter stands on both sides. */
static size_t apostrophe(const char *text, size_t len, size_t at) {
    size_t bytes = text[at] == '\'' ? 1 : len - at >= 3 && memcmp(text + at, "\xE2\x80\x99", 3) == 0 ? 3 : 0;
    if (bytes == 0 || at + bytes >= len) {
        return 0;
    }
    unsigned char next = (unsigned char)text[at + bytes];
    return (next | 32) >= 'a' && (next | 32) <= 'z' ? bytes : 0;
}

/* A character that is not ASCII, or no part of a word; returns where it ends. */
static size_t take_other(struct tokens *w, struct reading *r, const char *text, size_t len, size_t at) {
    ucs4_t c = (unsigned char)text[at];
    int bytes = c < 0x80 ? 1 : u8_mbtouc(&c, (const uint8_t *)text + at, len - at);
    struct folding other = {0};
    const struct folding *f = c < TABLE_SIZE ? &table[c] : &other;
    if (c >= TABLE_SIZE) {
        other = fold_code_point(c);
    }
    if (f->kind == KIND_NONE || f->kind == KIND_SINGLE || (f->kind == KIND_MARK && !r->open)) {
        close_word(w, r, at);
    }
    if (f->kind != KIND_NONE && f->kind != KIND_MARK) {
        take(w, r, f, at);
    }
    at += (size_t)bytes;
    if (f->kind == KIND_SINGLE) {
        close_word(w, r, at);
    }
    return at;
}

void tokens_split(struct tokens *w, const char *text, size_t len) {
    if (!table_made) {
        make_table();
    }
    w->count = 0;
    buf_clear(&w->folded);
    buf_reserve(&w->folded, len + 64);
    struct reading r = {0};
    for (size_t i = 0; i < len;) {
        size_t quote = 0;
        if (ascii[(unsigned char)text[i]] != 0) {
            i = take_ascii(w, &r, text, len, i);
        } else if (r.open && (quote = apostrophe(text, len, i)) > 0) {
            buf_add_char(&w->folded, '\'');
            i += quote;
        } else {
            i = take_other(w, &r, text, len, i);
        }
    }
    close_word(w, &r, len);
}
