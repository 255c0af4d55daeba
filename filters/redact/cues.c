#include "evenhand/cues.h"

#include <string.h>

#include "evenhand/scan.h"

const char *const cue_names[CUES + 1] = {
    [CUE_PERSON] = "person", [CUE_SAID] = "said",     [CUE_NOUN] = "noun",       [CUE_MANY] = "many",
    [CUE_MINE] = "mine",     [CUE_DEGREE] = "degree", [CUE_CAPITAL] = "capital", [CUE_KIN] = "kin",
    [CUE_LISTED] = "listed", [CUE_LABEL] = "label",   [CUE_NEAR] = "near",       [CUE_THING] = "thing",
    [CUE_NAMED] = "named",   [CUE_CODE] = "code",     [CUE_OBJECT] = "object",   [CUES] = NULL};

#define NEAR_WORDS 6 /* how far "near by" reaches */

static bool word_at(const struct passage *p, size_t i) {
    return i < p->tokens && p->token[i].type == TOKEN_WORD;
}

static bool punct_at(const struct passage *p, size_t i, const char *set) {
    return i < p->tokens && p->token[i].type == TOKEN_PUNCT && strchr(set, p->token[i].punct) != NULL;
}

static bool is_text(const struct passage *p, size_t i, const char *text) {
    size_t n = strlen(text);
    return word_at(p, i) && p->token[i].end - p->token[i].start == n &&
           memcmp(p->shadow.fold + p->token[i].start, text, n) == 0;
}

/* Is the next head noun a person's? Up to two words may stand between ("black female engineer"). */
static bool person_follows(const struct passage *p, size_t to) {
    for (size_t gap = 0; gap < 4 && to < p->tokens; gap++, to++) {
        const struct token *t = &p->token[to];
        if (t->type == TOKEN_MARK)
            return true;
        if (t->type == TOKEN_PUNCT && t->punct != '-' && t->punct != ',' && t->punct != '/')
            return false;
        if (t->type == TOKEN_LINE || t->type == TOKEN_NUMBER)
            return false;
        if (t->type == TOKEN_WORD && token_is(t, KIND_PERSON))
            return true;
        if (t->type == TOKEN_WORD &&
            (token_is(t, KIND_THING) ||
             (token_is(t, KIND_FUNCTION) && !is_text(p, to, "and") && !is_text(p, to, "or"))))
            return false;
    }
    return false;
}

static bool ends_phrase(const struct passage *p, size_t to) {
    if (to >= p->tokens || p->token[to].type == TOKEN_LINE || p->token[to].type == TOKEN_MARK)
        return true;
    const struct token *t = &p->token[to];
    if (t->type == TOKEN_PUNCT)
        return t->punct != '-' && t->punct != '_' && t->punct != '/' && t->punct != '(';
    return t->type == TOKEN_WORD && (token_is(t, KIND_FUNCTION) || token_is(t, KIND_BE));
}

/* Back over degree words, articles and "and"-joined neighbours to what governs the word. */
static size_t governor(const struct passage *p, size_t from) {
    for (size_t gap = 0; gap < 4 && from > 0; gap++) {
        const struct token *t = &p->token[from - 1];
        bool article = is_text(p, from - 1, "a") || is_text(p, from - 1, "an") || is_text(p, from - 1, "the");
        bool emphatic = is_text(p, from - 1, "so") || is_text(p, from - 1, "too") ||
                        is_text(p, from - 1, "really") || is_text(p, from - 1, "just") ||
                        is_text(p, from - 1, "also");
        if (t->type == TOKEN_WORD && (token_is(t, KIND_DEGREE) || article || emphatic))
            from--;
        else if (punct_at(p, from - 1, "-"))
            from--;
        else
            break;
    }
    return from;
}

