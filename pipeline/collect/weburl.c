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
    if (curl_url_get(handle, what, &got, flags) != CURLUE_OK || got == NULL) {
        return NULL;
    }
    char *copy = mem_string(got);
    curl_free(got);
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

static enum weburl_result fill(CURLU *handle, struct weburl *out, const char **why) {
    char *scheme = part(handle, CURLUPART_SCHEME, 0);
    char *port = part(handle, CURLUPART_PORT, CURLU_DEFAULT_PORT);
    char *path = part(handle, CURLUPART_PATH, 0);
    char *query = part(handle, CURLUPART_QUERY, 0);
    enum weburl_result result = WEBURL_OK;
    out->host = host_of(handle);
    if (scheme == NULL || (strcmp(scheme, "http") != 0 && strcmp(scheme, "https") != 0)) {
        *why = "only http and https are asked";
        result = WEBURL_REFUSED;
    } else if (out->host == NULL || *out->host == '\0' || port == NULL || path == NULL) {
        *why = unreadable;
        result = WEBURL_BAD;
    } else if (!port_is_the_webs(port)) {
        *why = "its port belongs to another service than the web";
        result = WEBURL_REFUSED;
    } else if (curl_url_set(handle, CURLUPART_HOST, out->host, 0) != CURLUE_OK ||
               (out->text = part(handle, CURLUPART_URL, CURLU_NO_DEFAULT_PORT)) == NULL) {
        *why = unreadable;
        result = WEBURL_BAD;
    } else {
        out->origin = mem_format("%s://%s:%s", scheme, out->host, port);
        out->target = query ? mem_format("%s?%s", path, query) : mem_string(path);
    }
    free(scheme);
    free(port);
    free(path);
    free(query);
    return result;
}

enum weburl_result weburl_parse(const char *base, const char *reference, struct weburl *out,
                                const char **why) {
    *out = (struct weburl){0};
    CURLU *handle = curl_url();
    if (handle == NULL) {
        mem_exhausted();
    }
    enum weburl_result result = base ? set(handle, base, why) : WEBURL_OK;
    if (result == WEBURL_OK) {
        result = set(handle, reference, why);
    }
    if (result == WEBURL_OK) {
        (void)curl_url_set(handle, CURLUPART_FRAGMENT, NULL, 0);
        result = fill(handle, out, why);
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
    *u = (struct weburl){0};
}

struct weburl weburl_robots(const struct weburl *u) {
    size_t root = strlen(u->text) - strlen(u->target); /* the normal form ends in the target */
    return (struct weburl){.text = mem_format("%.*s/robots.txt", (int)root, u->text),
                           .host = mem_string(u->host),
                           .origin = mem_string(u->origin),
                           .target = mem_string("/robots.txt")};
}
