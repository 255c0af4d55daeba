#include "evenhand/names.h"

#include "evenhand/scan.h"
#include "evenhand/vocab.h"

#define NAME_MAX_PARTS 4 /* first name, two more, family name */

static bool capital_at(const struct passage *p, size_t i) {
    return i < p->tokens && token_capital(&p->token[i]) && (p->token[i].flags & TOKEN_JOINED) == 0;
}

static bool punct_at(const struct passage *p, size_t i, char c) {
    return i < p->tokens && p->token[i].type == TOKEN_PUNCT && p->token[i].punct == c;
}

static bool unknown(const struct token *t) {
    return t->word == 0 && t->base == 0;
}

static bool one_letter(const struct passage *p, size_t i) {
    return capital_at(p, i) && p->token[i].end - p->token[i].start == 1;
}

/* May this capitalised word go on a name? */
static bool goes_on(const struct passage *p, size_t i) {
    const struct token *t = &p->token[i];
    const uint32_t stops = KIND_BIT(KIND_COMMON) | KIND_BIT(KIND_ORG) | KIND_BIT(KIND_MONTH) |
                           KIND_BIT(KIND_FUNCTION) | KIND_BIT(KIND_BE) | KIND_BIT(KIND_SUBJECT);
    if (!capital_at(p, i))
        return false;
    if (token_is(t, KIND_LAST) || token_is(t, KIND_FIRST))
        return true;
    return (t->kinds & stops) == 0 && !wordbook_termed(p->words, t->word);
}

/* End of the name that begins at i. */
static size_t name_end(const struct passage *p, size_t i) {
    size_t end = i + 1, parts = 1;
    while (parts < NAME_MAX_PARTS && (p->token[end - 1].flags & TOKEN_OWNING) == 0) {
        if (punct_at(p, end, '-') && (p->token[end].flags & TOKEN_SPACED) == 0 && goes_on(p, end + 1) &&
            (p->token[end + 1].flags & TOKEN_SPACED) == 0)
            end += 2;
        else if (one_letter(p, end) && punct_at(p, end + 1, '.') && (p->token[end].flags & TOKEN_SPACED) != 0)
            end += 2;
        else if (goes_on(p, end) && !(p->token[end].shape == SHAPE_UPPER && p->token[i].shape != SHAPE_UPPER))
            end++;
        else
            break;
        parts++;
    }
    return end;
}

static bool organisation(const struct passage *p, size_t end) {
    if (punct_at(p, end, '&'))
        return true;
    return capital_at(p, end) && token_is(&p->token[end], KIND_ORG);
}

/* "J. Stapleton", "Steve W." */
static size_t with_initial(const struct passage *p, size_t i) {
    const struct token *t = &p->token[i];
    bool abbreviation = i > 1 && punct_at(p, i - 1, '.') && (t->flags & TOKEN_SPACED) == 0;
    if (one_letter(p, i) && !abbreviation && punct_at(p, i + 1, '.') && capital_at(p, i + 2) &&
        p->token[i + 2].end - p->token[i + 2].start > 2 && goes_on(p, i + 2) &&
        (p->token[i + 2].flags & TOKEN_SPACED) != 0 && !organisation(p, i + 3))
        return i + 3;
    bool may = token_is(t, KIND_FIRST) || token_is(t, KIND_GUARDED);
    if (may && t->end - t->start > 2 && one_letter(p, i + 1) && punct_at(p, i + 2, '.') &&
        (p->token[i + 2].flags & TOKEN_SPACED) == 0)
        return i + 3;
    return i;
}

/* End of a name at i, or i. */
static size_t person_at(const struct passage *p, size_t i) {
    const struct token *t = &p->token[i];
    bool second_half =
        i > 1 && punct_at(p, i - 1, '-') && (t->flags & TOKEN_SPACED) == 0 && capital_at(p, i - 2);
    if (!capital_at(p, i) || (t->flags & TOKEN_HARMLESS) != 0 || second_half)
        return i;
    size_t end = with_initial(p, i);
    if (end > i)
        return end;
    bool after_title =
        i > 0 && (token_is(&p->token[i - 1], KIND_TITLE) ||
                  (i > 1 && punct_at(p, i - 1, '.') && token_is(&p->token[i - 2], KIND_TITLE)));
    if (after_title && goes_on(p, i) && (capital_at(p, i - 1) || punct_at(p, i - 1, '.')))
        return name_end(p, i);
    bool guarded = token_is(t, KIND_GUARDED);
    bool kin = i > 0 && token_is(&p->token[i - 1], KIND_KIN) && (t->flags & TOKEN_SPACED) != 0;
    if (kin && (guarded || unknown(t)) && t->shape == SHAPE_CAPITAL)
        return name_end(p, i);
    bool unknown_first = unknown(t) && t->shape == SHAPE_CAPITAL && (t->flags & TOKEN_OPENS) == 0 &&
                         capital_at(p, i + 1) && token_is(&p->token[i + 1], KIND_LAST) &&
                         !token_is(&p->token[i + 1], KIND_ORG);
    if (unknown_first && !organisation(p, i + 2))
        return name_end(p, i);
    if (!token_is(t, KIND_FIRST) && !guarded)
        return i;
    end = name_end(p, i);
    bool brand = token_is(t, KIND_LAST) && end == i + 3 && punct_at(p, i + 1, '-');
    if (organisation(p, end) || brand)
        return i;
    bool family = end > i + 1 && (token_is(&p->token[i + 1], KIND_LAST) || unknown(&p->token[i + 1]));
    if (guarded && !family)
        return i;
    if (!p->has_lower && !family)
        return i;
    return end;
}

void names_find(struct passage *p) {
    int class = vocab_find(vocab_classes, "identity");
    for (size_t i = 0; i < p->tokens; i++) {
        size_t end = person_at(p, i);
        if (end == i)
            continue;
        passage_add_tokens(p, i, end, class, PUT_PERSON, "names");
        i = end - 1;
    }
}
