/* SIGINT and SIGTERM as something to be read between two steps, not as an interruption. */
#ifndef EVENHAND_STOPPING_H
#define EVENHAND_STOPPING_H

#include <stdbool.h>

#include "evenhand/faults.h"

/* From now on both signals make the descriptor readable and do nothing else; -1 with a fault. close() it. */
int stopping_open(struct faults *f);
/* Whether one came since the last call. */
bool stopping_asked(int fd);

#endif
