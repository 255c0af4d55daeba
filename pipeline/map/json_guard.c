#include "evenhand/json_guard.h"

#include <string.h>

/* The end of the string that starts behind `at`. */
static const char *skip_string(const char *at, const char *end) {
    for (; at < end && *at != '"'; at++)
        if (*at == '\\')
            at++;
    return at;
}

bool json_guard(const char *text, size_t len, size_t max_depth, size_t max_values) {
    size_t depth = 0, values = 1;
    const char *end = text + len;
    for (const char *at = text; at < end; at++) {
        switch (*at) {
        case '"':
            at = skip_string(at + 1, end);
            break;
        case '[':
        case '{':
            depth++;
            values++;
            break;
        case ',':
            values++;
            break;
        case ']':
        case '}':
            depth -= depth > 0;
            break;
        default:
            break;
        }
        if (depth > max_depth || values > max_values)
            return false;
    }
    return true;
}
