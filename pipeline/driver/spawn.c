#include "evenhand/spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "evenhand/custody.h"
#include "evenhand/files.h"
#include "evenhand/mem.h"
#include "evenhand/progress.h"
#include "evenhand/sandbox.h"

#define PROGRESS_FD 3
#define ENVIRONMENT_MAX 128
#define API_KEY_PREFIX "EVENHAND_KEY_"

/* All that a stage inherits: no secrets, no locale, no proxies of whoever started evenhand. */
static const char progress_setting[] = PROGRESS_FD_ENV "=3";
static const char key_setting[] = CUSTODY_FD_ENV "=5";
static const char *const environment[] = {"PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8", "TZ=UTC", progress_setting,
                                          NULL};

#define PIPE_BYTES (1 << 20) /* the most that Linux gives an ordinary user */

struct pipes {
    int messages[2], numbers[2], output[2];
    int key; /* the child reads the key from it; -1: it gets none */
};

static void close_both(int ends[2]) {
    for (int i = 0; i < 2; i++)
        if (ends[i] >= 0)
            (void)close(ends[i]);
}

static bool open_pipes(struct pipes *p, bool last, struct faults *f) {
    *p = (struct pipes){{-1, -1}, {-1, -1}, {-1, -1}, -1};
    bool ok = pipe2(p->messages, O_CLOEXEC) == 0 && pipe2(p->numbers, O_CLOEXEC) == 0 &&
              (last || pipe2(p->output, O_CLOEXEC) == 0);
    ok = ok && fcntl(p->messages[0], F_SETFL, O_NONBLOCK) == 0 &&
         fcntl(p->numbers[0], F_SETFL, O_NONBLOCK) == 0;
    if (ok && !last) /* so that stages seldom wait for one another; without it they only do so more often */
        (void)fcntl(p->output[1], F_SETPIPE_SZ, PIPE_BYTES);
    return ok || fault_errno(f, FAULT_TRY_AGAIN, "supervise", "pipes cannot be made");
}

/* dup2 leaves close-on-exec off on its copy; everything else of ours has it on. A descriptor that already has
 * the wanted number would keep its flag, so low numbers are never handed out: main keeps 0 to 4 open. */
static int set_descriptors(posix_spawn_file_actions_t *a, const struct stage_call *call, int input, bool last,
                           int out_fd, const struct pipes *p) {
    int e = input >= 0 ? posix_spawn_file_actions_adddup2(a, input, STDIN_FILENO)
                       : posix_spawn_file_actions_addopen(a, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    int out = last ? out_fd : p->output[1];
    if (!e)
        e = out >= 0 ? posix_spawn_file_actions_adddup2(a, out, STDOUT_FILENO)
                     : posix_spawn_file_actions_addopen(a, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    if (!e)
        e = posix_spawn_file_actions_adddup2(a, p->messages[1], STDERR_FILENO);
    if (!e)
        e = posix_spawn_file_actions_adddup2(a, p->numbers[1], PROGRESS_FD);
    if (!e && call->extra_fd > 0)
        e = posix_spawn_file_actions_adddup2(a, call->extra_fd, SUPERVISE_EXTRA_FD);
    if (!e && p->key >= 0)
        e = posix_spawn_file_actions_adddup2(a, p->key, SUPERVISE_KEY_FD);
    return e;
}

static int set_signals(posix_spawnattr_t *attributes) {
    sigset_t none, all;
    (void)sigemptyset(&none);
    (void)sigfillset(&all);
    int e = posix_spawnattr_setsigmask(attributes, &none);
    if (!e)
        e = posix_spawnattr_setsigdefault(attributes, &all);
    if (!e)
        e = posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    return e;
}

static void collect_arguments(const struct stage_call *call, char *program, char **argv) {
    size_t n = 0;
    argv[n++] = program;
    for (size_t i = 0; i < sizeof call->argument / sizeof *call->argument && call->argument[i]; i++)
        argv[n++] = mem_string(call->argument[i]);
    if (sandbox_waived())
        argv[n++] = mem_string(SANDBOX_WAIVER);
    argv[n] = NULL;
}

/* A stage that opens the vault learns where keys are; the key itself comes on its descriptor. */
static void collect_environment(const struct stage_call *call, const struct pipes *p, char **env) {
    const char *keys = call->opens_vault ? getenv("EVENHAND_KEYS") : NULL;
    size_t n = 0;
    for (size_t i = 0; environment[i]; i++)
        env[n++] = mem_string(environment[i]);
    if (p->key >= 0)
        env[n++] = mem_string(key_setting);
    if (keys)
        env[n++] = mem_format("EVENHAND_KEYS=%s", keys);
    /* API keys go to those who ask sites, and to nobody else. */
    bool asks = strcmp(call->stage, "collect") == 0 || strcmp(call->stage, "trial") == 0;
    for (char **own = environ; asks && *own && n < ENVIRONMENT_MAX - 1; own++)
        if (strncmp(*own, API_KEY_PREFIX, strlen(API_KEY_PREFIX)) == 0)
            env[n++] = mem_string(*own);
    env[n] = NULL;
}

static int start(const struct stage_call *call, char *program, int input, bool last, int out_fd,
                 const struct pipes *p, pid_t *pid) {
    char *argv[sizeof call->argument / sizeof *call->argument + 3], *env[ENVIRONMENT_MAX];
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    collect_environment(call, p, env);
    collect_arguments(call, program, argv);
    if (posix_spawn_file_actions_init(&actions) || posix_spawnattr_init(&attributes))
        mem_exhausted();
    int e = set_descriptors(&actions, call, input, last, out_fd, p);
    if (!e)
        e = set_signals(&attributes);
    if (!e)
        e = posix_spawn(pid, program, &actions, &attributes, argv, env);
    (void)posix_spawnattr_destroy(&attributes);
    (void)posix_spawn_file_actions_destroy(&actions);
    for (size_t i = 1; argv[i]; i++)
        free(argv[i]);
    for (size_t i = 0; env[i]; i++)
        free(env[i]);
    return e;
}

bool spawn_stage(const struct stage_call *call, int input, bool last, int out_fd, struct spawned *started,
                 struct faults *f) {
    struct pipes p;
    char *program = stage_program(call->stage, f);
    bool ok = program && open_pipes(&p, last, f);
    if (!ok) {
        free(program);
        return false;
    }
    if (call->opens_vault)
        p.key = custody_pass();
    errno = start(call, program, input, last, out_fd, &p, &started->pid);
    int error = errno;
    if (p.key >= 0)
        (void)close(p.key);
    errno = error;
    if (errno != 0)
        ok = fault_errno(f, FAULT_CONFIG, program, "cannot be started");
    free(program);
    if (!ok) {
        close_both(p.messages);
        close_both(p.numbers);
        close_both(p.output);
        return false;
    }
    (void)close(p.messages[1]);
    (void)close(p.numbers[1]);
    if (!last)
        (void)close(p.output[1]);
    started->messages = p.messages[0];
    started->numbers = p.numbers[0];
    started->output = last ? -1 : p.output[0];
    return true;
}
