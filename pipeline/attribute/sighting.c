#include "evenhand/sighting.h"

#include <stdlib.h>
#include <string.h>

#include "evenhand/mem.h"
#include "evenhand/text.h"

#define MIDDLE_MAX 3       /* words between first name and surname */
#define INITIAL_SHARE 0.07 /* of people whose first name begins with one letter, about */
#define SIMILAR 0.92       /* Jaro-Winkler: from here on a surname may be a spelling of another */

static const char *const suffixes[] = {"jr", "sr", "ii", "iii", "iv", NULL};

static bool is_one_letter(const char *word) {
    return word[0] && !word[1];
}

static bool is_suffix(const char *word) {
    for (const char *const *s = suffixes; *s; s++)
        if (strcmp(*s, word) == 0)
            return true;
    return false;
}

static enum name_form given_form_of(const struct known_names *known, const char *word, const char *given) {
    if (strcmp(word, given) == 0)
        return NAME_FULL;
    if (known_same_given(known, word, given))
        return NAME_NICKNAME;
    return is_one_letter(word) && word[0] == given[0] ? NAME_INITIAL : NAME_NONE;
}

/* How a word can stand for any of the declared first names. */
static enum name_form given_form(const struct subject *s, const struct known_names *known, const char *word) {
    enum name_form best = NAME_NONE;
    for (size_t n = 0; n < s->names; n++) {
        enum name_form form =
            s->name[n].surname > 0 ? given_form_of(known, word, s->name[n].token[0]) : NAME_NONE;
        best = form < best ? form : best;
    }
    return best;
}

/* Luis "Beto" Mendoza, Luis (Beto) Mendoza: no middle name. */
static bool is_quoted(const char *text, const struct token *t) {
    return t->start > 0 && strchr("\"'(\x9c\x98", text[t->start - 1]) != NULL;
}

static bool tokens_at(const struct tokens *w, size_t i, char *const *token, size_t n) {
    if (i + n > w->count)
        return false;
    for (size_t k = 0; k < n; k++)
        if (!tokens_is(w, i + k, token[k]))
            return false;
    return true;
}

static bool is_other_surname(const struct subject *s, const char *word) {
    for (size_t n = 0; n < s->names; n++)
        for (size_t t = s->name[n].surname; t < s->name[n].tokens; t++)
            if (strcmp(s->name[n].token[t], word) == 0)
                return true;
    return false;
}

/* What stands between first name and surname, against every middle name declared. */
static void compare_middle(const struct subject *s, const char *text, const struct tokens *w, size_t from,
                           size_t to, struct sighting *at) {
    for (size_t i = from; i < to; i++) {
        const char *word = tokens_text(w, i);
        bool declared = false, agrees = false;
        for (size_t n = 0; n < s->names; n++)
            for (size_t t = 1; t < s->name[n].surname; t++) {
                const char *middle = s->name[n].token[t];
                declared = true;
                agrees = agrees || strcmp(middle, word) == 0 ||
                         ((is_one_letter(word) || is_one_letter(middle)) && middle[0] == word[0]);
            }
        if (is_other_surname(s, word))
            at->two_surnames = true;
        else if (agrees)
            at->middle_agrees = true;
        else if (declared && !is_quoted(text, &w->at[i]) &&
                 (is_one_letter(word) || w->at[i].flags & TOKEN_CAPITAL))
            at->middle_differs = true;
    }
}

static void compare_suffix(const struct subject *s, const struct tokens *w, size_t next,
                           struct sighting *at) {
    if (next >= w->count || !is_suffix(tokens_text(w, next)))
        return;
    bool agrees = strcmp(tokens_text(w, next), s->suffix) == 0;
    at->suffix_agrees = at->suffix_agrees || agrees;
    at->suffix_differs = at->suffix_differs || !agrees;
}

static double share_of(const struct known_names *known, const struct subject_name *name,
                       enum name_form form) {
    const char *surname = name->token[name->tokens - 1];
    double share = known_surname_share(known, surname);
    return form == NAME_SURNAME   ? share
           : form == NAME_INITIAL ? share * INITIAL_SHARE
                                  : share * known_given_share(known, name->token[0]);
}

static void keep_best(struct sighting *best, const struct sighting *at, enum name_form form, size_t first,
                      size_t last, double share) {
    best->middle_agrees |= at->middle_agrees;
    best->middle_differs |= at->middle_differs;
    best->two_surnames |= at->two_surnames;
    best->suffix_agrees |= at->suffix_agrees;
    best->suffix_differs |= at->suffix_differs;
    if (form < best->form || (form == best->form && share < best->share)) {
        best->form = form;
        best->first = first;
        best->last = last;
        best->share = share;
    }
}

/* Looks left of the surname for the first name, middle names between. */
static bool look_left(const struct subject *s, const struct subject_name *name,
                      const struct known_names *known, const char *text, const struct tokens *w,
                      size_t surname, size_t last, struct sighting *best) {
    for (size_t back = 1; back <= MIDDLE_MAX + 1 && back <= surname; back++) {
        size_t i = surname - back;
        enum name_form form = given_form(s, known, tokens_text(w, i));
        if (form == NAME_NONE || (form == NAME_INITIAL && back > 2))
            continue;
        struct sighting at = {0};
        compare_middle(s, text, w, i + 1, surname, &at);
        compare_suffix(s, w, last + 1, &at);
        keep_best(best, &at, form, i, last, share_of(known, name, form));
        return true;
    }
    return false;
}

