/* The candidates of a gathering, by index in the order in which they came. Their numbers are held; their
 * records are read from the vault when somebody asks about them, and only so many are kept: memory does not
 * grow with them. */
#ifndef EVENHAND_ROSTER_H
#define EVENHAND_ROSTER_H

#include <cjson/cJSON.h>
#include <stddef.h>
#include <stdint.h>

#include "evenhand/faults.h"
#include "evenhand/vault.h"

#define ROSTER_SEATS 512 /* records kept although nobody uses them just now */

struct person {
    cJSON *record; /* as vault_candidate_put left it */
    uint32_t index;
    unsigned users;
};

struct roster {
    struct vault *vault; /* borrowed */
    char (*number)[8];   /* "C-7F3K" */
    size_t count, room;
    struct person *seat[ROSTER_SEATS]; /* of index modulo ROSTER_SEATS; each seat is a user */
};

void roster_open(struct roster *r, struct vault *v);
void roster_add(struct roster *r, const char *number);
void roster_close(struct roster *r); /* everybody was left before */

/* The record stays until person_leave. NULL: fault. */
struct person *roster_find(struct roster *r, uint32_t index, struct faults *f);
void person_leave(struct person *p);

#endif
