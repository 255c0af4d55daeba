#include <stdlib.h>
#include <string.h>

#include "evenhand/fields.h"
#include "evenhand/files.h"
#include "evenhand/mem.h"
#include "evenhand/plan_parts.h"

#define PACKS "redact/packs" /* below a rules folder; NAME.yaml is the pack of jurisdiction NAME */
#define SUFFIX ".yaml"

struct names {
    char **name; /* NULL-terminated */
    size_t count;
};

static void add_name(struct names *n, const char *name, size_t len) {
    n->name = mem_grow(n->name, n->count + 2, sizeof *n->name);
    n->name[n->count++] = mem_copy(name, len);
    n->name[n->count] = NULL;
}

static bool add_packs(struct names *n, const char *rules, struct faults *f) {
    char **file = NULL;
    char *folder = path_join(rules, PACKS);
    bool ok = files_list(folder, SUFFIX, &file, f);
    for (char **at = file; ok && *at != NULL; at++)
        add_name(n, *at, strlen(*at) - strlen(SUFFIX));
    files_free(file);
    free(folder);
    return ok;
}

/* "all", then the packs that evenhand brings and the caseload's own. */
static bool known_names(struct names *n, const char *caseload, struct faults *f) {
    char *shipped = data_folder("rules", f);
    char *local = path_join(caseload, "rules");
    add_name(n, "all", strlen("all"));
    bool ok = shipped != NULL && add_packs(n, shipped, f) && add_packs(n, local, f);
    free(shipped);
    free(local);
    return ok;
}

/* Checked now, because the wall would refuse it only after everything was gathered under this plan. Where no
 * packs are installed there is nothing to check against. */
bool plan_jurisdiction_read(struct plan *p, const char *caseload, struct faults *f) {
    struct names known = {0};
    const char *word = NULL;
    bool ok = known_names(&known, caseload, f);
    if (ok && known.count > 1)
        ok = yaml_word(p->yaml, "jurisdiction", true, (const char *const *)known.name, &word, f);
    /* The plan's own text: the names do not outlive this call. */
    ok = ok && field_text(p->yaml, "jurisdiction", true, FIELD_MAX_LINE_BYTES, &p->jurisdiction, f);
    files_free(known.name);
    return ok;
}
