#include "evenhand/caseload.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "evenhand/custody.h"
#include "evenhand/evidence_digest.h"
#include "evenhand/files.h"
#include "evenhand/mem.h"
#include "evenhand/record.h"
#include "evenhand/rules.h"
#include "evenhand/vault.h"
#include "evenhand/vocab.h"

const char *caseload_user(void) {
    static char name[64];
    const struct passwd *who = getpwuid(getuid());
    if (who)
        (void)snprintf(name, sizeof name, "%s", who->pw_name);
    else
        (void)snprintf(name, sizeof name, "uid %u", (unsigned)getuid());
    return name;
}

bool caseload_has_vault(const char *caseload) {
    char *path = path_join(caseload, "vault/vault.db");
    bool there = access(path, F_OK) == 0;
    free(path);
    return there;
}

void caseload_refused(const char *caseload, const char *why) {
    struct faults ignored = FAULTS_NONE;
    if (!caseload_has_vault(caseload))
        return;
    cJSON *detail = cJSON_CreateObject();
    (void)cJSON_AddStringToObject(detail, "why", why);
    custody_quiet(true);
    struct vault *v = vault_open(caseload, VAULT_ACTS, &ignored);
    if (v)
        (void)vault_ledger_add(v, "refused", detail, &ignored);
    vault_close(v);
    custody_quiet(false);
    cJSON_Delete(detail);
}

struct plan *caseload_plan(const char *caseload, struct faults *f) {
    struct plan *plan = plan_read(caseload, f);
    if (!plan || vocab_find(plan->decision_makers, caseload_user()) < 0)
        return plan;
    caseload_refused(caseload, "a decision maker");
    (void)fault(f, FAULT_NOT_PERMITTED, "plan.yaml",
                "an investigator must do this: those who decide may not search",
                "%s is a decision maker in this caseload", caseload_user());
    plan_free(plan);
    return NULL;
}

/* Output takes the place of these folders: through a link it would land elsewhere, with elsewhere's readers.
 */
static bool sound(const char *caseload, struct faults *f) {
    static const char *const folders[] = {"draft", "board", "compliance", "released"};
    bool ok = true;
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        struct stat st;
        char *path = path_join(caseload, folders[i]);
        if (lstat(path, &st) == 0 && !S_ISDIR(st.st_mode))
            ok = fault(f, FAULT_CANNOT_CREATE, path,
                       "put a real folder here, and copy from it what goes elsewhere",
                       "is a link or a file, not a folder");
        free(path);
    }
    return ok;
}

