#include "evenhand/strict.h"

#include <string.h>

#include "evenhand/scan.h"
#include "evenhand/vocab.h"

static bool ends_sentence(const struct passage *p, size_t i) {
    const struct token *t = &p->token[i];
    if (t->type == TOKEN_LINE)
        return true;
    bool stop = t->type == TOKEN_PUNCT && t->punct != '\0' && strchr(".!?", t->punct) != NULL;
    return stop && ((p->token[i + 1].flags & TOKEN_SPACED) != 0 || p->token[i + 1].type == TOKEN_LINE);
}

/* A term that means a trait only in some contexts, and was not withheld in this one. */
static const struct term *let_go(const struct wall *w, const struct passage *p, size_t i) {
    struct lexicon_hit hit[LEXICON_MAX_HITS];
    if ((p->token[i].flags & (TOKEN_FOUND | TOKEN_HARMLESS)) != 0 || p->token[i].type != TOKEN_WORD)
        return NULL;
    size_t hits = lexicon_match(&w->lexicon, p, i, hit, LEXICON_MAX_HITS);
    for (size_t h = 0; h < hits; h++) {
        if (hit[h].term->class != CLASS_ALLOW)
            return hit[h].term;
    }
    return NULL;
}

static bool doubted(const struct wall *w, const struct passage *p, size_t i) {
    return !w->rules_alone && tagger_ready(&w->tagger) && (p->token[i].flags & TOKEN_FOUND) == 0 &&
           p->token[i].type != TOKEN_MARK && tagger_doubt(&w->tagger, i) >= STRICT_DOUBT;
}

void strict_find(struct wall *w, struct passage *p) {
    for (size_t i = 0, end; i < p->tokens; i = end + 1) {
        const struct term *term = NULL;
        bool doubt = false;
        for (end = i; end < p->tokens && !ends_sentence(p, end); end++) {
            term = term == NULL ? let_go(w, p, end) : term;
            doubt = doubt || doubted(w, p, end);
        }
        if (term == NULL && !doubt)
            continue;
        int class = term != NULL ? term->class : vocab_find(vocab_classes, "identity");
        passage_add_tokens(p, i, end, class, PUT_MARK, "doubt/strict");
    }
}
