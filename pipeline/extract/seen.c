#include "evenhand/seen.h"

#include <search.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "evenhand/mem.h"
#include "evenhand/record.h"

struct sighting {
    unsigned char key[crypto_generichash_BYTES]; /* BLAKE2b */
    char evidence[16];                           /* where it was seen first */
};

static int by_key(const void *a, const void *b) {
    return memcmp(((const struct sighting *)a)->key, ((const struct sighting *)b)->key,
                  crypto_generichash_BYTES);
}

/* With its NUL, so that no two lists of fields hash alike by accident. */
static void add(crypto_generichash_state *hash, const cJSON *item, const char *field) {
    const char *text = record_text(item, field);
    (void)crypto_generichash_update(hash, (const unsigned char *)text, strlen(text) + 1);
}

static struct sighting *sighting_of(const cJSON *item, const char *evidence) {
    struct sighting *e = mem_alloc(sizeof *e);
    crypto_generichash_state hash;
    (void)crypto_generichash_init(&hash, NULL, 0, sizeof e->key);
    if (*record_text(item, "url") != '\0') {
        add(&hash, item, "url");
    } else {
        add(&hash, item, "author");
        add(&hash, item, "published");
    }
    add(&hash, item, "text");
    (void)crypto_generichash_final(&hash, e->key, sizeof e->key);
    (void)strncpy(e->evidence, evidence, sizeof e->evidence - 1);
    return e;
}

bool seen_before(struct seen *s, const cJSON *item, const char *evidence) {
    struct sighting *e = sighting_of(item, evidence);
    struct sighting *const *place = tsearch(e, &s->tree, by_key);
    const struct sighting *first = place != NULL ? *place : NULL;
    if (first == NULL)
        mem_exhausted();
    else if (first != e) {
        free(e);
        return *record_text(item, "url") != '\0' || strcmp(first->evidence, evidence) != 0;
    }
    return false;
}

void seen_clear(struct seen *s) {
    tdestroy(s->tree, free);
    s->tree = NULL;
}
