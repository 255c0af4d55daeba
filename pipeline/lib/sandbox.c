#include "evenhand/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <stdint.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Rights newer than Debian 12's headers; the kernel says by its ABI number which it knows. */
#ifndef LANDLOCK_ACCESS_FS_TRUNCATE
#define LANDLOCK_ACCESS_FS_TRUNCATE (1ULL << 14)
#endif
#ifndef LANDLOCK_ACCESS_FS_IOCTL_DEV
#define LANDLOCK_ACCESS_FS_IOCTL_DEV (1ULL << 15)
#endif

/* The rule set as the newest kernel that we know takes it; an older one is given the part that it knows. */
struct ruleset {
    uint64_t files;   /* all */
    uint64_t network; /* from ABI 4: TCP */
    uint64_t scoped;  /* from ABI 6: abstract sockets of, signals to processes outside */
};
#define NETWORK_RIGHTS 3ULL /* LANDLOCK_ACCESS_NET_BIND_TCP, LANDLOCK_ACCESS_NET_CONNECT_TCP */
#define SCOPES 3ULL         /* LANDLOCK_SCOPE_ABSTRACT_UNIX_SOCKET, LANDLOCK_SCOPE_SIGNAL */

#define READ_RIGHTS (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
#define WRITE_RIGHTS                                                                                         \
    (LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_DIR |             \
     LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REFER |             \
     LANDLOCK_ACCESS_FS_TRUNCATE)
#define FILE_RIGHTS                                                                                          \
    (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_TRUNCATE)

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED true
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED true
#endif
#endif
#ifndef SANITIZED
#define SANITIZED false
#endif

bool sandbox_allow(const char **list, const char *path, struct faults *f) {
    for (size_t i = 0; i + 1 < SANDBOX_MAX_PATHS; i++)
        if (!list[i]) {
            list[i] = path;
            return true;
        }
    return fault(f, FAULT_BUG, "sandbox", NULL, "more than %d paths", SANDBOX_MAX_PATHS - 1);
}

/* Every file right that the running kernel can deny. */
static uint64_t handled_rights(long abi) {
    uint64_t rights = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1;
    if (abi >= 2)
        rights |= LANDLOCK_ACCESS_FS_REFER;
    if (abi >= 3)
        rights |= LANDLOCK_ACCESS_FS_TRUNCATE;
    if (abi >= 5)
        rights |= LANDLOCK_ACCESS_FS_IOCTL_DEV;
    return rights;
}

static bool allow_path(int ruleset, const char *path, uint64_t rights, struct faults *f) {
    struct stat st;
    int fd = open(path, O_PATH | O_CLOEXEC);
    if (fd < 0)
        return errno == ENOENT || errno == EACCES ? true
                                                  : fault_errno(f, FAULT_NOT_PERMITTED, path, "sandbox");
    bool ok = fstat(fd, &st) == 0;
    if (ok && !S_ISDIR(st.st_mode))
        rights &= FILE_RIGHTS;
    struct landlock_path_beneath_attr rule = {.allowed_access = rights, .parent_fd = fd};
    ok = ok && syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0;
    if (!ok)
        (void)fault_errno(f, FAULT_NOT_PERMITTED, path, "the sandbox cannot allow it");
    (void)close(fd);
    return ok;
}

static bool allow_paths(int ruleset, const struct sandbox *s, uint64_t handled, struct faults *f) {
    bool ok = true;
    for (size_t i = 0; i < SANDBOX_MAX_PATHS && s->read[i]; i++)
        ok = ok && allow_path(ruleset, s->read[i], READ_RIGHTS & handled, f);
    for (size_t i = 0; i < SANDBOX_MAX_PATHS && s->write[i]; i++)
        ok = ok && allow_path(ruleset, s->write[i], (READ_RIGHTS | WRITE_RIGHTS) & handled, f);
    if (SANITIZED) /* the leak checker reads its own maps at exit */
        ok = ok && allow_path(ruleset, "/proc", READ_RIGHTS & handled, f);
    return ok;
}

static bool waived;

void sandbox_waive(void) {
    waived = true;
}

bool sandbox_waived(void) {
    return waived;
}

static bool enter_landlock(const struct sandbox *s, struct faults *f) {
    long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (abi < 1)
        return waived || fault(f, FAULT_NOT_PERMITTED, "sandbox",
                               "use Linux 5.13 or later with lsm=landlock; or say " SANDBOX_WAIVER
                               ", which goes on record and into every workbook",
                               "this kernel has no Landlock");
    const struct ruleset attr = {handled_rights(abi), s->network ? 0 : NETWORK_RIGHTS, SCOPES};
    size_t known = abi >= 6   ? sizeof attr
                   : abi >= 4 ? offsetof(struct ruleset, scoped)
                              : offsetof(struct ruleset, network);
    int ruleset = (int)syscall(SYS_landlock_create_ruleset, &attr, known, 0);
    if (ruleset < 0)
        return fault_errno(f, FAULT_NOT_PERMITTED, "sandbox", "Landlock refused the rule set");
    bool ok = allow_paths(ruleset, s, attr.files, f);
    if (ok && syscall(SYS_landlock_restrict_self, ruleset, 0) != 0)
        ok = fault_errno(f, FAULT_NOT_PERMITTED, "sandbox", "Landlock could not be entered");
    (void)close(ruleset);
    return ok;
}

