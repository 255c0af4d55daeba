#include "evenhand/tag_spans.h"

#include <string.h>

#include "evenhand/scan.h"
#include "evenhand/vocab.h"

#define SURE 0.9f      /* a sign doubted this much belongs to what it stands in */
#define LITTLE_WORDS 3 /* before a trait, that go with it */
#define WHOLE_MAX 14   /* words of a clause that may go whole ... */
#define FEW_OF_TEN 1   /* ... when this many of ten are withheld */

static bool shows(const struct token *t) {
    return t->type == TOKEN_WORD || t->type == TOKEN_NUMBER || (t->type == TOKEN_PUNCT && t->punct == '\x7f');
}

/* The class of a rule's span inside the run, else what its signs are likeliest to be. */
static int class_of(const struct tagger *t, const struct passage *p, size_t from, size_t to) {
    float votes[VOCAB_CLASSES_MAX] = {0};
    int best = 0;
    for (size_t i = from; i < to; i++) {
        const struct span *by = t->by[i] == 0 ? NULL : &p->span[t->by[i] - 1];
        if (by != NULL && by->put == PUT_MARK)
            return by->class;
        tagger_vote(t, p, i, votes);
    }
    for (int c = 1; c < VOCAB_CLASSES_MAX; c++)
        best = votes[c] > votes[best] ? c : best;
    return best;
}

/* A sign that parts entries: a dash, a slash or an arrow between blanks, a bullet. */
static bool parts(const struct passage *p, size_t i) {
    static const char *const bullets[] = {"\u00b7", "\u2022", "\u2013", "\u2014", "\u2192", NULL};
    const struct token *k = &p->token[i];
    if (k->punct != '\x7f')
        return k->punct != '\0' && strchr("-/>*+~", k->punct) != NULL && (k->flags & TOKEN_SPACED) != 0 &&
               i + 1 < p->tokens && (p->token[i + 1].flags & TOKEN_SPACED) != 0;
    size_t n = 0;
    while (bullets[n] != NULL && strncmp(bullets[n], p->shadow.fold + k->start, strlen(bullets[n])) != 0)
        n++;
    return bullets[n] != NULL;
}

/* Does a clause end here? */
static bool breaks(const struct tagger *t, const struct passage *p, size_t i) {
    const struct token *k = &p->token[i];
    if (k->type == TOKEN_LINE)
        return true;
    if (k->type == TOKEN_PUNCT && parts(p, i))
        return true;
    if (k->type != TOKEN_PUNCT || strchr(".,;:!?()|", k->punct) == NULL || k->punct == '\0')
        return false;
    bool inside = i + 1 < p->tokens && (p->token[i + 1].flags & TOKEN_SPACED) == 0;
    return !inside && tagger_doubt(t, i) < SURE;
}

/* Little words before a trait go with it: which of them stand there may tell as much. */
static size_t with_little_words(const struct passage *p, size_t from) {
    const uint32_t little =
        KIND_BIT(KIND_FUNCTION) | KIND_BIT(KIND_BE) | KIND_BIT(KIND_OWNER) | KIND_BIT(KIND_DEGREE);
    for (int n = 0; n < LITTLE_WORDS && from > 0; n++) {
        const struct token *k = &p->token[from - 1];
        if (k->type != TOKEN_WORD || (k->kinds & little) == 0)
            break;
        from--;
    }
    return from;
}

/* Is one of the tokens in enough doubt to withhold them all? */
static bool seeded(const struct tagger *t, size_t from, size_t to) {
    for (size_t i = from; i < to; i++) {
        if (tagger_doubts(t, i, t->tag[i] == TAG_NAME ? CHANCE_NAME : CHANCE_SEED))
            return true;
    }
    return false;
}

/* One run of tags, without the signs at its ends. */
static void add_run(const struct tagger *t, struct passage *p, size_t from, size_t to) {
    while (from < to && !shows(&p->token[from]))
        from++;
    while (to > from && !shows(&p->token[to - 1]))
        to--;
    if (!seeded(t, from, to))
        return;
    if (t->tag[from] == TAG_TRAIT)
        passage_add_tokens(p, with_little_words(p, from), to, class_of(t, p, from, to), PUT_MARK,
                           "tagger/trait");
    else
        passage_add_tokens(p, from, to, vocab_find(vocab_classes, "identity"), PUT_PERSON, "tagger/name");
}

/* May the tagger overrule this span? Only what an ambiguous term or a context rule found: never a sure term,
 * identity, or what the rules cannot read. */
static bool ambiguous(const struct span *s) {
    return !s->sure && s->class != vocab_find(vocab_classes, "identity") &&
           (strncmp(s->rule, "terms/", 6) == 0 || strncmp(s->rule, "context/", 8) == 0);
}

static bool tagged(const struct tagger *t, const struct passage *p, const struct span *s) {
    for (size_t i = passage_token_behind(p, s->start);
         i < p->tokens && p->shadow.at[p->token[i].start] < s->end; i++) {
        if (tagger_doubts(t, i, CHANCE_VETO))
            return true;
    }
    return false;
}

static void withdraw(const struct tagger *t, struct passage *p) {
    size_t kept = 0;
    for (size_t s = 0; s < p->spans; s++) {
        if (!ambiguous(&p->span[s]) || tagged(t, p, &p->span[s]))
            p->span[kept++] = p->span[s];
    }
    p->spans = kept;
}

/* Does something else begin here, that need not go with a trait before it: a clause, the act of a finding? */
static bool turns(const struct tagger *t, const struct passage *p, size_t i) {
    return breaks(t, p, i) || (t->tag[i] == TAG_NONE && ((p->token[i].flags & TOKEN_HARMLESS) != 0 ||
                                                         token_is(&p->token[i], KIND_TURN)));
}

/* A short clause that tells a trait is withheld whole: which of its words seem to tell it differs from one
 * trait to another, and two readings that differ only in a trait must come out alike. */
static void fill_clauses(const struct tagger *t, const struct passage *p) {
    for (size_t i = 0, end; i < p->tokens; i = end + 1) {
        size_t words = 0, traits = 0;
        bool whole = false;
        for (end = i; end < p->tokens && !turns(t, p, end); end++) {
            words += shows(&p->token[end]);
            traits += shows(&p->token[end]) && t->tag[end] == TAG_TRAIT;
            whole = whole || (t->tag[end] == TAG_TRAIT && tagger_doubts(t, end, CHANCE_WHOLE));
        }
        if (!whole || words > WHOLE_MAX || traits * 10 < words * FEW_OF_TEN)
            continue;
        for (size_t k = i; k < end; k++) {
            if (t->tag[k] == TAG_NONE)
                t->tag[k] = TAG_TRAIT;
        }
    }
}

void tag_spans(const struct tagger *t, struct passage *p) {
    if (!tagger_ready(t))
        return;
    fill_clauses(t, p);
    for (size_t i = 0; i < p->tokens;) {
        size_t end = i + 1;
        while (end < p->tokens && t->tag[end] == t->tag[i] && !breaks(t, p, end))
            end++;
        if (t->tag[i] != TAG_NONE)
            add_run(t, p, i, end);
        i = end;
    }
    withdraw(t, p);
}
