/* How a gathering ended, in words: what is undetermined and why, or what is left to do. */
#include <stdlib.h>

#include "evenhand/gathering.h"
#include "evenhand/mem.h"

static bool say_undetermined(const struct gathering *g, const char *again, struct faults *f) {
    (void)fault(f, FAULT_TRY_AGAIN, "collect", again, "%zu of %zu attempts are undetermined", g->undetermined,
                g->in->work->units);
    for (size_t i = 0; i < g->in->plan->steps; i++) {
        const struct control_round *r = &g->controls.round[i];
        if (r->state == ROUND_FAILED) {
            char *place = mem_format("step %zu (%s)", i + 1, r->step->source->name);
            (void)fault(f, FAULT_TRY_AGAIN, place, "undetermined for everybody", "%s", r->why);
            free(place);
        }
    }
    for (size_t i = 0; i < COLLECT_LISTED && i < g->undetermined; i++) {
        (void)fault(f, FAULT_TRY_AGAIN, g->listed[i], NULL, "%s", g->reasons[i]);
    }
    if (g->undetermined > COLLECT_LISTED) {
        (void)fault(f, FAULT_TRY_AGAIN, "collect", NULL, "and %zu more", g->undetermined - COLLECT_LISTED);
    }
    return false;
}

bool ending(const struct gathering *g, struct faults *f) {
    static const char again[] = "run evenhand gather again: it asks only for what is not determined yet";
    const char *unreached = queue_no_network(g->queue);
    if (g->stopping && (g->done < g->in->work->units || g->undetermined == 0)) {
        return fault(f, FAULT_TRY_AGAIN, "collect", again, "interrupted after %zu of %zu attempts", g->done,
                     g->in->work->units);
    }
    if (unreached && (g->undetermined > 0 || queue_hopeless(g->queue))) {
        return fault(f, FAULT_UNAVAILABLE, "collect", "check the network, and network.proxy in plan.yaml",
                     "no host could be reached (%s)", unreached);
    }
    if (g->undetermined > 0 || g->failed > 0) {
        return say_undetermined(g, again, f);
    }
    return g->done == g->in->work->units ||
           fault(f, FAULT_BUG, "collect", again, "%zu of %zu attempts were left out",
                 g->in->work->units - g->done, g->in->work->units);
}
