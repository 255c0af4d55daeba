#include "evenhand/custody.h"

#include <fcntl.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "evenhand/mem.h"
#include "evenhand/passphrase.h"

static struct custody *held;
static bool quiet;

void custody_quiet(bool on) {
    quiet = on;
}

void custody_forget(void) {
    sodium_free(held); /* wipes; NULL is fine */
    held = NULL;
}

static struct custody *fresh(void) {
    custody_forget();
    return held = box_secret(sizeof *held);
}

void custody_hold(const char *caseload, const char *custodian, const unsigned char *secret) {
    struct custody *c = fresh();
    (void)snprintf(c->caseload, sizeof c->caseload, "%s", caseload);
    (void)snprintf(c->custodian, sizeof c->custodian, "%s", custodian);
    memcpy(c->secret, secret, sizeof c->secret);
}

/* What the driver passed: a whole struct custody, written by the same release. */
static bool take_from_driver(const char *number) {
    char *end = NULL;
    long fd = strtol(number, &end, 10);
    if (*end != '\0' || fd < 3 || fd > 1024)
        return false;
    ssize_t got = read((int)fd, fresh(), sizeof *held);
    (void)close((int)fd);
    if (got == (ssize_t)sizeof *held)
        return true;
    custody_forget();
    return false;
}

static bool unlock(struct key_file *k, struct faults *f) {
    if (k->opened)
        return true;
    if (quiet)
        return fault(f, FAULT_NOT_PERMITTED, "key", NULL, "it is locked");
    char *prompt = mem_format("Passphrase of %s's key: ", k->custodian);
    char *passphrase = passphrase_ask(prompt, f);
    bool ok = passphrase && key_file_unlock(k, passphrase, f);
    sodium_free(passphrase);
    free(prompt);
    return ok;
}

static void take_from_file(const char *caseload, const char *suffix, struct faults *f) {
    struct key_file k;
    key_file_begin(&k);
    char *file = key_file_path(caseload, f), *path = file ? mem_format("%s%s", file, suffix) : NULL;
    if (path && key_file_read(path, &k, f) && unlock(&k, f)) {
        if (strcmp(k.caseload, caseload) == 0)
            custody_hold(k.caseload, k.custodian, k.secret);
        else
            (void)fault(f, FAULT_NOT_PERMITTED, path, "give every key file the name of its own caseload",
                        "this key is of another caseload (%s)", k.caseload);
    }
    free(path);
    free(file);
    key_file_end(&k);
}

const struct custody *custody_of(const char *caseload, struct faults *f) {
    const char *passed = getenv(CUSTODY_FD_ENV);
    if (held && strcmp(held->caseload, caseload) == 0)
        return held;
    if (passed && take_from_driver(passed) && strcmp(held->caseload, caseload) == 0)
        return held;
    custody_forget();
    take_from_file(caseload, "", f);
    return held;
}

const struct custody *custody_next(const char *caseload, struct faults *f) {
    custody_forget();
    take_from_file(caseload, ".next", f);
    return held;
}

int custody_pass(void) {
    int ends[2];
    if (!held || pipe2(ends, O_CLOEXEC) != 0)
        return -1;
    /* A pipe holds more than this without a reader. */
    bool ok = write(ends[1], held, sizeof *held) == (ssize_t)sizeof *held;
    (void)close(ends[1]);
    if (ok)
        return ends[0];
    (void)close(ends[0]);
    return -1;
}
