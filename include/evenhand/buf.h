/* A growable run of bytes, always NUL-terminated behind `len` once anything was added. Zero-initialise;
 * buf_free releases. Never fails (see mem.h). */
#ifndef EVENHAND_BUF_H
#define EVENHAND_BUF_H

#include <stdbool.h>
#include <stddef.h>

struct buf {
    char *data; /* owned; NULL while empty */
    size_t len; /* bytes used */
    size_t cap; /* bytes allocated */
};

void buf_add(struct buf *b, const void *bytes, size_t len);
void buf_add_text(struct buf *b, const char *text);
void buf_add_char(struct buf *b, char c);
void buf_format(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
void buf_reserve(struct buf *b, size_t len); /* room for len bytes in all, and the NUL */
void buf_clear(struct buf *b);               /* keeps the memory */
void buf_free(struct buf *b);
char *buf_take(struct buf *b); /* the string (never NULL), now the caller's; b is empty again */

#endif
