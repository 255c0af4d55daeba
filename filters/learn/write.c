#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "evenhand/files.h"
#include "evenhand/learn.h"
#include "evenhand/mem.h"
#include "evenhand/vocab.h"

/* Chances that decide, in hundredths, the same for every candidate: see tag_weights.h. */
#define CHANCES_LINE "@chances 1 25 1 1 5\n"
#define CLASS_SHARE 50 /* percent of a sign's occurrences, to be told */
#define WORTH 2        /* hundredths: a weight below this tells nothing */

static int hundredths(float weight) {
    long rounded = lrintf(weight * 100);
    return rounded > INT16_MAX ? INT16_MAX : rounded < -INT16_MAX ? -INT16_MAX : (int)rounded;
}

static const struct feature_table *table_of_sort;

static int by_name(const void *a, const void *b) {
    return strcmp(feature_table_name(table_of_sort, *(const uint32_t *)a),
                  feature_table_name(table_of_sort, *(const uint32_t *)b));
}

/* Signs that mostly stand for one class. */
static void write_classes(const struct learner *l, struct buf *out) {
    for (size_t i = 0; i < l->sign_slots; i++) {
        const struct learn_sign *s = &l->sign[i];
        uint32_t all = 0, best = 0;
        for (uint32_t c = 0; c < VOCAB_CLASSES_MAX; c++) {
            all += s->in[c];
            best = s->in[c] > s->in[best] ? c : best;
        }
        uint32_t share = all == 0 ? 0 : 100 * s->in[best] / (all + 1);
        if (share >= CLASS_SHARE)
            buf_format(out, "@class %s\t%s\t%u\n", l->names.data + s->name, vocab_classes[best], share);
    }
}

bool learn_write(const struct learner *l, const char *path, struct faults *f) {
    struct buf out = {0};
    buf_format(
        &out,
        "# The tagger's weights, made by scripts/learn from %zu labelled texts. Do not edit.\n"
        "# OFFSET KIND TEXT ...<TAB>weight of a trait<TAB>weight of a name; see include/evenhand/signs.h\n",
        l->texts);
    buf_add_text(&out, CHANCES_LINE);
    buf_format(&out, "@bias %d %d %d\n", hundredths(l->bias[0]), hundredths(l->bias[1]),
               hundredths(l->bias[2]));
    for (int from = 0; from < TAGS; from++)
        buf_format(&out, "@move %d %d %d %d\n", from, hundredths(l->move[from][0]),
                   hundredths(l->move[from][1]), hundredths(l->move[from][2]));
    uint32_t *kept = mem_array(l->table.count, sizeof *kept);
    size_t count = 0;
    for (uint32_t i = 1; i < l->table.count; i++) {
        const float *of = l->feature[i].of;
        if (abs(hundredths(of[TAG_TRAIT])) >= WORTH || abs(hundredths(of[TAG_NAME])) >= WORTH)
            kept[count++] = i;
    }
    table_of_sort = &l->table;
    qsort(kept, count, sizeof *kept, by_name);
    for (size_t i = 0; i < count; i++) {
        const float *of = l->feature[kept[i]].of;
        buf_format(&out, "%s\t%d\t%d\n", feature_table_name(&l->table, kept[i]), hundredths(of[TAG_TRAIT]),
                   hundredths(of[TAG_NAME]));
    }
    write_classes(l, &out);
    bool fine = file_write(path, out.data, out.len, f);
    free(kept);
    buf_free(&out);
    return fine;
}
