#include <errno.h>
#include <grp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "evenhand/command.h"
#include "evenhand/files.h"

#define TEMPLATE_MAX ((size_t)1 << 20)

struct folder {
    const char *name;
    mode_t mode;
};

/* vault/ and draft/ are the searcher's alone; who reads board/ and compliance/ is set by their group. */
static const struct folder folders[] = {{".", 0750},         {"vault", 0700}, {"draft", 0700},
                                        {"sources", 0700},   {"rules", 0700}, {"board", 0750},
                                        {"compliance", 0750}};

static bool make_folder(const char *caseload, const struct folder *folder, struct faults *f) {
    char *path = path_join(caseload, folder->name);
    bool ok = mkdir(path, folder->mode) == 0 || errno == EEXIST;
    if (!ok)
        (void)fault_errno(f, FAULT_CANNOT_CREATE, path, "cannot be made");
    free(path);
    return ok;
}

static bool copy_template(const char *templates, const char *caseload, const char *name, struct faults *f) {
    struct buf content = {0};
    char *from = path_join(templates, name), *to = path_join(caseload, name);
    bool ok = file_read(from, TEMPLATE_MAX, &content, f) && file_write(to, content.data, content.len, f);
    buf_free(&content);
    free(from);
    free(to);
    return ok;
}

static bool is_free(const char *caseload, struct faults *f) {
    char *plan = path_join(caseload, "plan.yaml");
    bool taken = access(plan, F_OK) == 0;
    free(plan);
    return !taken || fault(f, FAULT_CANNOT_CREATE, caseload, "name a folder that does not exist yet",
                           "there is a caseload here already; nothing was changed");
}

static bool find_group(const char *name, gid_t *id, struct faults *f) {
    const struct group *g = getgrnam(name);
    if (!g)
        return fault(f, FAULT_CONFIG, name, "groupadd it first, and put its people into it",
                     "there is no such group");
    *id = g->gr_gid;
    return true;
}

/* 2750: what is released into it belongs to its group, whoever releases. */
static bool give_to(const char *caseload, const char *name, const char *group, struct faults *f) {
    gid_t id = 0;
    char *path = path_join(caseload, name);
    bool ok = find_group(group, &id, f);
    if (ok && chown(path, (uid_t)-1, id) != 0)
        ok = fault(f, FAULT_NOT_PERMITTED, path,
                   "be a member of it yourself, or have an administrator chgrp the folder",
                   "it cannot be given to the group %s: %s", group, strerror(errno));
    ok = ok &&
         (chmod(path, 02750) == 0 || fault_errno(f, FAULT_CANNOT_CREATE, path, "its mode cannot be set"));
    free(path);
    return ok;
}

/* Whoever reads board/ must come through the caseload's folder, without seeing what is in it. */
static bool separate(const struct options *o, struct faults *f) {
    if (!o->group_board && !o->group_compliance)
        return true;
    return (chmod(o->caseload, 0711) == 0 ||
            fault_errno(f, FAULT_CANNOT_CREATE, o->caseload, "its mode cannot be set")) &&
           (!o->group_board || give_to(o->caseload, "board", o->group_board, f)) &&
           (!o->group_compliance || give_to(o->caseload, "compliance", o->group_compliance, f));
}

static bool groups_are_there(const struct options *o, struct faults *f) {
    gid_t ignored = 0;
    return (!o->group_board || find_group(o->group_board, &ignored, f)) &&
           (!o->group_compliance || find_group(o->group_compliance, &ignored, f));
}

bool command_init(struct options *o, struct faults *f) {
    char *templates = data_folder("templates", f);
    bool ok = templates && groups_are_there(o, f) && is_free(o->caseload, f);
    /* The caseload itself first; its parent must exist. */
    for (size_t i = 0; ok && i < sizeof folders / sizeof *folders; i++)
        ok = i > 0 ? make_folder(o->caseload, &folders[i], f)
                   : mkdir(o->caseload, folders[0].mode) == 0 || errno == EEXIST ||
                         fault_errno(f, FAULT_CANNOT_CREATE, o->caseload, "cannot be made");
    ok = ok && copy_template(templates, o->caseload, "plan.yaml", f) &&
         copy_template(templates, o->caseload, "candidates.csv", f) && separate(o, f);
    if (ok)
        (void)printf("Made the caseload \"%s\". Fill in plan.yaml and candidates.csv there, then run "
                     "\"evenhand plan check %s\".\n",
                     o->caseload, o->caseload);
    free(templates);
    return ok;
}
