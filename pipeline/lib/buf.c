#include "evenhand/buf.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "evenhand/mem.h"

void buf_reserve(struct buf *b, size_t len) {
    if (len >= SIZE_MAX / 2)
        mem_exhausted();
    if (len + 1 <= b->cap)
        return;
    size_t cap = b->cap ? b->cap : 256;
    while (cap < len + 1)
        cap *= 2;
    b->data = mem_grow(b->data, cap, 1);
    b->cap = cap;
}

void buf_add(struct buf *b, const void *bytes, size_t len) {
    buf_reserve(b, b->len + len);
    if (len)
        memcpy(b->data + b->len, bytes, len);
    b->len += len;
    b->data[b->len] = '\0';
}

void buf_add_text(struct buf *b, const char *text) {
    buf_add(b, text, strlen(text));
}

void buf_add_char(struct buf *b, char c) {
    buf_add(b, &c, 1);
}

void buf_format(struct buf *b, const char *format, ...) {
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (n < 0)
        mem_exhausted();
    buf_reserve(b, b->len + (size_t)n);
    (void)vsnprintf(b->data + b->len, (size_t)n + 1, format, again);
    va_end(again);
    b->len += (size_t)n;
}

void buf_clear(struct buf *b) {
    b->len = 0;
    if (b->data)
        b->data[0] = '\0';
}

void buf_free(struct buf *b) {
    free(b->data);
    *b = (struct buf){0};
}

char *buf_take(struct buf *b) {
    buf_reserve(b, b->len);
    b->data[b->len] = '\0';
    char *text = b->data;
    *b = (struct buf){0};
    return text;
}
