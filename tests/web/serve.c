#include "serve.h"

#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

#include "evenhand/mem.h"
#include "match.h"
#include "reply.h"
#include "waiting.h"

/* One request: its target as it came, whether it was read to its end, and whether its delay is over. */
struct asked {
    char *target;
    bool read, waited;
};

static void *on_target(void *ctx, const char *target, struct MHD_Connection *request) {
    (void)ctx;
    (void)request;
    struct asked *asked = mem_alloc(sizeof *asked);
    asked->target = mem_string(target);
    return asked;
}

static void on_completed(void *ctx, struct MHD_Connection *request, void **state,
                         enum MHD_RequestTerminationCode code) {
    (void)ctx;
    (void)request;
    (void)code;
    struct asked *asked = *state;
    if (asked)
        free(asked->target);
    free(asked);
    *state = NULL;
}

static const char *header(struct MHD_Connection *request, const char *name) {
    const char *value = MHD_lookup_connection_value(request, MHD_HEADER_KIND, name);
    return value ? value : "-";
}

/* One line a request, columns parted by tabs: time, host, method, target, status, user agent, and which
 * credentials came with it (none should). */
static void log_request(FILE *log, struct MHD_Connection *request, const char *method, const char *target,
                        unsigned status) {
    if (!log)
        return;
    struct timespec now;
    struct tm utc;
    char time[32];
    clock_gettime(CLOCK_REALTIME, &now);
    gmtime_r(&now.tv_sec, &utc);
    strftime(time, sizeof time, "%Y-%m-%dT%H:%M:%S", &utc);
    bool cookie = strcmp(header(request, "Cookie"), "-") != 0;
    bool password = strcmp(header(request, "Authorization"), "-") != 0;
    fprintf(log, "%s.%03ldZ\t%s\t%s\t%s\t%u\t%s\t%s%s%s\n", time, now.tv_nsec / 1000000,
            header(request, "Host"), method, target, status, header(request, "User-Agent"),
            cookie ? "Cookie" : "", password ? "Authorization" : "", cookie || password ? "" : "-");
}

static enum MHD_Result send_reply(const struct serve *s, struct MHD_Connection *request, const char *method,
                                  const char *target, struct reply reply) {
    log_request(s->log, request, method, target, reply.status);
    enum MHD_Result result = MHD_queue_response(request, reply.status, reply.response);
    MHD_destroy_response(reply.response);
    return result;
}

static enum MHD_Result on_request(void *ctx, struct MHD_Connection *request, const char *path,
                                  const char *method, const char *version, const char *upload,
                                  size_t *upload_size, void **state) {
    (void)version;
    (void)upload;
    struct serve *s = ctx;
    struct asked *asked = *state;
    if (strcmp(method, "GET") != 0 && strcmp(method, "HEAD") != 0)
        return send_reply(s, request, method, asked->target, reply_status(MHD_HTTP_METHOD_NOT_ALLOWED));
    /* Answered in the first of its calls, the library would close the connection: wait for the second. */
    if (!asked->read || *upload_size != 0) {
        asked->read = true;
        *upload_size = 0;
        return MHD_YES;
    }
    struct site *site = sites_find(s->sites, header(request, "Host"));
    if (!site || path[0] != '/')
        return send_reply(s, request, method, asked->target, reply_status(MHD_HTTP_MISDIRECTED_REQUEST));
    struct match m;
    struct site_rule *rule = match_rule(site, request, path, &m);
    if (rule && rule->delay_ms && !asked->waited) {
        asked->waited = true;
        if (waiting_add(request, rule->delay_ms))
            return MHD_YES;
    }
    return send_reply(s, request, method, asked->target,
                      reply_make(site, rule, &m, request, path, s->blocked, s->port));
}

static struct MHD_Daemon *listen_at(struct serve *s, const struct sockaddr *address, unsigned flags) {
    return MHD_start_daemon(MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | flags, 0, NULL, NULL, on_request, s,
                            MHD_OPTION_SOCK_ADDR, address, MHD_OPTION_URI_LOG_CALLBACK, on_target, s,
                            MHD_OPTION_NOTIFY_COMPLETED, on_completed, NULL, MHD_OPTION_CONNECTION_LIMIT,
                            (unsigned)SERVE_MAX_CONNECTIONS, MHD_OPTION_CONNECTION_TIMEOUT, 60u,
                            MHD_OPTION_END);
}

/* 127.0.0.1, and ::1 on the same port where there is one. */
static bool listen_all(struct serve *s, struct MHD_Daemon *daemons[2], struct faults *f) {
    struct sockaddr_in v4 = {.sin_family = AF_INET,
                             .sin_port = htons((uint16_t)s->port),
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    daemons[0] = listen_at(s, (const struct sockaddr *)&v4, 0);
    if (!daemons[0])
        return fault_errno(f, FAULT_UNAVAILABLE, "127.0.0.1", "cannot listen");
    s->port = MHD_get_daemon_info(daemons[0], MHD_DAEMON_INFO_BIND_PORT)->port;
    struct sockaddr_in6 v6 = {
        .sin6_family = AF_INET6, .sin6_port = htons((uint16_t)s->port), .sin6_addr = IN6ADDR_LOOPBACK_INIT};
    daemons[1] = listen_at(s, (const struct sockaddr *)&v6, MHD_USE_IPv6);
    return true;
}

static int timeout_of(struct MHD_Daemon *daemon, int other) {
    MHD_UNSIGNED_LONG_LONG ms = 0;
    if (!daemon || MHD_get_timeout(daemon, &ms) != MHD_YES)
        return other;
    int own = ms > 60000 ? 60000 : (int)ms;
    return other < 0 || own < other ? own : other;
}

static void serve_loop(struct MHD_Daemon *daemons[2], int signals) {
    struct pollfd fds[3] = {{.fd = signals, .events = POLLIN}, {.fd = -1}, {.fd = -1}};
    for (int i = 0; i < 2; i++)
        if (daemons[i])
            fds[i + 1] = (struct pollfd){
                .fd = MHD_get_daemon_info(daemons[i], MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd, .events = POLLIN};
    while (!(fds[0].revents & POLLIN)) {
        for (int i = 0; i < 2; i++)
            if (daemons[i])
                MHD_run(daemons[i]);
        int timeout = timeout_of(daemons[1], timeout_of(daemons[0], waiting_resume(false)));
        if (poll(fds, 3, timeout) < 0 && errno != EINTR)
            return;
    }
}

static int block_signals(void) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigprocmask(SIG_BLOCK, &set, NULL);
    return signalfd(-1, &set, SFD_CLOEXEC);
}

bool serve_run(struct serve *s, struct faults *f) {
    struct MHD_Daemon *daemons[2] = {NULL, NULL};
    int signals = block_signals();
    if (signals < 0)
        return fault_errno(f, FAULT_BUG, NULL, "signalfd");
    bool ok = listen_all(s, daemons, f);
    if (ok) {
        printf("listening on %u\n", s->port);
        ok = fflush(stdout) == 0 || fault_errno(f, FAULT_IO, "standard output", "cannot write");
    }
    if (ok)
        serve_loop(daemons, signals);
    waiting_resume(true); /* the library stops no daemon with suspended requests */
    for (int i = 0; i < 2; i++)
        if (daemons[i])
            MHD_stop_daemon(daemons[i]);
    close(signals);
    return ok;
}
