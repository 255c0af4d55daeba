/* Text: UTF-8 checks, case folding, distance. */
#ifndef EVENHAND_TEXT_H
#define EVENHAND_TEXT_H

#include <stdbool.h>
#include <stddef.h>

/* Offset of the first byte that is not well-formed UTF-8, or len. */
size_t text_invalid_at(const char *text, size_t len);
/* NFKC, case folded, default-ignorable characters dropped; free() releases. Input must be valid UTF-8. */
char *text_fold(const char *text, size_t len, size_t *out_len);
/* White space runs to one space, ends trimmed, in place; new length. */
size_t text_squeeze(char *text, size_t len);
/* Damerau-Levenshtein distance of bytes (optimal string alignment), at most `limit` + 1. */
size_t text_distance(const char *a, const char *b, size_t limit);
/* Jaro-Winkler similarity of bytes, 0 to 1 (Winkler 1990), of at most 64 bytes each; longer: 0. */
double text_similarity(const char *a, const char *b);
/* The word of a NULL-terminated list nearest to `word`, if near enough to be a typing error; else NULL. */
const char *text_nearest(const char *word, const char *const *list);
/* The number that up to four leading digits make (a year, an age); 0: none. */
int text_leading_number(const char *text);
/* The largest n <= max that does not cut a character of text. */
size_t text_cut(const char *text, size_t len, size_t max);

#endif
