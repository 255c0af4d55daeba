/* Addresses of the web (RFC 3986), only as far as telling a plausible one from a typing error; libcurl parses
 * them for good when it asks. */
#ifndef EVENHAND_URL_H
#define EVENHAND_URL_H

#include <stddef.h>

#include "evenhand/buf.h"

#define URL_MAX_BYTES 2048

/* NULL when `url` is http or https, names a host, holds no log-in and no character that an address may not
 * hold; else what is wrong with it, as a clause ("has no host"). */
const char *url_fault(const char *url);

/* The same for a proxy: http, https, socks5 or socks5h. */
const char *url_proxy_fault(const char *url);

/* Appends text percent-encoded; RFC 3986's unreserved characters stay. */
void url_encode(const char *text, struct buf *out);

/* Appends an address as it is, but for characters that no address may hold (spaces, controls, quotes, bytes
 * over 0x7e), which are percent-encoded. */
void url_clean(const char *url, struct buf *out);

#endif
