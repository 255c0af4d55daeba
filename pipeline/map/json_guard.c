#include "evenhand/json_guard.h"

#include <string.h>

/* What may come next. */
enum expect { VALUE, VALUE_OR_END, KEY, KEY_OR_END, COLON, COMMA_OR_END };

struct guard {
    const char *at, *end;
    enum expect expect;
    bool in_object[JSON_GUARD_MAX_DEPTH]; /* else in an array; by depth */
    size_t depth, values;
};

static bool skip_string(struct guard *g) {
    for (g->at++; g->at < g->end && *g->at != '"'; g->at++)
        if (*g->at == '\\')
            g->at++;
    return g->at++ < g->end;
}

static bool is_literal(const char *word, size_t len) {
    static const char *const literals[] = {"true", "false", "null"};
    for (size_t i = 0; i < sizeof literals / sizeof *literals; i++)
        if (len == strlen(literals[i]) && memcmp(word, literals[i], len) == 0)
            return true;
    return false;
}

static bool is_of_number(char c) {
    return (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.' || c == 'e' || c == 'E';
}

static bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* A literal, or a number: it begins with a digit or a minus sign, and what follows is as loose here as can
 * be. */
static bool skip_word(struct guard *g) {
    const char *from = g->at;
    while (g->at < g->end && *g->at >= 'a' && *g->at <= 'z')
        g->at++;
    if (g->at > from)
        return is_literal(from, (size_t)(g->at - from));
    if (*g->at != '-' && (*g->at < '0' || *g->at > '9'))
        return false;
    while (g->at < g->end && is_of_number(*g->at))
        g->at++;
    return true;
}

static bool open_group(struct guard *g, bool object, size_t max_depth) {
    if (g->depth >= max_depth)
        return false;
    g->in_object[g->depth++] = object;
    g->expect = object ? KEY_OR_END : VALUE_OR_END;
    g->at++;
    return true;
}

static bool close_group(struct guard *g, bool object) {
    bool may = g->depth > 0 && g->in_object[g->depth - 1] == object &&
               (g->expect == COMMA_OR_END || g->expect == (object ? KEY_OR_END : VALUE_OR_END));
    g->depth -= may;
    g->expect = COMMA_OR_END;
    g->at++;
    return may;
}

static bool take_punctuation(struct guard *g) {
    char c = *g->at++;
    if (c == ':' && g->expect == COLON) {
        g->expect = VALUE;
        return true;
    }
    if (c != ',' || g->expect != COMMA_OR_END || g->depth == 0)
        return false;
    g->expect = g->in_object[g->depth - 1] ? KEY : VALUE;
    return true;
}

static bool take_string(struct guard *g) {
    bool key = g->expect == KEY || g->expect == KEY_OR_END;
    if (!key && g->expect != VALUE && g->expect != VALUE_OR_END)
        return false;
    g->expect = key ? COLON : COMMA_OR_END;
    return skip_string(g);
}

static bool take_word(struct guard *g) {
    if (g->expect != VALUE && g->expect != VALUE_OR_END)
        return false;
    g->expect = COMMA_OR_END;
    return skip_word(g);
}

static enum json_verdict take(struct guard *g, size_t max_depth) {
    if (is_space(*g->at)) {
        g->at++;
        return JSON_GOOD;
    }
    switch (*g->at) {
    case '[':
    case '{':
        if (g->expect != VALUE && g->expect != VALUE_OR_END)
            return JSON_MALFORMED;
        g->values++;
        return open_group(g, *g->at == '{', max_depth) ? JSON_GOOD : JSON_TOO_LARGE;
    case ']':
    case '}':
        return close_group(g, *g->at == '}') ? JSON_GOOD : JSON_MALFORMED;
    case ':':
    case ',':
        return take_punctuation(g) ? JSON_GOOD : JSON_MALFORMED;
    case '"':
        g->values++;
        return take_string(g) ? JSON_GOOD : JSON_MALFORMED;
    default:
        g->values++;
        return take_word(g) ? JSON_GOOD : JSON_MALFORMED;
    }
}

enum json_verdict json_guard(const char *text, size_t len, size_t max_depth, size_t max_values) {
    struct guard g = {.at = text, .end = text + len, .expect = VALUE};
    size_t depth = max_depth < JSON_GUARD_MAX_DEPTH ? max_depth : JSON_GUARD_MAX_DEPTH;
    bool begun = false;
    while (g.at < g.end) {
        if (begun && g.depth == 0 && !is_space(*g.at))
            return JSON_MALFORMED; /* more behind the value */
        enum json_verdict verdict = take(&g, depth);
        if (verdict != JSON_GOOD)
            return verdict;
        if (g.values > max_values)
            return JSON_TOO_LARGE;
        begun = g.values > 0;
    }
    return begun && g.depth == 0 ? JSON_GOOD : JSON_MALFORMED;
}
