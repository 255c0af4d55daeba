#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "evenhand/files.h"
#include "evenhand/learn_screen.h"
#include "evenhand/mem.h"
#include "evenhand/vocab.h"

/* Chances that decide, the same for every candidate: finder_weights.h. Chosen on held-out texts. */
#define ANY 0.85
#define FURTHER 0.70
#define VETO 0.05
#define WORTH 0.05f /* a weight below this tells nothing */

static const struct feature_table *table_of_sort;

static int by_name(const void *a, const void *b) {
    return strcmp(feature_table_name(table_of_sort, *(const uint32_t *)a),
                  feature_table_name(table_of_sort, *(const uint32_t *)b));
}

static const char *column(int c) {
    return c < FINDER_CATEGORIES ? vocab_categories[c] : vocab_severities[c - FINDER_CATEGORIES];
}

static bool worth(const float *w) {
    for (int c = 0; c < FINDER_COLUMNS; c++) {
        if (fabsf(w[c]) >= WORTH) {
            return true;
        }
    }
    return false;
}

static void write_row(struct buf *out, const char *name, const float *w) {
    buf_add_text(out, name);
    for (int c = 0; c < FINDER_COLUMNS; c++) {
        if (fabsf(w[c]) >= WORTH) {
            buf_format(out, "\t%s=%.2g", column(c), (double)w[c]);
        }
    }
    buf_add_char(out, '\n');
}

bool learn_screen_write(const struct screen_learner *l, const char *path, struct faults *f) {
    struct buf out = {0};
    buf_format(
        &out,
        "# The finder's weights, made by scripts/learn-screen from %zu labelled sentences. Do not edit.\n"
        "# OFFSET KIND TEXT ...<TAB>COLUMN=WEIGHT ...; see include/evenhand/finder_weights.h\n"
        "@chances %.2f %.2f %.2f\n",
        l->sentences, ANY, FURTHER, VETO);
    write_row(&out, "@bias", l->weight[0]);
    uint32_t *kept = mem_array(l->table.count, sizeof *kept);
    size_t count = 0;
    for (uint32_t i = 1; i < l->table.count; i++) {
        if (worth(l->weight[i])) {
            kept[count++] = i;
        }
    }
    table_of_sort = &l->table;
    qsort(kept, count, sizeof *kept, by_name);
    for (size_t i = 0; i < count; i++) {
        write_row(&out, feature_table_name(&l->table, kept[i]), l->weight[kept[i]]);
    }
    bool fine = file_write(path, out.data, out.len, f);
    free(kept);
    buf_free(&out);
    return fine;
}
