#include "evenhand/robots.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "evenhand/buf.h"
#include "evenhand/collect_limits.h"
#include "evenhand/mem.h"

/* One rule: its pattern in normal form, cut at the stars. */
struct rule {
    bool allow;
    bool anchored; /* ended in '$' */
    size_t length; /* octets of the pattern: the longest match wins (RFC 9309 2.2.2) */
    char *pattern; /* owned; '*' is the wildcard, every literal star or dollar is encoded */
};

struct rules {
    bool named; /* a group with this agent was there, even an empty one */
    struct rule *rule;
    size_t count, room;
};

struct robots {
    struct rules ours, anybodys;
};

struct line {
    const char *key, *value;
    size_t key_len, value_len;
};

/* ---- normal form ---- */

static bool unreserved(unsigned char c) { /* RFC 3986 2.3 */
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (c != '\0' && strchr("-._~", c) != NULL);
}

static int hex_value(char c) {
    const char *digits = "0123456789abcdef";
    const char *at = c ? strchr(digits, c >= 'A' && c <= 'F' ? c - 'A' + 'a' : c) : NULL;
    return at ? (int)(at - digits) : -1;
}

/* Percent-encoded octets: decoded when unreserved, else in upper case. Octets outside printable ASCII are
 * encoded, and so are '*' and '$' unless `wild`. */
static void normal_form(const char *text, size_t len, bool wild, struct buf *out) {
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)text[i];
        int high = c == '%' && i + 2 < len ? hex_value(text[i + 1]) : -1;
        int low = high >= 0 ? hex_value(text[i + 2]) : -1;
        bool encoded = low >= 0;
        if (encoded) {
            c = (unsigned char)(high * 16 + low);
            i += 2;
        }
        bool plain = encoded ? unreserved(c) : c > ' ' && c < 0x7F && (wild || (c != '*' && c != '$'));
        if (plain) {
            buf_add_char(out, (char)c);
        } else {
            buf_format(out, "%%%02X", c);
        }
    }
}

/* ---- reading ---- */

static bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

static void trim(const char **text, size_t *len) {
    while (*len > 0 && is_blank(**text)) {
        (*text)++;
        (*len)--;
    }
    while (*len > 0 && is_blank((*text)[*len - 1])) {
        (*len)--;
    }
}

/* "key: value # comment"; false for any other line. */
static bool split(const char *text, size_t len, struct line *out) {
    const char *comment = memchr(text, '#', len);
    if (comment) {
        len = (size_t)(comment - text);
    }
    const char *colon = memchr(text, ':', len);
    if (colon == NULL) {
        return false;
    }
    *out = (struct line){.key = text, .key_len = (size_t)(colon - text), .value = colon + 1};
    out->value_len = len - out->key_len - 1;
    trim(&out->key, &out->key_len);
    trim(&out->value, &out->value_len);
    return true;
}

static bool key_is(const struct line *line, const char *key) {
    return line->key_len == strlen(key) && strncasecmp(line->key, key, line->key_len) == 0;
}

/* The product token at the start of a value: "evenhand/1.0 (x)" names evenhand (RFC 9309 2.2.1). */
static bool names_us(const struct line *line) {
    size_t len = 0;
    while (len < line->value_len &&
           (strchr("_-", line->value[len]) || unreserved((unsigned char)line->value[len])) &&
           line->value[len] != '.' && line->value[len] != '~' && line->value[len] != '\0') {
        len++;
    }
    return len == strlen(ROBOTS_AGENT) && strncasecmp(line->value, ROBOTS_AGENT, len) == 0;
}

static bool names_anybody(const struct line *line) {
    return line->value_len > 0 && line->value[0] == '*' && (line->value_len == 1 || is_blank(line->value[1]));
}

static void add_rule(struct rules *rules, bool allow, const struct line *line) {
    if (line->value_len == 0) {
        return; /* "Disallow:" forbids nothing */
    }
    if (rules->count == rules->room) {
        rules->room = rules->room ? rules->room * 2 : 16;
        rules->rule = mem_grow(rules->rule, rules->room, sizeof *rules->rule);
    }
    bool anchored = line->value[line->value_len - 1] == '$';
    struct buf pattern = {0};
    /* A '$' anywhere but at the end is an ordinary character, as in the target. */
    for (size_t i = 0, len = line->value_len - anchored; i < len;) {
        const char *dollar = memchr(line->value + i, '$', len - i);
        size_t end = dollar ? (size_t)(dollar - line->value) : len;
        normal_form(line->value + i, end - i, true, &pattern);
        if (dollar) {
            buf_add_text(&pattern, "%24");
        }
        i = end + (dollar != NULL);
    }
    rules->rule[rules->count++] = (struct rule){.allow = allow,
                                                .anchored = anchored,
                                                .length = pattern.len + anchored,
                                                .pattern = buf_take(&pattern)};
}

