#include "evenhand/contacts.h"

#include <string.h>

#include "evenhand/scan.h"
#include "evenhand/vocab.h"

#define PHONE_MIN_DIGITS 10
#define PHONE_MAX_DIGITS 15

static bool alnum(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

static bool digit(char c) {
    return c >= '0' && c <= '9';
}

static bool local_part(char c) {
    return alnum(c) || c == '.' || c == '_' || c == '%' || c == '+' || c == '-';
}

static bool ends_url(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '"' || c == '<' || c == '>' || c == ')' ||
           c == ']' || c == '}' || c == '|' || c == ';' || c == '\0';
}

static void found(struct passage *p, size_t from, size_t to, const char *rule) {
    passage_add_shadow(p, from, to, vocab_find(vocab_classes, "identity"), rule);
}

/* End of a host name that begins at i and has a dot; i when there is none. */
static size_t host_end(const struct shadow *s, size_t i) {
    size_t at = i, dot = 0;
    while (at < s->len &&
           (alnum(s->fold[at]) || s->fold[at] == '-' || (s->fold[at] == '.' && alnum(s->fold[at + 1])))) {
        if (s->fold[at] == '.')
            dot = at;
        at++;
    }
    return dot > i && at - dot > 2 ? at : i;
}

static size_t url_end(const struct shadow *s, size_t i) {
    while (i < s->len && !ends_url(s->fold[i]))
        i++;
    while (i > 0 && strchr(".,:!?'", s->fold[i - 1]) != NULL)
        i--;
    return i;
}

/* "@": an e-mail address, a fediverse address, or a handle. Returns where to go on. */
static size_t at_sign(struct passage *p, size_t i) {
    const struct shadow *s = &p->shadow;
    size_t from = i;
    while (from > 0 && local_part(s->fold[from - 1]))
        from--;
    size_t host = host_end(s, i + 1);
    if (from < i && host > i + 1) {
        if (from > 0 && s->fold[from - 1] == '@')
            from--;
        found(p, from, host, "contacts/email");
        return host;
    }
    size_t end = i + 1;
    while (end < s->len &&
           (alnum(s->fold[end]) || s->fold[end] == '_' || s->fold[end] == '.' || s->fold[end] == '-'))
        end++;
    while (end > i + 1 && !alnum(s->fold[end - 1]) && s->fold[end - 1] != '_')
        end--;
    bool alone = i == 0 || !alnum(s->fold[i - 1]);
    if (alone && end > i + 2) {
        if (end < s->len && s->fold[end] == '@')
            end = host_end(s, end + 1) > end + 1 ? host_end(s, end + 1) : end;
        found(p, i, end, "contacts/handle");
        return end;
    }
    return i + 1;
}

static bool known_top_level(const char *dot, size_t len) {
    static const char *const names[] = {"com",  "org",    "net",     "edu",       "gov",     "io",   "dev",
                                        "me",   "co",     "us",      "uk",        "ca",      "info", "biz",
                                        "app",  "tv",     "example", "localhost", "invalid", "test", "xyz",
                                        "blog", "social", "ai",      NULL};
    for (size_t i = 0; names[i] != NULL; i++) {
        if (strlen(names[i]) == len && memcmp(names[i], dot, len) == 0)
            return true;
    }
    return false;
}

/* A bare host name ("mossy.example/cv"), told from "e.g." and file names by its last label. */
static size_t bare_host(struct passage *p, size_t i) {
    const struct shadow *s = &p->shadow;
    size_t end = host_end(s, i);
    if (end == i)
        return i;
    size_t dot = end;
    while (dot > i && s->fold[dot - 1] != '.')
        dot--;
    if (!known_top_level(s->fold + dot, end - dot) || dot < i + 3)
        return end;
    end = s->fold[end] == '/' ? url_end(s, end) : end;
    found(p, i, end, "contacts/url");
    return end;
}

static bool url_starts(const struct shadow *s, size_t i) {
    return strncmp(s->fold + i, "http://", 7) == 0 || strncmp(s->fold + i, "https://", 8) == 0 ||
           strncmp(s->fold + i, "www.", 4) == 0;
}

/* Ten to fifteen digits in groups, or seven as 555-0100. */
static size_t phone(struct passage *p, size_t i) {
    const struct shadow *s = &p->shadow;
    size_t at = i, digits = 0, groups = 0, end = i, last = 0;
    bool gap = true;
    for (; at < s->len && at - i < 24; at++) {
        if (digit(s->fold[at])) {
            groups += gap;
            last = gap ? 1 : last + 1;
            gap = false;
            digits++;
            end = at + 1;
        } else if (strchr(" ().-+", s->fold[at]) != NULL && s->fold[at] != '\0') {
            gap = true;
        } else {
            break;
        }
    }
    bool fine = digits >= PHONE_MIN_DIGITS && digits <= PHONE_MAX_DIGITS && groups >= 2 && groups <= 6 &&
                last >= 2 && last <= 5 && !(end < s->len && alnum(s->fold[end]));
    if (fine)
        found(p, i, end, "contacts/phone");
    return end > i ? end : i + 1;
}

/* u/name as forums write it. */
static size_t user_path(struct passage *p, size_t i) {
    const struct shadow *s = &p->shadow;
    size_t end = i + 2;
    while (end < s->len && (alnum(s->fold[end]) || s->fold[end] == '_' || s->fold[end] == '-'))
        end++;
    if (end > i + 4)
        found(p, i, end, "contacts/handle");
    return end;
}

static size_t word_start(struct passage *p, size_t i) {
    const struct shadow *s = &p->shadow;
    if (url_starts(s, i)) {
        size_t end = url_end(s, i);
        found(p, i, end, "contacts/url");
        return end;
    }
    if (s->fold[i] == 'u' && s->fold[i + 1] == '/')
        return user_path(p, i);
    size_t end = bare_host(p, i);
    if (end > i)
        return end;
    while (end < s->len && alnum(s->fold[end]))
        end++;
    return end;
}

static bool opens_line(const struct passage *p, size_t i) {
    while (i > 0 && p->token[i - 1].type == TOKEN_PUNCT && p->token[i - 1].punct != ')')
        i--;
    return i == 0 || p->token[i - 1].type == TOKEN_LINE;
}

/* Name before the colon of a thread's line: unknown, with a digit or underscore in it, or the speaker of two
 * lines. */
static size_t speaker_end(const struct passage *p, size_t i) {
    size_t end = i + 1;
    while (end < p->tokens && (p->token[end].flags & TOKEN_SPACED) == 0 &&
           (p->token[end].type == TOKEN_WORD || p->token[end].type == TOKEN_NUMBER ||
            p->token[end].punct == '_' ||
            (p->token[end].punct == '.' && p->token[end + 1].type == TOKEN_WORD)))
        end++;
    const struct token *t = &p->token[end];
    bool colon = t->type == TOKEN_PUNCT && t->punct == ':';
    bool dot = t->type == TOKEN_PUNCT && t->punct == '\x7f' && (t->flags & TOKEN_SPACED) != 0;
    bool wrote =
        t->type == TOKEN_WORD && t->end - t->start == 5 && memcmp(p->shadow.fold + t->start, "wrote", 5) == 0;
    return colon || wrote || dot ? end : 0;
}

static bool speaks_again(const struct passage *p, size_t i, size_t end) {
    size_t len = p->token[end - 1].end - p->token[i].start;
    for (size_t j = 0; j + 1 < p->tokens; j++) {
        if (j != i && p->token[j].type == TOKEN_WORD && opens_line(p, j)) {
            size_t other = speaker_end(p, j);
            if (other > 0 && p->token[other - 1].end - p->token[j].start == len &&
                memcmp(p->shadow.fold + p->token[j].start, p->shadow.fold + p->token[i].start, len) == 0)
                return true;
        }
    }
    return false;
}

static void find_speakers(struct passage *p) {
    size_t looked = 0, speakers = 0;
    for (size_t i = 0; i + 1 < p->tokens; i++)
        speakers += p->token[i].type == TOKEN_WORD && opens_line(p, i) && speaker_end(p, i) > 0;
    for (size_t i = 0; i + 1 < p->tokens; i++) {
        if (p->token[i].type != TOKEN_WORD || !opens_line(p, i))
            continue;
        size_t end = speaker_end(p, i);
        if (end == 0)
            continue;
        bool odd = end > i + 1;
        for (size_t at = p->token[i].start; at < p->token[end - 1].end; at++)
            odd = odd || digit(p->shadow.fold[at]);
        const struct token *t = &p->token[i];
        bool quoted = i > 0 && p->token[i - 1].type == TOKEN_PUNCT &&
                      (p->token[i - 1].punct == '>' || p->token[i - 1].punct == '\x7f');
        bool name = token_is(t, KIND_GUARDED) || token_is(t, KIND_FIRST) || token_is(t, KIND_LAST);
        bool unknown = t->word == 0 && t->base == 0;
        odd = odd || name || (quoted && unknown) || (unknown && speakers > 1 && t->shape == SHAPE_LOWER);
        if (odd || (unknown && looked++ < 200 && speaks_again(p, i, end)))
            passage_add_tokens(p, i, end, vocab_find(vocab_classes, "identity"), PUT_PERSON,
                               "contacts/speaker");
    }
}

void contacts_find(struct passage *p) {
    const struct shadow *s = &p->shadow;
    for (size_t i = 0; i < s->len;) {
        char c = s->fold[i];
        if (c == '@')
            i = at_sign(p, i);
        else if (digit(c) || c == '+' || (c == '(' && digit(s->fold[i + 1])))
            i = phone(p, i);
        else if (alnum(c) && (i == 0 || !alnum(s->fold[i - 1])))
            i = word_start(p, i);
        else
            i++;
    }
    find_speakers(p);
}
