/* What was released, by the ledger. A release is never changed: a correction is another one that says what
 * changed, and released/N keeps each as it was handed over. */
#ifndef EVENHAND_RELEASES_H
#define EVENHAND_RELEASES_H

#include <cjson/cJSON.h>
#include <stdbool.h>

#include "evenhand/command.h"
#include "evenhand/utc.h"

#define RELEASES_FOLDER "released"
#define RELEASE_NOTE "RELEASE.txt"
#define RELEASE_WITHDRAWN "withdraw-release" /* the act; "withdraw" alone is a step's */

struct releases {
    long number; /* of the latest; 0: there was none */
    bool withdrawn;
    char at[UTC_BYTES];
    cJSON *workbooks; /* digests of the latest; owned, or NULL */
};

bool releases_read(const char *caseload, struct releases *r, struct faults *f);
void releases_free(struct releases *r);

/* Which release comes next and whether it may: with one at the board it is a correction, which needs o->why
 * and a draft that differs. `draft` holds the digests of the draft's workbooks. */
bool releases_may(const struct options *o, const struct releases *r, const cJSON *draft, struct faults *f);

/* Where there was a release before: writes RELEASE.txt into the folder: number, plan, what it replaces, why,
 * which workbooks changed, and how many findings each of them had (`audit` is the draft's audit stream). */
bool releases_note(const struct options *o, const struct releases *r, const struct plan *plan,
                   const cJSON *draft, const char *folder, const char *audit, struct faults *f);
/* The ledger entry "release" with number, note and reason. */
bool releases_record(const struct options *o, const struct releases *r, const struct plan *plan,
                     const char *folder, struct faults *f);
/* Copies the folder and the audit stream to released/N, read-only. */
bool releases_keep(const struct options *o, long number, const char *folder, const char *audit,
                   struct faults *f);
/* Whether board/ holds the latest release; not so when it was broken off behind its entry in the ledger. */
bool releases_is_at_board(const struct options *o, const struct releases *r, bool *is, struct faults *f);
/* Hands over what released/N keeps of it. */
bool releases_complete(const struct options *o, const struct releases *r, struct faults *f);
/* Takes the latest back: an entry "withdraw-release", and board/ holds a note that says so. */
bool releases_withdraw(const struct options *o, const struct plan *plan, struct faults *f);

#endif
