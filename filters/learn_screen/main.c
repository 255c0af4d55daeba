/* evenhand-learn-screen: makes the finder's weights from labelled texts and the rules' own examples.
 *
 *     evenhand-learn-screen RULES WEIGHTS TEXTS.ndjson ...
 *
 * For developers of the rules (scripts/learn-screen runs it); not installed. */
#include <stdio.h>

#include "evenhand/learn_screen.h"
#include "evenhand/record.h"

int main(int argc, char **argv) {
    struct faults f = FAULTS_NONE;
    struct screen_learner learner = {0};
    if (argc < 4) {
        fputs("usage: evenhand-learn-screen RULES WEIGHTS TEXTS.ndjson ...\n", stderr);
        return 64;
    }
    record_init();
    bool fine = learn_screen_open(&learner, argv[1], &f) && learn_screen_examples(&learner, &f);
    for (int i = 3; fine && i < argc; i++) {
        fine = learn_screen_read(&learner, argv[i], &f);
    }
    if (fine) {
        learn_screen_fit(&learner);
        fine = learn_screen_write(&learner, argv[2], &f);
    }
    learn_screen_close(&learner);
    return fine ? 0 : faults_report(&f);
}
