#include "evenhand/faults.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define PLACE_BYTES 512
#define PLACES 4

/* The next of a few buffers, so that one message may name two places. */
static char *next_slot(void) {
    static char places[PLACES][PLACE_BYTES];
    static unsigned next;
    return places[next++ % PLACES];
}

const char *fault_place(const char *file, size_t line, size_t col) {
    char *slot = next_slot();
    if (line == 0)
        (void)snprintf(slot, PLACE_BYTES, "%s", file);
    else if (col == 0)
        (void)snprintf(slot, PLACE_BYTES, "%s:%zu", file, line);
    else
        (void)snprintf(slot, PLACE_BYTES, "%s:%zu:%zu", file, line, col);
    return slot;
}

const char *fault_record_place(const char *stage, size_t record) {
    char *slot = next_slot();
    (void)snprintf(slot, PLACE_BYTES, "%s: record %zu", stage, record);
    return slot;
}

/* Messages are one line each: hostile input quoted in one must not forge another or move the cursor. */
static void flatten(char *line) {
    for (char *c = line; *c; c++)
        if ((unsigned char)*c < 0x20 || *c == 0x7f)
            *c = ' ';
}

bool fault(struct faults *f, enum fault_code code, const char *place, const char *advice, const char *reason,
           ...) {
    char what[1024], line[2560];
    va_list args;
    va_start(args, reason);
    (void)vsnprintf(what, sizeof what, reason, args);
    va_end(args);
    int n = snprintf(line, sizeof line - 1, "%s%s%s%s%s", place ? place : "", place ? ": " : "", what,
                     advice ? "; " : "", advice ? advice : "");
    size_t len = n < 0 ? 0 : (size_t)n < sizeof line - 1 ? (size_t)n : sizeof line - 2;
    flatten(line);
    line[len++] = '\n';
    if (f->count++ == 0)
        f->code = code;
    if (f->len + len < sizeof f->text) {
        memcpy(f->text + f->len, line, len);
        f->len += len;
        f->text[f->len] = '\0';
    }
    return false;
}

bool fault_errno(struct faults *f, enum fault_code code, const char *place, const char *what) {
    int error = errno;
    const char *advice = NULL;
    if (error == ENOSPC || error == EDQUOT)
        advice = "free some space on this disk and run the same command again";
    else if (error == EACCES || error == EPERM || error == EROFS)
        advice = "check who owns it and its permissions";
    return fault(f, code, place, advice, "%s: %s", what, strerror(error));
}

int faults_report(const struct faults *f) {
    size_t shown = 0;
    for (const char *c = f->text; *c; c++)
        shown += *c == '\n';
    (void)fputs(f->text, stderr);
    if (shown < f->count)
        (void)fprintf(stderr, "... and %zu more like these\n", f->count - shown);
    return (int)f->code;
}
