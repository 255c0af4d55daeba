/* API keys: the only credential evenhand ever sends, where a source's descriptor asks for one. It comes from
 * the environment (EVENHAND_KEY_NAME) or from CASELOAD/keys/NAME, a file of mode 0600, NAME being the
 * source's; it goes to the origin of the step's first address only, over TLS (or to this machine), and is
 * taken out of everything that comes back before that is kept. It is in no plan, log, message, ledger or
 * stored address. */
#ifndef EVENHAND_SECRET_H
#define EVENHAND_SECRET_H

#include <stdbool.h>
#include <stddef.h>

#include "evenhand/fetch.h"
#include "evenhand/plan.h"
#include "evenhand/weburl.h"

#define SECRET_MIN_BYTES 8 /* shorter ones could not be told from ordinary text in an answer */
#define SECRET_MAX_BYTES 512

struct secret {
    const struct source_key *how; /* borrowed; NULL: the source has no key */
    char *value;                  /* NULL: none given, and none needed */
};

/* The keys of the sources that the plan's steps use, one a step (shared by value with none). A fault for
 * every one that is needed and not there, readable by others, or that stands in plan.yaml. */
bool secrets_read(struct secret *secrets, const struct plan *plan, const char *caseload,
                  const char *plan_text, struct faults *f);
void secrets_free(struct secret *secrets, size_t count);

/* Whether the key may go with a request to `url`, when the step began at the origin `home`. */
bool secret_may_go(const struct secret *s, const struct weburl *url, const char *home);
/* The address with the key in its query; free() releases. */
char *secret_url(const struct secret *s, const char *url);
/* "Name: value" of the header; NULL when the key goes into the query. free() releases. */
char *secret_header(const struct secret *s);
/* Puts "[key]" in the place of the key, wherever the answer holds it. */
void secret_scrub(const struct secret *s, struct fetch_answer *answer);

#endif
