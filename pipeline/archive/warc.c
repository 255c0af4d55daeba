#include "evenhand/warc.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "evenhand/digest.h"
#include "evenhand/mem.h"
#include "evenhand/record.h"

#define ID_BYTES 46 /* "urn:uuid:" and a UUID, with the NUL */

/* A UUID of version 8 (RFC 9562) from what it identifies. */
static void id_of(const struct warc_about *about, const char *what, const char *kind, char id[ID_BYTES]) {
    char hex[DIGEST_HEX_BYTES];
    char *name = mem_format("%s/%s/%s", about->caseload, what, kind);
    digest_bytes(name, strlen(name), hex);
    (void)snprintf(id, ID_BYTES, "urn:uuid:%.8s-%.4s-8%.3s-a%.3s-%.12s", hex, hex + 8, hex + 13, hex + 17,
                   hex + 20);
    free(name);
}

static void add_digest(struct buf *out, const char *name, const void *bytes, size_t len) {
    char hex[DIGEST_HEX_BYTES];
    digest_bytes(bytes, len, hex);
    buf_format(out, "%s: sha256:%s\r\n", name, hex);
}

/* Header lines that are the same in every record; the caller adds its own, then calls end_record. */
static void begin_record(struct buf *out, const char *type, const char *id, const char *date) {
    buf_format(out, "WARC/1.1\r\nWARC-Type: %s\r\nWARC-Record-ID: <%s>\r\nWARC-Date: %s\r\n", type, id, date);
}

static void end_record(struct buf *out, const char *content_type, const struct buf *block) {
    const char *bytes = block->data ? block->data : "";
    add_digest(out, "WARC-Block-Digest", bytes, block->len);
    buf_format(out, "Content-Type: %s\r\nContent-Length: %zu\r\n\r\n", content_type, block->len);
    buf_add(out, bytes, block->len);
    buf_add_text(out, "\r\n\r\n");
}

void warc_begin(const struct warc_about *about, struct buf *out) {
    char id[ID_BYTES];
    struct buf block = {0};
    id_of(about, about->filename, "warcinfo", id);
    buf_format(
        &block,
        "software: evenhand/" EVENHAND_VERSION "\r\nformat: WARC File Format 1.1\r\n"
        "conformsTo: http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\n"
        "operator: %s\r\nrobots: obey (RFC 9309)\r\nhttp-header-user-agent: %s\r\nisPartOf: caseload %s\r\n",
        about->operator_, about->user_agent, about->caseload);
    begin_record(out, "warcinfo", id, about->date);
    buf_format(out, "WARC-Filename: %s\r\n", about->filename);
    end_record(out, "application/warc-fields", &block);
    buf_free(&block);
}

/* ---- HTTP ---- */

