/* The address guard: addresses that are not of the public Internet are refused when a connection is made,
 * after the name was resolved, so that no answer can lead the collector into the department's own network
 * (DNS rebinding included). Sources: the IANA special-purpose address registries (RFC 6890 and its updates).
 */
#ifndef EVENHAND_ADDRESS_H
#define EVENHAND_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

#include "evenhand/faults.h"

struct address_range {
    uint8_t bytes[16]; /* IPv4 as ::ffff:a.b.c.d (RFC 4291 2.5.5.2) */
    unsigned bits;     /* of the prefix, 0..128 */
};

struct address_guard {
    struct address_range *allow; /* owned: what network.allow_private names */
    size_t count;
};

/* "127.0.0.0/8", "::1", "10.1.2.3": NULL-terminated list. False with FAULT_CONFIG for one that is no address.
 */
bool address_guard_init(struct address_guard *g, const char *const *allow, struct faults *f);
void address_guard_free(struct address_guard *g);

/* NULL: may be connected to. Else what kind of address it is, in plain words (static): "loopback". */
const char *address_refusal(const struct address_guard *g, const struct sockaddr *to);
/* The same for a URL's host when it is an address or names this machine (localhost); NULL for any other name.
 * For proxies, which resolve names where we cannot look. */
const char *address_host_refusal(const struct address_guard *g, const char *host);

#endif