struct reader {
    struct robots *robots;
    bool ours, anybodys; /* agents of the group being read */
    bool in_rules;       /* a rule was seen: the next agent line begins a new group */
};

static void read_line(struct reader *r, const char *text, size_t len) {
    struct line line;
    if (!split(text, len, &line)) {
        return;
    }
    bool allow = key_is(&line, "allow");
    if (key_is(&line, "user-agent")) {
        if (r->in_rules) {
            r->ours = r->anybodys = r->in_rules = false;
        }
        r->ours |= names_us(&line);
        r->anybodys |= names_anybody(&line);
        r->robots->ours.named |= r->ours;
        r->robots->anybodys.named |= r->anybodys;
    } else if (allow || key_is(&line, "disallow")) {
        r->in_rules = true;
        if (r->ours) {
            add_rule(&r->robots->ours, allow, &line);
        }
        if (r->anybodys) {
            add_rule(&r->robots->anybodys, allow, &line);
        }
    }
}

/* Where a text of so many bytes is cut: behind the last whole line, as "Allow: /x" cut to "Allow: /" would
 * allow everything. */
static size_t whole_lines(const char *bytes, size_t len) {
    if (len < COLLECT_ROBOTS_BYTES) {
        return len;
    }
    len = COLLECT_ROBOTS_BYTES;
    while (len > 0 && bytes[len - 1] != '\n' && bytes[len - 1] != '\r') {
        len--;
    }
    return len;
}

struct robots *robots_parse(const char *bytes, size_t len) {
    struct reader reader = {.robots = mem_alloc(sizeof *reader.robots)};
    len = whole_lines(bytes, len);
    size_t start = len >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    for (size_t i = start; i <= len; i++) {
        if (i == len || bytes[i] == '\n' || bytes[i] == '\r') {
            read_line(&reader, bytes + start, i - start);
            start = i + 1;
        }
    }
    return reader.robots;
}

static void rules_free(struct rules *rules) {
    for (size_t i = 0; i < rules->count; i++) {
        free(rules->rule[i].pattern);
    }
    free(rules->rule);
}

void robots_free(struct robots *r) {
    if (r) {
        rules_free(&r->ours);
        rules_free(&r->anybodys);
        free(r);
    }
}

/* ---- deciding ---- */

/* Greedy from star to star: every piece is looked for behind the one before it, so that the time is linear in
 * pattern and target, whatever the pattern. */
static bool matches(const struct rule *rule, const char *target, size_t len) {
    const char *piece = rule->pattern, *at = target, *end = target + len;
    for (bool first = true;; first = false) {
        const char *star = strchrnul(piece, '*');
        size_t size = (size_t)(star - piece);
        if (*star == '\0' && rule->anchored) {
            bool fits = first ? (size_t)(end - at) == size : (size_t)(end - at) >= size;
            return fits && memcmp(end - size, piece, size) == 0;
        }
        if (first && ((size_t)(end - at) < size || memcmp(at, piece, size) != 0)) {
            return false;
        }
        const char *found = first ? at : memmem(at, (size_t)(end - at), piece, size);
        if (found == NULL || *star == '\0') {
            return found != NULL;
        }
        at = found + size;
        piece = star + 1;
    }
}

bool robots_allow(const struct robots *r, const char *target) {
    const struct rules *rules = r->ours.named ? &r->ours : &r->anybodys;
    if (strcmp(target, "/robots.txt") == 0) {
        return true;
    }
    struct buf path = {0};
    normal_form(target, strlen(target), false, &path);
    const char *text = path.data ? path.data : "";
    size_t longest = 0;
    bool allowed = true;
    for (size_t i = 0; i < rules->count; i++) {
        const struct rule *rule = &rules->rule[i];
        bool better = rule->length > longest || (rule->length == longest && rule->allow);
        if (better && matches(rule, text, path.len)) {
            longest = rule->length;
            allowed = rule->allow;
        }
    }
    buf_free(&path);
    return allowed;
}
