/* What a stage that somebody took over from within would try. Linked into test programs only: it runs in the
 * sandbox, right behind the first record, and tells on standard error what it reached.
 *
 * The environment says where to try: EVENHAND_ATTACK_READ and _WRITE (paths separated by ":"), _PORT (of a
 * listener on 127.0.0.1), _VICTIM (a process of the same user). */
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

void stage_attack(const char *stage);

static void tell(bool reached, const char *what, const char *where) {
    (void)dprintf(STDERR_FILENO, "%s %s %s\n", reached ? "REACHED" : "denied", what, where);
}

static void each_path(const char *variable, void (*attempt)(const char *path)) {
    const char *list = getenv(variable);
    char *copy = strdup(list ? list : ""), *rest = copy;
    for (char *path; copy && (path = strsep(&rest, ":"));)
        if (*path)
            attempt(path);
    free(copy);
}

static void read_file(const char *path) {
    char byte;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    tell(fd >= 0 && read(fd, &byte, 1) >= 0, "read", path);
    if (fd >= 0)
        (void)close(fd);
}

static void write_file(const char *folder) {
    char path[4096];
    (void)snprintf(path, sizeof path, "%s/attacked-%ld", folder, (long)getpid());
    int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    tell(fd >= 0, "write", folder);
    if (fd >= 0) {
        (void)close(fd);
        (void)unlink(path);
    }
}

static struct sockaddr_in listener(void) {
    const char *port = getenv("EVENHAND_ATTACK_PORT");
    return (struct sockaddr_in){.sin_family = AF_INET,
                                .sin_port = htons((unsigned short)(port ? atoi(port) : 9)), /* NOLINT */
                                .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
}

static void use_network(void) {
    struct sockaddr_in to = listener();
    int tcp = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0),
        udp = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    tell(connect(tcp, (struct sockaddr *)&to, sizeof to) == 0, "tcp", "-");
    tell(sendto(udp, "x", 1, 0, (struct sockaddr *)&to, sizeof to) == 1, "udp", "-");
    int server = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    tell(listen(server, 1) == 0, "listen", "-");
}

static void run_program(void) {
    int status = -1;
    pid_t child = fork();
    if (child == 0) {
        (void)execl("/bin/true", "true", (char *)NULL);
        _exit(1);
    }
    tell(child > 0 && waitpid(child, &status, 0) == child && status == 0, "exec", "/bin/true");
}

static void touch_victim(void) {
    const char *text = getenv("EVENHAND_ATTACK_VICTIM");
    pid_t victim = text ? (pid_t)atol(text) : 0; /* NOLINT */
    char byte, path[64];
    struct iovec here = {&byte, 1}, there = {(void *)&victim, 1};
    (void)snprintf(path, sizeof path, "/proc/%ld/mem", (long)victim);
    bool traced = ptrace(PTRACE_ATTACH, victim, NULL, NULL) == 0;
    tell(traced, "ptrace", "-");
    if (traced) {
        (void)waitpid(victim, NULL, 0);
        (void)ptrace(PTRACE_DETACH, victim, NULL, NULL);
    }
    errno = 0;
    (void)process_vm_readv(victim, &here, 1, &there, 1, 0);
    tell(errno != EPERM && errno != ENOSYS, "process_vm_readv", "-"); /* EFAULT: it was let in */
    int fd = open(path, O_RDWR | O_CLOEXEC);
    tell(fd >= 0, "memory-of", "another process");
    if (fd >= 0)
        (void)close(fd);
}

static void gain_privileges(void) {
    tell(unshare(CLONE_NEWUSER) == 0, "namespace", "-");
    tell(syscall(SYS_keyctl, 0, -4, 1, 0, 0) >= 0, "keyring", "-"); /* KEYCTL_GET_KEYRING_ID, user session */
    tell(syscall(SYS_io_uring_setup, 1, NULL) >= 0 || errno == EFAULT, "io_uring", "-");
    tell(prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) != 1, "new-privileges", "-");
}

static void exceed_limits(void) {
    struct rlimit core, files;
    tell(getrlimit(RLIMIT_CORE, &core) != 0 || core.rlim_max != 0, "core-file", "-");
    tell(getrlimit(RLIMIT_NOFILE, &files) != 0 || files.rlim_max > 4096, "many-files", "-");
#if !defined(__SANITIZE_ADDRESS__)
    void *memory = mmap(NULL, (size_t)4 << 30, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    tell(memory != MAP_FAILED, "memory", "4 GiB");
    if (memory != MAP_FAILED)
        (void)munmap(memory, (size_t)4 << 30);
#endif
}

/* Descriptors that lead anywhere but to a pipe or /dev/null. */
static void use_descriptors(void) {
    char path[64], target[256];
    for (int fd = 3; fd < 256; fd++) {
        (void)snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
        ssize_t len = readlink(path, target, sizeof target - 1);
        if (len <= 0)
            continue;
        target[len] = '\0';
        if (strncmp(target, "pipe:", 5) != 0 && strncmp(target, "anon_inode:", 11) != 0 &&
            strcmp(target, "/dev/null") != 0)
            tell(true, "descriptor", target);
    }
}

static void look_around(void) {
    extern char **environ;
    for (char **variable = environ; *variable; variable++)
        if (strncmp(*variable, "SECRET_OF_THE_USER=", 19) == 0)
            tell(true, "environment", *variable);
}

void stage_attack(const char *stage) {
    static bool done;
    if (done)
        return;
    done = true;
    (void)dprintf(STDERR_FILENO, "attack from within %s\n", stage);
    use_descriptors();
    look_around();
    each_path("EVENHAND_ATTACK_READ", read_file);
    each_path("EVENHAND_ATTACK_WRITE", write_file);
    use_network();
    run_program();
    touch_victim();
    gain_privileges();
    exceed_limits();
}
