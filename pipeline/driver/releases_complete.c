/* A release that was broken off between its entry in the ledger and board/: what it handed over is in
 * released/N. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "evenhand/caseload.h"
#include "evenhand/files.h"
#include "evenhand/mem.h"
#include "evenhand/releases.h"

bool releases_is_at_board(const struct options *o, const struct releases *r, bool *is, struct faults *f) {
    char *board = path_join(o->caseload, "board");
    cJSON *digests = caseload_digests(board, f);
    *is = cJSON_Compare(digests, r->workbooks, true);
    cJSON_Delete(digests);
    free(board);
    return digests != NULL;
}

static bool copy_back(const char *kept, const char *scratch, const char *name, struct faults *f) {
    char *from = path_join(kept, name), *to = path_join(scratch, name);
    bool ok = file_copy(from, to, f) &&
              (chmod(to, 0440) == 0 || fault_errno(f, FAULT_CANNOT_CREATE, to, "cannot be put in place"));
    free(from);
    free(to);
    return ok;
}

static bool copy_all_back(const char *kept, const char *scratch, struct faults *f) {
    char **names = NULL;
    bool ok = files_list(kept, "", &names, f);
    for (size_t i = 0; ok && names[i]; i++)
        if (!strstr(names[i], ".ndjson")) /* the streams, never the board's */
            ok = copy_back(kept, scratch, names[i], f);
    files_free(names);
    return ok;
}

bool releases_complete(const struct options *o, const struct releases *r, struct faults *f) {
    char *kept = mem_format("%s/" RELEASES_FOLDER "/%ld", o->caseload, r->number);
    char *scratch = caseload_scratch(o->caseload, ".board.new", f);
    cJSON *detail = cJSON_CreateObject();
    (void)cJSON_AddNumberToObject(detail, "release", (double)r->number);
    bool ok = caseload_ledger(o->caseload, "complete", detail, f) && scratch &&
              copy_all_back(kept, scratch, f) && caseload_publish(o->caseload, scratch, "board", f);
    if (!ok)
        caseload_discard(scratch);
    free(scratch);
    free(kept);
    return ok;
}
