#include "evenhand/blocks.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "evenhand/fields.h"
#include "evenhand/files.h"
#include "evenhand/mem.h"

#define MARKS_MAX 40           /* of one condition */
#define TEXT_BELOW_MAX 100000L /* bytes */
#define TITLE_BYTES ((size_t)300)

/* A condition that is absent (NULL, 0) holds. */
struct rule {
    const char *says, *header;
    const char **body, **title, **redirected;
    long text_below;
    bool found_nothing;
};

struct blocks {
    struct yaml *yaml; /* owns the strings */
    struct rule *rule;
    size_t count;
};

/* ---- reading ---- */

static bool read_marks(const struct yaml *map, const char *key, const char ***out, struct faults *f) {
    size_t count = 0;
    return field_texts(map, key, false, MARKS_MAX, out, &count, f);
}

static bool is_too_broad(const struct rule *r) {
    return r->header == NULL && r->body == NULL && r->title == NULL && r->redirected == NULL;
}

static bool read_rule(struct rule *r, const struct yaml *map, struct faults *f) {
    static const char *const keys[] = {"says",       "header",     "body",  "title",
                                       "redirected", "text_below", "found", NULL};
    static const char *const found[] = {"nothing", NULL};
    const char *nothing = NULL;
    bool ok = yaml_check_keys(map, keys, f) &&
              field_text(map, "says", true, FIELD_MAX_LINE_BYTES, &r->says, f) &&
              field_text(map, "header", false, FIELD_MAX_LINE_BYTES, &r->header, f) &&
              yaml_integer(map, "text_below", false, 1, TEXT_BELOW_MAX, &r->text_below, f) &&
              yaml_word(map, "found", false, found, &nothing, f);
    ok = read_marks(map, "body", &r->body, f) && ok;
    ok = read_marks(map, "title", &r->title, f) && ok;
    ok = read_marks(map, "redirected", &r->redirected, f) && ok;
    r->found_nothing = nothing != NULL;
    return ok && (!is_too_broad(r) || fault(f, FAULT_CONFIG, yaml_place(map), NULL,
                                            "a rule needs a header, body, title or redirected"));
}

struct blocks *blocks_read(struct faults *f) {
    struct blocks *b = mem_alloc(sizeof *b);
    char *folder = data_folder("lawful", f), *path = folder ? path_join(folder, "blocks.yaml") : NULL;
    b->yaml = path ? yaml_read(path, "lawful/blocks.yaml", f) : NULL;
    bool ok = b->yaml != NULL;
    if (ok && b->yaml->kind != YAML_MAP)
        ok = fault(f, FAULT_CONFIG, yaml_place(b->yaml), NULL, "expected \"name: {says: ...}\" entries here");
    b->rule = ok ? mem_array(b->yaml->count + 1, sizeof *b->rule) : NULL;
    for (size_t i = 0; ok && b->rule && i < b->yaml->count; i++)
        ok = read_rule(&b->rule[b->count++], b->yaml->child[i], f);
    free(folder);
    free(path);
    if (ok)
        return b;
    blocks_free(b);
    return NULL;
}

void blocks_free(struct blocks *b) {
    if (b == NULL)
        return;
    for (size_t i = 0; b->rule && i < b->count; i++) {
        free(b->rule[i].body);
        free(b->rule[i].title);
        free(b->rule[i].redirected);
    }
    free(b->rule);
    yaml_drop(b->yaml);
    free(b);
}

/* ---- conditions ---- */

static bool contains(const char *text, size_t len, const char *mark) {
    size_t size = strlen(mark);
    int first = tolower((unsigned char)mark[0]);
    for (size_t i = 0; i + size <= len; i++)
        if (tolower((unsigned char)text[i]) == first && strncasecmp(text + i, mark, size) == 0)
            return true;
    return false;
}

static bool is_word(const char *text, size_t len, size_t at) {
    return at < len && (isalnum((unsigned char)text[at]) || (unsigned char)text[at] >= 0x80);
}

/* As whole words: "Log in" is not in "Catalog index". */
static bool contains_words(const char *text, size_t len, const char *mark) {
    size_t size = strlen(mark);
    bool first = is_word(mark, size, 0), last = is_word(mark, size, size - 1);
    for (size_t i = 0; i + size <= len; i++)
        if (strncasecmp(text + i, mark, size) == 0 && !(first && i > 0 && is_word(text, len, i - 1)) &&
            !(last && is_word(text, len, i + size)))
            return true;
    return false;
}

static bool any(const char *text, size_t len, const char *const *marks,
                bool (*test)(const char *, size_t, const char *)) {
    bool found = marks == NULL;
    for (; marks && *marks && !found; marks++)
        found = test(text, len, *marks);
    return found;
}

/* What stands between <title> and </title>, cut at TITLE_BYTES. */
static const char *title_of(const struct block_sight *s, size_t len, size_t *title_len) {
    static const char open[] = "<title", close[] = "</title";
    *title_len = 0;
    for (size_t i = 0; i + sizeof open < len; i++) {
        if (strncasecmp(s->body + i, open, sizeof open - 1) != 0)
            continue;
        const char *begin = memchr(s->body + i, '>', len - i);
        size_t left = begin ? len - (size_t)(++begin - s->body) : 0;
        size_t n = 0;
        while (n < left && n < TITLE_BYTES &&
               !(n + sizeof close - 1 <= left && strncasecmp(begin + n, close, sizeof close - 1) == 0))
            n++;
        *title_len = n;
        return begin;
    }
    return "";
}

static const char *path_of(const char *url) {
    const char *rest = strstr(url, "://");
    const char *path = rest ? strchr(rest + 3, '/') : NULL;
    return path ? path : "";
}

static bool was_redirected(const struct block_sight *s, const char *const *marks) {
    const char *path = path_of(s->url);
    return marks == NULL ||
           (strcmp(s->asked, s->url) != 0 && any(path, strcspn(path, "?#"), marks, contains));
}

static bool holds(const struct rule *r, const struct block_sight *s) {
    size_t len = s->len < BLOCKS_BODY_BYTES ? s->len : BLOCKS_BODY_BYTES, title_len = 0;
    if ((r->found_nothing && !s->nothing_found) ||
        (r->text_below > 0 && s->text_bytes >= (size_t)r->text_below) ||
        (s->data && (r->body || r->title || r->redirected)) ||
        (r->header && strcasestr(s->headers, r->header) == NULL) || !was_redirected(s, r->redirected))
        return false;
    const char *title = r->title ? title_of(s, len, &title_len) : "";
    return any(title, title_len, r->title, contains_words) && any(s->body, len, r->body, contains);
}

const char *blocks_match(const struct blocks *b, const struct block_sight *s) {
    for (size_t i = 0; i < b->count; i++)
        if (holds(&b->rule[i], s))
            return b->rule[i].says;
    return NULL;
}
