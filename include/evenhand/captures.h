/* The answers of one attempt, held until the attempt is stored with all of them. */
#ifndef EVENHAND_CAPTURES_H
#define EVENHAND_CAPTURES_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

#include "evenhand/ask.h"
#include "evenhand/buf.h"
#include "evenhand/utc.h"
#include "evenhand/vault.h"

struct capture {
    const char *request; /* of the source; borrowed */
    char *url, *media_type;
    char *headers; /* of redirects first, each after its "GET URL" line; then the answer's own */
    char fetched[UTC_BYTES];
    int status;
    char *block; /* what it is instead of an answer, or NULL */
    struct buf body;
};

struct captures {
    struct capture *list;
    size_t count;
    size_t held; /* bytes of bodies */
};

/* Takes answer and trail out of a settled ask. The pointer is good until the next call. */
const struct capture *captures_keep(struct captures *c, const char *request, struct ask *ask);
/* The last one is no answer but this; the first word on it stays. */
void captures_block(struct captures *c, const char *block);
/* As the vault takes them, borrowed; returns how many. */
void captures_row(const struct capture *kept, struct vault_capture *row);
size_t captures_rows(const struct captures *c, struct vault_capture *rows);
bool captures_store(const struct captures *c, const cJSON *attempt, const char *value, struct vault *v,
                    struct faults *f);
void captures_free(struct captures *c);

#endif
