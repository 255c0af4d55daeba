#include "evenhand/seen.h"

#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "evenhand/digest.h"
#include "evenhand/mem.h"
#include "evenhand/record.h"

struct sighting {
    char key[DIGEST_HEX_BYTES];
    char evidence[16]; /* where it was seen first */
};

static int by_key(const void *a, const void *b) {
    return strcmp(((const struct sighting *)a)->key, ((const struct sighting *)b)->key);
}

static void add(struct digest *d, const cJSON *item, const char *field) {
    const char *text = record_text(item, field);
    digest_add_named(d, field, text, strlen(text));
}

static struct sighting *sighting_of(const cJSON *item, const char *evidence) {
    struct sighting *e = mem_alloc(sizeof *e);
    struct digest d;
    digest_begin(&d);
    if (*record_text(item, "url") != '\0') {
        add(&d, item, "url");
    } else {
        add(&d, item, "author");
        add(&d, item, "published");
    }
    add(&d, item, "text");
    digest_end(&d, e->key);
    (void)strncpy(e->evidence, evidence, sizeof e->evidence - 1);
    return e;
}

bool seen_before(struct seen *s, const cJSON *item, const char *evidence) {
    struct sighting *e = sighting_of(item, evidence);
    struct sighting **place = tsearch(e, &s->tree, by_key);
    if (place == NULL)
        mem_exhausted();
    if (*place == e)
        return false;
    free(e);
    return *record_text(item, "url") != '\0' || strcmp((*place)->evidence, evidence) != 0;
}

void seen_clear(struct seen *s) {
    tdestroy(s->tree, free);
    s->tree = NULL;
}
