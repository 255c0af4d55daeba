#include "evenhand/outcome.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "evenhand/text.h"

#define REASON_BYTES ((size_t)600)
#define CHALLENGE_BYTES ((size_t)64 << 10) /* of a body, where marks are looked for */

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

/* ---- challenges ---- */

static const struct mark {
    const char *header, *body; /* one of them; compared without regard to case */
    bool sure;                 /* no ordinary page carries it */
    const char *name;
} marks[] = {
    {"cf-mitigated: challenge", NULL, true, "a Cloudflare challenge"},
    {NULL, "<title>Just a moment...</title>", true, "a Cloudflare challenge"},
    {NULL, "<title>Attention Required! | Cloudflare</title>", true, "a Cloudflare block"},
    {NULL, "Enable JavaScript and cookies to continue", true, "a Cloudflare challenge"},
    {"x-datadome: ", "geo.captcha-delivery.com", true, "a DataDome challenge"},
    {NULL, "id=\"px-captcha\"", true, "a HUMAN challenge"},
    {NULL, "Request unsuccessful. Incapsula incident ID", true, "an Imperva block"},
    {NULL, "/_Incapsula_Resource?", false, "an Imperva challenge"},
    {NULL, "window.awsWafCookieDomainList", true, "an AWS WAF challenge"},
    {NULL, "<title>Making sure you&#39;re not a bot!</title>", true, "an Anubis challenge"},
    {NULL, "g-recaptcha", false, "a captcha"},
    {NULL, "h-captcha", false, "a captcha"},
    {NULL, "cf-turnstile", false, "a captcha"},
};

static bool contains(const char *text, size_t len, const char *mark) {
    size_t size = strlen(mark);
    for (size_t i = 0; i + size <= len; i++) {
        if (strncasecmp(text + i, mark, size) == 0) {
            return true;
        }
    }
    return false;
}

const char *outcome_challenge(const char *headers, const char *body, size_t len, bool nothing_found) {
    if (len > CHALLENGE_BYTES) {
        len = CHALLENGE_BYTES;
    }
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        const struct mark *m = &marks[i];
        bool found = (m->sure || nothing_found) && (m->header == NULL || strcasestr(headers, m->header)) &&
                     (m->body == NULL || contains(body, len, m->body));
        if (found) {
            return m->name;
        }
    }
    return NULL;
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
    if (t->items > 0) {
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
    *t = (struct outcome_tally){0};
}
