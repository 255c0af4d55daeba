/* Block rules: which answers are no answer (a captcha, a log-in or consent wall, an empty shell, a "not
 * found" page with status 200), as data: pipeline/lawful/blocks.yaml says what each condition means. */
#ifndef EVENHAND_BLOCKS_H
#define EVENHAND_BLOCKS_H

#include <stdbool.h>
#include <stddef.h>

#include "evenhand/faults.h"

#define BLOCKS_BODY_BYTES ((size_t)64 << 10) /* of a body, where marks are looked for */

struct blocks; /* opaque */

/* The shipped rules. A fault for every problem found; NULL if there was any. */
struct blocks *blocks_read(struct faults *f);
void blocks_free(struct blocks *b);

/* What is known of an answer. Everything is borrowed. */
struct block_sight {
    const char *asked, *url; /* the address that was asked, and the one that answered */
    const char *headers;     /* "Name: value\n" lines */
    const char *body;
    size_t len;
    size_t text_bytes;  /* readable text of the items found */
    bool nothing_found; /* no item, or unreadable */
    bool data;          /* read as JSON or a feed: its words are somebody's, so that only headers count */
};

/* What the answer is instead of one, in plain words ("a captcha"; lives as long as b); NULL: no rule holds.
 */
const char *blocks_match(const struct blocks *b, const struct block_sight *s);

#endif
