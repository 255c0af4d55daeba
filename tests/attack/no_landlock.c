/* A kernel without Landlock, for a test: the system call answers as it does where it was not compiled in
 * (ENOSYS) or not switched on at boot (EOPNOTSUPP), for the program named and all that it starts.
 *
 *     no-landlock ENOSYS|EOPNOTSUPP PROGRAM [ARGUMENT...] */
#include <errno.h>
#include <seccomp.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#ifndef __NR_landlock_create_ruleset
#define __NR_landlock_create_ruleset 444
#endif

int main(int argc, char **argv) {
    if (argc < 3)
        return EX_USAGE;
    unsigned answer = strcmp(argv[1], "ENOSYS") == 0 ? ENOSYS : EOPNOTSUPP;
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
    if (!filter || seccomp_rule_add(filter, SCMP_ACT_ERRNO(answer), __NR_landlock_create_ruleset, 0) != 0 ||
        seccomp_load(filter) != 0)
        return EX_OSERR;
    seccomp_release(filter);
    (void)execvp(argv[2], argv + 2);
    perror(argv[2]);
    return EX_OSERR;
}
