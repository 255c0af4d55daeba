#include "evenhand/passphrase.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include "evenhand/key_file.h"

#define ASK_FILE "EVENHAND_PASSPHRASE_FILE"
#define NEW_FILE "EVENHAND_NEW_PASSPHRASE_FILE"

static char *room(void) {
    return box_secret(KEY_PASSPHRASE_MAX + 1);
}

/* Something to read; false when a signal came first. */
static bool is_ready(int fd, const sigset_t *listening) {
    struct pollfd waits = {.fd = fd, .events = POLLIN};
    return ppoll(&waits, 1, NULL, listening) == 1;
}

/* The first line, byte by byte: no buffer of the C library's ever holds it. With `listening`, the signals
 * that are not in it end the reading. */
static bool read_line(int fd, const sigset_t *listening, char *line) {
    size_t len = 0;
    char c;
    ssize_t got = -1;
    while ((!listening || is_ready(fd, listening)) && (got = read(fd, &c, 1)) == 1 && c != '\n') {
        if (len == KEY_PASSPHRASE_MAX)
            return false;
        line[len++] = c;
        got = -1;
    }
    line[len] = '\0';
    sodium_memzero(&c, sizeof c);
    return got >= 0 && len > 0;
}

static char *from_file(const char *path, struct faults *f) {
    struct stat s;
    char *line = room();
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    bool ok = fd >= 0 && fstat(fd, &s) == 0;
    if (!ok)
        (void)fault_errno(f, FAULT_NOT_PERMITTED, path, "the passphrase cannot be read");
    else if (s.st_mode & (S_IRWXG | S_IRWXO))
        ok = fault(f, FAULT_NOT_PERMITTED, path, "chmod 600 the file", "others may read the passphrase");
    else if (!read_line(fd, NULL, line))
        ok = fault(f, FAULT_DATA, path, "put it on the first line", "there is no passphrase in it");
    if (fd >= 0)
        (void)close(fd);
    if (ok)
        return line;
    sodium_free(line);
    return NULL;
}

/* Signals that would leave the terminal without an echo: they are heard while we wait for a key, and act when
 * the echo is back. */
static const int heard[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP};
#define HEARD (sizeof heard / sizeof *heard)
static volatile sig_atomic_t came; /* the last of them; 0: none */

static void hear(int signal) {
    came = signal;
}

struct hearing {
    struct sigaction before[HEARD];
    sigset_t mask; /* as it was: none of them is blocked while we wait */
};

static bool begin_hearing(struct hearing *h) {
    const struct sigaction ours = {.sa_handler = hear};
    sigset_t blocked;
    (void)sigemptyset(&blocked);
    for (size_t i = 0; i < HEARD; i++)
        (void)sigaddset(&blocked, heard[i]);
    came = 0;
    bool ok = sigprocmask(SIG_BLOCK, &blocked, &h->mask) == 0;
    for (size_t i = 0; i < HEARD; i++)
        ok = sigaction(heard[i], &ours, &h->before[i]) == 0 && ok;
    return ok;
}

/* What came takes effect now: usually it ends the program. */
static void end_hearing(const struct hearing *h) {
    for (size_t i = 0; i < HEARD; i++)
        (void)sigaction(heard[i], &h->before[i], NULL);
    if (came)
        (void)raise(came);
    (void)sigprocmask(SIG_SETMASK, &h->mask, NULL);
}

static bool ask_once(int fd, const char *prompt, char *line) {
    struct termios before, quiet;
    struct hearing h;
    if (tcgetattr(fd, &before) != 0)
        return false;
    quiet = before;
    quiet.c_lflag &= ~(tcflag_t)ECHO;
    bool ok = begin_hearing(&h) && tcsetattr(fd, TCSAFLUSH, &quiet) == 0 &&
              write(fd, prompt, strlen(prompt)) >= 0 && read_line(fd, &h.mask, line);
    (void)tcsetattr(fd, TCSAFLUSH, &before);
    ok = write(fd, "\n", 1) == 1 && ok;
    end_hearing(&h);
    return ok;
}

/* Asked again after Ctrl-Z and fg. */
static bool ask_terminal(int fd, const char *prompt, char *line) {
    bool ok = ask_once(fd, prompt, line);
    while (!ok && came == SIGTSTP)
        ok = ask_once(fd, prompt, line);
    return ok;
}

static char *from_terminal(const char *prompt, struct faults *f) {
    int fd = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
    char *line = room();
    bool ok = fd >= 0 && ask_terminal(fd, prompt, line);
    if (fd >= 0)
        (void)close(fd);
    if (ok)
        return line;
    sodium_free(line);
    (void)fault(f, FAULT_NOT_PERMITTED, "passphrase",
                "run this on a terminal, or set " ASK_FILE " to a file that holds it",
                "the key is locked, and nobody is here to ask");
    return NULL;
}

char *passphrase_ask(const char *prompt, struct faults *f) {
    const char *file = getenv(ASK_FILE);
    return file && *file ? from_file(file, f) : from_terminal(prompt, f);
}

char *passphrase_new(const char *prompt, struct faults *f) {
    const char *file = getenv(NEW_FILE);
    if (file && *file)
        return from_file(file, f);
    char *line = from_terminal(prompt, f), *again = line ? from_terminal("The same again: ", f) : NULL;
    bool same = again && strcmp(line, again) == 0;
    if (again && !same)
        (void)fault(f, FAULT_DATA, "passphrase", "try again; nothing was changed", "the two differ");
    sodium_free(again);
    if (same)
        return line;
    sodium_free(line);
    return NULL;
}
