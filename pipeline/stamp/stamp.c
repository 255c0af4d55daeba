#include "evenhand/stamp.h"

#include <curl/curl.h>
#include <errno.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "evenhand/mem.h"
#include "evenhand/tsp.h"

#define STAMP_SECONDS 60L
#define STAMP_CONNECT_SECONDS 20L

enum { OPTION_URL = 'u', OPTION_AUTHORITIES = 'c', OPTION_DIGEST = 'd', OPTION_TOKEN = 't' };

struct stamp {
    const char *url, *authorities, *digest_text; /* borrowed from the command line */
    int token;                                   /* a descriptor with a stored answer, or -1 */
    unsigned char digest[TSP_DIGEST_BYTES];
    struct buf answer;
};

static struct stamp the;

static const struct argp_option options[] = {
    {"url", OPTION_URL, "URL", 0, "The authority to ask", 0},
    {"authorities", OPTION_AUTHORITIES, "FILE", 0, "Certificates (PEM) that its signature must lead to", 0},
    {"digest", OPTION_DIGEST, "HEX", 0, "The SHA-256 to be stamped", 0},
    {"token-fd", OPTION_TOKEN, "N", 0, "Check the answer on file descriptor N, and ask nobody", 0},
    {0}};

static bool option(void *self, int key, const char *value, unsigned index, struct faults *f) {
    struct stamp *s = self;
    (void)index;
    if (key == OPTION_URL)
        s->url = value;
    else if (key == OPTION_AUTHORITIES)
        s->authorities = value;
    else if (key == OPTION_DIGEST)
        s->digest_text = value;
    else if (key == OPTION_TOKEN && strlen(value) == 1 && *value >= '3' && *value <= '9')
        s->token = *value - '0';
    else
        return fault(f, FAULT_USAGE, "stamp", "see --help", "bad option");
    return true;
}

static bool open_stage(void *self, struct stage_io *io, struct faults *f) {
    struct stamp *s = self;
    size_t len = 0;
    if (!s->authorities || !s->digest_text || (!s->url && s->token < 0))
        return fault(f, FAULT_USAGE, "stamp", "see --help",
                     "--authorities, --digest and --url or --token-fd are needed");
    if (sodium_hex2bin(s->digest, sizeof s->digest, s->digest_text, strlen(s->digest_text), NULL, &len,
                       NULL) != 0 ||
        len != sizeof s->digest)
        return fault(f, FAULT_USAGE, "stamp", "64 hexadecimal digits", "\"%s\" is no SHA-256",
                     s->digest_text);
    if (!sandbox_allow(io->sandbox.read, s->authorities, f))
        return false;
    return s->token >= 0 || sandbox_allow_network(&io->sandbox, f);
}

static size_t take(char *bytes, size_t one, size_t len, void *ctx) {
    struct buf *answer = ctx;
    (void)one;
    if (answer->len + len > TSP_ANSWER_MAX)
        return 0;
    buf_add(answer, bytes, len);
    return len;
}

static bool set_up(CURL *h, const struct stamp *s, const struct buf *query, struct curl_slist *headers,
                   struct buf *answer) {
    return curl_easy_setopt(h, CURLOPT_URL, s->url) == CURLE_OK &&
           curl_easy_setopt(h, CURLOPT_PROTOCOLS_STR, "http,https") == CURLE_OK &&
           curl_easy_setopt(h, CURLOPT_POSTFIELDSIZE, (long)query->len) == CURLE_OK &&
           curl_easy_setopt(h, CURLOPT_POSTFIELDS, query->data) == CURLE_OK &&
           curl_easy_setopt(h, CURLOPT_HTTPHEADER, headers) == CURLE_OK &&
           curl_easy_setopt(h, CURLOPT_USERAGENT, "evenhand/" EVENHAND_VERSION) == CURLE_OK &&
           curl_easy_setopt(h, CURLOPT_TIMEOUT, STAMP_SECONDS) == CURLE_OK &&
           curl_easy_setopt(h, CURLOPT_CONNECTTIMEOUT, STAMP_CONNECT_SECONDS) == CURLE_OK &&
           curl_easy_setopt(h, CURLOPT_FAILONERROR, 1L) == CURLE_OK &&
           curl_easy_setopt(h, CURLOPT_NOSIGNAL, 1L) == CURLE_OK &&
           curl_easy_setopt(h, CURLOPT_WRITEFUNCTION, take) == CURLE_OK &&
           curl_easy_setopt(h, CURLOPT_WRITEDATA, answer) == CURLE_OK;
}

static bool ask(struct stamp *s, const struct buf *query, struct faults *f) {
    struct curl_slist *headers = curl_slist_append(NULL, "Content-Type: application/timestamp-query");
    CURL *h = curl_easy_init();
    if (!h || !headers || !set_up(h, s, query, headers, &s->answer))
        mem_exhausted();
    CURLcode code = curl_easy_perform(h);
    curl_easy_cleanup(h);
    curl_slist_free_all(headers);
    return code == CURLE_OK ||
           fault(f, FAULT_UNAVAILABLE, s->url, "try again when the time-stamping authority answers",
                 "no time-stamp: %s", curl_easy_strerror(code));
}

static bool request(struct stamp *s, struct faults *f) {
    struct buf query = {0};
    struct tsp_request *r = tsp_request_new(s->digest, &query);
    bool ok = ask(s, &query, f) && tsp_check(&s->answer, s->digest, r, s->authorities, f) &&
              write_all(STDOUT_FILENO, s->answer.data, s->answer.len, "standard output", f);
    tsp_request_free(r);
    buf_free(&query);
    return ok;
}

static bool read_token(struct stamp *s, struct faults *f) {
    char chunk[4096];
    ssize_t n;
    while ((n = read(s->token, chunk, sizeof chunk)) > 0 && s->answer.len <= TSP_ANSWER_MAX)
        buf_add(&s->answer, chunk, (size_t)n);
    return n == 0 || fault_errno(f, FAULT_IO, "time-stamp", "reading failed");
}

static bool done(void *self, struct stage_io *io, struct faults *f) {
    struct stamp *s = self;
    (void)io;
    if (s->token < 0)
        return request(s, f);
    return read_token(s, f) && tsp_check(&s->answer, s->digest, NULL, s->authorities, f);
}

static void close_stage(void *self) {
    struct stamp *s = self;
    buf_free(&s->answer);
}

struct stage stamp_stage(void) {
    the = (struct stamp){.token = -1};
    return (struct stage){
        .name = "stamp",
        .summary =
            "Asks an authority for a time-stamp (RFC 3161) of a SHA-256, checks the answer and writes it to "
            "standard output; or checks one that was stored.",
        .options = options,
        .option = option,
        .writes = RECORD_SEARCHER,
        .no_input = true,
        .no_output = true,
        .self = &the,
        .open = open_stage,
        .done = done,
        .close = close_stage,
    };
}
