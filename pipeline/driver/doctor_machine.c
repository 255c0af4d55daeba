/* What this machine must be able to do, and what it should. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/timex.h>
#include <sys/wait.h>
#include <unistd.h>

#include "evenhand/doctor.h"
#include "evenhand/mem.h"
#include "evenhand/sandbox.h"

#define CA_FILE "/etc/ssl/certs/ca-certificates.crt"
#define MEMLOCK_BYTES ((rlim_t)64 << 10) /* keys take a few pages */
#define DM_DEPTH 4                       /* a file system on LVM on LUKS on RAID */

/* In a child: enters a sandbox that allows nothing, and tries to read. */
static int try_sandbox(void) {
    struct faults f = FAULTS_NONE;
    const struct sandbox nothing = {.network = false};
    if (!sandbox_enter(&nothing, &f))
        return 1;
    return open("/etc/passwd", O_RDONLY | O_CLOEXEC) < 0 && errno == EACCES ? 0 : 2;
}

static void check_sandbox(struct doctor *d) {
    int status = 0;
    pid_t child = fork();
    if (child == 0)
        _exit(try_sandbox());
    bool waited = child > 0 && waitpid(child, &status, 0) == child;
    if (waited && WIFEXITED(status) && WEXITSTATUS(status) == 0)
        doctor_ok(d, "sandbox", "Landlock and seccomp work: a stage opens nothing that it may not");
    else
        doctor_mend(d, "sandbox", "use Linux 5.13 or later, booted with landlock in its lsm= list",
                    "the kernel does not confine the stages: they refuse to run");
}

/* Whether a block device, or one that it lies on, is dm-crypt. */
static bool is_encrypted(const char *sys, int depth) {
    char uuid[64] = "";
    char *path = mem_format("%s/dm/uuid", sys), *below = mem_format("%s/slaves", sys);
    FILE *file = fopen(path, "re");
    bool yes = file && fgets(uuid, sizeof uuid, file) && strncmp(uuid, "CRYPT-", 6) == 0;
    if (file)
        (void)fclose(file);
    DIR *dir = !yes && depth > 0 ? opendir(below) : NULL;
    for (const struct dirent *e; dir && !yes && (e = readdir(dir));) /* NOLINT(concurrency-mt-unsafe) */
        if (e->d_name[0] != '.') {
            char *slave = mem_format("%s/%s", below, e->d_name);
            yes = is_encrypted(slave, depth - 1);
            free(slave);
        }
    if (dir)
        (void)closedir(dir);
    free(path);
    free(below);
    return yes;
}

static void check_disk(struct doctor *d) {
    struct stat s;
    if (stat(d->caseload, &s) != 0)
        return;
    char *sys = mem_format("/sys/dev/block/%u:%u", major(s.st_dev), minor(s.st_dev));
    if (is_encrypted(sys, DM_DEPTH))
        doctor_ok(d, "disk", "the caseload is on an encrypted disk");
    else
        doctor_hint(d, "disk", "candidates.csv is not sealed: have the disk encrypted (LUKS)",
                    "no sign that the caseload's disk is encrypted");
    free(sys);
}

static void check_swap(struct doctor *d) {
    char line[512], device[256];
    bool open_swap = false;
    FILE *swaps = fopen("/proc/swaps", "re");
    for (int n = 0; swaps && fgets(line, sizeof line, swaps); n++) {
        struct stat s;
        if (n == 0 || sscanf(line, "%255s", device) != 1)
            continue;
        char *sys = stat(device, &s) == 0 && S_ISBLK(s.st_mode)
                        ? mem_format("/sys/dev/block/%u:%u", major(s.st_rdev), minor(s.st_rdev))
                        : mem_string("");
        open_swap = open_swap || !is_encrypted(sys, DM_DEPTH);
        free(sys);
    }
    if (swaps)
        (void)fclose(swaps);
    if (open_swap)
        doctor_hint(d, "swap", "have it encrypted, or off",
                    "evidence in memory may be written to swap in the clear");
    else
        doctor_ok(d, "swap", "none, or encrypted");
}

static void check_clock(struct doctor *d) {
    struct timex now = {.modes = 0};
    if (adjtimex(&now) == TIME_ERROR)
        doctor_hint(d, "clock", "timedatectl set-ntp true",
                    "is not kept by a time server: dates in the ledger are this machine's word");
    else
        doctor_ok(d, "clock", "is kept by a time server");
}

static void check_authorities(struct doctor *d) {
    struct stat s;
    if (stat(CA_FILE, &s) == 0 && s.st_size > 0)
        doctor_ok(d, "certificates", "authorities in " CA_FILE);
    else
        doctor_mend(d, "certificates", "apt-get install ca-certificates",
                    "no authorities: every https site will be refused");
}

static void check_memory(struct doctor *d) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_MEMLOCK, &limit) == 0 && limit.rlim_cur < MEMLOCK_BYTES)
        doctor_mend(d, "memory", "raise memlock in /etc/security/limits.conf",
                    "keys cannot be locked into memory (%llu bytes may be)",
                    (unsigned long long)limit.rlim_cur);
    else
        doctor_ok(d, "memory", "keys can be locked into it");
}

void doctor_machine(struct doctor *d) {
    check_sandbox(d);
    check_memory(d);
    check_disk(d);
    check_swap(d);
    check_clock(d);
    check_authorities(d);
}
