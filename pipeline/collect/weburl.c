#include "evenhand/weburl.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "evenhand/collect_limits.h"
#include "evenhand/mem.h"

/* Below 1024 only the web's own ports: a link must not make us speak HTTP to somebody's mail server. */
#define FIRST_FREE_PORT 1024

static const char *const not_a_url = "not a web address";
static const char *const unreadable = "not a web address that can be read";

/* Part of a URL as our own memory; NULL when there is none. */
static char *part(CURLU *handle, CURLUPart what, unsigned flags) {
    char *got = NULL;
    bool there = curl_url_get(handle, what, &got, flags) == CURLUE_OK && got;
    char *copy = there ? mem_string(got) : NULL;
    curl_free(got); /* libcurl 7.88 leaves it behind for a host that it cannot encode */
    return copy;
}

static enum weburl_result set(CURLU *handle, const char *text, const char **why) {
    if (strlen(text) > COLLECT_URL_BYTES) {
        *why = "a web address longer than is reasonable";
        return WEBURL_BAD;
    }
    switch (curl_url_set(handle, CURLUPART_URL, text, CURLU_DISALLOW_USER | CURLU_URLENCODE)) {
    case CURLUE_OK:
        return WEBURL_OK;
    case CURLUE_UNSUPPORTED_SCHEME:
        *why = "only http and https are asked";
        return WEBURL_REFUSED;
    case CURLUE_USER_NOT_ALLOWED:
        *why = "it carries a user name or password, and evenhand never logs in";
        return WEBURL_REFUSED;
    default:
        *why = not_a_url;
        return WEBURL_BAD;
    }
}

static bool port_is_the_webs(const char *port) {
    long number = strtol(port, NULL, 10);
    return number == 80 || number == 443 || number >= FIRST_FREE_PORT;
}

static char *lower(char *text) {
    for (char *c = text; c && *c; c++) {
        if (*c >= 'A' && *c <= 'Z') {
            *c = (char)(*c - 'A' + 'a');
        }
    }
    return text;
}

/* The host as it is asked: punycode, lower case, without the final dot of a fully qualified name. */
static char *host_of(CURLU *handle) {
    char *host = lower(part(handle, CURLUPART_HOST, CURLU_PUNYCODE));
    size_t len = host ? strlen(host) : 0;
    if (len > 1 && host[len - 1] == '.') {
        host[len - 1] = '\0';
    }
    return host;
}

/* A name as DNS and browsers know it, or an IPv6 address without zone. */
static bool is_host(const char *host) {
    static const char name[] = "abcdefghijklmnopqrstuvwxyz0123456789-._", address[] = "0123456789abcdef:.";
    size_t len = host ? strlen(host) : 0;
    if (len > 2 && host[0] == '[') {
        return strspn(host + 1, address) == len - 2 && host[len - 1] == ']';
    }
    return len > 0 && host[0] != '.' && host[len - 1] != '.' && strstr(host, "..") == NULL &&
           strspn(host, name) == len;
}

struct parts {
    char *scheme, *port, *path, *query;
};

static enum weburl_result check(const struct parts *p, const char *host, const char **why) {
    if (p->scheme == NULL || (strcmp(p->scheme, "http") != 0 && strcmp(p->scheme, "https") != 0)) {
        *why = "only http and https are asked";
        return WEBURL_REFUSED;
    }
    if (!is_host(host) || p->port == NULL || p->path == NULL) {
        *why = unreadable;
        return WEBURL_BAD;
    }
    if (!port_is_the_webs(p->port)) {
        *why = "its port belongs to another service than the web";
        return WEBURL_REFUSED;
    }
    return WEBURL_OK;
}

static char *text_of(const char *scheme, const char *host, const char *port, const char *target) {
    bool usual = strcmp(port, strcmp(scheme, "https") == 0 ? "443" : "80") == 0;
    return mem_format("%s://%s%s%s%s", scheme, host, usual ? "" : ":", usual ? "" : port, target);
}

/* Text, origin and target are all made of the same parts, so that they cannot disagree. */
static enum weburl_result fill(CURLU *handle, struct weburl *out, const char **why) {
    struct parts p = {.scheme = part(handle, CURLUPART_SCHEME, 0),
                      .port = part(handle, CURLUPART_PORT, CURLU_DEFAULT_PORT),
                      .path = part(handle, CURLUPART_PATH, 0),
                      .query = part(handle, CURLUPART_QUERY, 0)};
    out->host = host_of(handle);
    enum weburl_result result = check(&p, out->host, why);
    if (result == WEBURL_OK) {
        out->origin = mem_format("%s://%s:%s", p.scheme, out->host, p.port);
        out->target = p.query ? mem_format("%s?%s", p.path, p.query) : mem_string(p.path);
        out->text = text_of(p.scheme, out->host, p.port, out->target);
        out->robots = text_of(p.scheme, out->host, p.port, "/robots.txt");
    }
    free(p.scheme);
    free(p.port);
    free(p.path);
    free(p.query);
    return result;
}

static CURLU *handle_new(void) {
    CURLU *handle = curl_url();
    if (handle == NULL) {
        mem_exhausted();
    }
    return handle;
}

/* Whether libcurl will understand the normal form as we did: "http://%33/" is host "3", and that is 0.0.0.3.
 */
static bool is_stable(const struct weburl *u) {
    const char *why = NULL;
    CURLU *handle = handle_new();
    char *host = set(handle, u->text, &why) == WEBURL_OK ? host_of(handle) : NULL;
    bool same = host && strcmp(host, u->host) == 0;
    free(host);
    curl_url_cleanup(handle);
    return same;
}

enum weburl_result weburl_parse(const char *base, const char *reference, struct weburl *out,
                                const char **why) {
    *out = (struct weburl){0};
    CURLU *handle = handle_new();
    enum weburl_result result = base ? set(handle, base, why) : WEBURL_OK;
    if (result == WEBURL_OK) {
        result = set(handle, reference, why);
    }
    if (result == WEBURL_OK) {
        result = fill(handle, out, why);
    }
    if (result == WEBURL_OK && !is_stable(out)) {
        *why = unreadable;
        result = WEBURL_BAD;
    }
    curl_url_cleanup(handle);
    if (result != WEBURL_OK) {
        weburl_free(out);
    }
    return result;
}

void weburl_free(struct weburl *u) {
    free(u->text);
    free(u->host);
    free(u->origin);
    free(u->target);
    free(u->robots);
    *u = (struct weburl){0};
}

struct weburl weburl_copy(const struct weburl *u) {
    return (struct weburl){.text = mem_string(u->text),
                           .host = mem_string(u->host),
                           .origin = mem_string(u->origin),
                           .target = mem_string(u->target),
                           .robots = mem_string(u->robots)};
}

struct weburl weburl_robots(const struct weburl *u) {
    return (struct weburl){.text = mem_string(u->robots),
                           .host = mem_string(u->host),
                           .origin = mem_string(u->origin),
                           .target = mem_string("/robots.txt"),
                           .robots = mem_string(u->robots)};
}
