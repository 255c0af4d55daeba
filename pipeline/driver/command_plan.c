#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "evenhand/buf.h"
#include "evenhand/command.h"
#include "evenhand/files.h"
#include "evenhand/plan_pace.h"
#include "evenhand/stream.h"

/* How long it takes at least; nothing when candidates.csv is not there or not right, which intake says. */
static void add_pace(const char *caseload, const struct plan *plan, struct buf *out) {
    struct faults ignored = FAULTS_NONE;
    struct candidates c = {0};
    char *path = path_join(caseload, CANDIDATES_FILE);
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd >= 0 && candidates_read(fd, &c, &ignored)) {
        struct plan_pace pace = plan_pace(plan, &c);
        if (pace.site)
            buf_format(out,
                       "\nAt this pace it takes at least %.0f s for %zu candidate%s: %zu requests to %s.\n",
                       pace.seconds, c.count, c.count == 1 ? "" : "s", pace.requests, pace.site);
    }
    candidates_free(&c);
    if (fd >= 0)
        (void)close(fd);
    free(path);
}

/* Anyone may read what the plan asks, decision makers included. */
bool command_plan(struct options *o, struct faults *f) {
    struct plan *plan = plan_read(o->caseload, f);
    if (!plan)
        return false;
    struct buf text = {0};
    plan_explain(plan, &text);
    add_pace(o->caseload, plan, &text);
    bool ok = write_all(STDOUT_FILENO, text.data, text.len, "standard output", f);
    buf_free(&text);
    plan_free(plan);
    return ok;
}
