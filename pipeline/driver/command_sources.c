#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "evenhand/caseload.h"
#include "evenhand/command.h"
#include "evenhand/files.h"
#include "evenhand/mem.h"
#include "evenhand/stream.h"
#include "evenhand/supervise.h"
#include "evenhand/wmn.h"

static void list_one(const struct source *s, struct buf *text) {
    buf_format(text, "%-24s %-8s %s%s\n", s->name, s->type, s->title,
               s->reveals ? " (source lint: see plan check)" : "");
}

static bool list_sources(struct options *o, struct faults *f) {
    struct source_set set = {0};
    struct buf text = {0};
    char *shipped = data_folder("sources", f), *local = path_join(o->caseload, "sources");
    const char *const folders[] = {shipped, local};
    bool ok = shipped && source_set_read(&set, folders, 2, f);
    for (size_t i = 0; ok && i < set.count; i++)
        list_one(set.source[i], &text);
    ok = ok && write_all(STDOUT_FILENO, text.data ? text.data : "", text.len, "standard output", f);
    source_set_free(&set);
    buf_free(&text);
    free(shipped);
    free(local);
    return ok;
}

static bool needs_object(const struct options *o, const char *what, struct faults *f) {
    return o->object || fault(f, FAULT_USAGE, "sources", "see evenhand sources --help", "%s what? Name a %s",
                              o->subject, what);
}

static bool import_list(struct options *o, struct faults *f) {
    struct buf report = {0};
    char *folder = path_join(o->caseload, "sources");
    bool ok = needs_object(o, "FILE", f) && wmn_import(o->object, folder, &report, f);
    ok = ok && write_all(STDOUT_FILENO, report.data, report.len, "standard output", f);
    buf_free(&report);
    free(folder);
    return ok;
}

/* The options that were given. */
static void add_option(struct stage_call *call, size_t *count, const char *option, const char *value) {
    if (value) {
        call->argument[(*count)++] = option;
        call->argument[(*count)++] = value;
    }
}

/* The one place outside of gather where a source is asked, and it is asked for nobody. */
static bool test_source(struct options *o, struct faults *f) {
    struct plan *plan = needs_object(o, "source", f) ? caseload_plan(o->caseload, f) : NULL;
    struct supervision s = {.call = {{.stage = "trial"}},
                            .count = 1,
                            .out_fd = STDOUT_FILENO,
                            .work = "sources test",
                            .again = NULL};
    size_t count = 0;
    add_option(&s.call[0], &count, "--source", o->object);
    add_option(&s.call[0], &count, "--site", o->site);
    add_option(&s.call[0], &count, "--control", o->control);
    s.call[0].argument[count] = o->caseload;
    bool ok = plan && supervise(&s, &o->interrupted, f);
    plan_free(plan);
    return ok;
}

bool command_sources(struct options *o, struct faults *f) {
    if (o->subject == NULL || strcmp(o->subject, "list") == 0)
        return list_sources(o, f);
    if (strcmp(o->subject, "import") == 0)
        return import_list(o, f);
    return strcmp(o->subject, "test") == 0
               ? test_source(o, f)
               : fault(f, FAULT_USAGE, "sources", "say list, import FILE or test NAME", "cannot \"%s\"",
                       o->subject);
}
