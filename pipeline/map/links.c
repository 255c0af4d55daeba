#include "evenhand/links.h"

#include <libxml/uri.h>
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

/* Absolute and without "." segments: there is nothing to resolve. */
static bool is_final(const char *url) {
    return web_scheme(url) > 0 && strstr(url, "/.") == NULL;
}

/* Against the base, "." and ".." segments worked out (xmlBuildURI does that for relative paths only). */
static char *resolve(const char *reference, const char *base) {
    xmlChar *built = xmlBuildURI((const xmlChar *)reference, (const xmlChar *)(base != NULL ? base : ""));
    xmlURIPtr uri =
        built != NULL && strstr((const char *)built, "/.") != NULL ? xmlParseURI((const char *)built) : NULL;
    if (uri != NULL && uri->path != NULL && xmlNormalizeURIPath(uri->path) == 0) {
        xmlFree(built);
        built = xmlSaveUri(uri);
    }
    xmlFreeURI(uri);
    char *url = mem_string((const char *)built);
    xmlFree(built);
    return url;
}

char *links_resolve(const char *reference, const char *base) {
    if (strlen(reference) > LINKS_MAX_BYTES)
        return NULL;
    struct buf cleaned = {0};
    clean(reference, &cleaned);
    const char *from = cleaned.data;
    char *url = NULL;
    if (is_final(from)) {
        url = mem_string(from);
    } else if (!has_scheme(from) || web_scheme(from) > 0) {
        url = resolve(from, base);
    }
    buf_free(&cleaned);
    if (url != NULL && (web_scheme(url) == 0 || strlen(url) > LINKS_MAX_BYTES)) {
        free(url);
        url = NULL;
    }
    if (url != NULL)
        url[strcspn(url, "#")] = '\0'; /* of the base, when the reference was empty */
    return url;
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
