/* evenhand-learn-attribute: makes the match weights anew from labelled pairs.
 *
 *     evenhand-learn-attribute RULES PAIRS.ndjson ...
 *
 * RULES is filters/rules/attribute; its weights.yaml is written anew. For developers of the rules
 * (scripts/learn-attribute runs it); not installed. */
#include <stdio.h>
#include <stdlib.h>

#include "evenhand/files.h"
#include "evenhand/learn_attribute.h"
#include "evenhand/record.h"

int main(int argc, char **argv) {
    struct faults f = FAULTS_NONE;
    struct attribute_learner learner = {0};
    if (argc < 3) {
        (void)fputs("usage: evenhand-learn-attribute RULES PAIRS.ndjson ...\n", stderr);
        return 64;
    }
    record_init();
    bool fine = learn_attribute_open(&learner, argv[1], &f);
    for (int i = 2; fine && i < argc; i++)
        fine = learn_attribute_read(&learner, argv[i], &f);
    if (fine) {
        char *path = path_join(argv[1], "weights.yaml");
        learn_attribute_fit(&learner);
        fine = learn_attribute_write(&learner, path, &f);
        free(path);
    }
    learn_attribute_close(&learner);
    return fine ? 0 : faults_report(&f);
}
