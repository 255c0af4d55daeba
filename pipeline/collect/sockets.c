#include "evenhand/sockets.h"

#include <errno.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

#define EVENTS_AT_ONCE 64

static int64_t now_ms(void) {
    struct timespec t = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* ---- what libcurl calls ---- */

static bool watch(struct sockets *s, int fd, uint32_t events) {
    struct epoll_event event = {.events = events, .data.fd = fd};
    return epoll_ctl(s->epoll, EPOLL_CTL_ADD, fd, &event) == 0 ||
           (errno == EEXIST && epoll_ctl(s->epoll, EPOLL_CTL_MOD, fd, &event) == 0);
}

static int on_interest(CURL *easy, curl_socket_t fd, int what, void *ctx, void *own) {
    struct sockets *s = ctx;
    uint32_t in = what & CURL_POLL_IN ? EPOLLIN : 0, out = what & CURL_POLL_OUT ? EPOLLOUT : 0;
    (void)easy;
    (void)own;
    if (what == CURL_POLL_REMOVE) {
        (void)epoll_ctl(s->epoll, EPOLL_CTL_DEL, fd, NULL); /* it may be closed already */
        return 0;
    }
    return watch(s, fd, in | out) ? 0 : -1;
}

static int on_clock(CURLM *multi, long ms, void *ctx) {
    struct sockets *s = ctx;
    (void)multi;
    s->due = ms < 0 ? -1 : now_ms() + ms;
    return 0;
}

/* ---- waiting ---- */

static bool act(const struct sockets *s, curl_socket_t fd, int mask, struct faults *f) {
    int running = 0;
    CURLMcode code = curl_multi_socket_action(s->multi, fd, mask, &running);
    return code == CURLM_OK ||
           fault(f, FAULT_BUG, "collect", NULL, "libcurl failed: %s", curl_multi_strerror(code));
}

static bool heed_clock(struct sockets *s, struct faults *f) {
    if (s->due < 0 || now_ms() < s->due) {
        return true;
    }
    s->due = -1;
    return act(s, CURL_SOCKET_TIMEOUT, 0, f);
}

static bool add_wake(struct sockets *s, int wake_fd, struct faults *f) {
    if (wake_fd == s->wake) {
        return true;
    }
    s->wake = wake_fd;
    return wake_fd < 0 || watch(s, wake_fd, EPOLLIN) ||
           fault_errno(f, FAULT_BUG, "collect", "a signal cannot be waited for");
}

static int until_clock(const struct sockets *s, int64_t ms) {
    int64_t left = s->due < 0 ? ms : s->due - now_ms();
    left = left < ms ? left : ms;
    return left > 0 ? (int)left : 0;
}

static int mask_of(uint32_t events) {
    return (events & EPOLLIN ? CURL_CSELECT_IN : 0) | (events & EPOLLOUT ? CURL_CSELECT_OUT : 0) |
           (events & (EPOLLERR | EPOLLHUP) ? CURL_CSELECT_ERR : 0);
}

bool sockets_wait(struct sockets *s, int64_t ms, int wake_fd, struct faults *f) {
    struct epoll_event event[EVENTS_AT_ONCE];
    if (!add_wake(s, wake_fd, f) || !heed_clock(s, f)) {
        return false;
    }
    int count = epoll_wait(s->epoll, event, EVENTS_AT_ONCE, until_clock(s, ms));
    if (count < 0 && errno != EINTR) {
        return fault_errno(f, FAULT_BUG, "collect", "connections cannot be waited for");
    }
    bool ok = true;
    for (int i = 0; ok && i < count; i++) {
        int fd = event[i].data.fd;
        ok = fd == wake_fd || act(s, fd, mask_of(event[i].events), f);
    }
    return ok && heed_clock(s, f);
}

bool sockets_open(struct sockets *s, CURLM *multi, struct faults *f) {
    *s = (struct sockets){.multi = multi, .epoll = epoll_create1(EPOLL_CLOEXEC), .wake = -1, .due = -1};
    return (s->epoll >= 0 && curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, on_interest) == CURLM_OK &&
            curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, s) == CURLM_OK &&
            curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, on_clock) == CURLM_OK &&
            curl_multi_setopt(multi, CURLMOPT_TIMERDATA, s) == CURLM_OK) ||
           fault(f, FAULT_BUG, "collect", NULL, "connections cannot be watched");
}

void sockets_close(struct sockets *s) {
    if (s->epoll >= 0) {
        (void)close(s->epoll);
    }
    s->epoll = -1;
}
