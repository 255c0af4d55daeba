/* Candidate numbers: "C-" and four Crockford base-32 characters, drawn at random (libsodium), never twice in
 * a caseload. Nothing about a candidate can be read from one. */
#ifndef EVENHAND_NUMBERS_H
#define EVENHAND_NUMBERS_H

#include <stddef.h>
#include <stdint.h>

#define NUMBER_BYTES 7                  /* "C-7F3K" and the NUL */
#define NUMBERS_ALL ((uint32_t)1 << 20) /* 32 to the fourth */

/* Draws `count` different numbers (at most NUMBERS_ALL / 2) into `out`. */
void numbers_draw(uint32_t *out, size_t count);
void number_format(uint32_t number, char out[NUMBER_BYTES]);

#endif
