/* A folder that gets its files all at once or not at all: each is written under a temporary name and renamed
 * when all are complete. What a fault leaves behind has no final name. */
#ifndef EVENHAND_SHELF_H
#define EVENHAND_SHELF_H

#include <stdbool.h>
#include <stddef.h>

#include "evenhand/faults.h"

#define SHELF_TEMPORARY_SUFFIX ".part"

struct shelf {
    char *folder;
    const char *suffix; /* of final names: ".xlsx"; borrowed */
    char **name;        /* final names: "C-7F3K.xlsx" */
    size_t count, cap, published;
};

/* Makes the folder (0700) if it is missing, and removes temporary files that an earlier run left there. */
bool shelf_open(struct shelf *shelf, const char *folder, const char *suffix, struct faults *f);
/* The temporary path of STEM and the suffix; free() releases. Remembers the name. */
char *shelf_add(struct shelf *shelf, const char *stem);
/* Flushes everything added to disk and renames it. Refuses (FAULT_CANNOT_CREATE) when the folder holds
 * workbooks that are not among them: a reader could not tell old from new. When a rename fails those done are
 * removed again. */
bool shelf_publish(struct shelf *shelf, struct faults *f);
/* Removes what was not published; frees. */
void shelf_close(struct shelf *shelf);

#endif
