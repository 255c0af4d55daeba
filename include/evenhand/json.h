/* JSON text (RFC 8259) to cJSON trees and back, strictly and in one pass.
 *
 * cJSON's own reader is lenient where records must be strict and looks at every byte several times; what
 * passes between the stages is most of what they do. The trees are cJSON's: cJSON's functions read, change
 * and release them. */
#ifndef EVENHAND_JSON_H
#define EVENHAND_JSON_H

#include <cjson/cJSON.h>
#include <stddef.h>

#include "evenhand/buf.h"

struct json_fault {
    const char *why; /* static */
    size_t at;       /* bytes from the beginning of the text */
};

/* Reads one value that takes up the whole text, spaces aside. Refused are: ill-formed UTF-8, U+0000 (escaped
 * too), lone surrogates, control characters (line ends and tabs included: a record is one line), arrays and
 * objects more than `max_depth` inside one another, a key twice in one object, and whatever RFC 8259 does not
 * allow. Returns a tree that cJSON_Delete releases, or NULL with *fault set. Numbers that no double holds
 * become the nearest one. */
cJSON *json_read(const char *text, size_t len, int max_depth, struct json_fault *fault);

/* Appends the value without any white space; the bytes are those of cJSON_PrintUnformatted. */
void json_write(const cJSON *value, struct buf *out);

#endif
