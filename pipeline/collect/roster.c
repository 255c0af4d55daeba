#include "evenhand/roster.h"

#include <stdio.h>
#include <stdlib.h>

#include "evenhand/mem.h"

#define ROOM_AT_FIRST 256

void roster_open(struct roster *r, struct vault *v) {
    *r = (struct roster){.vault = v};
}

void roster_add(struct roster *r, const char *number) {
    if (r->count == r->room) {
        r->room = r->room ? r->room * 2 : ROOM_AT_FIRST;
        r->number = mem_grow(r->number, r->room, sizeof *r->number);
    }
    (void)snprintf(r->number[r->count++], sizeof *r->number, "%s", number);
}

void person_leave(struct person *p) {
    if (p && --p->users == 0) {
        cJSON_Delete(p->record);
        free(p);
    }
}

static struct person *read_person(struct roster *r, uint32_t index, struct faults *f) {
    cJSON *record = vault_candidate(r->vault, r->number[index], f);
    struct person *p = record ? mem_alloc(sizeof *p) : NULL;
    if (p) {
        *p = (struct person){.record = record, .index = index, .users = 1};
    }
    return p;
}

struct person *roster_find(struct roster *r, uint32_t index, struct faults *f) {
    struct person **seat = &r->seat[index % ROSTER_SEATS];
    if (*seat == NULL || (*seat)->index != index) {
        struct person *p = read_person(r, index, f);
        if (p == NULL) {
            return NULL;
        }
        person_leave(*seat);
        *seat = p;
    }
    (*seat)->users++;
    return *seat;
}

void roster_close(struct roster *r) {
    for (size_t i = 0; i < ROSTER_SEATS; i++) {
        person_leave(r->seat[i]);
    }
    free(r->number);
    *r = (struct roster){0};
}
