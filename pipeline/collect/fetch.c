#include "evenhand/fetch.h"

#include <stdlib.h>
#include <string.h>

#include "evenhand/exchange.h"
#include "evenhand/mem.h"
#include "evenhand/sockets.h"

struct slot {
    struct exchange exchange;
    fetch_done *done;
    void *ctx;
    struct slot *next, *previous; /* of those under way; or next alone, idle */
};

struct fetch {
    const struct fetch_options *options;
    CURLM *multi;
    struct sockets sockets;
    struct slot *busy, *idle;
    size_t under_way, held;
};

static void busy_add(struct fetch *e, struct slot *s) {
    s->next = e->busy;
    s->previous = NULL;
    if (e->busy) {
        e->busy->previous = s;
    }
    e->busy = s;
    e->under_way++;
}

static void busy_remove(struct fetch *e, struct slot *s) {
    if (s->previous) {
        s->previous->next = s->next;
    } else {
        e->busy = s->next;
    }
    if (s->next) {
        s->next->previous = s->previous;
    }
    e->under_way--;
    e->held -= s->exchange.answer.body.len;
}

static void idle_add(struct fetch *e, struct slot *s) {
    s->next = e->idle;
    e->idle = s;
}

/* An idle slot, or a new one: a handle that is used again keeps its TLS sessions. */
static struct slot *slot_get(struct fetch *e) {
    struct slot *s = e->idle;
    CURL *easy = s ? s->exchange.easy : curl_easy_init();
    if (s) {
        e->idle = s->next;
        curl_easy_reset(easy);
    } else {
        s = mem_alloc(sizeof *s);
    }
    if (easy == NULL) {
        mem_exhausted();
    }
    *s = (struct slot){.exchange = {.options = e->options, .easy = easy, .held = &e->held}};
    return s;
}

static void slot_free(struct slot *s) {
    exchange_forget(&s->exchange);
    curl_easy_cleanup(s->exchange.easy);
    fetch_answer_free(&s->exchange.answer);
    free(s);
}

bool fetch_start(struct fetch *e, const char *url, const char *header, size_t max, bool cut, fetch_done *done,
                 void *ctx, struct faults *f) {
    struct slot *s = slot_get(e);
    s->exchange.answer.began = utc_now();
    s->exchange.max = max;
    s->exchange.cut = cut;
    s->done = done;
    s->ctx = ctx;
    if (!exchange_prepare(&s->exchange, url, header) ||
        curl_easy_setopt(s->exchange.easy, CURLOPT_PRIVATE, s) != CURLE_OK ||
        curl_multi_add_handle(e->multi, s->exchange.easy) != CURLM_OK) {
        idle_add(e, s);
        return fault(f, FAULT_BUG, "collect", NULL, "libcurl refused an option that it should know");
    }
    busy_add(e, s);
    return true;
}

size_t fetch_under_way(const struct fetch *e) {
    return e->under_way;
}

size_t fetch_held(const struct fetch *e) {
    return e->held;
}

/* The slot is idle before the callback, which may start the next exchange. */
static void finish(struct fetch *e, CURL *easy, CURLcode code) {
    struct slot *s = NULL;
    if (curl_easy_getinfo(easy, CURLINFO_PRIVATE, (char **)&s) != CURLE_OK || s == NULL) {
        return;
    }
    exchange_settle(&s->exchange, code);
    exchange_forget(&s->exchange);
    (void)curl_multi_remove_handle(e->multi, easy);
    busy_remove(e, s);
    struct fetch_answer answer = s->exchange.answer;
    s->exchange.answer = (struct fetch_answer){0};
    idle_add(e, s);
    s->done(s->ctx, &answer);
}

bool fetch_push(struct fetch *e, struct faults *f) {
    return sockets_wait(&e->sockets, 0, e->sockets.wake, f);
}

/* False: nothing was complete. */
static bool finish_complete(struct fetch *e) {
    const CURLMsg *message;
    int left = 0;
    bool any = false;
    while ((message = curl_multi_info_read(e->multi, &left)) != NULL) {
        if (message->msg == CURLMSG_DONE) {
            any = true;
            finish(e, message->easy_handle, message->data.result);
        }
    }
    return any;
}

bool fetch_wait(struct fetch *e, int64_t ms, int wake_fd, struct faults *f) {
    bool any = finish_complete(e);
    if (!sockets_wait(&e->sockets, any ? 0 : ms, wake_fd, f)) {
        return false;
    }
    (void)finish_complete(e);
    return true;
}

struct fetch *fetch_open(const struct fetch_options *options, struct faults *f) {
    struct fetch *e = mem_alloc(sizeof *e);
    e->options = options;
    e->sockets.epoll = -1;
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK || (e->multi = curl_multi_init()) == NULL) {
        (void)fault(f, FAULT_BUG, "collect", NULL, "libcurl could not be started");
    } else if (sockets_open(&e->sockets, e->multi, f)) {
        return e;
    }
    fetch_close(e);
    return NULL;
}

static void slots_free(struct fetch *e, struct slot *list, bool busy) {
    while (list) {
        struct slot *next = list->next;
        if (busy) {
            (void)curl_multi_remove_handle(e->multi, list->exchange.easy);
        }
        slot_free(list);
        list = next;
    }
}

void fetch_close(struct fetch *e) {
    if (e == NULL) {
        return;
    }
    slots_free(e, e->busy, true);
    slots_free(e, e->idle, false);
    (void)curl_multi_cleanup(e->multi);
    sockets_close(&e->sockets);
    curl_global_cleanup();
    free(e);
}

void fetch_answer_free(struct fetch_answer *answer) {
    free(answer->why);
    free(answer->media_type);
    free(answer->location);
    free(answer->retry_after);
    buf_free(&answer->headers);
    buf_free(&answer->body);
    *answer = (struct fetch_answer){0};
}
