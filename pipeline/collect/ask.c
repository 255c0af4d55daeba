#include "evenhand/ask.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "evenhand/collect_limits.h"
#include "evenhand/mem.h"

struct ask *ask_new(struct weburl *url, enum ask_rank rank, ask_done *done, void *ctx) {
    struct ask *a = mem_alloc(sizeof *a);
    a->url = *url;
    a->asked = mem_string(url->text);
    *url = (struct weburl){0};
    a->rank = rank;
    a->done = done;
    a->ctx = ctx;
    return a;
}

void ask_free(struct ask *a) {
    if (a) {
        weburl_free(&a->url);
        buf_free(&a->trail);
        fetch_answer_free(&a->answer);
        free(a->asked);
        free(a->why);
        free(a);
    }
}

void ask_settle(struct ask *a, enum ask_end end, const char *why, ...) {
    char *text = NULL;
    va_list args;
    va_start(args, why);
    if (vasprintf(&text, why, args) < 0) {
        mem_exhausted();
    }
    va_end(args);
    free(a->why);
    a->why = text;
    a->end = end;
}

const char *ask_status_name(int status) {
    static const struct {
        int status;
        const char *name;
    } names[] = {
        {202, "Accepted"},
        {204, "No Content"},
        {206, "Partial Content"},
        {304, "Not Modified"},
        {400, "Bad Request"},
        {401, "Unauthorized"},
        {402, "Payment Required"},
        {403, "Forbidden"},
        {404, "Not Found"},
        {405, "Method Not Allowed"},
        {406, "Not Acceptable"},
        {407, "Proxy Authentication Required"},
        {408, "Request Timeout"},
        {410, "Gone"},
        {421, "Misdirected Request"},
        {425, "Too Early"},
        {426, "Upgrade Required"},
        {429, "Too Many Requests"},
        {451, "Unavailable For Legal Reasons"},
        {500, "Internal Server Error"},
        {501, "Not Implemented"},
        {502, "Bad Gateway"},
        {503, "Service Unavailable"},
        {504, "Gateway Timeout"},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (names[i].status == status) {
            return names[i].name;
        }
    }
    return "";
}

/* ---- tries ---- */

static enum ask_next again(struct ask *a, int64_t now, int64_t wait) {
    fetch_answer_free(&a->answer); /* the next one counts */
    a->waited += wait;
    a->not_before = now + wait;
    return ASK_AGAIN;
}

static bool may_wait(const struct ask *a, int64_t wait) {
    return wait <= COLLECT_WAIT_MS - a->waited;
}

/* No connection, or it broke. */
static enum ask_next unreached(struct ask *a, struct host *h, int64_t now) {
    int64_t wait = host_backoff(a->tries);
    if (a->answer.result == FETCH_UNREACHED && a->tries < COLLECT_TRIES_UNREACHED && may_wait(a, wait)) {
        return again(a, now, wait);
    }
    ask_settle(a, ASK_UNDETERMINED, "%s: %s", a->url.host, a->answer.why);
    host_failed(h, a->answer.why);
    return ASK_SETTLED;
}

static enum ask_next give_up(struct ask *a, struct host *h) {
    const char *name = ask_status_name(a->answer.status);
    char what[64];
    (void)snprintf(what, sizeof what, "%d%s%s%s", a->answer.status, *name ? " (" : "", name,
                   *name ? ")" : "");
    ask_settle(a, ASK_UNDETERMINED, "%s answered %s, %u times", a->url.host, what, a->tries);
    host_failed(h, what);
    return ASK_SETTLED;
}

/* 429 and 503: the whole host is left alone for as long as it asks. */
static enum ask_next asked_to_wait(struct ask *a, struct host *h, int64_t now) {
    int64_t wanted = host_retry_after(a->answer.retry_after, a->answer.at);
    int64_t wait = wanted >= 0 ? wanted : host_backoff(a->tries);
    if (!may_wait(a, wait)) {
        ask_settle(a, ASK_UNDETERMINED, "%s answered %d and asks to come back later (Retry-After: %s)",
                   a->url.host, a->answer.status, wanted >= 0 ? a->answer.retry_after : "not said");
        host_give_up(h, mem_format("not asked: %s asks to come back later", h->name));
        return ASK_SETTLED;
    }
    host_pause(h, now, wait);
    return a->tries < COLLECT_TRIES ? again(a, now, wait) : give_up(a, h);
}

static enum ask_next failing(struct ask *a, struct host *h, int64_t now) {
    int64_t wait = host_backoff(a->tries);
    return a->tries < COLLECT_TRIES && may_wait(a, wait) ? again(a, now, wait) : give_up(a, h);
}

/* ---- redirects ---- */

static bool is_redirect(const struct ask *a) {
    int s = a->answer.status;
    for (const int *expected = a->expected; expected && *expected != 0; expected++) {
        if (s == *expected) {
            return false;
        }
    }
    return a->answer.location && (s == 301 || s == 302 || s == 303 || s == 307 || s == 308);
}

static enum ask_next redirected(struct ask *a) {
    struct weburl url;
    const char *why = NULL;
    if (++a->redirects > COLLECT_REDIRECTS) {
        ask_settle(a, ASK_UNDETERMINED, "%s redirects more than %d times", a->url.host, COLLECT_REDIRECTS);
        return ASK_SETTLED;
    }
    if (weburl_parse(a->url.text, a->answer.location, &url, &why) != WEBURL_OK) {
        ask_settle(a, ASK_UNDETERMINED, "%s redirects to an address that is not asked (%s)", a->url.host,
                   why);
        return ASK_SETTLED;
    }
    buf_format(&a->trail, "GET %s\n", a->url.text);
    buf_add(&a->trail, a->answer.headers.data, a->answer.headers.len);
    buf_add_char(&a->trail, '\n');
    weburl_free(&a->url);
    a->url = url;
    a->tries = 0;
    return ASK_ELSEWHERE;
}

enum ask_next ask_judge(struct ask *a, struct host *h, struct fetch_answer *answer, int64_t now) {
    fetch_answer_free(&a->answer);
    a->answer = *answer;
    *answer = (struct fetch_answer){0};
    a->tries++;
    int status = a->answer.status;
    if (a->answer.result == FETCH_GUARDED || a->answer.result == FETCH_DISTRUSTED) {
        ask_settle(a, ASK_UNDETERMINED, "%s: %s", a->url.host, a->answer.why);
        return ASK_SETTLED;
    }
    if (a->answer.result != FETCH_ANSWERED) {
        buf_free(&a->answer.body);
        return unreached(a, h, now);
    }
    if (status == 429 || status == 503) {
        return asked_to_wait(a, h, now);
    }
    if (status >= 500 || status == 408 || status == 425) {
        return failing(a, h, now);
    }
    host_answered(h);
    if (is_redirect(a)) {
        return redirected(a);
    }
    a->end = ASK_ANSWERED;
    return ASK_SETTLED;
}
