/* The lint of a plan: does a step ask for a protected fact, or a site whose very name tells one (lawful.h)?
 * Part of plan.c. */
#ifndef EVENHAND_PLAN_LINT_H
#define EVENHAND_PLAN_LINT_H

#include <stdbool.h>

#include "evenhand/faults.h"
#include "evenhand/plan.h"

/* A fault for every step that may not be asked, each with the law; p->lawful is read already. Sets step.kind.
 */
bool plan_lint(struct plan *p, struct faults *f);
/* One of them, written at `node`. */
bool plan_lint_step(const struct plan *p, struct plan_step *step, const struct yaml *node, struct faults *f);

#endif
