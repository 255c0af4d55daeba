/* Jurisdiction packs: which protected classes apply where, and the law that says so. FOLDER/packs/NAME.yaml:
 *
 *     pack: us-ma
 *     title: Massachusetts
 *     classes:
 *       race: M.G.L. c. 151B s. 4(1)
 *
 * The pack "all" is built in: every class. Identity is withheld everywhere. */
#ifndef EVENHAND_PACKS_H
#define EVENHAND_PACKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "evenhand/faults.h"

#define PACKS_MAX 64

struct pack {
    char *name;
    uint32_t classes; /* bits, positions in vocab_classes */
};

struct packs {
    struct pack pack[PACKS_MAX];
    size_t count;
};

bool packs_read(struct packs *packs, const char *folder, struct faults *f);
void packs_free(struct packs *packs);
/* The classes of a jurisdiction ("" or "all": every one). Unknown: false with FAULT_CONFIG. */
bool packs_find(const struct packs *packs, const char *jurisdiction, uint32_t *classes, struct faults *f);

#endif