static bool said_of_somebody(const struct passage *p, size_t from, size_t to) {
    size_t at = governor(p, from);
    if (at == 0 || !word_at(p, at - 1))
        return false;
    const struct token *t = &p->token[at - 1];
    if (is_text(p, at - 1, "as"))
        return at >= 2 && word_at(p, at - 2) && ends_phrase(p, to);
    if (!token_is(t, KIND_BE) || !ends_phrase(p, to))
        return false;
    bool bare = memchr(p->shadow.fold + t->start, '\'', t->end - t->start) == NULL;
    if (!bare || is_text(p, at - 1, "am") || is_text(p, at - 1, "being") || is_text(p, at - 1, "im"))
        return true;
    for (size_t back = 1; back <= 3 && at >= back + 1; back++) {
        const struct token *s = &p->token[at - 1 - back];
        if (s->type != TOKEN_WORD)
            return s->type == TOKEN_MARK;
        if (token_is(s, KIND_SUBJECT) || token_is(s, KIND_PERSON) || token_is(s, KIND_KIN) ||
            token_is(s, KIND_FIRST) || (s->word == 0 && s->base == 0 && s->shape == SHAPE_CAPITAL))
            return true;
        if (!token_is(s, KIND_FUNCTION) && !token_is(s, KIND_DEGREE))
            return false;
    }
    return false;
}

static bool used_as_noun(const struct passage *p, size_t from, size_t to) {
    if (from == 0 || !ends_phrase(p, to))
        return false;
    for (size_t gap = 0; gap < 3 && from > gap && word_at(p, from - 1 - gap); gap++) {
        size_t i = from - 1 - gap;
        if (is_text(p, i, "a") || is_text(p, i, "an") || is_text(p, i, "the"))
            return true;
        if (token_is(&p->token[i], KIND_FUNCTION))
            return false;
    }
    return false;
}

static bool owned(const struct passage *p, size_t from) {
    for (size_t gap = 0; gap < 3 && from > 0 && word_at(p, from - 1); gap++, from--) {
        if (token_is(&p->token[from - 1], KIND_OWNER) || (p->token[from - 1].flags & TOKEN_OWNING) != 0)
            return true;
        if (token_is(&p->token[from - 1], KIND_FUNCTION))
            return false;
    }
    return false;
}

static bool degree_before(const struct passage *p, size_t from) {
    if (from > 0 && punct_at(p, from - 1, "-"))
        from--;
    return from > 0 && word_at(p, from - 1) && token_is(&p->token[from - 1], KIND_DEGREE) &&
           !token_is(&p->token[from - 1], KIND_FUNCTION);
}

static bool capital_alone(const struct passage *p, size_t from, size_t to) {
    const struct token *t = &p->token[from];
    if (t->shape != SHAPE_CAPITAL || (t->flags & TOKEN_OPENS) != 0 || !p->has_lower)
        return false;
    bool before =
        from > 0 && token_capital(&p->token[from - 1]) && (p->token[from - 1].flags & TOKEN_OPENS) == 0;
    return !before && !(to < p->tokens && token_capital(&p->token[to]));
}

static bool named(const struct passage *p, size_t from, size_t to) {
    const struct token *t = &p->token[from];
    if (t->shape == SHAPE_LOWER)
        return false;
    bool after = to < p->tokens && token_capital(&p->token[to]) && !token_is(&p->token[to], KIND_PERSON) &&
                 !token_is(&p->token[to], KIND_FUNCTION) &&
                 (p->has_lower || token_is(&p->token[to], KIND_LAST));
    bool before = from > 0 && token_capital(&p->token[from - 1]) &&
                  (p->token[from - 1].flags & TOKEN_OPENS) == 0 &&
                  token_is(&p->token[from - 1], KIND_FIRST) && p->has_lower;
    return (after && t->shape == SHAPE_CAPITAL) || before;
}

static bool kin_near(const struct passage *p, size_t from, size_t to) {
    size_t low = from > NEAR_WORDS ? from - NEAR_WORDS : 0;
    for (size_t i = low; i < p->tokens && i < to + NEAR_WORDS; i++) {
        if (p->token[i].type == TOKEN_WORD && token_is(&p->token[i], KIND_KIN))
            return true;
    }
    return false;
}

static bool separator(const struct passage *p, size_t i) {
    return i >= p->tokens || p->token[i].type == TOKEN_LINE || punct_at(p, i, "|/,;+*\x7f()<>[]") ||
           p->token[i].type == TOKEN_MARK;
}

/* Between separators, and the line holds no sentence: at least two separators that are not commas, or a short
 * line. */
