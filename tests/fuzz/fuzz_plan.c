/* Fuzz target: any bytes as plan.yaml, and as candidates.csv. Accepted, or refused with a place; an accepted
 * plan can be explained. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "evenhand/candidates.h"
#include "evenhand/files.h"
#include "evenhand/plan.h"
#include "evenhand/record.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char folder[] = "/dev/shm/evenhand-fuzz-XXXXXX";

static void read_plan(const void *data, size_t size) {
    struct faults f = FAULTS_NONE;
    struct buf text = {0};
    char *path = path_join(folder, "plan.yaml");
    FILE *file = fopen(path, "we");
    if (!file || fwrite(data, 1, size, file) != size || fclose(file) != 0)
        abort();
    struct plan *plan = plan_read(folder, &f);
    if (!plan && f.count == 0)
        abort();
    if (plan)
        plan_explain(plan, &text);
    plan_free(plan);
    buf_free(&text);
    free(path);
}

static void read_candidates(const char *data, size_t size) {
    struct faults f = FAULTS_NONE;
    struct candidates c = {.row = NULL};
    bool ok = candidates_parse(data, size, &c, &f);
    if (!ok && f.count == 0)
        abort();
    for (size_t i = 0; ok && i < c.count; i++)
        cJSON_Delete(candidates_record(&c, i, "C-7F3K"));
    candidates_free(&c);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static bool ready;
    if (!ready) {
        record_init();
        if (!mkdtemp(folder))
            abort();
        ready = true;
    }
    read_plan(data, size);
    read_candidates((const char *)data, size);
    return 0;
}
