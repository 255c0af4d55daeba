/* Who did what, in which role (docs: the plan's roles). */
#include <stdlib.h>
#include <string.h>

#include "evenhand/ledger_file.h"
#include "evenhand/mem.h"
#include "evenhand/vocab.h"

#define HELD_BOTH                                                                                            \
    "a release is not possible any more in this caseload: have an investigator gather anew in a new one"

/* The acts that only an investigator may do. Reading acts (verify, status, export) are anybody's who may open
 * them. */
static const char *const searching[] = {"init",     "gather",           "assess", "review",
                                        "decide",   "acknowledge",      "reply",  "release",
                                        "withdraw", "withdraw-release", NULL};

static struct actor *actor_of(struct ledger *l, const char *user, const struct plan *plan) {
    for (size_t i = 0; i < l->actors; i++)
        if (strcmp(l->actor[i].user, user) == 0)
            return &l->actor[i];
    l->actor = mem_grow(l->actor, l->actors + 1, sizeof *l->actor);
    l->actor[l->actors] = (struct actor){.user = mem_string(user),
                                         .kinds = mem_string(""),
                                         .investigator = vocab_find(plan->investigators, user) >= 0,
                                         .decision_maker = vocab_find(plan->decision_makers, user) >= 0,
                                         .compliance = vocab_find(plan->compliance, user) >= 0};
    return &l->actor[l->actors++];
}

/* Adds an act to the list of those a user did, once. */
static void note_act(struct actor *actor, const char *act) {
    actor->acts++;
    size_t len = strlen(act);
    for (const char *at = actor->kinds; (at = strstr(at, act)); at += len)
        if ((at == actor->kinds || at[-1] == ' ') && (at[len] == '\0' || at[len] == ','))
            return;
    char *more = mem_format("%s%s%s", actor->kinds, *actor->kinds ? ", " : "", act);
    free(actor->kinds);
    actor->kinds = more;
}

static void check_plan_roles(const struct plan *plan, struct deviations *d) {
    for (size_t i = 0; plan->investigators[i]; i++)
        if (vocab_find(plan->decision_makers, plan->investigators[i]) >= 0)
            deviate(d, CHECK_ROLES, "all", "give each role to other people in a new caseload",
                    "the plan names %s as investigator and as decision maker", plan->investigators[i]);
}

void ledger_roles(struct ledger *l, const struct plan *plan, struct deviations *d) {
    check_plan_roles(plan, d);
    for (size_t i = 0; i < l->count; i++) {
        const struct ledger_entry *e = &l->entry[i];
        struct actor *actor = actor_of(l, e->user, plan);
        note_act(actor, e->act);
        bool searched = vocab_find(searching, e->act) >= 0;
        if (searched && actor->decision_maker)
            deviate(d, CHECK_ROLES, "all", HELD_BOTH,
                    "%s, a decision maker, did the searcher's work (%s, %s)", e->user, e->act, e->at);
        else if (searched && actor->compliance && !actor->investigator)
            deviate(d, CHECK_ROLES, "all", HELD_BOTH, "%s, of compliance, did the searcher's work (%s, %s)",
                    e->user, e->act, e->at);
    }
    for (size_t i = 0; i < l->actors; i++)
        if (!l->actor[i].investigator && !l->actor[i].decision_maker && !l->actor[i].compliance)
            remark(d, CHECK_ROLES, "all", "name everybody who works on a caseload in its plan",
                   "%s has no role in the plan and did: %s", l->actor[i].user, l->actor[i].kinds);
}
