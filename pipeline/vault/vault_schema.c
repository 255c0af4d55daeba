#include "evenhand/vault_schema.h"

#include <inttypes.h>
#include <stdlib.h>

#include "evenhand/mem.h"

/* BLOB columns named record, plan, facts, headers, body are sealed (vault_seal.h); those named ref and value
 * hold tokens;
 * those named key hold data keys (vault_keys.h). The other columns are what queries need; the sealed record
 * says the same, and is what counts.
 */
static const char first[] =
    "CREATE TABLE keyring(" /* caseload (its id), token, sign: vault_keys.h */
    " name TEXT PRIMARY KEY,"
    " value BLOB NOT NULL) STRICT;"

    "CREATE TABLE custodian("
    " name TEXT PRIMARY KEY,"
    " public BLOB NOT NULL UNIQUE,"
    " sealed BLOB NOT NULL) STRICT;" /* the caseload key, to that public key */

    "CREATE TABLE run("
    " id INTEGER PRIMARY KEY CHECK(id = 1),"
    " plan_sha256 TEXT NOT NULL,"
    " key BLOB NOT NULL,"
    " record BLOB NOT NULL,"
    " plan BLOB NOT NULL) STRICT;"

    "CREATE TABLE candidate("
    " id INTEGER PRIMARY KEY,"
    " number TEXT NOT NULL UNIQUE,"
    " ref BLOB NOT NULL UNIQUE,"
    " key BLOB NOT NULL," /* empty: destroyed, and nothing but the number is left */
    " record BLOB NOT NULL) STRICT;"

    "CREATE TABLE attempt("
    " id INTEGER PRIMARY KEY,"
    " candidate TEXT NOT NULL REFERENCES candidate(number),"
    " step INTEGER NOT NULL CHECK(step >= 1),"
    " value BLOB NOT NULL,"
    " outcome TEXT NOT NULL,"
    " captures INTEGER NOT NULL CHECK(captures >= 0),"
    " superseded INTEGER NOT NULL DEFAULT 0 CHECK(superseded IN (0, 1)),"
    " record BLOB NOT NULL) STRICT;"
    "CREATE UNIQUE INDEX attempt_latest ON attempt(candidate, step, value) WHERE superseded = 0;"

    "CREATE TABLE capture("
    " id INTEGER PRIMARY KEY,"
    " candidate TEXT NOT NULL REFERENCES candidate(number),"
    " attempt INTEGER NOT NULL REFERENCES attempt(id),"
    " evidence INTEGER NOT NULL CHECK(evidence >= 1),"
    " bytes INTEGER NOT NULL CHECK(bytes >= 0),"
    " facts BLOB NOT NULL,"
    " headers BLOB NOT NULL,"
    " body BLOB NOT NULL,"
    " UNIQUE(candidate, evidence)) STRICT;"
    "CREATE INDEX capture_attempt ON capture(attempt, evidence);"

    /* Belong to no candidate; `through` is the newest attempt they speak for. */
    "CREATE TABLE control("
    " id INTEGER PRIMARY KEY,"
    " step INTEGER NOT NULL CHECK(step >= 1),"
    " passed INTEGER NOT NULL CHECK(passed IN (0, 1)),"
    " through INTEGER NOT NULL CHECK(through >= 0),"
    " record BLOB NOT NULL) STRICT;"
    "CREATE INDEX control_step ON control(step, passed);"

    "CREATE TABLE decision("
    " id INTEGER PRIMARY KEY,"
    " candidate TEXT NOT NULL REFERENCES candidate(number),"
    " evidence INTEGER NOT NULL,"
    " item INTEGER NOT NULL,"
    " record BLOB NOT NULL,"
    " FOREIGN KEY(candidate, evidence) REFERENCES capture(candidate, evidence)) STRICT;"
    "CREATE INDEX decision_candidate ON decision(candidate, id);"

    "CREATE TABLE hold("
    " id INTEGER PRIMARY KEY,"
    " candidate TEXT NOT NULL REFERENCES candidate(number),"
    " lifted INTEGER NOT NULL CHECK(lifted IN (0, 1)),"
    " record BLOB NOT NULL) STRICT;"

    "CREATE TABLE certificate("
    " id INTEGER PRIMARY KEY,"
    " text TEXT NOT NULL) STRICT;"

    "CREATE TABLE timestamp("
    " id INTEGER PRIMARY KEY,"
    " seq INTEGER NOT NULL," /* of the ledger's entry */
    " sha256 TEXT NOT NULL,"
    " token BLOB NOT NULL) STRICT;"

    "CREATE TABLE chain("
    " name TEXT PRIMARY KEY,"
    " rows INTEGER NOT NULL,"
    " sha256 TEXT NOT NULL) STRICT;"

    "CREATE TABLE head("
    " id INTEGER PRIMARY KEY CHECK(id = 1),"
    " signature BLOB NOT NULL) STRICT;"

    "CREATE TABLE ledger("
    " seq INTEGER PRIMARY KEY CHECK(seq >= 1),"
    " entry TEXT NOT NULL,"
    " sha256 TEXT NOT NULL) STRICT;";

