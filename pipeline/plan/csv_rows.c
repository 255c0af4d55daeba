#include "evenhand/csv_rows.h"

#include <csv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "evenhand/buf.h"
#include "evenhand/mem.h"
#include "evenhand/text.h"

struct reading {
    struct csv_parser parser;
    const struct csv_limits *limits;
    csv_row_fn *each;
    void *ctx;
    struct faults *faults;
    struct csv_row row;
    struct buf values; /* of the row so far, each NUL-terminated */
    size_t start[CSV_MAX_FIELDS];
    size_t line;       /* physical one being fed */
    size_t value_line; /* on which the value being read begins */
    bool ok;           /* no fault yet */
    bool stopped;      /* `each` has had enough */
};

static const char *place(const struct reading *r, size_t line) {
    return fault_place(r->limits->file, line, 0);
}

static bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Keeps a value, without the white space around it. One over the limit is named and kept as an empty one. */
static void on_value(void *bytes, size_t len, void *data) {
    struct reading *r = data;
    const char *value = bytes;
    while (len > 0 && is_blank(value[0])) {
        value++;
        len--;
    }
    while (len > 0 && is_blank(value[len - 1]))
        len--;
    if (len > r->limits->max_field_bytes) {
        r->ok = fault(r->faults, FAULT_DATA, place(r, r->value_line), "shorten it",
                      "value %zu has %zu bytes, over the limit of %zu", r->row.count + 1, len,
                      r->limits->max_field_bytes);
        len = 0;
    }
    if (r->row.count < CSV_MAX_FIELDS) {
        r->start[r->row.count] = r->values.len;
        buf_add(&r->values, value, len);
        buf_add_char(&r->values, '\0');
    }
    r->row.count++;
    r->value_line = r->line;
}

static void on_row(int terminator, void *data) {
    struct reading *r = data;
    (void)terminator;
    for (size_t i = 0; i < r->row.count && i < CSV_MAX_FIELDS; i++)
        r->row.field[i] = r->values.data + r->start[i];
    if (!r->stopped && !r->each(r->ctx, &r->row, r->faults)) {
        r->stopped = true;
        r->ok = false;
    }
    r->row.count = 0;
    buf_clear(&r->values);
}

/* The physical line at `bytes`, its end (LF, CRLF or CR) included. */
static size_t line_length(const char *bytes, size_t len) {
    for (size_t i = 0; i < len; i++)
        if (bytes[i] == '\n' || (bytes[i] == '\r' && (i + 1 == len || bytes[i + 1] != '\n')))
            return i + 1;
    return len;
}

static bool all_blank(const char *bytes, size_t len) {
    for (size_t i = 0; i < len; i++)
        if (!is_blank(bytes[i]))
            return false;
    return true;
}

/* libcsv stopped at a byte that strict RFC 4180 does not allow there. */
static bool stray_quote(const struct reading *r, const char *bytes, size_t at) {
    const char *advice = "put the whole value between quotation marks and write each one inside it twice";
    const char *what =
        bytes[at] == '"' ? "a quotation mark inside a value" : "text behind a closing quotation mark";
    char begun[64] = "";
    if (r->value_line != r->line)
        (void)snprintf(begun, sizeof begun, ", in a value that begins on line %zu", r->value_line);
    return fault(r->faults, FAULT_DATA, place(r, r->line), advice, "byte %zu: %s%s", at + 1, what, begun);
}

static bool feed_line(struct reading *r, const char *bytes, size_t len) {
    bool between = r->row.count == 0 && r->parser.entry_pos == 0 && !r->parser.quoted;
    if (between && all_blank(bytes, len))
        return true;
    if (between)
        r->row.line = r->value_line = r->line;
    size_t fed = csv_parse(&r->parser, bytes, len, on_value, on_row, r);
    if (fed < len)
        return stray_quote(r, bytes, fed);
    if (r->parser.entry_pos > r->limits->max_field_bytes)
        return fault(r->faults, FAULT_DATA, place(r, r->value_line), "is its closing quotation mark missing?",
                     "a value that begins here has over %zu bytes", r->limits->max_field_bytes);
    return !r->stopped;
}

static bool feed_all(struct reading *r, const char *bytes, size_t len) {
    for (size_t at = 0; at < len; r->line++) {
        size_t n = line_length(bytes + at, len - at);
        if (!feed_line(r, bytes + at, n))
            return false;
        at += n;
    }
    if (csv_fini(&r->parser, on_value, on_row, r) != 0)
        return fault(r->faults, FAULT_DATA, place(r, r->value_line), "close it",
                     "a quotation mark opens a value here and none closes it");
    return true;
}

/* Every line whose bytes are no text: the values on it cannot be told. */
static bool check_text(const struct reading *r, const char *bytes, size_t len) {
    bool ok = true;
    size_t line = 1;
    if (len >= 2 && (memcmp(bytes, "\xff\xfe", 2) == 0 || memcmp(bytes, "\xfe\xff", 2) == 0))
        return fault(r->faults, FAULT_DATA, r->limits->file, "save it as CSV UTF-8", "the file is UTF-16");
    for (size_t at = 0; at < len; line++) {
        size_t n = line_length(bytes + at, len - at);
        size_t bad = text_invalid_at(bytes + at, n);
        const char *nul = memchr(bytes + at, '\0', n);
        if (nul != NULL)
            ok = fault(r->faults, FAULT_DATA, place(r, line), "save the file as CSV UTF-8",
                       "byte %zu is U+0000", (size_t)(nul - bytes) - at + 1);
        else if (bad < n)
            ok = fault(r->faults, FAULT_DATA, place(r, line), "save the file as CSV UTF-8",
                       "byte %zu is not UTF-8", bad + 1);
        at += n;
    }
    return ok;
}

static void *grow(void *old, size_t bytes) {
    return mem_grow(old, bytes, 1);
}

bool csv_rows(const char *bytes, size_t len, const struct csv_limits *limits, csv_row_fn *each, void *ctx,
              struct faults *f) {
    struct reading r = {.limits = limits, .each = each, .ctx = ctx, .faults = f, .line = 1, .ok = true};
    if (!check_text(&r, bytes, len))
        return false;
    if (csv_init(&r.parser, CSV_STRICT | CSV_STRICT_FINI) != 0)
        mem_exhausted();
    if (limits->separator)
        csv_set_delim(&r.parser, (unsigned char)limits->separator);
    csv_set_realloc_func(&r.parser, grow);
    bool ok = feed_all(&r, bytes, len);
    csv_free(&r.parser);
    buf_free(&r.values);
    return ok && r.ok;
}
