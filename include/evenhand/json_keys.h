/* Keys that come again and again, kept once: records have some sixty, and every record has its own copies
 * otherwise. */
#ifndef EVENHAND_JSON_KEYS_H
#define EVENHAND_JSON_KEYS_H

#include <stddef.h>

#define JSON_KEYS_MAX 128     /* as many are kept as come first; others are copied */
#define JSON_KEY_MAX_BYTES 31 /* of one that is kept */

/* The kept copy of a key, the same pointer every time, valid until the program ends; NULL: it is not kept. */
const char *json_key(const char *key, size_t len);

/* For cJSON's `string`, which is no pointer to const; to be marked cJSON_StringIsConst, so that nobody frees
 * it. */
char *json_key_as_cjson(const char *kept);

#endif
