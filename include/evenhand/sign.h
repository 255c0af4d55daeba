/* Signs: what a learned judge of texts sees. A sign is a kind, one character, and a text; a feature is one
 * sign, or several, each at an offset from what is judged. Files of weights name features by their signs,
 * programs look them up by hash. */
#ifndef EVENHAND_SIGN_H
#define EVENHAND_SIGN_H

#include <stddef.h>
#include <stdint.h>

struct sign {
    const char *text; /* borrowed; not NUL-terminated */
    uint32_t len;
    char kind;
};

uint64_t sign_hash(const struct sign *s);
/* A feature's key: parts are folded from left to right, beginning with 0. */
uint64_t feature_key(uint64_t key, int offset, uint64_t sign);

/* What a number of `len` digits may be, in a word: an age ("18-29"), a year ("to1980"), a count. */
const char *sign_magnitude(const char *digits, size_t len);

#endif
