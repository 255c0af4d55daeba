#include "evenhand/repeat.h"

#include <string.h>

#include "evenhand/scan.h"
#include "evenhand/vocab.h"

struct name {
    uint32_t start, len; /* in the shadow */
    enum put put;
};

/* Is the word a name in itself, not an ordinary one that happened to stand in a name? */
static bool worth(const struct passage *p, const struct token *t) {
    const uint32_t names = KIND_BIT(KIND_FIRST) | KIND_BIT(KIND_LAST) | KIND_BIT(KIND_GUARDED);
    size_t len = t->end - t->start;
    if (t->type != TOKEN_WORD || len < REPEAT_MIN_LETTERS)
        return false;
    if ((t->kinds & KIND_BIT(KIND_FUNCTION)) != 0 || (t->kinds & KIND_BIT(KIND_TITLE)) != 0)
        return false;
    return (t->kinds & ~names) == 0 && !wordbook_termed(p->words, t->word);
}

/* A name, not an address or a handle: those do not come again in parts. */
static bool is_name(const struct passage *p, const struct span *s) {
    if (s->put != PUT_PERSON && s->put != PUT_CANDIDATE)
        return false;
    for (uint32_t i = s->start; i < s->end; i++) {
        if (strchr("@/:_#0123456789", p->raw[i]) != NULL)
            return false;
    }
    return true;
}

static size_t name_length(const struct passage *p, const struct token *t) {
    size_t len = t->end - t->start;
    bool owning = len > 2 && p->shadow.fold[t->end - 2] == '\'';
    return owning ? len - 2 : len;
}

static void collect(const struct passage *p, const struct span *s, struct name *name, size_t *count) {
    for (size_t i = passage_token_behind(p, s->start); i < p->tokens && *count < REPEAT_MAX_NAMES; i++) {
        const struct token *t = &p->token[i];
        uint32_t at = p->shadow.at[t->start];
        if (at >= s->end)
            return;
        if (at >= s->start && worth(p, t))
            name[(*count)++] = (struct name){t->start, (uint32_t)name_length(p, t), s->put};
    }
}

static const struct name *listed(const struct passage *p, const struct token *t, const struct name *name,
                                 size_t n) {
    size_t len = name_length(p, t);
    for (size_t i = 0; i < n; i++) {
        if (name[i].len == len && memcmp(p->shadow.fold + name[i].start, p->shadow.fold + t->start, len) == 0)
            return &name[i];
    }
    return NULL;
}

void repeat_find(struct passage *p) {
    struct name name[REPEAT_MAX_NAMES];
    size_t names = 0, before = p->spans;
    int class = vocab_find(vocab_classes, "identity");
    for (size_t i = 0; i < before; i++) {
        if (is_name(p, &p->span[i]))
            collect(p, &p->span[i], name, &names);
    }
    for (size_t i = 0; names > 0 && i < p->tokens; i++) {
        const struct token *t = &p->token[i];
        const struct name *found = worth(p, t) ? listed(p, t, name, names) : NULL;
        if (found != NULL && !(t->shape == SHAPE_LOWER && found->len < 4))
            passage_add_tokens(p, i, i + 1, class, found->put, "repeat");
    }
}
