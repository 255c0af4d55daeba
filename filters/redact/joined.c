#include "evenhand/joined.h"

#include <string.h>

#include "evenhand/scan.h"

#define JOINED_MIN_LETTERS 6 /* of a tag without capitals */
#define JOINED_MIN_PART 2

static bool upper(char c) {
    return c >= 'A' && c <= 'Z';
}

static bool lower(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* "T1DStrong" -> "T1D Strong"; the number of parts. */
static size_t split_capitals(const char *text, size_t len, char *out, size_t *out_len) {
    size_t n = 0, parts = 1;
    for (size_t i = 0; i < len; i++) {
        bool cut = i > 0 && upper(text[i]) &&
                   (lower(text[i - 1]) || (i + 1 < len && upper(text[i - 1]) && text[i + 1] >= 'a'));
        if (cut) {
            out[n++] = ' ';
            parts++;
        }
        out[n++] = text[i];
    }
    *out_len = n;
    return parts;
}

/* Into known words from left to right, the longest first; false when that does not come out even. */
static bool split_known(const struct wordbook *w, const char *text, size_t len, char *out, size_t *out_len,
                        int depth) {
    if (len == 0)
        return true;
    for (size_t part = len; part >= JOINED_MIN_PART && depth < 5; part--) {
        uint32_t word = wordbook_find(w, text, part);
        if (word == 0 && part > 3 && text[part - 1] == 's')
            word = wordbook_find(w, text, part - 1);
        if (word == 0)
            continue;
        size_t before = *out_len;
        memcpy(out + *out_len, text, part);
        *out_len += part;
        out[(*out_len)++] = ' ';
        if (split_known(w, text + part, len - part, out, out_len, depth + 1))
            return true;
        *out_len = before;
    }
    return false;
}

/* Class of a sure term among the parts (of any term, when `any`), or -1. */
static int sure_class(const struct lexicon *x, struct passage *scratch, const char *text, size_t len,
                      bool any, const char **rule) {
    shadow_make(&scratch->shadow, text, len);
    scratch->words = &x->words;
    scratch->spans = 0;
    scan_make(scratch, NULL);
    for (size_t i = 0; i + 1 < scratch->tokens; i++) {
        struct lexicon_hit hit[4];
        size_t hits = scratch->token[i].type == TOKEN_WORD ? lexicon_match(x, scratch, i, hit, 4) : 0;
        for (size_t h = 0; h < hits; h++) {
            if (hit[h].term->class == CLASS_ALLOW)
                return -1;
            if (hit[h].term->class >= 0 && (hit[h].term->cues == 0 || any)) {
                *rule = hit[h].term->rule;
                return hit[h].term->class;
            }
        }
    }
    return -1;
}

void joined_find(const struct lexicon *x, struct passage *p, struct passage *scratch) {
    for (size_t i = 0; i < p->tokens; i++) {
        const struct token *t = &p->token[i];
        size_t len = t->end - t->start;
        bool tagged = (t->flags & (TOKEN_TAGGED | TOKEN_JOINED)) != 0;
        if (t->type != TOKEN_WORD || (t->word != 0 && !tagged) || len > JOINED_MAX_BYTES ||
            len < JOINED_MIN_LETTERS || (t->shape != SHAPE_MIXED && !tagged))
            continue;
        char apart[JOINED_MAX_BYTES * 2];
        size_t n = 0;
        size_t parts = split_capitals(p->shadow.cased + t->start, len, apart, &n);
        if (parts == 1) {
            n = 0;
            if (!tagged || !split_known(p->words, p->shadow.fold + t->start, len, apart, &n, 0))
                continue;
        }
        const char *rule = NULL;
        int class = sure_class(x, scratch, apart, n, parts > 1 && (t->flags & TOKEN_TAGGED) != 0, &rule);
        if (class >= 0)
            passage_add_tokens(p, i, i + 1, class, PUT_MARK, rule);
    }
}
