#include "evenhand/work.h"

#include <stdlib.h>
#include <string.h>

#include "evenhand/mem.h"
#include "evenhand/record.h"
#include "evenhand/vault_controls.h"

#define ROOM_AT_FIRST 256

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

/* ---- what is owed ---- */

static void add(struct work *w, size_t step, size_t value) {
    struct work_step *s = &w->step[step];
    if (s->count == s->room) {
        s->room = s->room ? s->room * 2 : ROOM_AT_FIRST;
        s->unit = mem_grow(s->unit, s->room, sizeof *s->unit);
    }
    s->unit[s->count++] = (struct unit){.candidate = (uint32_t)w->candidates, .value = (uint32_t)value};
    w->units++;
}

/* Adds a unit that is owed. Value NULL: an attempt that is not provided. */
static bool consider(struct work *w, size_t step, const cJSON *candidate, size_t index, struct vault *v,
                     struct faults *f) {
    const char *number = record_text(candidate, "candidate");
    const char *value = work_value(&w->plan->step[step], candidate, index);
    if (w->withdrawn[step]) {
        const char *any = vault_attempt_outcome(v, number, (long)step + 1, "", f);
        if (any == NULL || *any != '\0') {
            return any != NULL;
        }
    }
    const char *outcome = vault_attempt_outcome(v, number, (long)step + 1, value ? value : "", f);
    if (outcome == NULL) {
        return false;
    }
    if (*outcome == '\0' || strcmp(outcome, "undetermined") == 0) {
        add(w, step, index);
    }
    return true;
}

static bool add_step(struct work *w, size_t step, const cJSON *candidate, struct vault *v, struct faults *f) {
    const struct plan_step *s = &w->plan->step[step];
    size_t values = s->list_slot ? (size_t)cJSON_GetArraySize(values_of(s, candidate)) : 1;
    for (size_t i = 0; i < (values > 0 ? values : 1); i++) {
        if (!is_repeated(s, candidate, i) && !consider(w, step, candidate, i, v, f)) {
            return false;
        }
    }
    return true;
}

bool work_add(struct work *w, const cJSON *candidate, struct vault *v, struct faults *f) {
    for (size_t step = 0; step < w->plan->steps; step++) {
        if (!add_step(w, step, candidate, v, f)) {
            return false;
        }
    }
    w->candidates++;
    return true;
}

/* ---- the order ---- */

struct turn {
    size_t first, candidates; /* who begins, of how many */
};

static size_t place_in(const struct turn *t, const struct unit *u) {
    return (u->candidate + t->candidates - t->first) % t->candidates;
}

static int by_turn(const void *a, const void *b, void *turn) {
    const struct unit *x = a, *y = b;
    if (x->value != y->value) {
        return x->value < y->value ? -1 : 1;
    }
    size_t of_x = place_in(turn, x), of_y = place_in(turn, y);
    return of_x < of_y ? -1 : of_x > of_y;
}

void work_order(struct work *w) {
    for (size_t step = 0; step < w->plan->steps; step++) {
        struct turn turn = {.first = step * w->candidates / w->plan->steps, .candidates = w->candidates};
        if (w->step[step].count > 0) {
            qsort_r(w->step[step].unit, w->step[step].count, sizeof *w->step[step].unit, by_turn, &turn);
        }
    }
}

bool work_open(struct work *w, const struct plan *plan, struct vault *v, struct faults *f) {
    *w = (struct work){.plan = plan,
                       .step = mem_array(plan->steps, sizeof *w->step),
                       .withdrawn = mem_array(plan->steps, sizeof *w->withdrawn)};
    return vault_withdrawn(v, w->withdrawn, plan->steps, f);
}

void work_close(struct work *w) {
    for (size_t step = 0; w->plan && step < w->plan->steps; step++) {
        free(w->step[step].unit);
        free(w->withdrawn[step]);
    }
    free(w->step);
    free(w->withdrawn);
    *w = (struct work){0};
}
