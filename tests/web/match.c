#include "match.h"

#include <ctype.h>
#include <string.h>

#include "evenhand/buf.h"

static const char *parameter(struct MHD_Connection *request, const char *name) {
    return MHD_lookup_connection_value(request, MHD_GET_ARGUMENT_KIND, name);
}

/* `open` is at the template's "{": takes the value at `*path`, up to its segment's end. Returns what follows
 * "}". */
static const char *take_value(const char *open, const char **path, struct match *m) {
    const char *close = strchr(open, '}');
    size_t len = strcspn(*path, "/");
    if (!close || len == 0 || m->count == MATCH_MAX_VALUES)
        return NULL;
    m->value[m->count].name = open + 1;
    m->value[m->count].name_len = (size_t)(close - open - 1);
    m->value[m->count].text = *path;
    m->value[m->count++].text_len = len;
    *path += len;
    return close + 1;
}

static bool path_fits(const char *template, const char *path, struct match *m) {
    m->count = 0;
    while (*template) {
        if (*template == '{') {
            template = take_value(template, &path, m);
            if (!template)
                return false;
        } else if (*template ++ != *path++) {
            return false;
        }
    }
    return *path == '\0';
}

static bool query_fits(const struct yaml *query, struct MHD_Connection *request) {
    for (size_t i = 0; query && i < query->count; i++) {
        const char *wanted = query->child[i]->text;
        const char *given = parameter(request, query->key[i]->text);
        if (!given || !wanted || (strcmp(wanted, "*") != 0 && strcmp(wanted, given) != 0))
            return false;
    }
    return true;
}

struct site_rule *match_rule(struct site *site, struct MHD_Connection *request, const char *path,
                             struct match *m) {
    for (size_t i = 0; i < site->rules; i++)
        if (path_fits(site->rule[i].path, path, m) && query_fits(site->rule[i].query, request))
            return &site->rule[i];
    m->count = 0;
    return NULL;
}

static void add_folded(struct buf *out, const char *text, size_t len) {
    bool gap = false, any = false;
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c < 0x80 && (isalnum(c) || c == '_')) {
            if (gap && any)
                buf_add_char(out, '-');
            buf_add_char(out, (char)tolower(c));
            gap = false;
            any = true;
        } else {
            gap = true;
        }
    }
}

/* The value of a slot "name" or "name=default". */
static void add_slot(struct buf *out, const char *slot, size_t len, const struct match *m,
                     struct MHD_Connection *request) {
    const char *equals = memchr(slot, '=', len);
    size_t name_len = equals ? (size_t)(equals - slot) : len;
    for (size_t i = 0; i < m->count; i++)
        if (m->value[i].name_len == name_len && strncmp(m->value[i].name, slot, name_len) == 0) {
            add_folded(out, m->value[i].text, m->value[i].text_len);
            return;
        }
    struct buf name = {0};
    buf_add(&name, slot, name_len);
    buf_add_char(&name, '\0');
    const char *given = parameter(request, name.data);
    if (given)
        add_folded(out, given, strlen(given));
    else if (equals)
        add_folded(out, equals + 1, len - name_len - 1);
    buf_free(&name);
}

char *match_file(const char *file_template, const struct match *m, struct MHD_Connection *request) {
    struct buf out = {0};
    for (const char *at = file_template; *at;) {
        const char *open = strchr(at, '{');
        const char *close = open ? strchr(open, '}') : NULL;
        if (!close) {
            buf_add_text(&out, at);
            break;
        }
        buf_add(&out, at, (size_t)(open - at));
        add_slot(&out, open + 1, (size_t)(close - open - 1), m, request);
        at = close + 1;
    }
    return buf_take(&out);
}
