#include "evenhand/exchange.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>

#include "evenhand/collect_limits.h"
#include "evenhand/mem.h"
#include "evenhand/text.h"

/* ---- what libcurl calls ---- */

static size_t on_body(char *bytes, size_t one, size_t len, void *ctx) {
    struct exchange *x = ctx;
    (void)one;
    size_t room = x->max - x->answer.body.len;
    x->crowded = *x->held + len > COLLECT_RECEIVED_BYTES;
    if (x->crowded) {
        return 0;
    }
    x->reached_max = len > room;
    size_t take = x->reached_max ? room : len;
    buf_add(&x->answer.body, bytes, take);
    *x->held += take;
    return take; /* less than len: libcurl ends the exchange */
}

/* Text of a header as valid UTF-8 without U+0000: what is not is replaced, so that it can be kept in a
 * record. */
static void add_text(struct buf *out, const char *text, size_t len) {
    while (len > 0) {
        size_t good = text_invalid_at(text, len);
        const char *nul = memchr(text, '\0', good);
        good = nul ? (size_t)(nul - text) : good;
        buf_add(out, text, good);
        text += good;
        len -= good;
        if (len > 0) {
            buf_add_text(out, "\xEF\xBF\xBD");
            text++;
            len--;
        }
    }
}

/* The value of a header line with this name, in *out instead of what was there. */
static bool take_header(const char *line, size_t len, const char *name, char **out) {
    size_t name_len = strlen(name);
    if (len <= name_len || line[name_len] != ':' || strncasecmp(line, name, name_len) != 0) {
        return false;
    }
    struct buf value = {0};
    add_text(&value, line + name_len + 1, len - name_len - 1);
    if (value.len > 0) {
        (void)text_squeeze(value.data, value.len);
    }
    free(*out);
    *out = buf_take(&value);
    return true;
}

static void keep_header(struct fetch_answer *a, const char *line, size_t len) {
    (void)(take_header(line, len, "Content-Type", &a->media_type) ||
           take_header(line, len, "Location", &a->location) ||
           take_header(line, len, "Retry-After", &a->retry_after));
    add_text(&a->headers, line, len);
    buf_add_char(&a->headers, '\n');
}

static void forget_headers(struct fetch_answer *a) {
    buf_clear(&a->headers);
    free(a->media_type);
    free(a->location);
    free(a->retry_after);
    a->media_type = a->location = a->retry_after = NULL;
}

static size_t on_header(char *line, size_t one, size_t len, void *ctx) {
    struct exchange *x = ctx;
    (void)one;
    size_t text = len;
    while (text > 0 && (line[text - 1] == '\r' || line[text - 1] == '\n')) {
        text--;
    }
    if (x->answer.headers.len + text > COLLECT_HEADER_BYTES) {
        x->headers_too_long = true;
        return 0;
    }
    if (text >= 5 && memcmp(line, "HTTP/", 5) == 0) {
        forget_headers(&x->answer); /* of an interim answer (RFC 9110 15.2) */
        x->answer.spoke = true;
    }
    if (text > 0) {
        keep_header(&x->answer, line, text);
    }
    return len;
}

static void note_guarded(struct exchange *x, const struct sockaddr *to, const char *kind) {
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
    const void *bytes = &v4.sin_addr;
    if (to->sa_family == AF_INET) {
        memcpy(&v4, to, sizeof v4);
    } else {
        memcpy(&v6, to, sizeof v6);
        bytes = &v6.sin6_addr;
    }
    x->guarded = kind;
    if (inet_ntop(to->sa_family, bytes, x->guarded_address, sizeof x->guarded_address) == NULL) {
        x->guarded_address[0] = '\0';
    }
}

/* The guard: every connection, after the name was resolved. With a proxy the connection is to the proxy,
 * which the plan names; the host was looked at before. */
static curl_socket_t on_socket(void *ctx, curlsocktype purpose, struct curl_sockaddr *to) {
    struct exchange *x = ctx;
    bool direct = *x->options->proxy == '\0';
    const char *kind = direct ? address_refusal(x->options->guard, &to->addr) : NULL;
    if (purpose != CURLSOCKTYPE_IPCXN) {
        kind = "of no kind that the web uses";
    }
    if (kind) {
        note_guarded(x, &to->addr, kind);
        return CURL_SOCKET_BAD;
    }
    return socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}

/* ---- what is asked for ---- */

static bool set_limits(CURL *h) {
    return curl_easy_setopt(h, CURLOPT_CONNECTTIMEOUT_MS, (long)COLLECT_CONNECT_MS) == CURLE_OK &&
           curl_easy_setopt(h, CURLOPT_TIMEOUT_MS, (long)COLLECT_TOTAL_MS) == CURLE_OK &&
           curl_easy_setopt(h, CURLOPT_LOW_SPEED_LIMIT, (long)COLLECT_SLOW_BYTES) == CURLE_OK &&
           curl_easy_setopt(h, CURLOPT_LOW_SPEED_TIME, (long)COLLECT_SLOW_SECONDS) == CURLE_OK;
}

