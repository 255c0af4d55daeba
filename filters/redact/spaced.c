#include "evenhand/spaced.h"

#include <stdbool.h>

#define SPACED_MIN_LETTERS 3

static bool letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '@' || c == '$';
}

static bool separator(char c) {
    return c == ' ' || c == '-' || c == '.' || c == '_' || c == '*' || c == '~';
}

static bool inside_word(const struct shadow *s, size_t i) {
    return i < s->len && (letter(s->fold[i]) || (unsigned char)s->fold[i] >= 0x80);
}

/* One lone letter at i, followed by `sep` and another lone letter? */
static bool goes_on(const struct shadow *s, size_t i, char sep) {
    return i + 2 < s->len && s->fold[i + 1] == sep && letter(s->fold[i + 2]) && !inside_word(s, i + 3);
}

/* End (exclusive) of the run of spaced letters that begins at i; i when there is none. A wider gap of " - "
 * joins two runs of blanks ("f i f t y - e i g h t"). */
static size_t run_end(const struct shadow *s, size_t i, size_t *letters) {
    char sep = s->fold[i + 1];
    *letters = 1;
    size_t at = i;
    for (;;) {
        if (goes_on(s, at, sep)) {
            at += 2;
            ++*letters;
        } else if (sep == ' ' && at + 4 < s->len && s->fold[at + 1] == ' ' && s->fold[at + 2] == '-' &&
                   s->fold[at + 3] == ' ' && goes_on(s, at + 4, sep)) {
            at += 4;
            ++*letters;
        } else {
            return at + 1;
        }
    }
}

/* Initials ("J. K. R."), digits ("1 2 3 4"), and a run of words of one letter are not spaced words. */
static bool looks_like_a_word(const struct shadow *s, size_t i, size_t end, size_t letters) {
    size_t alphabetic = 0, upper = 0;
    for (size_t at = i; at < end; at++) {
        alphabetic += s->fold[at] >= 'a' && s->fold[at] <= 'z';
        upper += s->cased[at] >= 'A' && s->cased[at] <= 'Z';
    }
    bool dotted_initials = s->fold[i + 1] == '.' && upper == letters && letters < 5;
    return letters >= SPACED_MIN_LETTERS && alphabetic * 2 > letters && !dotted_initials;
}

static void keep(struct shadow *s, size_t *out, size_t from) {
    s->cased[*out] = s->cased[from];
    s->fold[*out] = s->fold[from];
    s->at[(*out)++] = s->at[from];
}

static bool begins_run(const struct shadow *s, size_t i) {
    return letter(s->fold[i]) && i + 2 < s->len && separator(s->fold[i + 1]) &&
           goes_on(s, i, s->fold[i + 1]) && (i == 0 || !inside_word(s, i - 1));
}

/* Keeps shadow bytes [from, to), all of them or only the letters. */
static void keep_run(struct shadow *s, size_t *out, size_t from, size_t to, bool letters_only) {
    char sep = s->fold[from + 1];
    for (size_t i = from; i < to; i++) {
        if (!letters_only || letter(s->fold[i]) || (s->fold[i] == '-' && sep == ' '))
            keep(s, out, i);
    }
}

void spaced_join(struct shadow *s) {
    size_t out = 0;
    for (size_t i = 0; i < s->len;) {
        size_t letters = 0;
        size_t end = begins_run(s, i) ? run_end(s, i, &letters) : i + 1;
        bool word = letters > 0 && looks_like_a_word(s, i, end, letters);
        if (end == i + 1)
            keep(s, &out, i);
        else
            keep_run(s, &out, i, end, word);
        i = end;
    }
    if (out != s->len) {
        s->at[out] = s->at[s->len];
        s->cased[out] = s->fold[out] = '\0';
        s->len = out;
    }
}