/* What no stage needs. Landlock does not cover UDP, tracing or the rest of these. */
static const int denied[] = {
    SCMP_SYS(execve),
    SCMP_SYS(execveat),
    SCMP_SYS(process_vm_readv),
    SCMP_SYS(process_vm_writev),
    SCMP_SYS(kcmp),
    SCMP_SYS(mount),
    SCMP_SYS(umount2),
    SCMP_SYS(move_mount),
    SCMP_SYS(open_tree),
    SCMP_SYS(fsopen),
    SCMP_SYS(fsmount),
    SCMP_SYS(pivot_root),
    SCMP_SYS(chroot),
    SCMP_SYS(unshare),
    SCMP_SYS(setns),
    SCMP_SYS(bpf),
    SCMP_SYS(perf_event_open),
    SCMP_SYS(userfaultfd),
    SCMP_SYS(io_uring_setup),
    SCMP_SYS(io_uring_enter),
    SCMP_SYS(io_uring_register),
    SCMP_SYS(keyctl),
    SCMP_SYS(add_key),
    SCMP_SYS(request_key),
    SCMP_SYS(init_module),
    SCMP_SYS(finit_module),
    SCMP_SYS(delete_module),
    SCMP_SYS(kexec_load),
    SCMP_SYS(kexec_file_load),
    SCMP_SYS(reboot),
    SCMP_SYS(swapon),
    SCMP_SYS(swapoff),
    SCMP_SYS(acct),
    SCMP_SYS(quotactl),
    SCMP_SYS(settimeofday),
    SCMP_SYS(clock_settime),
    SCMP_SYS(sethostname),
    SCMP_SYS(setdomainname),
    SCMP_SYS(iopl),
    SCMP_SYS(ioperm),
    SCMP_SYS(name_to_handle_at),
    SCMP_SYS(open_by_handle_at),
    SCMP_SYS(fanotify_init),
    SCMP_SYS(pidfd_getfd),
    SCMP_SYS(listen), /* nobody serves */
    SCMP_SYS(accept),
    SCMP_SYS(accept4),
};
static const int denied_network[] = {
    SCMP_SYS(socket), SCMP_SYS(socketpair), SCMP_SYS(connect),  SCMP_SYS(bind),
    SCMP_SYS(sendto), SCMP_SYS(sendmsg),    SCMP_SYS(sendmmsg),
};

static bool deny(scmp_filter_ctx filter, const int *calls, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), calls[i], 0) != 0)
            return false;
    return true;
}

static bool enter_seccomp(bool network, struct faults *f) {
    static const int ptrace_call = SCMP_SYS(ptrace);
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
    bool ok = filter && deny(filter, denied, sizeof denied / sizeof *denied);
    ok = ok && (network || deny(filter, denied_network, sizeof denied_network / sizeof *denied_network));
    ok = ok && (SANITIZED || deny(filter, &ptrace_call, 1)); /* the leak checker traces itself at exit */
    ok = ok && seccomp_load(filter) == 0;
    seccomp_release(filter);
    return ok || fault(f, FAULT_NOT_PERMITTED, "sandbox", "use a kernel with CONFIG_SECCOMP_FILTER",
                       "the seccomp filter could not be loaded");
}

/* Never raised: whoever started us may have set less. */
static bool lower_files(void) {
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) != 0)
        return false;
    files.rlim_max = files.rlim_max < SANDBOX_MAX_FILES ? files.rlim_max : SANDBOX_MAX_FILES;
    files.rlim_cur = files.rlim_max;
    return setrlimit(RLIMIT_NOFILE, &files) == 0;
}

static bool enter_limits(struct faults *f) {
    const struct rlimit none = {0, 0}, memory = {SANDBOX_MEMORY_BYTES, SANDBOX_MEMORY_BYTES};
    if (setrlimit(RLIMIT_CORE, &none) != 0 || !lower_files() ||
        (!SANITIZED && setrlimit(RLIMIT_AS, &memory) != 0))
        return fault_errno(f, FAULT_NOT_PERMITTED, "sandbox", "resource limits could not be set");
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
        (!SANITIZED && prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0))
        return fault_errno(f, FAULT_NOT_PERMITTED, "sandbox", "privileges could not be dropped");
    return true;
}

bool sandbox_enter(const struct sandbox *s, struct faults *f) {
    return enter_limits(f) && enter_landlock(s, f) && enter_seccomp(s->network, f);
}
