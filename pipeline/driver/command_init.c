#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
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
                                        {"sources", 0750},   {"rules", 0750}, {"board", 0750},
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

bool command_init(struct options *o, struct faults *f) {
    char *templates = data_folder("templates", f);
    bool ok = templates && is_free(o->caseload, f);
    /* The caseload itself first; its parent must exist. */
    for (size_t i = 0; ok && i < sizeof folders / sizeof *folders; i++)
        ok = i > 0 ? make_folder(o->caseload, &folders[i], f)
                   : mkdir(o->caseload, folders[0].mode) == 0 || errno == EEXIST ||
                         fault_errno(f, FAULT_CANNOT_CREATE, o->caseload, "cannot be made");
    ok = ok && copy_template(templates, o->caseload, "plan.yaml", f) &&
         copy_template(templates, o->caseload, "candidates.csv", f);
    if (ok)
        (void)printf("Made the caseload \"%s\". Fill in plan.yaml and candidates.csv there, then run "
                     "\"evenhand plan check %s\".\n",
                     o->caseload, o->caseload);
    free(templates);
    return ok;
}
