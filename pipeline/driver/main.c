/* evenhand: the driver. `evenhand COMMAND [CASELOAD]`, or `evenhand STAGE ...` to run one stage by hand. */
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "evenhand/command.h"
#include "evenhand/dispatch.h"
#include "evenhand/record.h"

int main(int argc, char **argv) {
    struct faults f = FAULTS_NONE;
    (void)umask(027);
    record_init();
    if (!dispatch_descriptors(&f) || sodium_init() < 0)
        return faults_report(&f);
    (void)dispatch(argc, argv, &f);
    if ((fflush(stdout) != 0 || ferror(stdout)) && f.count == 0)
        (void)fault(&f, FAULT_IO, "standard output", "the work itself is done",
                    "what evenhand said could not be written");
    return faults_report(&f);
}
