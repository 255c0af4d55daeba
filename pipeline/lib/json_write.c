#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "evenhand/json.h"
#include "evenhand/json_scan.h"

#define NUMBER_BYTES 32

static void write_escape(unsigned char c, struct buf *out) {
    static const char means[] = "\"\\\b\f\n\r\t", names[] = "\"\\bfnrt";
    const char *known = strchr(means, c);
    if (known)
        buf_add(out, (const char[]){'\\', names[known - means]}, 2);
    else
        buf_format(out, "\\u%04x", (unsigned)c);
}

static void write_string(const char *text, struct buf *out) {
    text = text ? text : "";
    const char *end = text + strlen(text);
    buf_reserve(out, out->len + (size_t)(end - text) + 2);
    buf_add_char(out, '"');
    while (text < end) {
        const char *plain = json_plain_end(text, end);
        buf_add(out, text, (size_t)(plain - text));
        if (plain < end)
            write_escape((unsigned char)*plain++, out);
        text = plain;
    }
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
    } else if (d == (double)number->valueint) {
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
