#include "evenhand/leet.h"

#include <string.h>

/* Readings of each sign, most usual first. */
static const char *readings(char c) {
    switch (c) {
    case '0':
        return "o";
    case '1':
        return "il";
    case '3':
        return "e";
    case '4':
    case '@':
        return "a";
    case '5':
    case '$':
        return "s";
    case '7':
        return "t";
    case '8':
        return "b";
    case '9':
        return "g";
    case '!':
    case '|':
        return "il";
    default:
        return NULL;
    }
}

/* Are the letters a known word, or one with a plural s? */
static bool known(const struct wordbook *w, const char *text, size_t len) {
    return wordbook_find(w, text, len) != 0 ||
           (len > LEET_MIN_LETTERS && text[len - 1] == 's' && wordbook_find(w, text, len - 1) != 0);
}

bool leet_undo(struct shadow *s, const struct wordbook *w, size_t from, size_t to) {
    size_t len = to - from;
    if (len < LEET_MIN_LETTERS || len > LEET_MAX_LETTERS)
        return false;
    char out[LEET_MAX_LETTERS];
    size_t signs = 0, letters = 0, choices = 1;
    for (size_t i = 0; i < len; i++) {
        const char *r = readings(s->fold[from + i]);
        signs += r != NULL;
        letters += s->fold[from + i] >= 'a' && s->fold[from + i] <= 'z';
        if (r != NULL && r[1] != '\0')
            choices *= 2;
    }
    if (signs == 0 || letters == 0 || choices > 16)
        return false;
    for (size_t choice = 0; choice < choices; choice++) {
        size_t bit = 1;
        for (size_t i = 0; i < len; i++) {
            const char *r = readings(s->fold[from + i]);
            out[i] = r == NULL ? s->fold[from + i] : r[0];
            if (r != NULL && r[1] != '\0') {
                out[i] = (choice & bit) != 0 ? r[1] : r[0];
                bit *= 2;
            }
        }
        if (known(w, out, len)) {
            memcpy(s->fold + from, out, len);
            memcpy(s->cased + from, out, len);
            return true;
        }
    }
    return false;
}
