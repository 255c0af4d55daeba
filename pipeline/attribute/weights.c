#include "evenhand/weights.h"

#include <math.h>
#include <stdlib.h>

#include "evenhand/mem.h"
#include "evenhand/yaml.h"

static const char *const field_names[WEIGHT_FIELDS + 1] = {
    "username",         "short_username",  "email",       "phone",          "website_own",    "website_link",
    "employer",         "second_employer", "school",      "city",           "state",          "middle_agrees",
    "other_surname",    "suffix_agrees",   "age_agrees",  "middle_differs", "suffix_differs", "age_differs",
    "years_differ",     "stage_differs",   "other_place", "somebody_elses", "several_people", "parody",
    "other_given_name", "same_account",    NULL};
static const char *const form_names[] = {"full",  "nickname", "initial", "handle", "surname",
                                         "given", "floor",    "search",  NULL}; /* the forms first */
static const char *const top_keys[] = {"prior", "thresholds", "fields", "names", NULL};
static const char *const threshold_keys[] = {"match", "non_match", NULL};
static const char *const field_keys[] = {"m", "u", "means", NULL};
static const char *const form_keys[] = {"m", "factor", "means", NULL};

static const struct yaml *section(const struct yaml *root, const char *name, const char *const *keys,
                                  struct faults *f) {
    const struct yaml *node = yaml_get(root, name);
    if (!node)
        (void)fault(f, FAULT_CONFIG, yaml_place(root), NULL, "\"%s:\" is missing", name);
    return node && yaml_check_keys(node, keys, f) ? node : NULL;
}

static bool read_means(const struct yaml *row, char **means, struct faults *f) {
    const char *text = NULL;
    bool ok = yaml_text(row, "means", true, &text, f);
    *means = mem_string(text);
    return ok;
}

static bool read_fields(struct weights *w, const struct yaml *fields, struct faults *f) {
    bool ok = fields != NULL;
    for (int i = 0; fields && i < WEIGHT_FIELDS; i++) {
        double m = 1, u = 1;
        const struct yaml *row = section(fields, field_names[i], field_keys, f);
        ok = row && yaml_decimal(row, "m", true, 1e-9, 1, &m, f) &&
             yaml_decimal(row, "u", true, 1e-9, 1, &u, f) && read_means(row, &w->means[i], f) && ok;
        w->field[i] = log2(m / u);
    }
    return ok;
}

static bool read_forms(struct weights *w, const struct yaml *names, struct faults *f) {
    bool ok = names && yaml_decimal(names, "floor", true, 1e-9, 1, &w->name_floor, f) &&
              yaml_decimal(names, "search", true, 0, 1e6, &w->name_search, f);
    for (int i = 0; names && i < NAME_NONE; i++) {
        const struct yaml *row = section(names, form_names[i], form_keys, f);
        ok = row && yaml_decimal(row, "m", true, 1e-9, 1, &w->name_m[i], f) &&
             yaml_decimal(row, "factor", true, 0, 1e6, &w->name_factor[i], f) &&
             read_means(row, &w->name_means[i], f) && ok;
    }
    return ok;
}

bool weights_read(struct weights *w, const char *path, struct faults *f) {
    struct yaml *root = yaml_read(path, path, f);
    bool ok = root && yaml_check_keys(root, top_keys, f);
    const struct yaml *thresholds = ok ? section(root, "thresholds", threshold_keys, f) : NULL;
    ok = thresholds && yaml_decimal(root, "prior", true, -100, 0, &w->prior, f) &&
         yaml_decimal(thresholds, "match", true, -100, 100, &w->match, f) &&
         yaml_decimal(thresholds, "non_match", true, -100, 100, &w->non_match, f) &&
         read_fields(w, section(root, "fields", field_names, f), f) &&
         read_forms(w, section(root, "names", form_names, f), f);
    if (ok && w->non_match >= w->match)
        ok = fault(f, FAULT_CONFIG, yaml_place(thresholds), NULL, "non_match must be below match");
    yaml_drop(root);
    return ok;
}

void weights_free(struct weights *w) {
    for (int i = 0; i < WEIGHT_FIELDS; i++)
        free(w->means[i]);
    for (int i = 0; i < NAME_NONE; i++)
        free(w->name_means[i]);
}
