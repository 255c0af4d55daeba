/* released/N: each release as it was handed over, read-only, for as long as the caseload is kept. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "evenhand/caseload.h"
#include "evenhand/files.h"
#include "evenhand/mem.h"
#include "evenhand/releases.h"
#include "evenhand/verification.h"

static bool copy_one(const char *from, const char *to, struct faults *f) {
    struct buf content = {0};
    bool ok = file_read(from, VERIFICATION_FILE_MAX, &content, f) &&
              file_write(to, content.data, content.len, f) &&
              (chmod(to, 0440) == 0 || fault_errno(f, FAULT_CANNOT_CREATE, to, "cannot be made read-only"));
    buf_free(&content);
    return ok;
}

static bool copy_all(const char *folder, const char *audit, const char *scratch, struct faults *f) {
    char **names = NULL, *to = path_join(scratch, "audit.ndjson");
    char *board = path_beside(audit, "board.ndjson"), *board_to = path_join(scratch, "board.ndjson");
    bool ok = files_list(folder, "", &names, f) && copy_one(audit, to, f) && copy_one(board, board_to, f);
    free(to);
    free(board);
    free(board_to);
    for (char **name = names; ok && *name; name++) {
        char *source = path_join(folder, *name), *target = path_join(scratch, *name);
        ok = copy_one(source, target, f);
        free(source);
        free(target);
    }
    files_free(names);
    return ok;
}

/* What an attempt that was broken off left there has no entry in the ledger: it is no release. */
static bool put_in_place(const char *caseload, const char *scratch, const char *name, struct faults *f) {
    char *folder = path_join(caseload, RELEASES_FOLDER), *target = path_join(caseload, name);
    bool ok = mkdir(folder, 0750) == 0 || errno == EEXIST ||
              fault_errno(f, FAULT_CANNOT_CREATE, folder, "cannot be made");
    if (ok) {
        (void)chmod(target, 0750);
        caseload_discard(target);
        ok = rename(scratch, target) == 0 && chmod(target, 0550) == 0;
        if (!ok)
            (void)fault_errno(f, FAULT_CANNOT_CREATE, target, "cannot be put in place");
    }
    free(folder);
    free(target);
    return ok;
}

bool releases_keep(const struct options *o, long number, const char *folder, const char *audit,
                   struct faults *f) {
    char *name = mem_format(RELEASES_FOLDER "/%ld", number);
    char *scratch = caseload_scratch(o->caseload, ".released.new", f);
    bool ok = scratch && copy_all(folder, audit, scratch, f) && put_in_place(o->caseload, scratch, name, f);
    if (!ok)
        caseload_discard(scratch);
    free(scratch);
    free(name);
    return ok;
}
