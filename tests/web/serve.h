/* The server: one thread, one loop, loopback only. */
#ifndef MADEUP_SERVE_H
#define MADEUP_SERVE_H

#include <stdbool.h>
#include <stdio.h>

#include "evenhand/faults.h"
#include "site.h"

#define SERVE_MAX_CONNECTIONS 1000

struct serve {
    struct sites *sites;
    unsigned port; /* 0: any; then the one in use */
    bool blocked;  /* --variant blocked */
    FILE *log;     /* or NULL */
};

/* Serves until SIGTERM or SIGINT, once "listening on PORT" was printed on stdout. */
bool serve_run(struct serve *s, struct faults *f);

#endif
