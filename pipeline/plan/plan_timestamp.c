#include <stdlib.h>

#include "evenhand/fields.h"
#include "evenhand/files.h"
#include "evenhand/plan_parts.h"

/* The certificates count as part of the plan: who may say what time it was is decided before gathering. */
static bool read_authorities(struct plan *p, const char *caseload, const struct yaml *map, struct faults *f) {
    if (!field_text(map, "authorities", true, FIELD_MAX_LINE_BYTES, &p->timestamp.authorities, f))
        return false;
    char *path = path_join(caseload, p->timestamp.authorities);
    struct faults of_file = FAULTS_NONE;
    bool ok = digest_file(path, p->timestamp.digest, &of_file) ||
              fault(f, FAULT_CONFIG, yaml_place(yaml_get(map, "authorities")),
                    "put the authority's certificates (PEM) there; the path begins at the caseload",
                    "\"authorities\" names a file that cannot be read: %s", p->timestamp.authorities);
    free(path);
    return ok;
}

bool plan_timestamp_read(struct plan *p, const char *caseload, struct faults *f) {
    static const char *const keys[] = {"url", "authorities", NULL};
    const struct yaml *map = NULL;
    if (!field_map(p->yaml, "timestamp", false, &map, f))
        return false;
    if (!map)
        return true;
    bool known = yaml_check_keys(map, keys, f), url = field_url(map, "url", &p->timestamp.url, f);
    if (url && !p->timestamp.url)
        url = fault(f, FAULT_CONFIG, yaml_place(map), "name the authority's address", "\"url\" is missing");
    return read_authorities(p, caseload, map, f) && known && url;
}
