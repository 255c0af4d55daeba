/* One exchange as libcurl sees it: what is asked for, what is taken in, what came of it. Used by fetch.c
 * alone. */
#ifndef EVENHAND_EXCHANGE_H
#define EVENHAND_EXCHANGE_H

#include <curl/curl.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>

#include "evenhand/fetch.h"

struct exchange {
    const struct fetch_options *options; /* borrowed */
    struct curl_slist *extra;            /* headers of this request alone */
    CURL *easy;                          /* owned; kept from one exchange to the next */
    struct fetch_answer answer;
    size_t *held; /* counts the body's bytes while they are here */
    size_t max;   /* of the body */
    bool cut, reached_max, headers_too_long, crowded;
    const char *guarded; /* kind of the last address that the guard refused, or NULL */
    char guarded_address[INET6_ADDRSTRLEN];
    char error[CURL_ERROR_SIZE];
};

/* Sets every option of x->easy for a GET of `url`. False: libcurl knows an option no more (a bug). */
bool exchange_prepare(struct exchange *x, const char *url, const char *header);
/* Frees what the request alone needed. */
void exchange_forget(struct exchange *x);
/* Fills in the rest of x->answer when libcurl is done with it. */
void exchange_settle(struct exchange *x, CURLcode code);

#endif