/* Most of this is libcurl's default; what lawful asking depends on is said anyway. */
static bool set_manners(CURL *h, const struct fetch_options *o) {
    return curl_easy_setopt(h, CURLOPT_PROTOCOLS_STR, "http,https") == CURLE_OK &&
           curl_easy_setopt(h, CURLOPT_HTTPGET, 1L) == CURLE_OK &&
           curl_easy_setopt(h, CURLOPT_FOLLOWLOCATION, 0L) == CURLE_OK &&
           curl_easy_setopt(h, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED) == CURLE_OK &&
           curl_easy_setopt(h, CURLOPT_SSL_VERIFYPEER, 1L) == CURLE_OK &&
           curl_easy_setopt(h, CURLOPT_SSL_VERIFYHOST, 2L) == CURLE_OK &&
           curl_easy_setopt(h, CURLOPT_ACCEPT_ENCODING, "") == CURLE_OK &&
           curl_easy_setopt(h, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L) == CURLE_OK &&
           curl_easy_setopt(h, CURLOPT_NOSIGNAL, 1L) == CURLE_OK &&
           curl_easy_setopt(h, CURLOPT_USERAGENT, o->user_agent) == CURLE_OK &&
           curl_easy_setopt(h, CURLOPT_PROXY, o->proxy) == CURLE_OK && /* "": not even the environment's */
           (o->ca_file == NULL || curl_easy_setopt(h, CURLOPT_CAINFO, o->ca_file) == CURLE_OK);
}

static bool set_callbacks(struct exchange *x) {
    CURL *h = x->easy;
    return curl_easy_setopt(h, CURLOPT_ERRORBUFFER, x->error) == CURLE_OK &&
           curl_easy_setopt(h, CURLOPT_WRITEFUNCTION, on_body) == CURLE_OK &&
           curl_easy_setopt(h, CURLOPT_WRITEDATA, x) == CURLE_OK &&
           curl_easy_setopt(h, CURLOPT_HEADERFUNCTION, on_header) == CURLE_OK &&
           curl_easy_setopt(h, CURLOPT_HEADERDATA, x) == CURLE_OK &&
           curl_easy_setopt(h, CURLOPT_OPENSOCKETFUNCTION, on_socket) == CURLE_OK &&
           curl_easy_setopt(h, CURLOPT_OPENSOCKETDATA, x) == CURLE_OK;
}

static bool set_header(struct exchange *x, const char *header) {
    if (header == NULL) {
        return true;
    }
    x->extra = curl_slist_append(NULL, header);
    if (x->extra == NULL) {
        mem_exhausted();
    }
    return curl_easy_setopt(x->easy, CURLOPT_HTTPHEADER, x->extra) == CURLE_OK;
}

void exchange_forget(struct exchange *x) {
    (void)curl_easy_setopt(x->easy, CURLOPT_HTTPHEADER, NULL);
    curl_slist_free_all(x->extra);
    x->extra = NULL;
}

bool exchange_prepare(struct exchange *x, const char *url, const char *header) {
    return x->easy && set_callbacks(x) && set_limits(x->easy) && set_manners(x->easy, x->options) &&
           curl_easy_setopt(x->easy, CURLOPT_URL, url) == CURLE_OK && set_header(x, header);
}

/* ---- what came of it ---- */

static bool is_distrust(CURLcode code) {
    return code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_ISSUER_ERROR ||
           code == CURLE_SSL_INVALIDCERTSTATUS || code == CURLE_SSL_CRL_BADFILE;
}

static bool is_broken(CURLcode code) {
    return code == CURLE_WRITE_ERROR || code == CURLE_BAD_CONTENT_ENCODING ||
           code == CURLE_WEIRD_SERVER_REPLY || code == CURLE_UNSUPPORTED_PROTOCOL ||
           code == CURLE_FILESIZE_EXCEEDED;
}

static enum fetch_result result_of(const struct exchange *x, CURLcode code) {
    if (code == CURLE_OK || (x->reached_max && x->cut)) {
        return FETCH_ANSWERED;
    }
    if (x->guarded && code == CURLE_COULDNT_CONNECT) {
        return FETCH_GUARDED;
    }
    if (is_distrust(code)) {
        return FETCH_DISTRUSTED;
    }
    if (x->crowded) {
        return FETCH_UNREACHED; /* not this answer's fault: asked again when there is room */
    }
    return is_broken(code) ? FETCH_BROKEN : FETCH_UNREACHED;
}

static void explain(struct exchange *x, CURLcode code) {
    struct fetch_answer *a = &x->answer;
    const char *detail = x->error[0] ? x->error : curl_easy_strerror(code);
    struct buf why = {0};
    if (x->headers_too_long || code == CURLE_OUT_OF_MEMORY) {
        buf_format(&why, "more than %zu KiB of headers", COLLECT_HEADER_BYTES >> 10);
    } else if (x->crowded) {
        buf_add_text(&why, "too many large answers at once");
    } else if (x->reached_max) {
        buf_format(&why, "an answer of more than %zu MiB", x->max >> 20);
    } else if (a->result == FETCH_GUARDED) {
        buf_format(&why, "the host's address %s is not public (%s)", x->guarded_address, x->guarded);
    } else if (a->result == FETCH_DISTRUSTED) {
        buf_format(&why, "its certificate is not valid: %s", detail);
    } else if (code == CURLE_OPERATION_TIMEDOUT) {
        buf_format(&why, "no complete answer in time: %s", detail);
    } else {
        add_text(&why, detail, strlen(detail));
    }
    a->why = buf_take(&why);
}

void exchange_settle(struct exchange *x, CURLcode code) {
    struct fetch_answer *a = &x->answer;
    long status = 0;
    (void)curl_easy_getinfo(x->easy, CURLINFO_RESPONSE_CODE, &status);
    a->status = (int)status;
    a->at = utc_now();
    a->result = result_of(x, code);
    if (a->result != FETCH_ANSWERED) {
        explain(x, code);
    }
    if (a->media_type == NULL) {
        a->media_type = mem_string("");
    }
}
