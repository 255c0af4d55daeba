#include "evenhand/outcome.h"

#include <stdlib.h>
#include <string.h>

#include "evenhand/text.h"

#define REASON_BYTES ((size_t)600)

static bool tells_nothing(int status) {
    static const int blocked[] = {401, 402, 403, 405, 406, 407, 408, 421, 425, 426, 429, 451};
    for (size_t i = 0; i < sizeof blocked / sizeof *blocked; i++) {
        if (status == blocked[i]) {
            return true;
        }
    }
    return status < 200 || status >= 500;
}

enum outcome_class outcome_class(int status, const int *none) {
    if (tells_nothing(status)) {
        return OUTCOME_BLOCKED;
    }
    for (; *none != 0; none++) {
        if (status == *none) {
            return OUTCOME_NOTHING;
        }
    }
    return status == 200 || status == 203 ? OUTCOME_READ : OUTCOME_BLOCKED;
}

/* ---- attempts ---- */

static const char *plural(size_t n) {
    return n == 1 ? "" : "s";
}

static void say_found(const struct outcome_tally *t, struct buf *reason) {
    buf_format(reason, "%zu item%s in %zu answer%s", t->items, plural(t->items), t->answered,
               plural(t->answered));
}

static void say_rest(const struct outcome_tally *t, struct buf *reason) {
    if (t->refused > 0) {
        buf_format(reason, "; %zu more request%s not made: %s", t->refused,
                   t->refused == 1 ? " was" : "s were", t->why_refused);
    }
    if (t->unread > 0) {
        buf_format(reason, "; %zu answer%s no page: %s", t->unread, t->unread == 1 ? " is" : "s are",
                   t->why_unread);
    }
    if (t->passed_over > 0) {
        buf_format(reason, "; %zu page%s named by it could not be read: %s", t->passed_over,
                   plural(t->passed_over), t->why_passed_over);
    }
    if (t->left_out > 0) {
        buf_format(reason, "; left out beyond the limits: %zu page%s, follow-up%s, item%s or text%s",
                   t->left_out, plural(t->left_out), plural(t->left_out), plural(t->left_out),
                   plural(t->left_out));
    }
    if (t->stopped) {
        buf_add_text(reason, "; stopped at the limits of one attempt");
    }
}

/* Reasons hold words of strangers: no control character reaches a terminal, no book a record. */
static void tame(struct buf *reason) {
    size_t kept = reason->len;
    if (kept > REASON_BYTES) {
        kept = text_cut(reason->data, reason->len, REASON_BYTES);
    }
    for (size_t i = 0; i < kept; i++) {
        unsigned char c = (unsigned char)reason->data[i];
        if (c < ' ' || c == 0x7F) {
            reason->data[i] = ' ';
        }
    }
    if (kept < reason->len) {
        reason->len = kept;
        buf_add_text(reason, " ...");
    }
}

static const char *decide(const struct outcome_tally *t, struct buf *reason) {
    if (t->not_provided) {
        buf_add_text(reason, t->why_not_provided);
        return "not-provided";
    }
    if (t->undetermined > 0) {
        buf_add_text(reason, t->why_undetermined);
        if (t->undetermined > 1) {
            buf_format(reason, " (and %zu more request%s without an answer that tells)", t->undetermined - 1,
                       plural(t->undetermined - 1));
        }
        return "undetermined";
    }
    if (t->answered == 0) {
        buf_add_text(reason, t->refused > 0 ? t->why_refused : "nothing was asked");
        return t->refused > 0 ? "refused" : "undetermined";
    }
    if (t->items > 0 || t->present) {
        say_found(t, reason);
        say_rest(t, reason);
        return "found";
    }
    if (t->stopped) {
        buf_add_text(reason, "nothing found before the limits of one attempt were reached");
        return "undetermined";
    }
    buf_add_text(reason, t->why_nothing ? t->why_nothing : "the source answered, and there is nothing in it");
    say_rest(t, reason);
    return "none";
}

const char *outcome_decide(const struct outcome_tally *t, struct buf *reason) {
    const char *outcome = decide(t, reason);
    tame(reason);
    return outcome;
}

void outcome_tally_free(struct outcome_tally *t) {
    free(t->why_refused);
    free(t->why_undetermined);
    free(t->why_nothing);
    free(t->why_not_provided);
    free(t->why_unread);
    free(t->why_passed_over);
    *t = (struct outcome_tally){0};
}
