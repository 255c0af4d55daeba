/* A captured body as a field of a record: text where it can be, base64 (RFC 4648) where it cannot.
 * Only pipeline/vault/ includes this. */
#ifndef EVENHAND_VAULT_BODY_H
#define EVENHAND_VAULT_BODY_H

#include <cjson/cJSON.h>
#include <stddef.h>

#include "evenhand/buf.h"

/* Adds `body` when the bytes are valid UTF-8 without U+0000 and the record's line stays within
 * LINE_MAX_BYTES, else `body_base64`. `text` may be borrowed by the record: it must stay unchanged as long as
 * the record lives. */
void body_add(cJSON *record, char *text, size_t len, struct buf *scratch);

/* A field of a hostile answer as text that a record may hold: control characters and bytes that are not UTF-8
 * become %XX. free() releases. */
char *body_clean_field(const char *received);

#endif
