#include "evenhand/plan_lint.h"

#include <stdlib.h>
#include <string.h>

#include "evenhand/mem.h"

struct lint {
    const struct lawful *lawful;
    struct plan_step *step;
    const struct yaml *node; /* the step's, for messages */
    struct faults *f;
};

/* ---- the query lint ---- */

static bool check_words(const struct lint *l, const char *text, const char *key) {
    const struct lawful_class *asks = NULL;
    const char *word = lawful_query(l->lawful, text, &asks);
    const struct yaml *at = yaml_get(l->node, key);
    return word == NULL ||
           fault(l->f, FAULT_CONFIG, yaml_place(at ? at : l->node),
                 "take the word out: what is job-related is found by reading what the name alone brings up",
                 "this %s asks for a protected fact: \"%s\" is a word of %s (%s)",
                 at ? key : "source's address", word, asks->name, asks->law);
}

/* The query and what the descriptor adds to it in its address, behind the host. */
static bool check_query(const struct lint *l) {
    bool ok = check_words(l, l->step->query, "query");
    const char *url = l->step->source->requests[0].url;
    const char *host = strstr(url, "://");
    const char *rest = host ? strpbrk(host + 3, "/?") : url;
    return (rest == NULL || check_words(l, rest, "address of the source")) && ok;
}

/* ---- the source lint ---- */

static bool is_authorised(const struct plan_step *s) {
    return s->authorised_by != NULL;
}

static bool check_kind(const struct lint *l, const struct lawful_kind *kind, const char *by) {
    l->step->kind = kind;
    if (kind->rule == LAWFUL_REFUSE)
        return fault(l->f, FAULT_CONFIG, yaml_place(l->node), "take the step out",
                     "source \"%s\" may not be asked: \"%s\" is a site of kind %s, which tells %s; %s",
                     l->step->source->name, by, kind->name, kind->reveals, kind->why);
    return is_authorised(l->step) || fault(l->f, FAULT_CONFIG, yaml_place(l->node),
                                           "take the step out, or let it name who ordered it: authorisation: "
                                           "{by: ..., on: ..., reference: "
                                           "...}",
                                           "source \"%s\" needs an authorisation of its own: \"%s\" is a "
                                           "site of kind %s, which tells %s; %s",
                                           l->step->source->name, by, kind->name, kind->reveals, kind->why);
}

/* By the host of an address, as far as it is written there. */
static const struct lawful_kind *kind_of_address(const struct lint *l, const char *address, char **by) {
    const char *begin = address ? strstr(address, "://") : NULL;
    if (begin == NULL)
        return NULL;
    begin += strlen("://");
    char *host = mem_copy(begin, strcspn(begin, "/?#:"));
    const char *word = NULL;
    const struct lawful_kind *kind = lawful_host(l->lawful, host);
    if (kind == NULL)
        kind = lawful_name(l->lawful, host, &word);
    if (kind == NULL) {
        free(host);
        return NULL;
    }
    *by = host;
    return kind;
}

static const struct lawful_kind *kind_of_step(const struct lint *l, char **by) {
    const struct source *s = l->step->source;
    const char *const addresses[] = {l->step->site, s->requests[0].url, l->step->query};
    const char *const names[] = {s->name, s->title};
    const char *word = NULL;
    const struct lawful_kind *kind = s->reveals ? lawful_kind(l->lawful, s->reveals) : NULL;
    for (size_t i = 0; kind == NULL && i < sizeof addresses / sizeof *addresses; i++)
        kind = kind_of_address(l, addresses[i], by);
    for (size_t i = 0; kind == NULL && i < sizeof names / sizeof *names; i++) {
        kind = lawful_name(l->lawful, names[i], &word);
        *by = kind ? mem_string(names[i]) : NULL;
    }
    if (kind && *by == NULL)
        *by = mem_string(s->title);
    return kind;
}

static bool check_source(const struct lint *l) {
    const struct source *s = l->step->source;
    char *by = NULL;
    if (s->reveals && lawful_kind(l->lawful, s->reveals) == NULL)
        return fault(l->f, FAULT_CONFIG, s->file, "use a kind of lawful/sites.yaml",
                     "\"reveals: %s\" is no kind of site", s->reveals);
    const struct lawful_kind *kind = kind_of_step(l, &by);
    bool ok = kind == NULL || check_kind(l, kind, by);
    free(by);
    return ok;
}

bool plan_lint_step(const struct plan *p, struct plan_step *step, const struct yaml *node, struct faults *f) {
    const struct lint l = {.lawful = p->lawful, .step = step, .node = node, .f = f};
    bool ok = check_query(&l);
    return check_source(&l) && ok;
}

bool plan_lint(struct plan *p, struct faults *f) {
    const struct yaml *steps = yaml_get(p->yaml, "steps");
    bool ok = true;
    for (size_t i = 0; i < p->steps; i++)
        ok = plan_lint_step(p, &p->step[i], steps->child[i], f) && ok;
    return ok;
}
