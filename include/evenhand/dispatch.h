/* From the command line to a command or a stage. */
#ifndef EVENHAND_DISPATCH_H
#define EVENHAND_DISPATCH_H

#include <stdbool.h>

#include "evenhand/faults.h"

/* Descriptors 0 to SUPERVISE_KEY_FD are kept open (on /dev/null where they were closed), so that no file or
 * pipe of ours ever gets a number that means something to a stage. */
bool dispatch_descriptors(struct faults *f);

/* Runs the command that argv names. A stage by hand replaces this process. */
bool dispatch(int argc, char **argv, struct faults *f);

#endif
