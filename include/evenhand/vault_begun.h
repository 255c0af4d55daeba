/* Answers of attempts that are not over. A crash between two pages leaves them here; whoever goes on reads
 * them and asks for the rest. Part of the vault's interface, beside vault.h. */
#ifndef EVENHAND_VAULT_BEGUN_H
#define EVENHAND_VAULT_BEGUN_H

#include <stdbool.h>

#include "evenhand/faults.h"
#include "evenhand/vault.h"

/* One of them; everything is borrowed. */
struct vault_begun {
    const char *candidate;
    long step;
    const char *value;           /* of the list slot, or ""; to put only */
    const char *asked;           /* the address, before any redirect */
    const char *started;         /* UTC: when it was first asked */
    const char *why;             /* it tells nothing; "" when it tells something */
    struct vault_capture answer; /* `request` is not kept */
};

/* Keeps it until vault_attempt_put stores an attempt at the same candidate, step and value. */
bool vault_begun_put(struct vault *v, const struct vault_begun *b, struct faults *f);
/* Whether there is any at all. */
bool vault_begun_any(struct vault *v, bool *any, struct faults *f);
/* Those of a candidate, step and value, in the order in which they came. */
typedef bool vault_each_begun(void *ctx, const struct vault_begun *b, struct faults *f);
bool vault_begun_each(struct vault *v, const char *candidate, long step, const char *value,
                      vault_each_begun *each, void *ctx, struct faults *f);

/* All of a candidate. */
bool vault_begun_of(struct vault *v, const char *candidate, vault_each_begun *each, void *ctx,
                    struct faults *f);

/* For vault_attempts.c, within its transaction; `token` is the value's. */
bool begun_forget(struct vault *v, const char *candidate, int64_t step, const unsigned char *token,
                  struct faults *f);

#endif
