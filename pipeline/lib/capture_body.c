#include "evenhand/capture_body.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "evenhand/mem.h"
#include "evenhand/record.h"

bool capture_body(const cJSON *capture, struct capture_body *body, const char *place, struct faults *f) {
    const char *base64 = cJSON_GetStringValue(record_field(capture, "body_base64"));
    const char *text = record_text(capture, "body");
    *body = (struct capture_body){.data = text, .len = strlen(text)};
    if (base64 == NULL)
        return true;
    size_t len = strlen(base64), room = len / 4 * 3 + 3;
    body->owned = mem_array(room, 1);
    body->data = body->owned;
    if (sodium_base642bin((unsigned char *)body->owned, room, base64, len, NULL, &body->len, NULL,
                          sodium_base64_VARIANT_ORIGINAL) == 0)
        return true;
    free(body->owned);
    *body = (struct capture_body){.data = NULL};
    return fault(f, FAULT_DATA, place, NULL, "body_base64 is not base64 (RFC 4648)");
}
