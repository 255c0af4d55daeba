#include "evenhand/clusters.h"

#include <stdlib.h>
#include <string.h>

#include "evenhand/files.h"
#include "evenhand/mem.h"

static bool add_word(struct clusters *c, const char *word, size_t cluster) {
    size_t before = c->words.count;
    uint32_t number = wordbook_add(&c->words, word, strlen(word));
    if (c->words.count == before)
        return false;
    if ((number & (number - 1)) == 0) /* numbers follow each other from 1: doubled at each power of two */
        c->of = mem_grow(c->of, (size_t)number * 2, sizeof *c->of);
    c->of[number] = (uint16_t)cluster;
    return true;
}

/* "8 32 239: dominate occupy ..." */
static bool read_line(struct clusters *c, char *line) {
    char *rest = NULL, *names = strtok_r(line, ":", &rest), *words = strtok_r(NULL, "", &rest);
    if (names == NULL || words == NULL || c->count == UINT16_MAX)
        return false;
    c->cluster = mem_grow(c->cluster, c->count + 1, sizeof *c->cluster);
    struct cluster *cluster = &c->cluster[c->count];
    for (int level = 0; level < CLUSTER_LEVELS; level++) {
        char *name = strtok_r(level == 0 ? names : NULL, " ", &rest);
        if (name == NULL || strlen(name) >= sizeof cluster->name[level])
            return false;
        memcpy(cluster->name[level], name, strlen(name) + 1);
    }
    for (char *word = strtok_r(words, " ", &rest); word != NULL; word = strtok_r(NULL, " ", &rest)) {
        if (!add_word(c, word, c->count))
            return false;
    }
    c->count++;
    return true;
}

/* For messages. */
struct reading {
    struct clusters *c;
    const char *path;
};

static bool take_line(void *ctx, char *line, size_t number, struct faults *f) {
    const struct reading *r = ctx;
    return line[0] == '#' || line[0] == '\0' || read_line(r->c, line) ||
           fault(f, FAULT_CONFIG, fault_place(r->path, number, 0),
                 "write \"COARSE MIDDLE FINE: word ...\", each word once", "not a cluster");
}

bool clusters_read(struct clusters *c, const char *path, struct faults *f) {
    return file_lines(path, CLUSTERS_MAX_FILE_BYTES, take_line, &(struct reading){c, path}, f);
}

const struct cluster *clusters_find(const struct clusters *c, const char *word, size_t len) {
    uint32_t number = wordbook_find(&c->words, word, len);
    return number == 0 ? NULL : &c->cluster[c->of[number]];
}

void clusters_free(struct clusters *c) {
    wordbook_free(&c->words);
    free(c->of);
    free(c->cluster);
    *c = (struct clusters){0};
}
