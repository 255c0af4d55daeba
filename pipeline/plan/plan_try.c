/* A step of its own for a source that is to be tried: written as a plan would, so that it is checked as a
 * plan's is. */
#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

#include "evenhand/mem.h"
#include "evenhand/plan_lint.h"
#include "evenhand/plan_parts.h"

/* JSON is YAML, too. */
static char *step_text(const struct source *s, const char *site, const char *control) {
    cJSON *step = cJSON_CreateObject();
    char *query = mem_format("{%s}", s->slots[0]);
    (void)cJSON_AddStringToObject(step, "source", s->name);
    (void)cJSON_AddStringToObject(step, "query", query);
    if (site != NULL)
        (void)cJSON_AddStringToObject(step, "site", site);
    if (control != NULL)
        (void)cJSON_AddStringToObject(step, "control", control);
    char *text = cJSON_PrintUnformatted(step);
    cJSON_Delete(step);
    free(query);
    return text;
}

static bool read_step(struct plan *p, const char *text, struct faults *f) {
    struct plan_step *step = &p->step[p->steps];
    p->tried = yaml_parse(text, strlen(text), "sources test", f);
    if (p->tried == NULL || !plan_step_read(p, step, p->tried, f) || !plan_lint_step(p, step, p->tried, f))
        return false;
    p->steps++;
    return true;
}

bool plan_try_source(struct plan *p, const char *source, const char *site, const char *control,
                     struct faults *f) {
    const struct source *s = source_find(&p->sources, source);
    if (s == NULL)
        return fault(f, FAULT_USAGE, "sources test", "\"evenhand sources list\" names all",
                     "there is no source \"%s\"", source);
    if (p->steps == PLAN_MAX_STEPS || p->tried != NULL)
        return fault(f, FAULT_CONFIG, PLAN_FILE, NULL, "the plan has no room for one more step");
    char *text = step_text(s, site, control);
    bool ok = read_step(p, text, f);
    free(text);
    return ok;
}
