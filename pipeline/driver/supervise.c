#include "evenhand/supervise.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "evenhand/bars.h"
#include "evenhand/buf.h"
#include "evenhand/mem.h"
#include "evenhand/spawn.h"

struct child {
    const char *stage;
    pid_t pid;    /* 0: never started, or reaped */
    int messages; /* its stderr, or -1 */
    int numbers;  /* its progress pipe, or -1 */
    struct buf stderr_text, numbers_text;
    int status;    /* as of waitpid */
    size_t reaped; /* 1: first to end */
};

struct watch {
    struct child child[SUPERVISE_MAX_STAGES];
    struct progress progress[SUPERVISE_MAX_STAGES];
    size_t count, alive, reaped;
    int signals; /* signalfd */
    sigset_t before;
    bool interrupted;
    size_t drawn; /* lines of bars on the screen */
    struct timespec drawn_at;
};

static void close_fd(int *fd) {
    if (*fd >= 0)
        (void)close(*fd);
    *fd = -1;
}

/* Reads what is there; false at the end. What is beyond `max` is read and dropped. */
static bool drain(int fd, struct buf *into, size_t max) {
    char chunk[4096];
    ssize_t n = read(fd, chunk, sizeof chunk);
    if (n < 0)
        return errno == EINTR || errno == EAGAIN;
    if (into->len < max)
        buf_add(into, chunk, (size_t)n < max - into->len ? (size_t)n : max - into->len);
    return n > 0;
}

static void kill_all(const struct watch *w, int signal) {
    for (size_t i = 0; i < w->count; i++)
        if (w->child[i].pid > 0)
            (void)kill(w->child[i].pid, signal);
}

static void reap(struct watch *w) {
    for (size_t i = 0; i < w->count; i++) {
        struct child *c = &w->child[i];
        if (c->pid > 0 && waitpid(c->pid, &c->status, WNOHANG) == c->pid) {
            c->pid = 0;
            w->progress[i].ended = true;
            c->reaped = ++w->reaped;
            w->alive--;
        }
    }
}

static void take_signal(struct watch *w) {
    struct signalfd_siginfo info;
    if (read(w->signals, &info, sizeof info) != (ssize_t)sizeof info)
        return;
    if (info.ssi_signo != SIGCHLD) {
        w->interrupted = true;
        kill_all(w, SIGTERM);
    }
    reap(w);
}

static void draw_in_time(struct watch *w) {
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    long ms = (long)(now.tv_sec - w->drawn_at.tv_sec) * 1000 + (now.tv_nsec - w->drawn_at.tv_nsec) / 1000000;
    if (ms >= 1000 / PROGRESS_PER_SECOND) {
        w->drawn_at = now;
        w->drawn = bars_draw(w->progress, w->count, w->drawn);
    }
}

static void watch_once(struct watch *w) {
    struct pollfd fds[2 * SUPERVISE_MAX_STAGES + 1] = {{.fd = w->signals, .events = POLLIN}};
    for (size_t i = 0; i < w->count; i++) {
        fds[1 + 2 * i] = (struct pollfd){.fd = w->child[i].messages, .events = POLLIN};
        fds[2 + 2 * i] = (struct pollfd){.fd = w->child[i].numbers, .events = POLLIN};
    }
    if (poll(fds, 2 * w->count + 1, 1000) < 0)
        return;
    for (size_t i = 0; i < w->count; i++) {
        struct child *c = &w->child[i];
        if (fds[1 + 2 * i].revents && !drain(c->messages, &c->stderr_text, SUPERVISE_STDERR_BYTES))
            close_fd(&c->messages);
        if (fds[2 + 2 * i].revents && !drain(c->numbers, &c->numbers_text, SUPERVISE_STDERR_BYTES))
            close_fd(&c->numbers);
        progress_take(&w->progress[i], c->stage, &c->numbers_text);
    }
    if (fds[0].revents)
        take_signal(w);
    draw_in_time(w);
}

/* What the stages wrote last may still be in the pipes after they ended. */
static void drain_rest(struct watch *w) {
    for (size_t i = 0; i < w->count; i++) {
        struct child *c = &w->child[i];
        errno = 0;
        while (c->messages >= 0 && drain(c->messages, &c->stderr_text, SUPERVISE_STDERR_BYTES) &&
               errno != EAGAIN)
            errno = 0;
        while (c->numbers >= 0 && drain(c->numbers, &c->numbers_text, SUPERVISE_STDERR_BYTES) &&
               errno != EAGAIN)
            errno = 0;
        progress_take(&w->progress[i], c->stage, &c->numbers_text);
    }
}

static bool failed(const struct child *c) {
    return !WIFEXITED(c->status) || WEXITSTATUS(c->status) != 0;
}

/* A cut stream (65) or a gone reader (74) follows from another stage's end; a signal never does. */
static int blame(const struct child *c) {
    if (!failed(c))
        return 0;
    if (WIFSIGNALED(c->status))
        return 3;
    int code = WEXITSTATUS(c->status);
    return code == FAULT_DATA || code == FAULT_IO ? 1 : 2;
}

