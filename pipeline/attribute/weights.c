#include "evenhand/weights.h"

#include <math.h>
#include <stdlib.h>

#include "evenhand/mem.h"
#include "evenhand/yaml.h"

const char *const weight_field_names[WEIGHT_FIELDS + 1] = {"username",
                                                           "plain_username",
                                                           "short_username",
                                                           "email",
                                                           "phone",
                                                           "website_own",
                                                           "website_link",
                                                           "linked_from",
                                                           "same_account",
                                                           "employer",
                                                           "second_employer",
                                                           "employer_part",
                                                           "family_employer",
                                                           "employer_host",
                                                           "school",
                                                           "school_part",
                                                           "school_host",
                                                           "like_host",
                                                           "school_age",
                                                           "city",
                                                           "city_host",
                                                           "state",
                                                           "area_code",
                                                           "trade",
                                                           "trade_twice",
                                                           "own_title",
                                                           "middle_agrees",
                                                           "other_surname",
                                                           "suffix_agrees",
                                                           "age_agrees",
                                                           "middle_differs",
                                                           "suffix_differs",
                                                           "suffix_missing",
                                                           "other_given_name",
                                                           "age_differs",
                                                           "years_differ",
                                                           "stage_differs",
                                                           "dead",
                                                           "other_place",
                                                           "other_branch",
                                                           "other_home",
                                                           "other_town",
                                                           "other_employer",
                                                           "other_trade",
                                                           "somebody_elses",
                                                           "author_partial",
                                                           "several_people",
                                                           "parody",
                                                           "nameless",
                                                           "name_full",
                                                           "name_nickname",
                                                           "name_initial",
                                                           "name_similar",
                                                           "name_handle",
                                                           "name_surname",
                                                           "name_given",
                                                           NULL};
static const char *const top_keys[] = {"prior", "common_name", "thresholds", "levels", NULL};
static const char *const threshold_keys[] = {"match", "non_match", "tolerated", NULL};
static const char *const level_keys[] = {"m", "u", "guess", "same", "others", "means", NULL};

static const struct yaml *section(const struct yaml *root, const char *name, const char *const *keys,
                                  struct faults *f) {
    const struct yaml *node = yaml_get(root, name);
    if (!node)
        (void)fault(f, FAULT_CONFIG, yaml_place(root), NULL, "\"%s:\" is missing", name);
    return node && yaml_check_keys(node, keys, f) ? node : NULL;
}

static bool read_level(struct weights *w, int i, const struct yaml *row, struct faults *f) {
    const char *means = NULL;
    double m = 1, u = 1;
    bool ok = yaml_decimal(row, "m", true, 1e-9, 1, &m, f) && yaml_decimal(row, "u", true, 1e-9, 1, &u, f) &&
              yaml_decimal(row, "guess", true, -40, 40, &w->guess[i], f) &&
              yaml_text(row, "means", true, &means, f);
    w->field[i] = log2(m / u);
    w->means[i] = mem_string(means);
    return ok;
}

static bool read_levels(struct weights *w, const struct yaml *levels, struct faults *f) {
    bool ok = levels != NULL;
    for (int i = 0; levels && i < WEIGHT_FIELDS; i++) {
        const struct yaml *row = section(levels, weight_field_names[i], level_keys, f);
        ok = row && read_level(w, i, row, f) && ok;
    }
    return ok;
}

bool weights_read(struct weights *w, const char *path, struct faults *f) {
    struct yaml *root = yaml_read(path, path, f);
    bool ok = root && yaml_check_keys(root, top_keys, f);
    const struct yaml *thresholds = ok ? section(root, "thresholds", threshold_keys, f) : NULL;
    ok = thresholds && yaml_decimal(root, "prior", true, -100, 0, &w->prior, f) &&
         yaml_decimal(root, "common_name", true, 1e-9, 1, &w->common, f) &&
         yaml_decimal(thresholds, "match", true, -100, 100, &w->match, f) &&
         yaml_decimal(thresholds, "non_match", true, -100, 100, &w->non_match, f) &&
         yaml_decimal(thresholds, "tolerated", true, 0, 1, &w->tolerated, f) &&
         read_levels(w, section(root, "levels", weight_field_names, f), f);
    if (ok && w->non_match >= w->match)
        ok = fault(f, FAULT_CONFIG, yaml_place(thresholds), NULL, "non_match must be below match");
    yaml_drop(root);
    return ok;
}

void weights_free(struct weights *w) {
    for (int i = 0; i < WEIGHT_FIELDS; i++)
        free(w->means[i]);
}
