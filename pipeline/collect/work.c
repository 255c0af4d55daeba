#include "evenhand/work.h"

#include <stdlib.h>
#include <string.h>

#include "evenhand/mem.h"
#include "evenhand/record.h"

static const cJSON *values_of(const struct plan_step *step, const cJSON *candidate) {
    return record_field(record_field(candidate, "identity"), plan_slot_identity_key(step->list_slot));
}

const char *work_value(const struct plan_step *step, const cJSON *candidate, size_t index) {
    if (step->list_slot == NULL) {
        return index == 0 ? "" : NULL;
    }
    return cJSON_GetStringValue(cJSON_GetArrayItem(values_of(step, candidate), (int)index));
}

/* A value that was listed before is asked once. */
static bool is_repeated(const struct plan_step *step, const cJSON *candidate, size_t index) {
    const char *value = work_value(step, candidate, index);
    for (size_t i = 0; value && i < index; i++) {
        if (strcmp(work_value(step, candidate, i), value) == 0) {
            return true;
        }
    }
    return false;
}

struct listing {
    struct work *work;
    size_t room;
    const struct plan *plan;
    cJSON *const *candidates;
    size_t count;
    char *const *withdrawn;
    struct vault *vault;
};

static void add(struct listing *l, size_t candidate, size_t value) {
    struct work *w = l->work;
    if (w->units == l->room) {
        l->room = l->room ? l->room * 2 : 256;
        w->unit = mem_grow(w->unit, l->room, sizeof *w->unit);
    }
    w->unit[w->units++] = (struct unit){.candidate = (uint32_t)candidate, .value = (uint32_t)value};
}

/* Adds a unit that is owed; *more tells whether the candidate has a value at this index. */
static bool consider(struct listing *l, size_t step, size_t candidate, size_t index, bool *more,
                     struct faults *f) {
    const cJSON *record = l->candidates[candidate];
    const struct plan_step *s = &l->plan->step[step];
    const char *value = work_value(s, record, index);
    if ((value == NULL && index > 0) || is_repeated(s, record, index)) {
        *more = *more || value != NULL;
        return true; /* index 0 without value: an attempt that is not provided */
    }
    *more = *more || value != NULL;
    if (l->withdrawn && l->withdrawn[step]) {
        const char *any =
            vault_attempt_outcome(l->vault, record_text(record, "candidate"), (long)step + 1, "", f);
        if (any == NULL || *any != '\0') {
            return any != NULL;
        }
    }
    const char *outcome = vault_attempt_outcome(l->vault, record_text(record, "candidate"), (long)step + 1,
                                                value ? value : "", f);
    if (outcome == NULL) {
        return false;
    }
    if (*outcome == '\0' || strcmp(outcome, "undetermined") == 0) {
        add(l, candidate, index);
    }
    return true;
}

static bool list_step(struct listing *l, size_t step, struct faults *f) {
    size_t first = step * l->count / l->plan->steps;
    bool more = true;
    for (size_t value = 0; more; value++) {
        more = false;
        for (size_t i = 0; i < l->count; i++) {
            if (!consider(l, step, (first + i) % l->count, value, &more, f)) {
                return false;
            }
        }
        more = more && l->plan->step[step].list_slot != NULL;
    }
    return true;
}

bool work_list(struct work *w, const struct plan *plan, cJSON *const *candidates, size_t count,
               char *const *withdrawn, struct vault *v, struct faults *f) {
    struct listing l = {.work = w,
                        .plan = plan,
                        .candidates = candidates,
                        .count = count,
                        .withdrawn = withdrawn,
                        .vault = v};
    *w = (struct work){0};
    for (size_t step = 0; step < plan->steps; step++) {
        if (!list_step(&l, step, f)) {
            return false;
        }
        w->step_end[step] = w->units;
    }
    return true;
}

void work_free(struct work *w) {
    free(w->unit);
    *w = (struct work){0};
}