static const struct child *root_cause(const struct watch *w) {
    const struct child *root = NULL;
    for (size_t i = 0; i < w->count; i++) {
        const struct child *c = &w->child[i];
        if (blame(c) &&
            (!root || blame(c) > blame(root) || (blame(c) == blame(root) && c->reaped < root->reaped)))
            root = c;
    }
    return root;
}

static bool tell(const struct watch *w, const struct supervision *s, const struct child *root,
                 struct faults *f) {
    const struct progress *p = &w->progress[root - w->child];
    char how_far[96] = "";
    if (p->unit && p->total)
        (void)snprintf(how_far, sizeof how_far, " after %llu of %llu %s", (unsigned long long)p->done,
                       (unsigned long long)p->total, p->unit);
    else if (p->unit)
        (void)snprintf(how_far, sizeof how_far, " after %llu %s", (unsigned long long)p->done, p->unit);
    if (WIFSIGNALED(root->status))
        return fault(f, (enum fault_code)(128 + WTERMSIG(root->status)), s->work, s->again,
                     "%s was killed by signal %d%s", root->stage, WTERMSIG(root->status), how_far);
    if (WEXITSTATUS(root->status) == FAULT_ANSWER_NO) /* not a failure: it ran, and said why */
        return fault(f, FAULT_ANSWER_NO, s->work, s->again, "the answer is no, for the reasons above");
    if (WEXITSTATUS(root->status) == FAULT_TRY_AGAIN)
        return fault(f, FAULT_TRY_AGAIN, s->work, s->again, "%s left work undone%s", root->stage, how_far);
    return fault(f, (enum fault_code)WEXITSTATUS(root->status), s->work, s->again,
                 "%s stopped with exit code %d%s", root->stage, WEXITSTATUS(root->status), how_far);
}

/* Messages of the stage that failed first, and the remarks of those that did not fail. */
static void show_messages(const struct watch *w, const struct child *root) {
    for (size_t i = 0; i < w->count; i++) {
        const struct child *c = &w->child[i];
        if (c->stderr_text.len > 0 && (c == root || !failed(c)))
            (void)fwrite(c->stderr_text.data, 1, c->stderr_text.len, stderr);
    }
}

static bool begin_watch(struct watch *w, struct faults *f) {
    sigset_t watched;
    (void)sigemptyset(&watched);
    (void)sigaddset(&watched, SIGCHLD);
    (void)sigaddset(&watched, SIGINT);
    (void)sigaddset(&watched, SIGTERM);
    (void)sigaddset(&watched, SIGHUP);
    if (sigprocmask(SIG_BLOCK, &watched, &w->before) != 0)
        return fault_errno(f, FAULT_BUG, "supervise", "signals cannot be blocked");
    w->signals = signalfd(-1, &watched, SFD_CLOEXEC | SFD_NONBLOCK);
    return w->signals >= 0 || fault_errno(f, FAULT_BUG, "supervise", "signals cannot be watched");
}

static void end_watch(struct watch *w) {
    close_fd(&w->signals);
    (void)sigprocmask(SIG_SETMASK, &w->before, NULL);
    for (size_t i = 0; i < w->count; i++) {
        close_fd(&w->child[i].messages);
        close_fd(&w->child[i].numbers);
        buf_free(&w->child[i].stderr_text);
        buf_free(&w->child[i].numbers_text);
        progress_forget(&w->progress[i]);
    }
}

static bool start_all(struct watch *w, const struct supervision *s, struct faults *f) {
    int input = -1;
    bool ok = true;
    for (size_t i = 0; ok && i < s->count; i++) {
        struct child *c = &w->child[w->count++];
        *c = (struct child){.stage = s->call[i].stage, .messages = -1, .numbers = -1};
        struct spawned started;
        ok = spawn_stage(&s->call[i], input, i + 1 == s->count, s->out_fd, &started, f);
        close_fd(&input);
        if (!ok)
            break;
        c->pid = started.pid;
        c->messages = started.messages;
        c->numbers = started.numbers;
        input = started.output;
        w->alive++;
    }
    close_fd(&input);
    return ok;
}

bool supervise(const struct supervision *s, bool *interrupted, struct faults *f) {
    struct watch w = {.signals = -1};
    *interrupted = false;
    bool ok = begin_watch(&w, f) && start_all(&w, s, f);
    if (!ok)
        kill_all(&w, SIGKILL);
    while (w.alive > 0)
        watch_once(&w);
    drain_rest(&w);
    bars_clear(w.drawn);
    const struct child *root = ok ? root_cause(&w) : NULL;
    *interrupted = w.interrupted;
    show_messages(&w, root);
    if (w.interrupted)
        ok = fault(f, FAULT_TRY_AGAIN, s->work, s->again, "stopped at your request");
    else if (root)
        ok = tell(&w, s, root, f);
    end_watch(&w);
    return ok;
}
