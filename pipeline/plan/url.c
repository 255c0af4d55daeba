#include "evenhand/url.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define PORT_MAX 65535L

static bool is_host_char(char c) {
    return strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_", c) != NULL ||
           (unsigned char)c >= 0x80; /* an internationalised name */
}

/* Characters of RFC 3986, and bytes of UTF-8, which browsers show and libcurl encodes. */
static bool is_url_char(char c) {
    return (unsigned char)c > ' ' && (unsigned char)c != 0x7f && strchr("\"<>\\^`{|}", c) == NULL;
}

static const char *port_fault(const char *text, size_t len) {
    char *end = NULL;
    long port = strtol(text, &end, 10);
    bool whole = len > 0 && text[0] >= '0' && text[0] <= '9' && end == text + len;
    return whole && port > 0 && port <= PORT_MAX ? NULL : "has a port that is no number from 1 to 65535";
}

/* The part of an address between "//" and the path: host and port. */
static const char *authority_fault(const char *text, size_t len) {
    if (memchr(text, '@', len) != NULL)
        return "carries a log-in, and evenhand asks without any";
    size_t host = 0;
    if (len > 0 && text[0] == '[') {
        const char *close = memchr(text, ']', len);
        if (close == NULL || strspn(text + 1, "0123456789abcdefABCDEF:.") != (size_t)(close - text - 1))
            return "has a bad IPv6 address";
        host = (size_t)(close - text) + 1;
    } else {
        while (host < len && is_host_char(text[host]))
            host++;
    }
    if (host == 0 || text[0] == '.')
        return "has no host";
    if (host == len)
        return NULL;
    return text[host] == ':' ? port_fault(text + host + 1, len - host - 1)
                             : "has a character in its host that no host may hold";
}

static const char *fault_after_scheme(const char *rest) {
    for (const char *p = rest; *p != '\0'; p++)
        if (!is_url_char(*p))
            return "holds a space or another character that no address may hold";
    return strlen(rest) > URL_MAX_BYTES ? "is too long" : authority_fault(rest, strcspn(rest, "/?#"));
}

static const char *scheme_rest(const char *url, const char *const *schemes) {
    for (; *schemes != NULL; schemes++) {
        size_t len = strlen(*schemes);
        if (strncasecmp(url, *schemes, len) == 0)
            return url + len;
    }
    return NULL;
}

const char *url_fault(const char *url) {
    static const char *const schemes[] = {"http://", "https://", NULL};
    const char *rest = scheme_rest(url, schemes);
    return rest == NULL ? "does not begin with http:// or https://" : fault_after_scheme(rest);
}

const char *url_proxy_fault(const char *url) {
    static const char *const schemes[] = {"http://", "https://", "socks5://", "socks5h://", NULL};
    const char *rest = scheme_rest(url, schemes);
    return rest == NULL ? "does not begin with http://, https://, socks5:// or socks5h://"
                        : fault_after_scheme(rest);
}

static void add_encoded(char c, struct buf *out) {
    buf_format(out, "%%%02X", (unsigned char)c);
}

void url_encode(const char *text, struct buf *out) {
    static const char unreserved[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    for (; *text != '\0'; text++)
        if (strchr(unreserved, *text) != NULL)
            buf_add_char(out, *text);
        else
            add_encoded(*text, out);
}

void url_clean(const char *url, struct buf *out) {
    for (; *url != '\0'; url++)
        if (is_url_char(*url) && (unsigned char)*url < 0x80)
            buf_add_char(out, *url);
        else
            add_encoded(*url, out);
}
