/* Who may enter what: the file system's part of the separation. */
#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "evenhand/caseload.h"
#include "evenhand/doctor.h"
#include "evenhand/files.h"
#include "evenhand/mem.h"
#include "evenhand/vocab.h"

#define OTHERS (S_IRWXG | S_IRWXO)

/* The investigator's alone; a missing one is made when it is needed. */
static void check_own(struct doctor *d, const char *name, const char *mode) {
    struct stat s;
    char *path = path_join(d->caseload, name), *how = mem_format("chmod %s %s", mode, path);
    if (stat(path, &s) != 0) {
        if (errno != ENOENT)
            doctor_mend(d, name, "run this as the investigator who made the caseload",
                        "cannot be looked at: %s", strerror(errno));
    } else if (s.st_uid != getuid())
        doctor_mend(d, name, "run evenhand as its owner, or chown it", "belongs to another login (uid %u)",
                    (unsigned)s.st_uid);
    else if (s.st_mode & OTHERS)
        doctor_mend(d, name, how, "others may enter or read it (mode %04o)", (unsigned)(s.st_mode & 07777));
    else
        doctor_ok(d, name, "yours alone (mode %04o)", (unsigned)(s.st_mode & 07777));
    free(path);
    free(how);
}

static bool is_member(const struct group *g, const char *login) {
    const struct passwd *who = getpwnam(login);
    if (who && who->pw_gid == g->gr_gid)
        return true;
    for (char **member = g->gr_mem; *member; member++)
        if (strcmp(*member, login) == 0)
            return true;
    return false;
}

/* Everybody of the role can read the folder, and nobody of the other can. */
static void check_members(struct doctor *d, const char *name, const struct group *g, const char **in,
                          const char **out) {
    for (const char **login = in; login && *login; login++)
        if (!getpwnam(*login))
            doctor_hint(d, name, "or they read it elsewhere", "%s of the plan has no login on this machine",
                        *login);
        else if (!is_member(g, *login)) {
            char *how = mem_format("usermod -aG %s %s", g->gr_name, *login);
            doctor_mend(d, name, how, "%s is not in its group %s", *login, g->gr_name);
            free(how);
        }
    for (const char **login = out; login && *login; login++)
        if (is_member(g, *login) && vocab_find(in, *login) < 0) {
            char *how = mem_format("gpasswd -d %s %s", *login, g->gr_name);
            doctor_mend(d, name, how, "%s is in its group %s and has another role", *login, g->gr_name);
            free(how);
        }
}

static void check_shared(struct doctor *d, const char *name, const char **in, const char **out) {
    struct stat s;
    char *path = path_join(d->caseload, name), *how = mem_format("chmod 2750 %s", path);
    const struct group *g = stat(path, &s) == 0 ? getgrgid(s.st_gid) : NULL;
    const struct passwd *me = getpwuid(getuid());
    if (!g)
        doctor_mend(d, name, "evenhand init makes it", "is missing, or its group has no name");
    else if (s.st_mode & S_IRWXO || s.st_mode & S_IWGRP || (s.st_mode & 0750) != 0750)
        doctor_mend(d, name, how, "has mode %04o", (unsigned)(s.st_mode & 07777));
    else if (me && g->gr_gid == me->pw_gid)
        doctor_hint(d, name, "give it a group of its own: chgrp GROUP, chmod 2750",
                    "has your own group %s: nobody else reads it", g->gr_name);
    else if (!(s.st_mode & S_ISGID))
        doctor_mend(d, name, how, "is not set-group-ID (mode %04o)", (unsigned)(s.st_mode & 07777));
    else {
        doctor_ok(d, name, "group %s reads it (mode %04o)", g->gr_name, (unsigned)(s.st_mode & 07777));
        check_members(d, name, g, in, out);
    }
    free(path);
    free(how);
}

/* What people make by hand (candidates.csv in an editor) gets the shell's umask, not evenhand's. */
static void check_umask(struct doctor *d) {
    char *path = mem_format("/proc/%ld/status", (long)getppid()), line[256];
    unsigned mask = 0;
    FILE *status = fopen(path, "re");
    bool found = false;
    while (status && !found && fgets(line, sizeof line, status))
        found = sscanf(line, "Umask: %o", &mask) == 1; /* NOLINT(cert-err34-c): the kernel's own text */
    if (status)
        (void)fclose(status);
    if (found && (mask & 07) != 07)
        doctor_hint(d, "umask", "put \"umask 027\" into your profile",
                    "your shell makes files that others may read (%03o)", mask);
    else if (found)
        doctor_ok(d, "umask", "%03o", mask);
    free(path);
}

static void check_role(struct doctor *d) {
    const char *me = caseload_user();
    if (vocab_find(d->plan->decision_makers, me) >= 0)
        doctor_mend(d, "roles", "an investigator must do the searching",
                    "you (%s) are a decision maker in this plan", me);
    else if (vocab_find(d->plan->investigators, me) < 0)
        doctor_mend(d, "roles", "name everybody who works on a caseload in its plan",
                    "you (%s) have no role in the plan", me);
    else
        doctor_ok(d, "roles", "you (%s) are an investigator", me);
}

void doctor_folders(struct doctor *d) {
    static const char *const own[][2] = {
        {"vault", "700"}, {"draft", "700"},          {"records", "700"},   {"sources", "700"},
        {"rules", "700"}, {"vault/vault.db", "600"}, {"plan.yaml", "600"}, {"candidates.csv", "600"}};
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        check_own(d, own[i][0], own[i][1]);
    const struct plan *p = d->plan;
    check_shared(d, "board", p ? p->decision_makers : NULL, NULL); /* investigators write it */
    check_shared(d, "compliance", p ? p->compliance : NULL, p ? p->decision_makers : NULL);
    check_umask(d);
    if (p)
        check_role(d);
}
