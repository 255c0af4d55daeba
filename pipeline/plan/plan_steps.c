#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "evenhand/fields.h"
#include "evenhand/mem.h"
#include "evenhand/plan_parts.h"
#include "evenhand/template.h"
#include "evenhand/text.h"

#define ADVICE_BYTES 256

/* Names of every source, and their aliases, for "did you mean". free() the array only. */
static const char **source_names(const struct source_set *set) {
    size_t count = 0;
    const char **names = mem_array(set->count * (1 + SOURCE_MAX_ALIASES) + 1, sizeof *names);
    for (size_t i = 0; i < set->count; i++) {
        const struct source *s = set->source[i];
        names[count++] = s->name;
        for (const char **alias = s->aliases; alias != NULL && *alias != NULL; alias++)
            names[count++] = *alias;
    }
    return names;
}

static bool unknown_source(const struct plan *p, const char *name, const struct yaml *node,
                           struct faults *f) {
    char advice[ADVICE_BYTES];
    const char **names = source_names(&p->sources);
    const char *near = text_nearest(name, names);
    if (near != NULL)
        (void)snprintf(advice, sizeof advice, "did you mean \"%s\"?", near);
    else
        (void)snprintf(advice, sizeof advice, "\"evenhand sources list\" names all %zu", p->sources.count);
    free(names);
    return fault(f, FAULT_CONFIG, yaml_place(node), advice, "unknown source \"%s\"", name);
}

static bool read_source(const struct plan *p, struct plan_step *step, const struct yaml *map,
                        struct faults *f) {
    const char *name = NULL;
    if (!field_text(map, "source", true, FIELD_MAX_LINE_BYTES, &name, f))
        return false;
    step->source = source_find(&p->sources, name);
    return step->source != NULL || unknown_source(p, name, yaml_get(map, "source"), f);
}

static bool read_query(struct plan_step *step, const struct yaml *map, struct faults *f) {
    return field_text(map, "query", true, PLAN_MAX_QUERY_BYTES, &step->query, f) &&
           template_check_query(step->query, yaml_get(map, "query"), &step->list_slot, f);
}

/* The step's own site, else the source's; needed exactly when the source's URL names it. */
static bool read_site(struct plan_step *step, const struct yaml *map, struct faults *f) {
    const struct source *s = step->source;
    if (!field_site(map, &step->site, f))
        return false;
    if (step->site != NULL && !source_needs_site(s)) {
        return fault(f, FAULT_CONFIG, yaml_place(yaml_get(map, "site")), "leave \"site\" out",
                     "source \"%s\" always asks the same site or the address in the query", s->name);
    }
    if (step->site == NULL)
        step->site = s->site;
    return step->site != NULL || !source_needs_site(s) ||
           fault(f, FAULT_CONFIG, yaml_place(map), "name the one to ask, as in site: https://search.example",
                 "source \"%s\" (%s) has no site of its own", s->name, s->title);
}

static bool read_pages(struct plan_step *step, const struct yaml *map, struct faults *f) {
    step->pages = step->source->max_pages;
    return yaml_integer(map, "pages", false, 1, step->source->max_pages, &step->pages, f);
}

static bool is_address(const char *text) {
    return strncmp(text, "http://", strlen("http://")) == 0 ||
           strncmp(text, "https://", strlen("https://")) == 0;
}

static bool takes_address(const struct plan_step *step) {
    return strcmp(step->query, "{website}") == 0;
}

/* A value that is there to be found: the step's own, for a site of its own, else the source's, for its own
 * site. */