/* Answers of attempts that are not over: gone again when the attempt is stored, so no chain covers them; what
 * is in them is sealed in its place as everything is. */
static const char second[] =
    "CREATE TABLE begun("
    " id INTEGER PRIMARY KEY AUTOINCREMENT," /* no row ever takes the place of another */
    " candidate TEXT NOT NULL REFERENCES candidate(number),"
    " step INTEGER NOT NULL CHECK(step >= 1),"
    " value BLOB NOT NULL,"
    " facts BLOB NOT NULL,"
    " headers BLOB NOT NULL,"
    " body BLOB NOT NULL) STRICT;"
    "CREATE INDEX begun_cell ON begun(candidate, step, value);";

/* Rechecks (vault_rechecks.c). */
static const char third[] =
    "CREATE TABLE recheck("
    " id INTEGER PRIMARY KEY,"
    " candidate TEXT NOT NULL REFERENCES candidate(number),"
    " evidence INTEGER NOT NULL,"
    " item INTEGER NOT NULL,"
    " record BLOB NOT NULL,"
    " FOREIGN KEY(candidate, evidence) REFERENCES capture(candidate, evidence)) STRICT;"
    "CREATE INDEX recheck_candidate ON recheck(candidate, id);";

const char *const vault_migrations[VAULT_SCHEMA] = {NULL, first, second, third};

bool vault_migrate(struct store *s, int64_t from, struct faults *f) {
    for (int64_t to = VAULT_OLDEST; to <= VAULT_SCHEMA; to++) {
        if (to <= from)
            continue;
        char *stamp =
            mem_format("PRAGMA application_id=%d; PRAGMA user_version=%" PRId64, VAULT_APPLICATION_ID, to);
        bool ok = store_begin(s, f);
        if (ok) {
            ok = store_execute(s, vault_migrations[to - 1], "bring the vault to this version", f) &&
                 store_execute(s, stamp, "bring the vault to this version", f);
            ok = store_end(s, ok, f);
        }
        free(stamp);
        if (!ok)
            return false;
    }
    return true;
}

bool vault_schema_of(struct store *s, int64_t *schema, struct faults *f) {
    int64_t application = 0;
    *schema = 0;
    if (!store_number(s, "PRAGMA application_id", &application, f) ||
        !store_number(s, "PRAGMA user_version", schema, f))
        return false;
    if (application != VAULT_APPLICATION_ID)
        return fault(f, FAULT_DATA, s->path, "keep it as it is and restore the vault from its backup",
                     "this is not a vault of evenhand");
    if (*schema < VAULT_OLDEST)
        return fault(
            f, FAULT_CONFIG, s->path,
            "keep it, and gather anew into another caseload: what lies unsealed stays readable on the "
            "disk",
            "the vault was made before vaults were sealed");
    if (*schema > VAULT_SCHEMA)
        return fault(f, FAULT_CONFIG, s->path, "use the evenhand that made it, or a newer one",
                     "the vault has schema %" PRId64 "; this evenhand knows schemas up to %d", *schema,
                     VAULT_SCHEMA);
    return true;
}
