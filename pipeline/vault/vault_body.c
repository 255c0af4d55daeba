#include "evenhand/vault_body.h"

#include <sodium.h>
#include <stdbool.h>
#include <string.h>

#include "evenhand/line.h"
#include "evenhand/record.h"
#include "evenhand/text.h"

#define JSON_BYTES_MAX 6  /* of one byte of text: \u0001 */
#define BODY_KEY_BYTES 64 /* more than the key, quotes and comma of either field */

/* Bytes of the text as a JSON string, without its quotes; no more than `most` + 6. */
static size_t json_len(const char *text, size_t len, size_t most) {
    size_t n = 0;
    for (size_t i = 0; i < len && n <= most; i++) {
        unsigned char c = (unsigned char)text[i];
        n += c == '"' || c == '\\' || (c >= '\b' && c <= '\r' && c != '\v') ? 2 : c < 0x20 ? 6 : 1;
    }
    return n;
}

static size_t room(const cJSON *record, struct buf *scratch) {
    buf_clear(scratch);
    record_print(record, scratch);
    return LINE_MAX_BYTES - scratch->len - BODY_KEY_BYTES;
}

static bool fits_as_text(const char *text, size_t len, size_t most) {
    if (memchr(text, '\0', len) || text_invalid_at(text, len) != len)
        return false;
    return len <= most / JSON_BYTES_MAX || json_len(text, len, most) <= most;
}

void body_add(cJSON *record, char *text, size_t len, struct buf *scratch) {
    size_t most = room(record, scratch);
    if (fits_as_text(text, len, most)) {
        cJSON_AddItemToObject(record, "body", cJSON_CreateStringReference(text));
        return;
    }
    size_t encoded = sodium_base64_encoded_len(len, sodium_base64_VARIANT_ORIGINAL);
    buf_clear(scratch);
    buf_reserve(scratch, encoded);
    sodium_bin2base64(scratch->data, encoded, (const unsigned char *)text, len,
                      sodium_base64_VARIANT_ORIGINAL);
    cJSON_AddItemToObject(record, "body_base64", cJSON_CreateStringReference(scratch->data));
}

char *body_clean_field(const char *received) {
    struct buf out = {0};
    size_t len = strlen(received), good = 0;
    for (size_t i = 0; i < len; i++) {
        if (i >= good)
            good = i + text_invalid_at(received + i, len - i);
        if (i >= good || (unsigned char)received[i] < 0x20 || received[i] == 0x7f)
            buf_format(&out, "%%%02X", (unsigned)(unsigned char)received[i]);
        else
            buf_add_char(&out, received[i]);
    }
    return buf_take(&out);
}
