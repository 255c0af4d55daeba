/* What the board may see of one candidate, gathered from the board's side of the stream: findings, one row a
 * step of the plan, and counts. One dossier is in memory at a time. */
#ifndef EVENHAND_DOSSIER_H
#define EVENHAND_DOSSIER_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

#include "evenhand/faults.h"
#include "evenhand/spool.h"
#include "evenhand/tally.h"

#define DOSSIER_MAX_FINDINGS (BOARD_MAX_ROWS - 16) /* of one candidate: headings, and all fit one sheet */
#define BOARD_MAX_ROWS 1048576                     /* of a sheet; ECMA-376 and Excel */
#define DOSSIER_MAX_STEPS 1000

/* Small, because a million of them may be in memory: the texts are in the spool. */
struct dossier_finding {
    uint64_t texts; /* where in the spool */
    uint64_t item;
    uint32_t len;   /* of its texts, bytes */
    uint32_t order; /* of arrival, the last criterion of sorting */
    uint8_t category, severity, source_type, match, corroboration, reliability; /* positions in words.h */
    uint8_t recheck; /* likewise, where `rechecked` is not "" */
    bool reviewed;
    char rechecked[11]; /* "2026-11-29", or "": nobody looked again */
    char month[8];      /* "2024-03", or "" when undated */
    char evidence[12];  /* "E-0042" */
};

struct dossier_step {
    long step; /* of the plan, from 1 */
    int source_type, outcome;
    uint64_t items;
};

struct dossier {
    struct tally tally; /* complete after dossier_finish */
    struct dossier_finding *finding;
    size_t findings, finding_cap;
    struct spool spool; /* of texts; set its folder before the first finding */
    struct dossier_step *step;
    size_t steps, step_cap;
};

void dossier_begin(struct dossier *d, const char *number); /* zeroed or used before: frees what it holds */
/* Each takes a checked record of the board's side. */
bool dossier_add_attempt(struct dossier *d, const cJSON *attempt, struct faults *f);
bool dossier_add_finding(struct dossier *d, const cJSON *finding, struct faults *f);
void dossier_add_skip(struct dossier *d, const cJSON *skip);
/* Sorts the findings (severity from high to low, then month with undated ones last, then evidence and item)
 * and the steps, and completes the tally. */
void dossier_finish(struct dossier *d);
/* The texts of a finding, each "" where there is none. They point into `all`; zero-initialise, read again and
 * again, buf_free(&t.all) releases. */
struct finding_texts {
    struct buf all;
    const char *excerpt;
    const char *reply;   /* of the candidate */
    const char *copies;  /* evidence that carries the same text: "E-0009/1, E-0012/2" */
    const char *support; /* evidence of independent sources that say the same */
};
bool dossier_texts(const struct dossier *d, const struct dossier_finding *finding, struct finding_texts *t,
                   struct faults *f);
void dossier_free(struct dossier *d);

#endif
