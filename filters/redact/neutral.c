#include "evenhand/neutral.h"

#include <string.h>

#include "evenhand/scan.h"
#include "evenhand/vocab.h"

struct form {
    const char *from, *lower, *capital, *upper;
    bool subject; /* a verb follows */
};

static const struct form forms[] = {
    {"he", "they", "They", "THEY", true},
    {"she", "they", "They", "THEY", true},
    {"he's", "they're", "They're", "THEY'RE", false},
    {"she's", "they're", "They're", "THEY'RE", false},
    {"he'd", "they'd", "They'd", "THEY'D", false},
    {"she'd", "they'd", "They'd", "THEY'D", false},
    {"he'll", "they'll", "They'll", "THEY'LL", false},
    {"she'll", "they'll", "They'll", "THEY'LL", false},
    {"him", "them", "Them", "THEM", false},
    {"his", "their", "Their", "THEIR", false},
    {"her", "their", "Their", "THEIR", false},
    {"hers", "theirs", "Theirs", "THEIRS", false},
    {"himself", "themself", "Themself", "THEMSELF", false},
    {"herself", "themself", "Themself", "THEMSELF", false},
};

static const struct form her_object = {"her", "them", "Them", "THEM", false};
static const struct form his_alone = {"his", "theirs", "Theirs", "THEIRS", false};

static const struct form verbs[] = {
    {"is", "are", "Are", "ARE", false},
    {"was", "were", "Were", "WERE", false},
    {"has", "have", "Have", "HAVE", false},
    {"does", "do", "Do", "DO", false},
    {"isn't", "aren't", "Aren't", "AREN'T", false},
    {"wasn't", "weren't", "Weren't", "WEREN'T", false},
    {"hasn't", "haven't", "Haven't", "HAVEN'T", false},
    {"doesn't", "don't", "Don't", "DON'T", false},
    {"goes", "go", "Go", "GO", false},
};

static const struct form *form_of(const struct passage *p, const struct token *t, const struct form *list,
                                  size_t n) {
    size_t len = t->end - t->start;
    for (size_t i = 0; t->type == TOKEN_WORD && i < n; i++) {
        if (strlen(list[i].from) == len && memcmp(list[i].from, p->shadow.fold + t->start, len) == 0)
            return &list[i];
    }
    return NULL;
}

static void put(struct passage *p, uint32_t from, uint32_t to, const char *text) {
    passage_add(p, &(struct span){.start = p->shadow.at[from],
                                  .end = p->shadow.at[to],
                                  .class = vocab_find(vocab_classes, "sex"),
                                  .put = PUT_TEXT,
                                  .text = text,
                                  .rule = "neutral"});
}

static void put_form(struct passage *p, const struct token *t, const struct form *form) {
    const char *text = t->shape == SHAPE_LOWER                                            ? form->lower
                       : t->shape == SHAPE_UPPER && t->end - t->start > 1 && p->has_lower ? form->upper
                       : t->shape == SHAPE_UPPER                                          ? form->upper
                                                                                          : form->capital;
    put(p, t->start, t->end, text);
}

/* "her" is "them" before a word that cannot begin what is hers, and at the end of a clause; else "their". */
static bool noun_follows(const struct passage *p, size_t i) {
    static const char *const others[] = {
        "to",    "at",   "in",   "on",      "for",   "with",  "from", "by",    "about", "and",    "but",
        "or",    "as",   "if",   "when",    "while", "that",  "a",    "an",    "the",   "this",   "off",
        "out",   "up",   "down", "over",    "again", "too",   "so",   "is",    "was",   "did",    "do",
        "does",  "has",  "had",  "will",    "would", "could", "can",  "into",  "after", "before", "through",
        "since", "how",  "what", "where",   "why",   "who",   "not",  "there", "here",  "back",   "away",
        "it",    "them", "him",  "me",      "us",    "you",   "we",   "they",  "i",     "my",     "his",
        "their", "your", "our",  "because", "than",  "of",    NULL};
    const struct token *t = &p->token[i];
    if (t->type == TOKEN_NUMBER)
        return true;
    if (t->type != TOKEN_WORD)
        return t->type == TOKEN_PUNCT && t->punct == '"';
    for (size_t n = 0; others[n] != NULL; n++) {
        if (strlen(others[n]) == t->end - t->start &&
            memcmp(others[n], p->shadow.fold + t->start, t->end - t->start) == 0)
            return false;
    }
    return true;
}

static bool ends_in(const char *text, size_t len, const char *ending) {
    size_t n = strlen(ending);
    return len > n && memcmp(text + len - n, ending, n) == 0;
}

/* "runs" -> "run", "carries" -> "carry", "teaches" -> "teach". */
static void agree(struct passage *p, const struct token *t) {
    const char *text = p->shadow.fold + t->start;
    size_t len = t->end - t->start;
    const struct form *verb = form_of(p, t, verbs, sizeof verbs / sizeof *verbs);
    if (verb != NULL) {
        put_form(p, t, verb);
        return;
    }
    if (t->shape != SHAPE_LOWER || len < 4 || text[len - 1] != 's' || token_is(t, KIND_FUNCTION))
        return;
    if (ends_in(text, len, "ss") || ends_in(text, len, "us") || ends_in(text, len, "ways") ||
        ends_in(text, len, "'s"))
        return;
    if (ends_in(text, len, "ies") && len > 4)
        put(p, t->end - 3, t->end, "y");
    else if (ends_in(text, len, "ches") || ends_in(text, len, "shes") || ends_in(text, len, "sses") ||
             ends_in(text, len, "xes") || ends_in(text, len, "zes"))
        put(p, t->end - 2, t->end, "");
    else
        put(p, t->end - 1, t->end, "");
}

static bool adverb(const struct passage *p, const struct token *t) {
    const char *text = p->shadow.fold + t->start;
    size_t len = t->end - t->start;
    return t->type == TOKEN_WORD &&
           (ends_in(text, len, "ly") || token_is(t, KIND_DEGREE) ||
            (len == 4 && memcmp(text, "also", 4) == 0) || (len == 5 && memcmp(text, "still", 5) == 0));
}

void neutral_find(struct passage *p) {
    for (size_t i = 0; i + 1 < p->tokens; i++) {
        const struct token *t = &p->token[i];
        size_t len = t->end - t->start;
        char first = p->shadow.fold[t->start];
        if (t->type != TOKEN_WORD || (first != 'h' && first != 's') || len > 7)
            continue;
        const struct form *form = form_of(p, t, forms, sizeof forms / sizeof *forms);
        if (form == NULL)
            continue;
        bool noun = noun_follows(p, i + 1);
        if (!noun && strcmp(form->from, "her") == 0)
            form = &her_object;
        if (!noun && strcmp(form->from, "his") == 0)
            form = &his_alone;
        put_form(p, &p->token[i], form);
        if (form->subject)
            agree(p, &p->token[i + 1 + adverb(p, &p->token[i + 1])]);
    }
}