/* "Raghunathan, P." and "Wojcik Katarzyna". */
static bool look_right(const struct subject *s, const struct subject_name *name,
                       const struct known_names *known, const char *text, const struct tokens *w, size_t last,
                       struct sighting *best) {
    if (last + 1 >= w->count)
        return false;
    const struct token *next = &w->at[last + 1];
    bool comma = memchr(text + w->at[last].end, ',', next->start - w->at[last].end) != NULL;
    enum name_form form = given_form(s, known, tokens_text(w, last + 1));
    if (form == NAME_NONE || (!comma && form != NAME_FULL) || !(next->flags & TOKEN_CAPITAL))
        return false;
    struct sighting at = {0};
    if (comma && last + 2 < w->count && is_one_letter(tokens_text(w, last + 2)))
        compare_middle(s, text, w, last + 2, last + 3, &at);
    keep_best(best, &at, form, last, last + 1, share_of(known, name, form));
    return true;
}

/* True: a first name stands with the surname. */
static bool see_surname(const struct subject *s, const struct subject_name *name,
                        const struct known_names *known, const char *text, const struct tokens *w, size_t i,
                        struct sighting *best) {
    size_t last = i + (name->tokens - name->surname) - 1;
    if (name->surname > 0 && (look_left(s, name, known, text, w, i, last, best) ||
                              look_right(s, name, known, text, w, last, best)))
        return true;
    struct sighting at = {0};
    keep_best(best, &at, NAME_SURNAME, i, last, share_of(known, name, NAME_SURNAME));
    return false;
}

/* A first name with what may be another spelling of the surname: "Gregory Lindquist". */
static bool see_similar(const struct subject_name *name, const struct known_names *known,
                        const struct tokens *w, size_t i, struct sighting *best) {
    size_t next = i + 1 < w->count && is_one_letter(tokens_text(w, i + 1)) ? i + 2 : i + 1;
    if (next >= w->count || name->surname == 0 || name->surname + 1 != name->tokens ||
        !(w->at[next].flags & TOKEN_CAPITAL) ||
        text_similarity(tokens_text(w, next), name->token[name->surname]) < SIMILAR)
        return false;
    struct sighting at = {0};
    keep_best(best, &at, NAME_SIMILAR, i, next, share_of(known, name, NAME_SIMILAR));
    return true;
}

/* True: the name is there, with a first name. */
static bool see_name(const struct subject *s, const struct subject_name *name,
                     const struct known_names *known, const char *text, const struct tokens *w, size_t i,
                     struct sighting *best) {
    struct sighting at = {0};
    if (tokens_at(w, i, name->token, name->tokens) && name->tokens > 1) {
        compare_suffix(s, w, i + name->tokens, &at);
        /* A form of the name with its middle names agrees in them too. */
        at.middle_agrees = name->surname > 1;
        keep_best(best, &at, NAME_FULL, i, i + name->tokens - 1, share_of(known, name, NAME_FULL));
        return true;
    }
    if (tokens_at(w, i, name->token + name->surname, name->tokens - name->surname))
        return see_surname(s, name, known, text, w, i, best);
    if (tokens_is(w, i, name->token[0]) && w->at[i].flags & TOKEN_CAPITAL && strlen(name->token[0]) > 2) {
        keep_best(best, &at, NAME_GIVEN, i, i, known_given_share(known, name->token[0]));
        return see_similar(name, known, w, i, best);
    }
    return false;
}

/* Every declared name that the word may begin, or end. */
static void see_names(const struct subject *s, const struct known_names *known, const char *text,
                      const struct tokens *w, size_t i, struct sighting *best) {
    uint64_t hash = w->at[i].hash; /* most words are none of the name's */
    bool surname = false, last = false, named = false;
    for (size_t n = 0; n < s->names; n++) {
        if (hash == s->name[n].given_hash || hash == s->name[n].surname_hash)
            named = see_name(s, &s->name[n], known, text, w, i, best) || named;
        surname = surname || hash == s->name[n].surname_hash;
        last = last || hash == s->name[n].last_hash;
    }
    best->people += last;
    if (surname && !named && i > 0 && w->at[i - 1].flags & TOKEN_CAPITAL &&
        known_given(known, tokens_text(w, i - 1)))
        best->other_given = true;
}

struct sighting sighting_in(const struct subject *s, const struct known_names *known, const char *text,
                            const struct tokens *w) {
    struct sighting best = {.form = NAME_NONE, .share = 1};
    for (size_t i = 0; i < w->count; i++)
        see_names(s, known, text, w, i, &best);
    return best;
}

static bool is_made_of(const char *handle, const char *first, const char *second) {
    size_t n = strlen(first);
    return strncmp(handle, first, n) == 0 && strcmp(handle + n, second) == 0;
}

bool sighting_in_handle(const struct subject *s, const char *handle) {
    char *bare = squashed(handle);
    size_t len = strlen(bare);
    while (len > 0 && bare[len - 1] >= '0' && bare[len - 1] <= '9')
        bare[--len] = '\0';
    bool made = false;
    for (size_t n = 0; n < s->names && !made && len > 3; n++) {
        const struct subject_name *name = &s->name[n];
        if (name->surname == 0)
            continue;
        const char *surname = name->token[name->surname], *given = name->token[0];
        char initials[SUBJECT_TOKENS + 1] = "", initial[2] = {given[0], '\0'};
        for (size_t t = 0; t < name->surname; t++)
            initials[t] = name->token[t][0];
        made = is_made_of(bare, given, surname) || is_made_of(bare, initial, surname) ||
               is_made_of(bare, initials, surname) || is_made_of(bare, surname, given);
    }
    free(bare);
    return made;
}