static bool listed(const struct passage *p, size_t from, size_t to) {
    size_t at = from;
    while (at > 0 && word_at(p, at - 1) && token_is(&p->token[at - 1], KIND_DEGREE))
        at--;
    if ((at > 0 && !separator(p, at - 1)) || !separator(p, to))
        return false;
    size_t marks = 0;
    for (size_t i = at; i > 0 && p->token[i - 1].type != TOKEN_LINE; i--)
        marks += punct_at(p, i - 1, "|/*\x7f") || (punct_at(p, i - 1, ",") && i + 6 > at);
    for (size_t i = to; i < p->tokens && p->token[i].type != TOKEN_LINE; i++)
        marks += punct_at(p, i, "|/*\x7f") || (punct_at(p, i, ",") && i < to + 6);
    return marks >= 2;
}

static bool labelled(const struct passage *p, size_t from) {
    return from >= 2 && punct_at(p, from - 1, ":=") && word_at(p, from - 2) &&
           (from == 2 || p->token[from - 3].type != TOKEN_WORD || p->token[from - 2].flags & TOKEN_OPENS);
}

static bool finding_near(const struct passage *p, size_t from, size_t to) {
    size_t low = from > NEAR_WORDS ? from - NEAR_WORDS : 0;
    size_t high = to + NEAR_WORDS < p->tokens ? to + NEAR_WORDS : p->tokens;
    while (low < from && p->token[low].type == TOKEN_LINE)
        low++;
    for (size_t i = from; i > low; i--) {
        if (p->token[i - 1].type == TOKEN_LINE || punct_at(p, i - 1, ".!?"))
            low = i;
    }
    for (size_t i = to; i < high; i++) {
        if (p->token[i].type == TOKEN_LINE || punct_at(p, i, ".!?"))
            high = i;
    }
    for (size_t i = low; i < high; i++) {
        if ((p->token[i].flags & TOKEN_FOUND) != 0)
            return true;
    }
    return false;
}

static bool in_code(const struct passage *p, size_t from, size_t to) {
    bool call = punct_at(p, to, "_=({") && (p->token[to].flags & TOKEN_SPACED) == 0;
    return (p->token[from].flags & TOKEN_JOINED) != 0 || call || (from > 0 && punct_at(p, from - 1, "_`=<$"));
}

/* An article, at most two words, and a harmless noun. */
static bool harmless_object(const struct passage *p, size_t to) {
    static const char *const openers[] = {"the",   "a",    "an",   "our", "its",
                                          "their", "this", "that", "two", "myself"};
    bool opened = false;
    for (size_t i = 0; i < sizeof openers / sizeof *openers; i++)
        opened = opened || is_text(p, to, openers[i]);
    for (size_t gap = 1; opened && gap <= 3 && word_at(p, to + gap); gap++) {
        if (token_is(&p->token[to + gap], KIND_THING))
            return true;
        if (token_is(&p->token[to + gap], KIND_PERSON) || token_is(&p->token[to + gap], KIND_KIN))
            return false;
    }
    return false;
}

static bool holds(const struct passage *p, enum cue cue, size_t from, size_t to) {
    switch (cue) {
    case CUE_PERSON:
        return person_follows(p, to);
    case CUE_SAID:
        return said_of_somebody(p, from, to);
    case CUE_NOUN:
        return used_as_noun(p, from, to);
    case CUE_MANY:
        return (p->token[to - 1].flags & TOKEN_PLURAL) != 0;
    case CUE_MINE:
        return owned(p, from);
    case CUE_DEGREE:
        return degree_before(p, from);
    case CUE_CAPITAL:
        return capital_alone(p, from, to);
    case CUE_KIN:
        return kin_near(p, from, to);
    case CUE_LISTED:
        return listed(p, from, to);
    case CUE_LABEL:
        return labelled(p, from);
    case CUE_NEAR:
        return finding_near(p, from, to);
    case CUE_THING:
        if ((p->token[to - 1].flags & TOKEN_PLURAL) != 0)
            return false;
        to += punct_at(p, to, "-");
        return word_at(p, to) && token_is(&p->token[to], KIND_THING);
    case CUE_NAMED:
        return named(p, from, to);
    case CUE_CODE:
        return in_code(p, from, to);
    case CUE_OBJECT:
        return harmless_object(p, to);
    case CUES:
        break;
    }
    return false;
}

bool cues_hold(const struct passage *p, uint32_t cues, size_t from, size_t to) {
    for (int cue = 0; cue < CUES; cue++) {
        if ((cues >> cue & 1u) != 0 && holds(p, (enum cue)cue, from, to))
            return true;
    }
    return false;
}
