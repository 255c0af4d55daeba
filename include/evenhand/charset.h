/* Character sets: an answer's bytes as clean UTF-8.
 *
 * The character set is, in this order: a byte order mark; the charset of the Content-Type; in markup, a
 * <meta> or the XML declaration in the first CHARSET_SNIFF_BYTES; else UTF-8 if the bytes are valid UTF-8;
 * else windows-1252. Labels mean what browsers take them to mean (WHATWG Encoding Standard): "latin1" is
 * windows-1252. An unknown label counts as none. Bytes that are no text become U+FFFD and are counted; NUL
 * and control characters but tab, line feed and carriage return are dropped. */
#ifndef EVENHAND_CHARSET_H
#define EVENHAND_CHARSET_H

#include <stdbool.h>
#include <stddef.h>

#include "evenhand/buf.h"

#define CHARSET_SNIFF_BYTES 1024

struct charset_text {
    const char *text; /* the bytes given, if they were clean already, else own.data */
    size_t len;
    size_t broken; /* characters replaced by U+FFFD */
    struct buf own;
};

/* Opens every converter that may be needed: iconv loads a file for each, so call this before the sandbox.
 * What was not opened by then is tried when needed, and a set that cannot be opened is read as windows-1252.
 * Once is enough. */
void charset_prepare(void);

/* `media_type` is a Content-Type as received, may be "". `markup`: look for <meta> and XML declarations. The
 * result may borrow `bytes`; charset_free releases what it owns. */
void charset_decode(const char *bytes, size_t len, const char *media_type, bool markup,
                    struct charset_text *out);
void charset_free(struct charset_text *t);

/* The canonical name of a label in any case ("Latin1" -> "windows-1252"), or NULL. Static. */
const char *charset_name(const char *label, size_t len);

#endif
