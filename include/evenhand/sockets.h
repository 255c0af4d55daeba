/* The connections of many exchanges, watched by epoll: libcurl is called for those where something happened,
 * and when its own clock says so. curl_multi_perform would look at every one each time. */
#ifndef EVENHAND_SOCKETS_H
#define EVENHAND_SOCKETS_H

#include <curl/curl.h>
#include <stdbool.h>
#include <stdint.h>

#include "evenhand/faults.h"

struct sockets {
    CURLM *multi; /* borrowed */
    int epoll;
    int wake;    /* watched beside the connections; -1: nothing is */
    int64_t due; /* ms of the monotonic clock, when libcurl wants to be called; -1: not */
};

/* Watches everything that is added to `multi` from now on; the struct must stay where it is. */
bool sockets_open(struct sockets *s, CURLM *multi, struct faults *f);
void sockets_close(struct sockets *s); /* after curl_multi_cleanup */

/* Waits up to `ms` for a connection, libcurl's clock or `wake_fd` (-1: none), and lets libcurl act. */
bool sockets_wait(struct sockets *s, int64_t ms, int wake_fd, struct faults *f);

#endif
