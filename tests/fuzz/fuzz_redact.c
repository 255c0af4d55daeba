/* Fuzz target: any bytes as a text for the wall. libFuzzer; see tests/CMakeLists.txt.
 *
 *     EVENHAND_RULES=filters/rules build/fuzz/tests/fuzz_redact -max_len=4096 -max_total_time=3600 CORPUS
 *
 * Whatever comes in, the result is valid UTF-8, spans lie within the text, and the result goes through again
 * unchanged. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "evenhand/mem.h"
#include "evenhand/record.h"
#include "evenhand/text.h"
#include "evenhand/wall.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct wall *the_wall(void) {
    static struct wall wall;
    if (wall.lexicon.count == 0) {
        struct faults f = FAULTS_NONE;
        const char *folders[] = {getenv("EVENHAND_RULES")};
        record_init();
        if (folders[0] == NULL || !wall_open(&wall, folders, 1, &f)) {
            (void)faults_report(&f);
            abort();
        }
    }
    return &wall;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct wall *w = the_wall();
    struct faults f = FAULTS_NONE;
    if (!wall_text(w, (const char *)data, size, NULL, &f))
        return 0; /* a rule at its limit is a fault, nothing passes */
    for (size_t i = 0; i < w->passage.spans; i++) {
        if (w->passage.span[i].start > w->passage.span[i].end || w->passage.span[i].end > size)
            abort();
    }
    if (w->render.text.len == 0)
        return 0;
    char *once = mem_copy(w->render.text.data, w->render.text.len);
    size_t len = w->render.text.len;
    if (text_invalid_at(once, len) < len)
        abort();
    if (wall_text(w, once, len, NULL, &f) &&
        (w->render.text.len != len || memcmp(w->render.text.data, once, len) != 0))
        abort();
    free(once);
    return 0;
}
