/* The bytes of a capture record's body, which stands there as text or in base64. */
#ifndef EVENHAND_CAPTURE_BODY_H
#define EVENHAND_CAPTURE_BODY_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

#include "evenhand/faults.h"

struct capture_body {
    const char *data; /* borrowed from the record, or `owned` */
    size_t len;
    char *owned; /* NULL unless it had to be decoded; free() releases */
};

/* `place`: for the message. FAULT_DATA: what should be base64 (RFC 4648) is not; nothing is owned then. */
bool capture_body(const cJSON *capture, struct capture_body *body, const char *place, struct faults *f);

#endif
