#include <unistd.h>

#include "evenhand/buf.h"
#include "evenhand/command.h"
#include "evenhand/plan_pace.h"
#include "evenhand/stream.h"

/* Anyone may read what the plan asks, decision makers included. */
bool command_plan(struct options *o, struct faults *f) {
    struct plan *plan = plan_read(o->caseload, f);
    if (!plan)
        return false;
    struct buf text = {0};
    plan_explain(plan, &text);
    buf_add_char(&text, '\n');
    plan_pace_say(plan, o->caseload, &text);
    bool ok = write_all(STDOUT_FILENO, text.data, text.len, "standard output", f);
    buf_free(&text);
    plan_free(plan);
    return ok;
}
