/* What clerical review is about: the items that attribution calls possible. */
#ifndef EVENHAND_REVIEW_ITEMS_H
#define EVENHAND_REVIEW_ITEMS_H

#include <cjson/cJSON.h>
#include <stdbool.h>

#include "evenhand/command.h"

/* The possible items of all candidates, from the stages up to attribute: array of item records, each with
 * "about"
 * ("C-7F3K:E-0042/3"), "owed" (no decision yet) and "stamp", which says of which caseload and content it is.
 * cJSON_Delete releases. NULL: fault. */
cJSON *review_items(struct options *o, struct faults *f);

/* "C-7F3K:E-0042/3" in two. */
bool review_split_about(const char *text, char candidate[8], const char **about, struct faults *f);

/* A decision of whoever runs this, now. cJSON_Delete releases. */
cJSON *review_decision(const char *candidate, const char *about, const char *verdict, const char *why);
/* Puts it into the vault and its ledger. */
struct vault;
bool review_record(struct vault *v, const cJSON *decision, struct faults *f);

/* As a spreadsheet (review_sheet.c). Import records every decision of the file, or, with a fault for each
 * line that cannot be taken, none. */
bool review_export(struct options *o, const char *path, struct faults *f);
bool review_import(struct options *o, const char *path, struct faults *f);

#endif
