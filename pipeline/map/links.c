#include "evenhand/links.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "evenhand/buf.h"
#include "evenhand/mem.h"

static bool is_blank(char c) {
    return (unsigned char)c <= ' ';
}

/* As browsers read an href: blanks around it and line breaks inside it do not count. The fragment is left
 * out. */
static void clean(const char *reference, struct buf *out) {
    while (*reference != '\0' && is_blank(*reference))
        reference++;
    size_t len = strcspn(reference, "#");
    while (len > 0 && is_blank(reference[len - 1]))
        len--;
    buf_add(out, "", 0);
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)reference[i];
        if (c == '\n' || c == '\r' || c == '\t')
            continue;
        if (c <= ' ' || c >= 0x7F || strchr("\"<>\\^`{|}", c) != NULL)
            buf_format(out, "%%%02X", c);
        else
            buf_add_char(out, (char)c);
    }
}

/* Length of "http://" or "https://" with a host and no credentials behind it, else 0. */
static size_t web_scheme(const char *url) {
    size_t n = strncasecmp(url, "http://", 7) == 0 ? 7 : strncasecmp(url, "https://", 8) == 0 ? 8 : 0;
    if (n == 0 || strlen(url) <= n)
        return 0;
    size_t host = strcspn(url + n, "/?");
    return host > 0 && memchr(url + n, '@', host) == NULL ? n : 0;
}

static bool has_scheme(const char *reference) {
    size_t n = strspn(reference, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+.-");
    return n > 0 && reference[n] == ':';
}

/* RFC 3986, section 5.2.4, in place, on the path that begins at `path` and ends at '?' or the end. */
static void remove_dot_segments(char *path) {
    char *to = path;
    const char *from = path, *end = path + strcspn(path, "?");
    while (from < end) { /* at a slash */
        size_t len = 1;
        while (from + len < end && from[len] != '/')
            len++;
        bool last = from + len == end;
        bool up = len == 3 && from[1] == '.' && from[2] == '.';
        if (up)
            while (to > path && *--to != '/') {
            }
        if ((up || (len == 2 && from[1] == '.')) && last)
            *to++ = '/';
        else if (!up && !(len == 2 && from[1] == '.'))
            while (len-- > 0)
                *to++ = *from++;
        else
            from += len;
        if (last)
            break;
    }
    memmove(to, end, strlen(end) + 1);
}

/* RFC 3986, section 5.2.2. libxml2's xmlBuildURI would decode %2F on the way. `base` is a web address. */
static void resolve(const char *reference, const char *base, struct buf *out) {
    size_t scheme = web_scheme(base), authority = scheme + strcspn(base + scheme, "/?#");
    size_t path = authority + strcspn(base + authority, "?#"), query = path + strcspn(base + path, "#");
    size_t folder = path;
    while (folder > authority && base[folder - 1] != '/')
        folder--;
    if (reference[0] == '/' && reference[1] == '/')
        buf_add(out, base, scheme - 2);
    else if (reference[0] == '/')
        buf_add(out, base, authority);
    else if (reference[0] == '?')
        buf_add(out, base, path);
    else if (reference[0] == '\0')
        buf_add(out, base, query);
    else
        buf_add(out, base, folder);
    if (reference[0] != '\0' && strchr("/?", reference[0]) == NULL && folder == authority)
        buf_add_char(out, '/');
    buf_add_text(out, reference);
}

char *links_resolve(const char *reference, const char *base) {
    struct buf cleaned = {0}, url = {0};
    if (strlen(reference) > LINKS_MAX_BYTES)
        return NULL;
    clean(reference, &cleaned);
    if (has_scheme(cleaned.data))
        buf_add(&url, cleaned.data, cleaned.len);
    else if (base != NULL && web_scheme(base) > 0)
        resolve(cleaned.data, base, &url);
    buf_free(&cleaned);
    size_t scheme = url.len > 0 && url.len <= LINKS_MAX_BYTES ? web_scheme(url.data) : 0;
    if (scheme == 0) {
        buf_free(&url);
        return NULL;
    }
    char *path = url.data + scheme + strcspn(url.data + scheme, "/?");
    if (strstr(path, "/.") != NULL)
        remove_dot_segments(path);
    return buf_take(&url);
}

void links_add(struct links *l, const char *reference, const char *base) {
    while (is_blank(*reference) && *reference != '\0')
        reference++;
    if (*reference == '#' || *reference == '\0' || l->over)
        return;
    char *url = links_resolve(reference, base);
    if (url == NULL)
        return;
    bool known = false;
    for (size_t i = 0; i < l->count && !known; i++)
        known = strcmp(l->url[i], url) == 0;
    if (!known && l->count < LINKS_MAX) {
        l->url[l->count++] = url;
        return;
    }
    l->over = l->over || !known;
    free(url);
}

void links_free(struct links *l) {
    for (size_t i = 0; i < l->count; i++)
        free(l->url[i]);
    l->count = 0;
}
