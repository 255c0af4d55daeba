#include "evenhand/stopping.h"

#include <signal.h>
#include <stddef.h>
#include <sys/signalfd.h>
#include <unistd.h>

int stopping_open(struct faults *f) {
    sigset_t both;
    bool set = sigemptyset(&both) == 0 && sigaddset(&both, SIGINT) == 0 && sigaddset(&both, SIGTERM) == 0 &&
               sigprocmask(SIG_BLOCK, &both, NULL) == 0;
    int fd = set ? signalfd(-1, &both, SFD_NONBLOCK | SFD_CLOEXEC) : -1;
    if (fd < 0) {
        (void)fault_errno(f, FAULT_IO, "collect", "signals cannot be waited for");
    }
    return fd;
}

bool stopping_asked(int fd) {
    struct signalfd_siginfo signal;
    return read(fd, &signal, sizeof signal) == (ssize_t)sizeof signal;
}
