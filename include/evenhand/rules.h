/* The rules in force: evenhand's own (share/evenhand/rules) and a caseload's own folder. */
#ifndef EVENHAND_RULES_H
#define EVENHAND_RULES_H

#include <cjson/cJSON.h>
#include <stdbool.h>

#include "evenhand/digest.h"
#include "evenhand/faults.h"

struct rules {
    char *shipped;     /* folder */
    const char *local; /* a caseload's own rules/, or NULL; borrowed */
    char digest[DIGEST_HEX_BYTES];
};

/* Finds the shipped rules and digests both folders (folders_digest). */
bool rules_open(struct rules *r, const char *local, struct faults *f);
void rules_close(struct rules *r);

/* The digest of the rules in force for a caseload: evenhand's own, then CASELOAD/rules. */
bool rules_digest(const char *caseload, char hex[DIGEST_HEX_BYTES], struct faults *f);

/* The file a rule pack is read from: the caseload's own where it has one, else the shipped one. free()
 * releases. */
char *rules_file(const struct rules *r, const char *name);

/* The `run` record must have been made under these very rules: FAULT_CONFIG otherwise. */
bool rules_check(const struct rules *r, const cJSON *run, const char *stage, struct faults *f);

#endif
