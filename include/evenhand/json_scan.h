/* Where a run of characters that JSON writes as they are ends. Of json_read and json_write; a header, so that it is
 * compiled into their loops. */
#ifndef EVENHAND_JSON_SCAN_H
#define EVENHAND_JSON_SCAN_H

#include <stdint.h>
#include <string.h>

#define JSON_SCAN_ONES UINT64_C(0x0101010101010101)

/* Of eight bytes: the high bit is set in the first that is zero, and in none before it. */
static inline uint64_t json_scan_zero(uint64_t bytes) {
    return (bytes - JSON_SCAN_ONES) & ~bytes & (JSON_SCAN_ONES << 7);
}

static inline uint64_t json_scan_special(uint64_t bytes) {
    uint64_t control = (bytes - JSON_SCAN_ONES * 0x20) & ~bytes & (JSON_SCAN_ONES << 7);
    return control | json_scan_zero(bytes ^ JSON_SCAN_ONES * '"') | json_scan_zero(bytes ^ JSON_SCAN_ONES * '\\');
}

/* The first '"', '\\' or control character from `at` on, or `end`. */
static inline const char *json_plain_end(const char *at, const char *end) {
    uint64_t eight;
    for (; end - at >= (ptrdiff_t)sizeof eight; at += sizeof eight) {
        memcpy(&eight, at, sizeof eight);
        if (json_scan_special(eight))
            break;
    }
    while (at < end && *at != '"' && *at != '\\' && (unsigned char)*at >= 0x20)
        at++;
    return at;
}

#endif
