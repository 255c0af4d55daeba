#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "evenhand/json.h"
#include "evenhand/json_scan.h"

#define NUMBER_BYTES 32
#define ESCAPE_BYTES 6   /* the longest escape of one byte: \\u001f */
#define PIECE_BYTES 4096 /* of a string, written at once */

/* What stands behind the backslash; 0: "u" and four digits. */
static const char escape_names[128] = {
    ['"'] = '"', ['\\'] = '\\', ['\b'] = 'b', ['\f'] = 'f', ['\n'] = 'n', ['\r'] = 'r', ['\t'] = 't'};

static char *put_escape(unsigned char c, char *to) {
    static const char digits[] = "0123456789abcdef";
    *to++ = '\\';
    if (escape_names[c] != '\0') {
        *to++ = escape_names[c];
        return to;
    }
    *to++ = 'u';
    *to++ = '0';
    *to++ = '0';
    *to++ = digits[c >> 4];
    *to++ = digits[c & 15];
    return to;
}

/* A piece at a time, so that room for nothing but escapes is room for little. */
static void write_piece(const char *at, const char *end, struct buf *out) {
    buf_reserve(out, out->len + ESCAPE_BYTES * (size_t)(end - at) + JSON_COPY_BEYOND);
    char *to = out->data + out->len;
    while (at < end) {
        size_t n = json_copy_plain(to, at, end);
        to += n;
        at += n;
        if (at < end)
            to = put_escape((unsigned char)*at++, to);
    }
    out->len = (size_t)(to - out->data);
}

static void write_string(const char *text, struct buf *out) {
    const char *end = text ? text + strlen(text) : text;
    buf_add_char(out, '"');
    for (; text < end; text += PIECE_BYTES)
        write_piece(text, end - text > PIECE_BYTES ? text + PIECE_BYTES : end, out);
    buf_add_char(out, '"');
}

static void write_whole(int n, struct buf *out) {
    char digits[NUMBER_BYTES], *at = digits + sizeof digits;
    unsigned left = n < 0 ? 0u - (unsigned)n : (unsigned)n;
    do
        *--at = (char)('0' + left % 10);
    while ((left /= 10) > 0);
    if (n < 0)
        *--at = '-';
    buf_add(out, at, (size_t)(digits + sizeof digits - at));
}

static bool same(double a, double b) {
    double larger = fabs(a) > fabs(b) ? fabs(a) : fabs(b);
    return fabs(a - b) <= larger * DBL_EPSILON;
}

/* With 15 digits when they mean the same number, else with 17: what cJSON does. */
static void write_number(const cJSON *number, struct buf *out) {
    double d = number->valuedouble;
    char text[NUMBER_BYTES];
    if (isnan(d) || isinf(d)) {
        buf_add_text(out, "null");
    } else if (d == (double)number->valueint && !(d == 0 && signbit(d))) {
        write_whole(number->valueint, out);
    } else {
        int n = snprintf(text, sizeof text, "%1.15g", d);
        if (!same(strtod(text, NULL), d))
            n = snprintf(text, sizeof text, "%1.17g", d);
        buf_add(out, text, (size_t)n);
    }
}

static void write_nested(const cJSON *value, bool object, struct buf *out) {
    buf_add_char(out, object ? '{' : '[');
    for (const cJSON *child = value->child; child; child = child->next) {
        if (object) {
            write_string(child->string, out);
            buf_add_char(out, ':');
        }
        json_write(child, out);
        if (child->next)
            buf_add_char(out, ',');
    }
    buf_add_char(out, object ? '}' : ']');
}

void json_write(const cJSON *value, struct buf *out) {
    if (cJSON_IsString(value))
        write_string(value->valuestring, out);
    else if (cJSON_IsNumber(value))
        write_number(value, out);
    else if (cJSON_IsObject(value) || cJSON_IsArray(value))
        write_nested(value, cJSON_IsObject(value), out);
    else
        buf_add_text(out, cJSON_IsTrue(value) ? "true" : cJSON_IsFalse(value) ? "false" : "null");
}
