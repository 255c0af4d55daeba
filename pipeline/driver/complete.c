#include "evenhand/complete.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "evenhand/candidates.h"
#include "evenhand/files.h"
#include "evenhand/mem.h"
#include "evenhand/record.h"
#include "evenhand/vault_controls.h"

static bool read_candidates(const char *caseload, struct candidates *c, struct faults *f) {
    char *path = path_join(caseload, CANDIDATES_FILE);
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    bool ok = fd >= 0 ? candidates_read(fd, c, f) : fault_errno(f, FAULT_NO_INPUT, path, "cannot be opened");
    if (fd >= 0)
        (void)close(fd);
    free(path);
    return ok;
}

static bool is_kept(const cJSON *kept, const char *ref) {
    const cJSON *one;
    cJSON_ArrayForEach(one, kept) if (strcmp(record_text(one, "ref"), ref) == 0) return true;
    return false;
}

static bool is_listed(const struct candidates *c, const char *ref) {
    for (size_t row = 0; row < c->count; row++)
        if (strcmp(candidates_value(c, row, COLUMN_REF), ref) == 0)
            return true;
    return false;
}

static bool same_people(const struct candidates *c, const cJSON *kept, struct faults *f) {
    bool ok = true;
    const cJSON *one;
    for (size_t row = 0; row < c->count; row++) {
        const char *ref = candidates_value(c, row, COLUMN_REF);
        if (!is_kept(kept, ref))
            ok = fault(f, FAULT_TRY_AGAIN, fault_place(CANDIDATES_FILE, c->row[row].line, 0),
                       "run \"evenhand gather\": everybody gets the same search, or nobody a workbook",
                       "candidate %s was added after the search and has not been searched", ref);
    }
    cJSON_ArrayForEach(one, kept) {
        if (!is_listed(c, record_text(one, "ref")))
            ok = fault(f, FAULT_TRY_AGAIN, CANDIDATES_FILE, "put the line back: who was searched is reported",
                       "candidate %s (%s) was searched, and is no longer listed", record_text(one, "ref"),
                       record_text(one, "candidate"));
    }
    return ok;
}

static bool controls_closed(struct vault *v, const struct plan *plan, struct faults *f) {
    char **why = mem_array(plan->steps, sizeof *why);
    bool ok = vault_withdrawn(v, why, plan->steps, f);
    for (size_t i = 0; i < plan->steps; i++) {
        uint64_t owed = 0;
        if (ok && plan->step[i].known && !why[i] && vault_control_owed(v, (long)i + 1, &owed, f) &&
            owed > 0) {
            char *place = mem_format("step %zu (%s)", i + 1, plan->step[i].source->name);
            ok = fault(f, FAULT_TRY_AGAIN, place, "run \"evenhand gather\" again: it asks the control",
                       "the search was cut off before the source's closing control");
            free(place);
        }
        free(why[i]);
    }
    free(why);
    return ok;
}

bool caseload_complete(const char *caseload, const struct plan *plan, struct faults *f) {
    struct candidates c = {0};
    struct vault *v = read_candidates(caseload, &c, f) ? vault_open(caseload, VAULT_READ, f) : NULL;
    cJSON *kept = v ? vault_candidates(v, f) : NULL;
    bool ok = kept && same_people(&c, kept, f);
    ok = kept && controls_closed(v, plan, f) && ok;
    cJSON_Delete(kept);
    vault_close(v);
    candidates_free(&c);
    return ok;
}