bool caseload_hold(const char *caseload, int *lock, struct faults *f) {
    *lock = open(caseload, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (*lock < 0)
        return true;
    if (flock(*lock, LOCK_EX | LOCK_NB) != 0)
        return errno == EWOULDBLOCK
                   ? fault(f, FAULT_TRY_AGAIN, caseload, "wait until it is done, then try again",
                           "another evenhand is at work in this caseload")
                   : fault_errno(f, FAULT_IO, caseload, "cannot be locked");
    return sound(caseload, f);
}

static bool remove_entry(int dir, const char *name, const char *folder, struct faults *f) {
    return unlinkat(dir, name, 0) == 0 || fault_errno(f, FAULT_CANNOT_CREATE, folder, "cannot be emptied");
}

static bool folder_remove(const char *folder, struct faults *f) {
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;
    if (!dir)
        return errno == ENOENT || fault_errno(f, FAULT_CANNOT_CREATE, folder, "cannot be opened");
    bool ok = true;
    for (struct dirent *e; ok && (e = readdir(dir));)
        if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
            ok = remove_entry(dirfd(dir), e->d_name, folder, f);
    (void)closedir(dir);
    return ok && (rmdir(folder) == 0 || fault_errno(f, FAULT_CANNOT_CREATE, folder, "cannot be removed"));
}

void caseload_discard(const char *scratch) {
    struct faults ignored = FAULTS_NONE;
    if (scratch)
        (void)folder_remove(scratch, &ignored);
}

bool caseload_has_workbooks(const char *caseload, const char *name) {
    struct faults ignored = FAULTS_NONE;
    char *folder = path_join(caseload, name), **names = NULL;
    bool any = files_list(folder, ".xlsx", &names, &ignored) && names[0];
    files_free(names);
    free(folder);
    return any;
}

char *caseload_scratch(const char *caseload, const char *name, struct faults *f) {
    char *folder = path_join(caseload, name);
    if (folder_remove(folder, f) &&
        (mkdir(folder, 0700) == 0 || fault_errno(f, FAULT_CANNOT_CREATE, folder, "cannot be made")))
        return folder;
    free(folder);
    return NULL;
}

int caseload_nameless_file(const char *caseload, struct faults *f) {
    int fd = open(caseload, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (fd < 0)
        (void)fault_errno(f, FAULT_CANNOT_CREATE, caseload, "no temporary file can be made here");
    return fd;
}

/* Files made in the scratch folder have this login's group: they get that of the folder they are published
 * in, and become readable for it when the folder is. */
static bool hand_over(const char *scratch, const struct stat *folder, struct faults *f) {
    char **names = NULL;
    bool ok = files_list(scratch, "", &names, f);
    for (size_t i = 0; ok && names[i]; i++) {
        struct stat own;
        char *path = path_join(scratch, names[i]);
        mode_t group = folder->st_mode & S_IRGRP;
        ok = (stat(path, &own) == 0 && chown(path, (uid_t)-1, folder->st_gid) == 0 &&
              chmod(path, (own.st_mode & S_IRWXU) | group) == 0) ||
             fault_errno(f, FAULT_CANNOT_CREATE, path, "cannot be given to the group of its folder");
        free(path);
    }
    files_free(names);
    return ok;
}

bool caseload_publish(const char *caseload, const char *scratch, const char *name, struct faults *f) {
    char *target = path_join(caseload, name);
    struct stat before;
    bool exists = stat(target, &before) == 0;
    bool ok = folder_flush(scratch, f) && (!exists || hand_over(scratch, &before, f));
    /* Who may read board/ and compliance/ was set on the folder that is being replaced. */
    if (ok && exists &&
        (chown(scratch, before.st_uid, before.st_gid) != 0 || chmod(scratch, before.st_mode & 07777) != 0))
        ok = fault_errno(f, FAULT_CANNOT_CREATE, target, "its owner and permissions cannot be kept");
    if (ok &&
        renameat2(AT_FDCWD, scratch, AT_FDCWD, target, exists ? RENAME_EXCHANGE : RENAME_NOREPLACE) != 0)
        ok = fault_errno(f, FAULT_CANNOT_CREATE, target, "cannot be put in place");
    ok = ok && folder_flush(caseload, f) && (!exists || folder_remove(scratch, f));
    free(target);
    return ok;
}

cJSON *caseload_digests(const char *folder, struct faults *f) {
    char **names = NULL, hex[DIGEST_HEX_BYTES];
    bool ok = files_list(folder, ".xlsx", &names, f);
    cJSON *digests = cJSON_CreateObject();
    for (size_t i = 0; ok && names[i]; i++) {
        char *path = path_join(folder, names[i]);
        ok = digest_file(path, hex, f);
        if (ok)
            (void)cJSON_AddStringToObject(digests, names[i], hex);
        free(path);
    }
    files_free(names);
    if (ok)
        return digests;
    cJSON_Delete(digests);
    return NULL;
}

bool caseload_unlock(const char *caseload, struct faults *f) {
    bool sealed = caseload_has_vault(caseload);
    struct vault *v = sealed ? vault_open(caseload, VAULT_ACTS, f) : NULL;
    vault_close(v);
    return v || !sealed;
}

bool caseload_ledger(const char *caseload, const char *act, cJSON *detail, struct faults *f) {
    struct vault *v = vault_open(caseload, VAULT_ACTS, f);
    bool ok = v && vault_ledger_add(v, act, detail, f);
    vault_close(v);
    cJSON_Delete(detail);
    return ok;
}

cJSON *caseload_detail(const char *caseload, const struct plan *plan, const char *folder, struct faults *f) {
    char rules[DIGEST_HEX_BYTES];
    cJSON *detail = cJSON_CreateObject(), *digests = caseload_digests(folder, f);
    (void)cJSON_AddStringToObject(detail, "plan_sha256", plan->digest);
    (void)cJSON_AddStringToObject(detail, "version", EVENHAND_VERSION);
    if (digests)
        (void)cJSON_AddItemToObject(detail, "workbooks", digests);
    if (digests && rules_digest(caseload, rules, f) && evidence_digest_add(caseload, detail, f)) {
        (void)cJSON_AddStringToObject(detail, "rules_sha256", rules);
        return detail;
    }
    cJSON_Delete(detail);
    return NULL;
}

bool caseload_record(const char *caseload, const char *act, const struct plan *plan, const char *folder,
                     struct faults *f) {
    cJSON *detail = caseload_detail(caseload, plan, folder, f);
    return detail && caseload_ledger(caseload, act, detail, f);
}

static bool add_line(void *ctx, const cJSON *entry, struct faults *f) {
    (void)f;
    record_print(entry, ctx);
    return true;
}

bool caseload_export_ledger(const char *caseload, const char *path, struct faults *f) {
    struct buf lines = {0};
    struct vault *v = vault_open(caseload, VAULT_ACTS, f);
    bool ok = v && vault_ledger(v, add_line, &lines, f) && file_write(path, lines.data, lines.len, f);
    vault_close(v);
    buf_free(&lines);
    return ok;
}
