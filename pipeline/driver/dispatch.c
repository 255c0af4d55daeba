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
#include "evenhand/supervise.h"
#include "evenhand/text.h"
#include "evenhand/vocab.h"

const struct command commands[] = {
    {"init", "make a new caseload: folders, a commented plan.yaml and an empty candidates.csv", command_init,
     false, NULL},
    {"plan", "explain what the plan will ask of each source, and every fault in it", command_plan, false,
     NULL},
    {"gather", "search: perform every step of the plan for every candidate; again: only what is owed",
     command_gather, true, NULL},
    {"assess", "make the draft workbooks from what was gathered", command_assess, true, NULL},
    {"run", "gather, then assess", command_run, true, NULL},
    {"withdraw", "take a step out of the vetting of every candidate, with a reason that stands in the ledger",
     command_withdraw, true, "STEP [CASELOAD]"},
    {"sources", "list the sources; import a WhatsMyName list; test a source's controls", command_sources,
     true, "list|import|test [FILE|NAME] [CASELOAD]"},
    {"review", "list possible matches that a person must decide, and record a decision", command_review, true,
     NULL},
    {"release", "verify the draft and hand it to the board, or refuse and say why", command_release, true,
     NULL},
    {"verify", "prove that every candidate got the same vetting and that nothing protected got through",
     command_verify, true, NULL},
    {"status", "show where every candidate stands", command_status, false, NULL},
    {NULL, NULL, NULL, false, NULL}};

/* Stages by hand; report and verify are commands of another meaning and are run from libexec. */
static const char *const stages[] = {"intake", "collect", "replay", "extract", "attribute",
                                     "screen", "redact",  "report", "impact",  NULL};

bool dispatch_descriptors(struct faults *f) {
    int fd;
    do
        fd = open("/dev/null", O_RDWR); /* kept, and inherited: harmless */
    while (fd >= 0 && fd <= SUPERVISE_EXTRA_FD);
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
        "report. \"evenhand COMMAND --help\" and evenhand(1) say more.\n\n"
        "\"evenhand impact --eeo FILE.csv\" computes adverse impact from data kept outside of caseloads.");
}

/* The subject of a command that has one, then the caseload. */
static error_t take_argument(struct options *o, const char *value, unsigned index) {
    const unsigned subjects = o->command->subject ? 1 : 0;
    if (index > subjects + (o->command->run == command_sources))
        return ARGP_ERR_UNKNOWN;
    if (index < subjects)
        o->subject = value;
    else if (o->command->run == command_sources && index == 1 && strcmp(o->subject, "list") != 0)
        o->object = value;
    else
        o->caseload = value;
    return 0;
}

/* The signature is argp's. NOLINTNEXTLINE(readability-non-const-parameter) */
static error_t parse_option(int key, char *value, struct argp_state *state) {
    struct options *o = state->input;
    if (key == 'j')
        o->json = true;
    else if (key == 'a')
        o->about = value;
    else if (key == 'v')
        o->verdict = value;
    else if (key == 'w')
        o->why = value;
    else if (key == 'k')
        o->acknowledge = true;
    else if (key == 'x')
        o->withdraw = true;
    else if (key == ARGP_KEY_ARG)
        return take_argument(o, value, state->arg_num);
    else
        return ARGP_ERR_UNKNOWN;
    return 0;
}

/* "evenhand plan check" and "evenhand plan" are the same: a plan is always checked. */
static bool is_plan_check(const struct command *c, int argc, char **argv) {
    return c->run == command_plan && argc > 1 && strcmp(argv[1], "check") == 0;
}

/* "./-name": what begins with a hyphen would be an option to the stages. */
static bool run_in(const struct command *c, struct options *o, struct faults *f) {
    char *path = o->caseload[0] == '-' ? path_join(".", o->caseload) : mem_string(o->caseload);
    int lock = -1;
    o->caseload = path;
    bool ok = (!c->alone || caseload_hold(path, &lock, f)) && c->run(o, f);
    if (lock >= 0)
        (void)close(lock);
    free(path);
    return ok;
}

static bool run_command(const struct command *c, int argc, char **argv, struct faults *f) {
    static const struct argp_option status_options[] = {{"json", 'j', 0, 0, "As JSON, for programs", 0}, {0}};
    static const struct argp_option review_options[] = {
        {"about", 'a', "CANDIDATE:EVIDENCE/ITEM", 0, "Which item is decided, as the list names it", 0},
        {"verdict", 'v', "VERDICT", 0, "same-person, other-person or withhold", 0},
        {"why", 'w', "REASON", 0, "What the decision rests on", 0},
        {"acknowledge", 'k', 0, 0, "Words that verify finds ambiguous were looked at and are harmless", 0},
        {0}};
    static const struct argp_option release_options[] = {
        {"why", 'w', "REASON", 0, "What a correction corrects, or why a release is withdrawn", 0},
        {"withdraw", 'x', 0, 0, "Take the current release back: the board is to use it no longer", 0},
        {0}};
    static const struct argp_option withdraw_options[] = {
        {"why", 'w', "REASON", 0, "Why nobody's vetting uses this step", 0}, {0}};
    static const struct argp_option no_options[] = {{0}};
    struct options o = {.command = c, .caseload = "."};
    const struct argp argp = {.options = c->run == command_status     ? status_options
                                         : c->run == command_review   ? review_options
                                         : c->run == command_release  ? release_options
                                         : c->run == command_withdraw ? withdraw_options
                                                                      : no_options,
                              .parser = parse_option,
                              .args_doc = c->subject ? c->subject : "[CASELOAD]",
                              .doc = c->summary};
    char name[64];
    (void)snprintf(name, sizeof name, "evenhand %s", c->name);
    if (is_plan_check(c, argc, argv)) {
        argv++;
        argc--;
    }
    argv[0] = name;
    argp_err_exit_status = FAULT_USAGE;
    if (argp_parse(&argp, argc, argv, 0, NULL, &o) != 0)
        return fault(f, FAULT_USAGE, name, "see --help", "bad command line");
    return run_in(c, &o, f) || f->count > 0 || fault(f, FAULT_BUG, name, NULL, "failed without saying why");
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

static bool unknown(const char *word, struct faults *f) {
    const char *names[32];
    size_t n = 0;
    for (const struct command *c = commands; c->name; c++)
        names[n++] = c->name;
    for (size_t i = 0; stages[i]; i++)
        names[n++] = stages[i];
    names[n] = NULL;
    const char *nearest = text_nearest(word, names);
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
