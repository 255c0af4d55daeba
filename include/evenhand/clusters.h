/* Clusters: words that stand in like company, so that what was learnt of one holds for its neighbours
 * ("mosque" and "synagogue", "chemo" and "dialysis"). Data: filters/rules/redact/tagger/clusters.txt, one
 * cluster a line, "COARSE MIDDLE FINE: word word ..."; docs/redaction.md says where they come from. */
#ifndef EVENHAND_CLUSTERS_H
#define EVENHAND_CLUSTERS_H

#include <stdbool.h>

#include "evenhand/faults.h"
#include "evenhand/wordbook.h"

#define CLUSTERS_MAX_FILE_BYTES ((size_t)4 << 20)
#define CLUSTER_LEVELS 3 /* coarse, middle, fine */

struct cluster {
    char name[CLUSTER_LEVELS][8]; /* as written in the file */
};

struct clusters {
    struct wordbook words;
    uint16_t *of; /* by word: index into cluster; [0] is unused */
    struct cluster *cluster;
    size_t count;
};

/* Reads PATH. A malformed line is a fault with its number. */
bool clusters_read(struct clusters *c, const char *path, struct faults *f);
/* The word's cluster, or NULL. */
const struct cluster *clusters_find(const struct clusters *c, const char *word, size_t len);
void clusters_free(struct clusters *c);

#endif
