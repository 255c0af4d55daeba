#include "evenhand/rules.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "evenhand/files.h"
#include "evenhand/record.h"

bool rules_open(struct rules *r, const char *local, struct faults *f) {
    *r = (struct rules){.shipped = data_folder("rules", f), .local = local};
    const char *folders[] = {r->shipped, local};
    return r->shipped && folders_digest(folders, local ? 2 : 1, r->digest, f);
}

void rules_close(struct rules *r) {
    free(r->shipped);
    r->shipped = NULL;
}

bool rules_digest(const char *caseload, char hex[DIGEST_HEX_BYTES], struct faults *f) {
    char *local = path_join(caseload, "rules");
    struct rules rules;
    bool ok = rules_open(&rules, local, f);
    if (ok)
        memcpy(hex, rules.digest, DIGEST_HEX_BYTES);
    rules_close(&rules);
    free(local);
    return ok;
}

char *rules_file(const struct rules *r, const char *name) {
    char *local = r->local ? path_join(r->local, name) : NULL;
    if (local && access(local, F_OK) == 0)
        return local;
    free(local);
    return path_join(r->shipped, name);
}

bool rules_check(const struct rules *r, const cJSON *run, const char *stage, struct faults *f) {
    if (strcmp(record_text(run, "rules_sha256"), r->digest) == 0)
        return true;
    return fault(
        f, FAULT_CONFIG, stage,
        "give every stage of the pipe the same rules (--rules, with the caseload's own rules folder)",
        "the stream was made under other rules than these");
}
