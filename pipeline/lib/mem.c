#include "evenhand/mem.h"

#include <malloc.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "evenhand/faults.h"

#define MEM_KEEP_BYTES (8 << 20)

_Noreturn void mem_exhausted(void) {
    static const char message[] = "out of memory; close other programs and run the same command again\n";
    ssize_t ignored = write(STDERR_FILENO, message, sizeof message - 1);
    (void)ignored;
    _exit(FAULT_TRY_AGAIN);
}

/* A record's memory is like that of the one before: libc would give it back to the system and ask for it
 * anew. */
void mem_keep(void) {
#ifdef __GLIBC__
    (void)mallopt(M_MMAP_THRESHOLD, MEM_KEEP_BYTES);
    (void)mallopt(M_TRIM_THRESHOLD, MEM_KEEP_BYTES);
    (void)mallopt(M_TOP_PAD, MEM_KEEP_BYTES / 8);
#endif
}

void *mem_array(size_t count, size_t bytes) {
    void *p = calloc(count ? count : 1, bytes ? bytes : 1);
    if (!p)
        mem_exhausted();
    return p;
}

void *mem_alloc(size_t bytes) {
    return mem_array(1, bytes);
}

void *mem_grow(void *old, size_t count, size_t bytes) {
    if (bytes && count > SIZE_MAX / bytes)
        mem_exhausted();
    size_t total = count * bytes;
    void *p = realloc(old, total ? total : 1);
    if (!p)
        mem_exhausted();
    return p;
}

char *mem_copy(const char *text, size_t len) {
    char *copy = mem_grow(NULL, len + 1, 1);
    if (len)
        memcpy(copy, text, len);
    copy[len] = '\0';
    return copy;
}

char *mem_string(const char *text) {
    return text ? mem_copy(text, strlen(text)) : NULL;
}

char *mem_format(const char *format, ...) {
    char *text = NULL;
    va_list args;
    va_start(args, format);
    int n = vasprintf(&text, format, args);
    va_end(args);
    if (n < 0)
        mem_exhausted();
    return text;
}
