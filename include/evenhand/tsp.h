/* Time-stamps (RFC 3161, by OpenSSL): an authority signs a digest and the time. Requests carry a nonce and
 * ask for the certificate (certReq); an answer is accepted only if it is granted, of this digest and nonce,
 * and signed by a time-stamping certificate below the given authorities that was valid at that time. */
#ifndef EVENHAND_TSP_H
#define EVENHAND_TSP_H

#include <stdbool.h>

#include "evenhand/buf.h"
#include "evenhand/faults.h"

#define TSP_DIGEST_BYTES 32
#define TSP_ANSWER_MAX ((size_t)64 << 10)

struct tsp_request; /* opaque */

/* For a SHA-256 (TSP_DIGEST_BYTES); `der` gets what is sent. */
struct tsp_request *tsp_request_new(const unsigned char *digest, struct buf *der);
void tsp_request_free(struct tsp_request *r);

/* FAULT_ANSWER_NO: refused, or not as above. `request` NULL: an answer stored earlier, whose nonce is not
 * known any more. `authorities`: PEM file; unreadable is FAULT_NO_INPUT. */
bool tsp_check(const struct buf *answer, const unsigned char *digest, const struct tsp_request *request,
               const char *authorities, struct faults *f);

#endif
