/* WARC 1.1 (ISO 28500:2017): captures in the form that archives and their tools read. The bytes depend on
 * what is written alone: record ids are drawn from content (SHA-256, as UUIDs of version 8, RFC 9562), dates
 * are those of the captures.
 *
 * Each capture is a response for every redirect that led to it (headers only: their bodies were not kept,
 * WARC-Truncated says so), a request, a response and a metadata record, tied by WARC-Concurrent-To. What was
 * received compressed or in chunks is kept as it was after decoding: those headers are renamed
 * X-Archive-Orig-NAME, and Content-Length is that of the body kept. The request line and headers are what
 * evenhand sends for that address; they were not recorded byte by byte, and the metadata says so. */
#ifndef EVENHAND_WARC_H
#define EVENHAND_WARC_H

#include <cjson/cJSON.h>
#include <stdbool.h>

#include "evenhand/buf.h"

struct warc_about {
    const char *filename;   /* "C-7F3K.warc" */
    const char *caseload;   /* id */
    const char *date;       /* of the run; UTC */
    const char *operator_;  /* who authorised it */
    const char *user_agent; /* as sent */
};

/* Appends the warcinfo record. */
void warc_begin(const struct warc_about *about, struct buf *out);
/* Appends the records of one capture: its record (with body), and its headers as struct vault_capture has
 * them. False when the body is not base64. */
bool warc_capture(const struct warc_about *about, const cJSON *capture, const char *headers, struct buf *out);

#endif
