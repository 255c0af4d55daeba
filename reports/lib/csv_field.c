#include "evenhand/csv_field.h"

#include <string.h>

static bool begins_formula(char c) {
    return c != '\0' && strchr("=+-@", c);
}

/* The full-width forms of the same signs, U+FF1D U+FF0B U+FF0D U+FF20. */
static bool begins_wide_formula(const char *at) {
    return strncmp(at, "\xEF\xBC", 2) == 0 && at[2] != '\0' && strchr("\x9D\x8B\x8D\xA0", at[2]);
}

/* Where a program that takes something else than the comma for a separator may begin a cell. */
static bool separates(char c) {
    return c == ';' || c == ',' || c == '\t' || c == '|' || c == '\n' || c == '\r';
}

void csv_field(const char *text, struct buf *out) {
    bool at_begin = true;
    buf_add_char(out, '"');
    for (; *text; text++) {
        if (at_begin && (begins_formula(*text) || begins_wide_formula(text)))
            buf_add_char(out, '\'');
        at_begin = separates(*text) || (at_begin && (*text == ' ' || *text == '"'));
        if (*text == '"')
            buf_add_char(out, '"');
        buf_add_char(out, *text == '\t' ? ' ' : *text);
    }
    buf_add_char(out, '"');
}
