/* Faults: what went wrong, where, why, and what to do about it.
 *
 * Every function that can fail takes a `struct faults *` last, adds one fault a problem found and returns
 * false (or NULL). A caller that can go on (a plan with three typing errors) goes on; the first fault decides
 * the exit code. A fault reads "place: reason; advice":
 *
 *     plan.yaml:14:5: unknown source "mastadon"; did you mean "mastodon"?
 */
#ifndef EVENHAND_FAULTS_H
#define EVENHAND_FAULTS_H

#include <stdbool.h>
#include <stddef.h>

/* Exit codes: docs/design.md section 4, after sysexits.h where that has one. */
enum fault_code {
    FAULT_NONE = 0,
    FAULT_ANSWER_NO = 1,      /* the check ran and the answer is no */
    FAULT_USAGE = 64,         /* wrong command line */
    FAULT_DATA = 65,          /* bad input data */
    FAULT_NO_INPUT = 66,      /* input missing */
    FAULT_UNAVAILABLE = 69,   /* a service is unavailable */
    FAULT_BUG = 70,           /* ours */
    FAULT_CANNOT_CREATE = 73, /* output cannot be created */
    FAULT_IO = 74,            /* reading or writing failed */
    FAULT_TRY_AGAIN = 75,     /* work left, resumable */
    FAULT_NOT_PERMITTED = 77, /* role, key, sandbox */
    FAULT_CONFIG = 78,        /* plan, source descriptor or rule pack */
};

/* At most this many bytes of messages are kept; what does not fit is counted. */
#define FAULTS_TEXT_BYTES 8192

struct faults {
    enum fault_code code;         /* of the first fault; FAULT_NONE: none so far */
    size_t count;                 /* all of them, those whose text did not fit included */
    size_t len;                   /* bytes used of text */
    char text[FAULTS_TEXT_BYTES]; /* one line each, NUL-terminated */
};

#define FAULTS_NONE                                                                                          \
    { .code = FAULT_NONE }

/* Adds a fault and returns false, so that a function can `return fault(...)`. `place` ("plan.yaml:14:5",
 * "record 17") may be NULL; `advice` is a clause without full stop and may be NULL; the reason is a printf
 * format. */
bool fault(struct faults *f, enum fault_code code, const char *place, const char *advice, const char *reason,
           ...) __attribute__((format(printf, 5, 6)));

/* The same for a failed system call: the reason is `what` and the text of errno. ENOSPC and EDQUOT get their
 * own advice. */
bool fault_errno(struct faults *f, enum fault_code code, const char *place, const char *what);

/* "file:line:col", "file:line" (col 0) or "file" (line 0), in one of four rotating static buffers. */
const char *fault_place(const char *file, size_t line, size_t col);

/* "stage: record 17", in the same rotating buffers. */
const char *fault_record_place(const char *stage, size_t record);

/* Writes all messages to stderr and returns the exit code. */
int faults_report(const struct faults *f);

#endif
