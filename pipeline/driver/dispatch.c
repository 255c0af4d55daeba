#include "evenhand/dispatch.h"

#include <argp.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "evenhand/buf.h"
#include "evenhand/caseload.h"
#include "evenhand/command.h"
#include "evenhand/files.h"
#include "evenhand/mem.h"
#include "evenhand/sandbox.h"
#include "evenhand/supervise.h"
#include "evenhand/text.h"
#include "evenhand/vault.h"
#include "evenhand/vocab.h"

/* Stages by hand; report and verify are commands of another meaning and are run from libexec. */
static const char *const stages[] = {"intake", "collect", "replay",  "extract", "attribute", "screen",
                                     "redact", "report",  "archive", "stamp",   "impact",    NULL};

bool dispatch_descriptors(struct faults *f) {
    int fd;
    do
        fd = open("/dev/null", O_RDWR); /* kept, and inherited: harmless */
    while (fd >= 0 && fd <= SUPERVISE_KEY_FD);
    if (fd < 0)
        return fault_errno(f, FAULT_IO, "/dev/null", "cannot be opened");
    (void)close(fd);
    return true;
}

static void print_help(void) {
    (void)puts("Usage: evenhand COMMAND [CASELOAD]\n"
               "Vets job candidates' public Internet presence even-handedly. CASELOAD is a folder (default: "
               "this one).\n");
    for (const struct command *c = commands; c->name; c++)
        (void)printf("  %-9s %s\n", c->name, c->summary);
    (void)puts(
        "\nBegin with:\n"
        "  evenhand init caseload      then fill in caseload/plan.yaml and caseload/candidates.csv\n"
        "  evenhand plan check caseload\n"
        "  evenhand run caseload\n"
        "  evenhand release caseload\n\n"
        "\"evenhand STAGE ...\" runs one stage by hand: intake collect replay extract attribute "
        "screen redact\n"
        "report archive stamp. \"evenhand COMMAND --help\" and evenhand(1) say more.\n\n"
        "\"evenhand impact --eeo FILE.csv\" computes adverse impact from data kept outside of caseloads.");
}

/* "evenhand plan check" and "evenhand plan" are the same: a plan is always checked. */
static bool is_plan_check(const struct command *c, int argc, char **argv) {
    return c->run == command_plan && argc > 1 && strcmp(argv[1], "check") == 0;
}

/* Before its stages start; the first gather, which makes the vault, says it afterwards (collect said it when
 * it opened it). */
static bool tell_waiver(const struct command *c, const struct options *o, struct faults *f) {
    cJSON *detail = cJSON_CreateObject();
    (void)cJSON_AddStringToObject(detail, "command", c->name);
    return caseload_ledger(o->caseload, ACT_NO_SANDBOX, detail, f);
}

static bool run_told(const struct command *c, struct options *o, struct faults *f) {
    if (!sandbox_waived())
        return c->run(o, f);
    bool told = caseload_has_vault(o->caseload);
    bool ok = (!told || tell_waiver(c, o, f)) && c->run(o, f);
    return (told || !caseload_has_vault(o->caseload) || tell_waiver(c, o, f)) && ok;
}

/* "./-name": what begins with a hyphen would be an option to the stages. */
static bool run_in(const struct command *c, struct options *o, struct faults *f) {
    char *path = o->caseload[0] == '-' ? path_join(".", o->caseload) : mem_string(o->caseload);
    int lock = -1;
    o->caseload = path;
    vault_acting(c->name);
    bool ok = (!c->alone || caseload_hold(path, &lock, f)) && run_told(c, o, f);
    if (lock >= 0)
        (void)close(lock);
    free(path);
    return ok;
}

static bool parse(const struct command *c, int argc, char **argv, struct options *o, struct faults *f) {
    const struct argp argp = {.options = c->options,
                              .parser = command_option,
                              .args_doc = c->subject ? c->subject : "[CASELOAD]",
                              .doc = c->summary};
    o->command = c;
    argp_err_exit_status = FAULT_USAGE;
    return argp_parse(&argp, argc, argv, 0, NULL, o) == 0 ||
           fault(f, FAULT_USAGE, argv[0], "see --help", "bad command line");
}

static bool run_command(const struct command *c, int argc, char **argv, struct faults *f) {
    struct options o = {.caseload = "."};
    char name[64];
    (void)snprintf(name, sizeof name, "evenhand %s", c->name);
    if (is_plan_check(c, argc, argv)) {
        argv++;
        argc--;
    }
    argv[0] = name;
    return parse(c, argc, argv, &o, f) &&
           (run_in(c, &o, f) || f->count > 0 || fault(f, FAULT_BUG, name, NULL, "failed without saying why"));
}

static bool become_stage(char **argv, struct faults *f) {
    char *program = stage_program(argv[0], f);
    if (program) {
        (void)execv(program, argv);
        (void)fault_errno(f, FAULT_CONFIG, program, "cannot be started");
    }
    free(program);
    return false;
}

/* Of commands and stages; free() the array only. */
static const char **all_names(void) {
    size_t n = 0, count = 0;
    for (const struct command *c = commands; c->name; c++)
        count++;
    for (size_t i = 0; stages[i]; i++)
        count++;
    const char **names = mem_array(count + 1, sizeof *names);
    for (const struct command *c = commands; c->name; c++)
        names[n++] = c->name;
    for (size_t i = 0; stages[i]; i++)
        names[n++] = stages[i];
    return names;
}

static bool unknown(const char *word, struct faults *f) {
    const char **names = all_names();
    const char *nearest = text_nearest(word, names);
    free(names);
    char advice[96] = "see evenhand --help";
    if (nearest)
        (void)snprintf(advice, sizeof advice, "did you mean \"%s\"?", nearest);
    return fault(f, FAULT_USAGE, "evenhand", advice, "unknown command \"%s\"", word);
}

bool dispatch(int argc, char **argv, struct faults *f) {
    if (argc < 2) {
        print_help();
        return fault(f, FAULT_USAGE, "evenhand", NULL, "no command given");
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0) {
        print_help();
        return true;
    }
    if (strcmp(argv[1], "--version") == 0)
        return puts("evenhand " EVENHAND_VERSION) >= 0;
    for (const struct command *c = commands; c->name; c++)
        if (strcmp(argv[1], c->name) == 0)
            return run_command(c, argc - 1, argv + 1, f);
    return vocab_find(stages, argv[1]) >= 0 ? become_stage(argv + 1, f) : unknown(argv[1], f);
}
