#include "evenhand/packs.h"

#include <stdlib.h>
#include <string.h>

#include "evenhand/files.h"
#include "evenhand/mem.h"
#include "evenhand/text.h"
#include "evenhand/vocab.h"
#include "evenhand/yaml.h"

static const char *const keys[] = {"pack", "title", "note", "classes", NULL};

static bool read_classes(struct pack *pack, const struct yaml *map, const struct yaml *root,
                         struct faults *f) {
    if (map == NULL || map->kind != YAML_MAP || map->count == 0)
        return fault(f, FAULT_CONFIG, yaml_place(root), "list class: citation", "the pack has no classes");
    for (size_t i = 0; i < map->count; i++) {
        int class = vocab_find(vocab_classes, map->key[i]->text);
        if (class < 0)
            return fault(f, FAULT_CONFIG, yaml_place(map->key[i]), "see docs/redaction.md",
                         "unknown class \"%s\"", map->key[i]->text);
        if (map->child[i]->text == NULL || map->child[i]->text[0] == '\0')
            return fault(f, FAULT_CONFIG, yaml_place(map->key[i]), "cite the law",
                         "class \"%s\" has no citation", map->key[i]->text);
        pack->classes |= (uint32_t)1 << class;
    }
    return true;
}

static bool read_pack(struct packs *packs, const char *path, struct faults *f) {
    if (packs->count == PACKS_MAX)
        return fault(f, FAULT_CONFIG, path, "remove some", "more than %d packs", PACKS_MAX);
    struct yaml *yaml = yaml_read(path, path, f);
    const char *name = NULL;
    struct pack pack = {0};
    bool fine = yaml != NULL && yaml_check_keys(yaml, keys, f) && yaml_text(yaml, "pack", true, &name, f) &&
                read_classes(&pack, yaml_get(yaml, "classes"), yaml, f);
    if (fine) {
        pack.name = mem_string(name);
        packs->pack[packs->count++] = pack;
    }
    yaml_drop(yaml);
    return fine;
}

bool packs_read(struct packs *packs, const char *folder, struct faults *f) {
    char *below = path_join(folder, "packs"), **names = NULL;
    bool fine = files_list(below, ".yaml", &names, f);
    for (char **name = names; fine && *name != NULL; name++) {
        char *path = path_join(below, *name);
        fine = read_pack(packs, path, f);
        free(path);
    }
    files_free(names);
    free(below);
    return fine;
}

void packs_free(struct packs *packs) {
    for (size_t i = 0; i < packs->count; i++)
        free(packs->pack[i].name);
    packs->count = 0;
}

bool packs_find(const struct packs *packs, const char *jurisdiction, uint32_t *classes, struct faults *f) {
    *classes = ~(uint32_t)0;
    if (jurisdiction[0] == '\0' || strcmp(jurisdiction, "all") == 0)
        return true;
    const char *names[PACKS_MAX + 2] = {"all"};
    for (size_t i = packs->count; i > 0; i--) { /* a caseload's pack, read later, overrides */
        const struct pack *pack = &packs->pack[i - 1];
        names[i] = pack->name;
        if (strcmp(pack->name, jurisdiction) == 0) {
            *classes = pack->classes | (uint32_t)1 << vocab_find(vocab_classes, "identity");
            return true;
        }
    }
    const char *near = text_nearest(jurisdiction, names);
    return fault(f, FAULT_CONFIG, "run record",
                 near == NULL ? "name a pack of rules/redact/packs" : "check its spelling",
                 "no pack for the jurisdiction \"%s\"%s%s", jurisdiction,
                 near == NULL ? "" : ", nearest: ", near == NULL ? "" : near);
}
