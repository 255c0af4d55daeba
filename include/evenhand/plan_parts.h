/* The parts of plan.yaml, each read by its own module into the plan of plan.h. All of them add a fault for
 * every problem found and return false if there was any. For plan.c and tests. */
#ifndef EVENHAND_PLAN_PARTS_H
#define EVENHAND_PLAN_PARTS_H

#include <stdbool.h>

#include "evenhand/faults.h"
#include "evenhand/plan.h"

/* `authorisation: {by, on, reference}` of the plan or of a step. Absent and not required: nothing is set. */
bool plan_authorisation_read(const struct yaml *of, bool required, const char **by, const char **on,
                             const char **reference, struct faults *f);
/* `roles`: nobody may both search and decide. */
bool plan_roles_read(struct plan *p, struct faults *f);
/* `steps`; p->sources is read already. */
bool plan_steps_read(struct plan *p, struct faults *f);
/* One of them. */
bool plan_step_read(const struct plan *p, struct plan_step *step, const struct yaml *map, struct faults *f);
bool plan_network_read(struct plan *p, struct faults *f);
/* `jurisdiction`: "all", or one that has a pack below share/evenhand/rules or CASELOAD/rules. */
bool plan_jurisdiction_read(struct plan *p, const char *caseload, struct faults *f);

/* `timestamp`, optional. */
bool plan_timestamp_read(struct plan *p, const char *caseload, struct faults *f);

#endif
