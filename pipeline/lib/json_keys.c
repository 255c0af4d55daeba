#include "evenhand/json_keys.h"

#include <stdint.h>
#include <string.h>

#define SLOTS (2 * JSON_KEYS_MAX) /* a power of two */

struct kept {
    char key[JSON_KEY_MAX_BYTES + 1];
};

static struct kept slots[SLOTS];
static size_t count;

static size_t slot_of(const char *key, size_t len) {
    uint32_t hash = 2166136261u; /* FNV-1a */
    for (size_t i = 0; i < len; i++)
        hash = (hash ^ (unsigned char)key[i]) * 16777619u;
    return (hash ^ (hash >> 16)) % SLOTS;
}

const char *json_key(const char *key, size_t len) {
    if (len == 0 || len > JSON_KEY_MAX_BYTES)
        return NULL;
    size_t at = slot_of(key, len);
    while (slots[at].key[0] != '\0' && strcmp(slots[at].key, key) != 0)
        at = (at + 1) % SLOTS;
    if (slots[at].key[0] != '\0')
        return slots[at].key;
    if (count == JSON_KEYS_MAX)
        return NULL;
    count++;
    memcpy(slots[at].key, key, len + 1);
    return slots[at].key;
}

char *json_key_as_cjson(const char *kept) {
    return slots[(const struct kept *)(const void *)kept - slots].key;
}
