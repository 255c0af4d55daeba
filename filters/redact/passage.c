#include "evenhand/passage.h"

#include <stdlib.h>

#include "evenhand/mem.h"

void passage_free(struct passage *p) {
    shadow_free(&p->shadow);
    free(p->token);
    free(p->span);
    *p = (struct passage){0};
}

static void mark_found(struct passage *p, const struct span *span) {
    for (size_t i = passage_token_behind(p, span->start);
         i < p->tokens && p->shadow.at[p->token[i].start] < span->end; i++)
        p->token[i].flags |= TOKEN_FOUND;
}

void passage_add(struct passage *p, const struct span *span) {
    if (span->end <= span->start)
        return;
    if (p->spans == p->span_cap) {
        p->span_cap = p->span_cap == 0 ? 64 : p->span_cap * 2;
        p->span = mem_grow(p->span, p->span_cap, sizeof *p->span);
    }
    p->span[p->spans++] = *span;
    if (span->put == PUT_MARK && p->tokens > 0)
        mark_found(p, span);
}

void passage_add_shadow(struct passage *p, size_t from, size_t to, int class, const char *rule) {
    passage_add(p, &(struct span){.start = p->shadow.at[from],
                                  .end = p->shadow.at[to],
                                  .class = class,
                                  .put = PUT_MARK,
                                  .rule = rule});
}

void passage_add_tokens(struct passage *p, size_t from, size_t to, int class, enum put put,
                        const char *rule) {
    if (from >= to)
        return;
    passage_add(p, &(struct span){.start = p->shadow.at[p->token[from].start],
                                  .end = p->shadow.at[p->token[to - 1].end],
                                  .class = class,
                                  .put = put,
                                  .rule = rule});
}

size_t passage_token_at(const struct passage *p, size_t shadow_offset) {
    size_t low = 0, high = p->tokens;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (p->token[middle].end <= shadow_offset)
            low = middle + 1;
        else
            high = middle;
    }
    return low < p->tokens ? low : p->tokens - 1;
}

size_t passage_token_behind(const struct passage *p, uint32_t raw) {
    size_t low = 0, high = p->tokens - 1;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (p->shadow.at[p->token[middle].start] < raw)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}
