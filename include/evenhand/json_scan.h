/* Where a run of characters that JSON writes as they are ends. Of json_read and json_write; a header, so that
 * it is compiled into their loops. */
#ifndef EVENHAND_JSON_SCAN_H
#define EVENHAND_JSON_SCAN_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define JSON_SCAN_ONES UINT64_C(0x0101010101010101)

/* Of eight bytes: the high bit is set in the first that is zero, and in none before it. */
static inline uint64_t json_scan_zero(uint64_t bytes) {
    return (bytes - JSON_SCAN_ONES) & ~bytes & (JSON_SCAN_ONES << 7);
}

static inline uint64_t json_scan_special(uint64_t bytes) {
    uint64_t control = (bytes - JSON_SCAN_ONES * 0x20) & ~bytes & (JSON_SCAN_ONES << 7);
    return control | json_scan_zero(bytes ^ JSON_SCAN_ONES * '"') |
           json_scan_zero(bytes ^ JSON_SCAN_ONES * '\\');
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

#define JSON_COPY_BEYOND 8 /* bytes that json_copy_plain may write behind what it copied */

/* Copies characters from `from` to `to` up to the first special one or `end`, eight bytes at a time: `to` has
 * room for JSON_COPY_BEYOND more than there are. Returns how many. */
static inline size_t json_copy_plain(char *to, const char *from, const char *end) {
    const char *at = from;
    uint64_t eight;
    for (; end - at >= (ptrdiff_t)sizeof eight; at += sizeof eight) {
        memcpy(&eight, at, sizeof eight);
        memcpy(to + (at - from), &eight, sizeof eight);
        if (json_scan_special(eight))
            break;
    }
    for (; at < end && *at != '"' && *at != '\\' && (unsigned char)*at >= 0x20; at++)
        to[at - from] = *at;
    return (size_t)(at - from);
}

#endif
