#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "evenhand/fields.h"
#include "evenhand/mem.h"
#include "evenhand/plan_parts.h"

/* A log-in name of this machine or of a directory: no white space, no path. */
static bool check_login(const struct yaml *roles, const char *role, const char *login, size_t n,
                        struct faults *f) {
    return strpbrk(login, " \t/:,;") == NULL ||
           fault(f, FAULT_CONFIG, yaml_place(field_list_node(roles, role, n)),
                 "write the name the person logs in with, as in mwong", "\"%s\" is no log-in name", login);
}

static bool read_role(const struct yaml *roles, const char *role, bool required, const char ***out,
                      struct faults *f) {
    size_t count = 0;
    bool ok = field_texts(roles, role, required, PLAN_MAX_LOGINS, out, &count, f);
    for (size_t i = 0; i < count; i++)
        ok = check_login(roles, role, (*out)[i], i, f) && ok;
    if (*out == NULL)
        *out = mem_array(1, sizeof **out);
    return ok;
}

/* Letter case aside: some directories take MWong and mwong for the same person. */
static bool check_apart(const struct plan *p, const struct yaml *roles, struct faults *f) {
    bool ok = true;
    for (size_t i = 0; p->investigators[i] != NULL; i++) {
        for (size_t k = 0; p->decision_makers[k] != NULL; k++) {
            if (strcasecmp(p->investigators[i], p->decision_makers[k]) == 0) {
                ok = fault(f, FAULT_CONFIG, yaml_place(field_list_node(roles, "decision_makers", k)),
                           "name each person in one of the two roles",
                           "\"%s\" decides and may not search, but is an investigator too (%s)",
                           p->decision_makers[k], yaml_place(field_list_node(roles, "investigators", i)));
            }
        }
    }
    return ok;
}

bool plan_roles_read(struct plan *p, struct faults *f) {
    static const char *const keys[] = {"investigators", "decision_makers", "compliance", NULL};
    const struct yaml *roles = NULL;
    if (!field_map(p->yaml, "roles", true, &roles, f))
        return false;
    bool ok = yaml_check_keys(roles, keys, f);
    ok = read_role(roles, "investigators", true, &p->investigators, f) && ok;
    ok = read_role(roles, "decision_makers", true, &p->decision_makers, f) && ok;
    ok = read_role(roles, "compliance", false, &p->compliance, f) && ok;
    return check_apart(p, roles, f) && ok;
}
