/* evenhand-learn: makes the tagger's weights from labelled texts.
 *
 *     evenhand-learn RULES WEIGHTS TEXTS.ndjson ...
 *
 * For developers of the rules (scripts/learn runs it); not installed. */
#include <stdio.h>
#include <stdlib.h>

#include "evenhand/learn.h"
#include "evenhand/record.h"

int main(int argc, char **argv) {
    struct faults f = FAULTS_NONE;
    struct learner learner = {0};
    if (argc < 4) {
        fputs("usage: evenhand-learn RULES WEIGHTS TEXTS.ndjson ...\n", stderr);
        return 64;
    }
    record_init();
    bool fine = learn_open(&learner, argv[1], &f);
    for (int i = 3; fine && i < argc; i++)
        fine = learn_read(&learner, argv[i], &f);
    if (fine) {
        learn_fit(&learner);
        fine = learn_write(&learner, argv[2], &f);
    }
    learn_close(&learner);
    return fine ? 0 : faults_report(&f);
}