static bool is_transfer_header(const char *line, size_t len) {
    static const char *const names[] = {"Content-Encoding:", "Transfer-Encoding:", "Content-Length:"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (len >= strlen(names[i]) && strncasecmp(line, names[i], strlen(names[i])) == 0)
            return true;
    return false;
}

/* One line of the stored headers; a carriage return in it cannot begin another. */
static void add_line(struct buf *block, const char *line, size_t len) {
    if (is_transfer_header(line, len))
        buf_add_text(block, "X-Archive-Orig-");
    for (size_t i = 0; i < len; i++)
        buf_add_char(block, line[i] == '\r' ? ' ' : line[i]);
    buf_add_text(block, "\r\n");
}

/* Lines up to an empty one or the end; what is behind them. */
static const char *add_lines(struct buf *block, const char *at) {
    while (*at && *at != '\n') {
        size_t len = strcspn(at, "\n");
        add_line(block, at, len);
        at += len + (at[len] == '\n');
    }
    return *at == '\n' ? at + 1 : at;
}

/* "GET http://host:80/path": the request for it. */
static void add_request(const struct warc_about *about, const char *url, struct buf *block) {
    const char *host = strstr(url, "://");
    host = host ? host + 3 : url;
    size_t len = strcspn(host, "/?#"), path = strcspn(host + len, "#");
    buf_format(block, "GET %s%.*s HTTP/1.1\r\nHost: %.*s\r\n", host[len] == '/' ? "" : "/", (int)path,
               host + len, (int)len, host);
    buf_format(block, "User-Agent: %s\r\nAccept: */*\r\n\r\n", about->user_agent);
}

struct capture {
    const char *evidence, *url, *date;
    char request_id[ID_BYTES], response_id[ID_BYTES];
};

/* "GET URL\n", status line, headers, empty line: a redirect on the way. */
static const char *add_redirect(const struct warc_about *about, const struct capture *c, const char *at,
                                int number, struct buf *out) {
    char id[ID_BYTES];
    struct buf block = {0};
    size_t len = strcspn(at, "\n");
    char *url = mem_copy(at + strlen("GET "), len - strlen("GET "));
    char *kind = mem_format("redirect %d", number);
    id_of(about, c->evidence, kind, id);
    at = add_lines(&block, at + len + (at[len] == '\n'));
    buf_add_text(&block, "\r\n");
    begin_record(out, "response", id, c->date);
    buf_format(out, "WARC-Target-URI: %s\r\nWARC-Concurrent-To: <%s>\r\nWARC-Truncated: unspecified\r\n", url,
               c->response_id);
    end_record(out, "application/http;msgtype=response", &block);
    buf_free(&block);
    free(url);
    free(kind);
    return at;
}

static void add_request_record(const struct warc_about *about, const struct capture *c, struct buf *out) {
    struct buf block = {0};
    add_request(about, c->url, &block);
    begin_record(out, "request", c->request_id, c->date);
    buf_format(out, "WARC-Target-URI: %s\r\nWARC-Concurrent-To: <%s>\r\n", c->url, c->response_id);
    end_record(out, "application/http;msgtype=request", &block);
    buf_free(&block);
}

static void add_response_record(const struct capture *c, const cJSON *record, const char *headers,
                                const struct buf *body, struct buf *out) {
    struct buf block = {0};
    const char *bytes = body->data ? body->data : "";
    if (*headers)
        (void)add_lines(&block, headers);
    else
        buf_format(&block, "HTTP/1.1 %.0f\r\nContent-Type: %s\r\n", record_number(record, "status"),
                   record_text(record, "media_type"));
    buf_format(&block, "Content-Length: %zu\r\n\r\n", body->len);
    buf_add(&block, bytes, body->len);
    begin_record(out, "response", c->response_id, c->date);
    buf_format(out, "WARC-Target-URI: %s\r\n", c->url);
    add_digest(out, "WARC-Payload-Digest", bytes, body->len);
    end_record(out, "application/http;msgtype=response", &block);
    buf_free(&block);
}

static void add_metadata_record(const struct warc_about *about, const struct capture *c, const cJSON *record,
                                struct buf *out) {
    char id[ID_BYTES];
    struct buf block = {0};
    id_of(about, c->evidence, "metadata", id);
    buf_format(&block, "evidence: %s\r\nstep: %.0f\r\nsource: %s\r\nrequest: %s\r\nsha256: %s\r\n",
               c->evidence, record_number(record, "step"), record_text(record, "source"),
               record_text(record, "request"), record_text(record, "sha256"));
    buf_add_text(&block, "requestRecord: as evenhand sends it; not recorded byte by byte\r\n"
                         "body: as received, after content and transfer decoding\r\n");
    begin_record(out, "metadata", id, c->date);
    buf_format(out, "WARC-Target-URI: %s\r\nWARC-Concurrent-To: <%s>\r\n", c->url, c->response_id);
    end_record(out, "application/warc-fields", &block);
    buf_free(&block);
}

static bool read_body(const cJSON *record, struct buf *body) {
    const char *text = cJSON_GetStringValue(record_field(record, "body"));
    if (text) {
        buf_add_text(body, text);
        return true;
    }
    text = record_text(record, "body_base64");
    size_t len = 0;
    buf_reserve(body, strlen(text));
    if (sodium_base642bin((unsigned char *)body->data, strlen(text) + 1, text, strlen(text), NULL, &len, NULL,
                          sodium_base64_VARIANT_ORIGINAL) != 0)
        return false;
    body->len = len;
    body->data[len] = '\0';
    return true;
}

bool warc_capture(const struct warc_about *about, const cJSON *record, const char *headers, struct buf *out) {
    struct buf body = {0};
    struct capture c = {.evidence = record_text(record, "evidence"),
                        .url = record_text(record, "url"),
                        .date = record_text(record, "fetched")};
    char *what = mem_format("%s/%s", record_text(record, "candidate"), c.evidence);
    c.evidence = what;
    id_of(about, what, "request", c.request_id);
    id_of(about, what, "response", c.response_id);
    bool ok = read_body(record, &body);
    for (int hop = 1; ok && strncmp(headers, "GET ", 4) == 0; hop++)
        headers = add_redirect(about, &c, headers, hop, out);
    if (ok) {
        add_request_record(about, &c, out);
        add_response_record(&c, record, headers, &body, out);
        c.evidence = record_text(record, "evidence");
        add_metadata_record(about, &c, record, out);
    }
    buf_free(&body);
    free(what);
    return ok;
}
