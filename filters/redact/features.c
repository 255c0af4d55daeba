#include "evenhand/features.h"

struct together {
    struct {
        int offset;
        enum view view;
    } part[FEATURE_PARTS];
    int parts;
};

#define W(o)                                                                                                 \
    { o, VIEW_WORD }
#define G(o)                                                                                                 \
    { o, VIEW_CLUSTER }
#define F(o)                                                                                                 \
    { o, VIEW_FINE }
#define H(o)                                                                                                 \
    { o, VIEW_SHAPE }
#define R(o)                                                                                                 \
    { o, VIEW_RULE }
#define L(o)                                                                                                 \
    { o, VIEW_LABEL }
#define T(o)                                                                                                 \
    { o, VIEW_TERM }
#define O(o)                                                                                                 \
    { o, VIEW_OWNER }
#define D(o)                                                                                                 \
    { o, VIEW_TEXT }

/* Chosen by leaving out: what made no difference on texts not learnt from is not here. */
static const struct together together[] = {
    {{W(-1), W(0)}, 2},        {{W(0), W(1)}, 2},  {{W(-1), W(1)}, 2}, {{G(-1), G(0)}, 2},
    {{G(0), G(1)}, 2},         {{W(-1), G(0)}, 2}, {{G(0), W(1)}, 2},  {{W(-1), F(0)}, 2},
    {{F(0), W(1)}, 2},         {{H(0), R(0)}, 2},  {{W(0), H(0)}, 2},  {{H(-1), H(0), H(1)}, 3},
    {{L(0), W(0)}, 2},         {{L(0), G(0)}, 2},  {{D(0), G(0)}, 2},  {{D(0), R(0)}, 2},
    {{D(0), T(0)}, 2},         {{W(-1), T(0)}, 2}, {{T(0), W(1)}, 2},  {{W(-1), W(0), W(1)}, 3},
    {{W(-2), W(-1), G(0)}, 3}, {{O(0), G(0)}, 2},  {{O(0), T(0)}, 2},  {{O(0), R(0)}, 2},
};

static const struct sign *find(const struct signs *s, char kind) {
    for (size_t i = 0; i < s->count; i++) {
        if (s->at[i].kind == kind)
            return &s->at[i];
    }
    return NULL;
}

const struct sign *feature_view(const struct signs *s, enum view v) {
    static const char kinds[VIEWS] = {SIGN_WORD,  SIGN_CLUSTER + 1, SIGN_CLUSTER + 2, SIGN_SHAPE, SIGN_RULE,
                                      SIGN_LABEL, SIGN_TEXT,        SIGN_TERM,        SIGN_OWNER};
    const struct sign *found = find(s, kinds[v]);
    return found == NULL && v <= VIEW_SHAPE ? find(s, SIGN_WORD) : found;
}

int feature_reaches(char kind) {
    return kind != SIGN_TEXT && kind != SIGN_LABEL && kind != SIGN_OWNER;
}

/* Does a token stand at this offset? */
static int stands(size_t n, size_t i, int offset) {
    return offset < 0 ? (size_t)-offset <= i : i + (size_t)offset < n;
}

#define TOGETHER (sizeof together / sizeof *together)

size_t features_together(uint64_t (*view)[VIEWS], size_t n, size_t i, uint64_t key[FEATURES_MAX]) {
    size_t count = 0;
    for (size_t k = 0; k < TOGETHER; k++) {
        uint64_t all = 0;
        int parts = 0;
        for (; parts < together[k].parts; parts++) {
            int offset = together[k].part[parts].offset;
            uint64_t sign = stands(n, i, offset) ? view[(long)i + offset][together[k].part[parts].view] : 0;
            if (sign == 0)
                break;
            all = feature_key(all, offset, sign);
        }
        if (parts == together[k].parts)
            key[count++] = all;
    }
    return count;
}

static size_t add_together(const struct signs *signs, size_t n, size_t i, struct feature *out) {
    size_t count = 0;
    for (size_t k = 0; k < TOGETHER; k++) {
        struct feature f = {0};
        for (; f.parts < together[k].parts; f.parts++) {
            int offset = together[k].part[f.parts].offset;
            const struct sign *s =
                stands(n, i, offset) ? feature_view(&signs[(long)i + offset], together[k].part[f.parts].view)
                                     : NULL;
            if (s == NULL)
                break;
            f.part[f.parts] = (struct feature_part){offset, s};
            f.key = feature_key(f.key, offset, sign_hash(s));
        }
        if (f.parts == together[k].parts)
            out[count++] = f;
    }
    return count;
}

size_t features_at(const struct signs *signs, size_t n, size_t i, struct feature out[FEATURES_MAX]) {
    size_t count = add_together(signs, n, i, out);
    for (int offset = -FEATURE_REACH; offset <= FEATURE_REACH; offset++) {
        const struct signs *s = stands(n, i, offset) ? &signs[(long)i + offset] : NULL;
        for (size_t k = 0; s != NULL && k < s->count && count < FEATURES_MAX; k++) {
            if (offset == 0 || feature_reaches(s->at[k].kind))
                out[count++] = (struct feature){.key = feature_key(0, offset, sign_hash(&s->at[k])),
                                                .part = {{offset, &s->at[k]}},
                                                .parts = 1};
        }
    }
    return count;
}
