/* Fuzz target: any bytes as a stream of records. Read to its end or refused with a place; what is read
 * prints, and reads the same again. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "evenhand/record.h"
#include "evenhand/stream.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool again(void *ctx, enum record_type type, const cJSON *record, struct faults *f) {
    struct buf text = {0};
    enum record_type same;
    (void)ctx, (void)f;
    struct faults ours = FAULTS_NONE;
    record_print(record, &text);
    cJSON *tree = record_parse(text.data, text.len - 1, RECORD_SEARCHER, "again", &same, &ours);
    if (!tree || same != type || !cJSON_Compare(tree, record, true))
        abort();
    cJSON_Delete(tree);
    buf_free(&text);
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static int fd = -1;
    struct faults f = FAULTS_NONE;
    if (fd < 0) {
        record_init();
        fd = memfd_create("fuzz", MFD_CLOEXEC);
    }
    if (ftruncate(fd, 0) != 0 || pwrite(fd, data, size, 0) != (ssize_t)size || lseek(fd, 0, SEEK_SET) != 0)
        abort();
    if (!stream_each(fd, RECORD_SEARCHER, "fuzz", false, again, NULL, &f) && f.count == 0)
        abort();
    return 0;
}