static bool read_control(struct plan_step *step, const struct yaml *map, struct faults *f) {
    if (!field_text(map, "control", false, FIELD_MAX_LINE_BYTES, &step->known, f))
        return false;
    bool own_site = yaml_get(map, "site") != NULL;
    if (step->known == NULL && !own_site)
        step->known = step->source->known;
    const struct yaml *control = yaml_get(map, "control");
    if (control == NULL || !source_asks_address(step->source))
        return true;
    if (step->list_slot == NULL)
        return fault(f, FAULT_CONFIG, yaml_place(control), "leave it out",
                     "the address in the query has no {username} or the like that a control could stand for");
    return !takes_address(step) || step->known == NULL || is_address(step->known) ||
           fault(f, FAULT_CONFIG, yaml_place(control), "write it as in 'https://www.example.org/'",
                 "where websites are asked, the control is the address of a page that is there");
}

/* A source that asks the address in the query needs one there; any other would look for the words "https". */
static bool check_address(const struct plan_step *step, const struct yaml *map, struct faults *f) {
    bool address = is_address(step->query);
    const char *place = yaml_place(yaml_get(map, "query"));
    if (source_asks_address(step->source)) {
        return address || takes_address(step) ||
               fault(f, FAULT_CONFIG, place,
                     "write '{website}', or an address as in 'https://blog.example/~{username}/feed.xml'",
                     "source \"%s\" needs an address for its query", step->source->name);
    }
    return !address ||
           fault(f, FAULT_CONFIG, place, "name the site under \"site\", and here what to look for",
                 "source \"%s\" takes words for its query, not an address", step->source->name);
}

bool plan_step_read(const struct plan *p, struct plan_step *step, const struct yaml *map, struct faults *f) {
    static const char *const keys[] = {"source", "query", "site", "pages", "authorisation", "control", NULL};
    if (map->kind != YAML_MAP) {
        return fault(f, FAULT_CONFIG, yaml_place(map),
                     "write it as in {source: mastodon, query: '{username}'}",
                     "a step must be a map of keys and values");
    }
    bool ok = yaml_check_keys(map, keys, f);
    bool query = read_query(step, map, f);
    if (!read_source(p, step, map, f))
        return false;
    ok = read_site(step, map, f) && ok;
    ok = read_pages(step, map, f) && ok;
    ok = read_control(step, map, f) && ok;
    ok = plan_authorisation_read(map, false, &step->authorised_by, &step->authorised_on,
                                 &step->authorised_reference, f) &&
         ok;
    return query && check_address(step, map, f) && ok;
}

static bool same_text(const char *a, const char *b) {
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static bool check_repeat(const struct plan *p, size_t n, const struct yaml *map, struct faults *f) {
    const struct plan_step *step = &p->step[n];
    for (size_t i = 0; i < n; i++) {
        const struct plan_step *before = &p->step[i];
        if (before->source == step->source && same_text(before->query, step->query) &&
            same_text(before->site, step->site)) {
            return fault(f, FAULT_CONFIG, yaml_place(map), "leave one of them out",
                         "step %zu repeats step %zu", n + 1, i + 1);
        }
    }
    return true;
}

bool plan_steps_read(struct plan *p, struct faults *f) {
    const struct yaml *steps = yaml_get(p->yaml, "steps");
    if (steps == NULL) {
        return fault(f, FAULT_CONFIG, yaml_place(p->yaml), "say what to search for every candidate",
                     "\"steps:\" is missing");
    }
    if (steps->kind != YAML_LIST || steps->count == 0 || steps->count > PLAN_MAX_STEPS) {
        return fault(f, FAULT_CONFIG, yaml_place(steps), "begin each with \"- source:\"",
                     "\"steps\" must list 1 to %d steps", PLAN_MAX_STEPS);
    }
    bool ok = true;
    for (size_t i = 0; i < steps->count; i++) {
        bool read = plan_step_read(p, &p->step[i], steps->child[i], f);
        ok = read && check_repeat(p, i, steps->child[i], f) && ok;
    }
    p->steps = steps->count;
    return ok;
}

bool plan_share_control(const struct plan_step *a, const struct plan_step *b) {
    return a->source == b->source && same_text(a->site, b->site) && same_text(a->known, b->known) &&
           (!source_asks_address(a->source) || strcmp(a->query, b->query) == 0);
}
