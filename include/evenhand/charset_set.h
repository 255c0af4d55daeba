/* The character sets that charset.h reads, their labels (WHATWG Encoding Standard, section 4.2) and iconv's
 * converters for them. Internal to charset.c. */
#ifndef EVENHAND_CHARSET_SET_H
#define EVENHAND_CHARSET_SET_H

#include <iconv.h>
#include <stdbool.h>
#include <stddef.h>

struct charset_set {
    const char *name, *iconv_name; /* iconv_name NULL: UTF-8, which needs no converter */
    iconv_t converter;             /* to UTF-8; stays open for the life of the process */
    bool tried, open;
};

struct charset_set *charset_set_find(const char *label, size_t len); /* NULL: unknown */
bool charset_set_open(struct charset_set *s);                        /* false: iconv has none */

#endif
