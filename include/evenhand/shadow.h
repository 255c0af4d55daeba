/* The shadow of a text: what it says once disguises are taken off, with a way back to the raw bytes.
 *
 * HTML entities are resolved; compatibility forms (full width, mathematical, superscript, circled) and
 * accents are reduced to plain letters (NFKD without marks); zero-width and other default-ignorable
 * characters go; letters of other scripts that look Latin become Latin where they stand among Latin letters
 * (UTS #39); letters spaced out
 * ("g a y", "b-i-p-o-l-a-r") are drawn together; typographic quotes and dashes become ASCII.
 * Scripts the packs do not cover stay as they are, so that foreign.h can withhold them. */
#ifndef EVENHAND_SHADOW_H
#define EVENHAND_SHADOW_H

#include <stddef.h>
#include <stdint.h>

struct shadow {
    char *cased;  /* letters as written; NUL-terminated */
    char *fold;   /* the same, lower case: byte for byte at the same offsets */
    uint32_t *at; /* raw offset at which byte i of the shadow begins; at[len] is the raw length */
    size_t len;
    size_t cap;
};

/* `raw` must be valid UTF-8 of at most LINE_MAX_BYTES. The shadow's memory is reused from text to text. */
void shadow_make(struct shadow *s, const char *raw, size_t len);
void shadow_free(struct shadow *s);

#endif
