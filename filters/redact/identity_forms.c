#include "evenhand/identity_forms.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "evenhand/buf.h"
#include "evenhand/text.h"
#include "evenhand/utc.h"

#define MIN_RUN_LETTERS 5    /* of two name parts written as one */
#define MIN_HANDLE_LETTERS 5 /* of a user name without its punctuation */
#define MIN_RUN_HANDLE 8     /* ... that is looked for inside longer words too */
#define MAX_PARTS 8          /* of one name that are paired with each other */

static bool plain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

bool identity_forms_handle(struct identity *who, const char *fold, struct faults *f) {
    struct buf squeezed = {0};
    for (const char *c = fold; *c; c++)
        if (plain(*c))
            buf_add(&squeezed, c, 1);
    /* Short ones are words in other words: "summer" in "midsummer". */
    enum identity_kind kind = squeezed.len < MIN_RUN_HANDLE ? IDENTITY_HANDLE : IDENTITY_RUN;
    bool ok = squeezed.len < MIN_HANDLE_LETTERS || identity_add(who, squeezed.data, squeezed.len, kind, f);
    buf_free(&squeezed);
    return ok;
}

static size_t split(const char *fold, const char *part[MAX_PARTS], size_t len[MAX_PARTS]) {
    size_t parts = 0;
    while (*fold && parts < MAX_PARTS) {
        size_t n = 0;
        while (plain(fold[n]))
            n++;
        if (n > 0) {
            part[parts] = fold;
            len[parts++] = n;
        }
        fold += n > 0 ? n : 1;
    }
    return parts;
}

bool identity_forms_name(struct identity *who, const char *fold, struct faults *f) {
    const char *part[MAX_PARTS];
    size_t len[MAX_PARTS], parts = split(fold, part, len);
    bool ok = true;
    for (size_t i = 0; ok && i < parts; i++) {
        for (size_t j = 0; ok && j < parts; j++) {
            struct buf run = {0};
            buf_add(&run, part[i], len[i]);
            buf_add(&run, part[j], len[j]);
            ok = i == j || run.len < MIN_RUN_LETTERS || identity_add(who, run.data, run.len, IDENTITY_RUN, f);
            buf_free(&run);
        }
    }
    return ok;
}

__attribute__((format(printf, 3, 4))) static bool add(struct identity *who, struct faults *f,
                                                      const char *format, ...) {
    char text[64];
    va_list args;
    va_start(args, format);
    int n = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    return n > 0 && (size_t)n < sizeof text && identity_add(who, text, (size_t)n, IDENTITY_FACT, f);
}

static bool add_numbers(struct identity *who, int y, int m, int d, struct faults *f) {
    bool ok = add(who, f, "%04d%02d%02d", y, m, d) && add(who, f, "%02d%02d%04d", m, d, y);
    for (const char *s = "/.- "; ok && *s; s++)
        ok = add(who, f, "%04d%c%02d%c%02d", y, *s, m, *s, d) &&
             add(who, f, "%d%c%d%c%04d", m, *s, d, *s, y) &&
             add(who, f, "%02d%c%02d%c%04d", m, *s, d, *s, y) &&
             add(who, f, "%d%c%d%c%04d", d, *s, m, *s, y) &&
             add(who, f, "%02d%c%02d%c%04d", d, *s, m, *s, y) &&
             add(who, f, "%d%c%d%c%02d", m, *s, d, *s, y % 100) &&
             add(who, f, "%02d%c%02d%c%02d", m, *s, d, *s, y % 100) &&
             add(who, f, "%d%c%d%c%02d", d, *s, m, *s, y % 100) &&
             add(who, f, "%02d%c%02d%c%02d", d, *s, m, *s, y % 100);
    return ok;
}

static bool add_words(struct identity *who, int y, const char *month, int d, struct faults *f) {
    static const char *const endings[] = {"", "st", "nd", "rd", "th"};
    bool ok = true;
    for (size_t i = 0; ok && i < sizeof endings / sizeof *endings; i++)
        ok = add(who, f, "%s %d%s, %d", month, d, endings[i], y) &&
             add(who, f, "%s %d%s %d", month, d, endings[i], y) &&
             add(who, f, "%d%s %s %d", d, endings[i], month, y) &&
             add(who, f, "%d%s of %s %d", d, endings[i], month, y);
    return ok;
}

bool identity_forms_birth(struct identity *who, const char *date, struct faults *f) {
    static const char *const months[] = {"january",   "february", "march",    "april",
                                         "may",       "june",     "july",     "august",
                                         "september", "october",  "november", "december"};
    utc_time ignored = 0;
    if (!utc_parse_date(date, &ignored)) /* "1990-04-03", a real date, or nothing */
        return true;
    int y = text_leading_number(date), m = text_leading_number(date + 5), d = text_leading_number(date + 8);
    char brief[4] = "";
    memcpy(brief, months[m - 1], 3);
    return add_numbers(who, y, m, d, f) && add_words(who, y, months[m - 1], d, f) &&
           add_words(who, y, brief, d, f);
}
