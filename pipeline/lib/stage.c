#include "evenhand/stage.h"

#include <errno.h>
#include <signal.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sysexits.h>
#include <unistd.h>

#include "evenhand/mem.h"

#define STAGE_MAX_INHERITED 1024 /* descriptors are looked for up to here */

const char *argp_program_version = "evenhand " EVENHAND_VERSION;

#define OPTION_WAIVER 1024 /* no stage's own key */

struct parsing {
    const struct stage *stage;
    struct faults *faults;
};

/* What every stage takes. The signature is argp's. NOLINTNEXTLINE(readability-non-const-parameter) */
static error_t parse_common(int key, char *value, struct argp_state *state) {
    (void)value, (void)state;
    if (key != OPTION_WAIVER)
        return ARGP_ERR_UNKNOWN;
    sandbox_waive();
    return 0;
}

static const struct argp_option common_options[] = {
    {SANDBOX_WAIVER_NAME, OPTION_WAIVER, NULL, 0,
     "Run also where the kernel has no Landlock; the run record says so", 1},
    {0}};
static const struct argp common = {.options = common_options, .parser = parse_common};

static error_t parse_option(int key, char *value, struct argp_state *state) {
    struct parsing *p = state->input;
    if (key == ARGP_KEY_ARG ||
        (key > 0 && key < ARGP_KEY_END)) { /* argp's own events are from ARGP_KEY_END on */
        if (!p->stage->option || (key == ARGP_KEY_ARG && !p->stage->arguments))
            return ARGP_ERR_UNKNOWN;
        return p->stage->option(p->stage->self, key, value, state->arg_num, p->faults) ? 0 : EX_USAGE;
    }
    return ARGP_ERR_UNKNOWN;
}

static bool parse_options(const struct stage *stage, int argc, char **argv, struct faults *f) {
    struct parsing p = {.stage = stage, .faults = f};
    const struct argp_child children[] = {{&common, 0, NULL, 0}, {0}};
    const struct argp argp = {.options = stage->options,
                              .parser = parse_option,
                              .children = children,
                              .args_doc = stage->arguments,
                              .doc = stage->summary};
    argp_err_exit_status = FAULT_USAGE;
    error_t e = argp_parse(&argp, argc, argv, 0, NULL, &p);
    if (e != 0 && f->count == 0)
        (void)fault(f, FAULT_USAGE, stage->name, "see --help", "bad command line");
    return e == 0;
}

/* The --spans and --pairs modes: one JSON object in, one out, in order; no run, no end. */
static bool answer_lines(const struct stage *stage, struct stage_io *io,
                         bool (*answer)(void *, const cJSON *, cJSON *, struct faults *), struct faults *f) {
    struct line_reader *lines = &io->in.lines;
    char *line;
    size_t len;
    enum line_result r;
    while ((r = line_next(lines, &line, &len, f)) == LINE_MORE) {
        const char *place = fault_record_place(stage->name, lines->number);
        cJSON *question = record_parse_plain(line, len, place, f), *reply = cJSON_CreateObject();
        bool ok = question && answer(stage->self, question, reply, f);
        if (ok)
            record_print(reply, &io->out.held);
        cJSON_Delete(question);
        cJSON_Delete(reply);
        if (!ok || (io->out.held.len > ((size_t)64 << 10) && !stream_flush(&io->out, f)))
            return false;
        progress_add(&io->progress, 1);
    }
    return r == LINE_END && stream_flush(&io->out, f);
}

/* All of standard input. */
static bool read_all(const struct stage *stage, struct buf *in, struct faults *f) {
    char block[65536];
    ssize_t n;
    while ((n = read(STDIN_FILENO, block, sizeof block)) > 0) {
        if (in->len + (size_t)n > LINE_MAX_BYTES)
            return fault(f, FAULT_DATA, stage->name, "give it in parts", "a text of more than %zu bytes",
                         LINE_MAX_BYTES);
        buf_add(in, block, (size_t)n);
    }
    return n == 0 || fault(f, FAULT_IO, stage->name, NULL, "cannot read standard input: %s", strerror(errno));
}

/* The --explain mode: one text in, one account of it out. */
static bool answer_text(const struct stage *stage, struct stage_io *io,
                        bool (*answer)(void *, const char *, size_t, struct buf *, struct faults *),
                        struct faults *f) {
    struct buf in = {0};
    bool ok = read_all(stage, &in, f) &&
              answer(stage->self, in.data == NULL ? "" : in.data, in.len, &io->out.held, f) &&
              stream_flush(&io->out, f);
    buf_free(&in);
    return ok;
}

/* What a compromised stage would try: linked into test programs only (tests/attack), else NULL. */
__attribute__((weak)) void stage_attack(const char *stage);

static void attack(const struct stage *stage) {
    if (stage_attack)
        stage_attack(stage->name);
}

static bool under_driver(void) {
    return getenv(PROGRESS_FD_ENV) != NULL;
}

void stage_mark_run(cJSON *run) {
    if (sandbox_waived() && !under_driver() && !record_field(run, RECORD_NO_SANDBOX))
        (void)cJSON_AddTrueToObject(run, RECORD_NO_SANDBOX);
}

static bool handle_records(const struct stage *stage, struct stage_io *io, struct faults *f) {
    cJSON *record;
    enum record_type type;
    enum stream_result r;
    while ((r = stream_read(&io->in, &record, &type, f)) == STREAM_RECORD) {
        if (type == RECORD_RUN)
            stage_mark_run(record);
        bool ok = stage->record(stage->self, io, type, record, f);
        cJSON_Delete(record);
        if (!ok)
            return false;
        progress_add(&io->progress, 1);
        attack(stage);
    }
    return r == STREAM_END;
}

static bool run_stream(const struct stage *stage, struct stage_io *io, struct faults *f) {
    if (!stage->no_input && !handle_records(stage, io, f))
        return false;
    if (stage->no_input)
        attack(stage);
    if (stage->done && !stage->done(stage->self, io, f))
        return false;
    return stage->no_output || stream_end(&io->out, f);
}

static bool run_sandboxed(const struct stage *stage, struct stage_io *io, struct faults *f) {
    if (!sandbox_enter(&io->sandbox, f))
        return false;
    bool (*answer)(void *, const cJSON *, cJSON *, struct faults *) =
        stage->lines ? stage->lines(stage->self) : NULL;
    bool (*explain)(void *, const char *, size_t, struct buf *, struct faults *) =
        stage->text ? stage->text(stage->self) : NULL;
    progress_begin(&io->progress, stage->name, stage->unit ? stage->unit : "records", 0);
    bool ok = explain  ? answer_text(stage, io, explain, f)
              : answer ? answer_lines(stage, io, answer, f)
                       : run_stream(stage, io, f);
    progress_finish(&io->progress);
    return ok;
}

/* Whether a descriptor was given to this stage: its number is the progress pipe's, the key's, or an
 * argument's. */
static bool is_given(int fd, int argc, char **argv) {
    char number[16];
    (void)snprintf(number, sizeof number, "%d", fd);
    const char *const named[] = {getenv(PROGRESS_FD_ENV), getenv("EVENHAND_KEY_FD")};
    for (size_t i = 0; i < sizeof named / sizeof *named; i++)
        if (named[i] && strcmp(named[i], number) == 0)
            return true;
    for (int i = 1; i < argc; i++)
        if (strcmp(argv[i], number) == 0)
            return true;
    return false;
}

/* What else whoever started it had open is none of a stage's business. */
static void close_strangers(int argc, char **argv) {
    for (int fd = STDERR_FILENO + 1; fd < STAGE_MAX_INHERITED; fd++)
        if (!is_given(fd, argc, argv))
            (void)close(fd);
}

/* Under the driver a stage does not outlive it. */
static void follow_driver(void) {
    if (under_driver())
        (void)prctl(PR_SET_PDEATHSIG, SIGTERM);
}

int stage_main(const struct stage *stage, int argc, char **argv) {
    struct faults f = FAULTS_NONE;
    struct stage_io io = {.name = stage->name};
    follow_driver();
    close_strangers(argc, argv);
    record_init();
    mem_keep();
    if (sodium_init() < 0)
        return (fault(&f, FAULT_BUG, stage->name, NULL, "libsodium does not start"), faults_report(&f));
    if (parse_options(stage, argc, argv, &f)) {
        stream_in_open(&io.in, STDIN_FILENO, stage->reads, stage->name);
        stream_out_open(&io.out, STDOUT_FILENO, stage->writes, stage->name);
        io.in.grouped = !stage->ungrouped_input;
        if (!stage->open || stage->open(stage->self, &io, &f))
            (void)(run_sandboxed(stage, &io, &f) || f.count > 0 ||
                   fault(&f, FAULT_BUG, stage->name, NULL, "failed without saying why"));
        else if (f.count == 0)
            (void)fault(&f, FAULT_BUG, stage->name, NULL, "did not open and did not say why");
        stream_in_close(&io.in);
        stream_out_close(&io.out);
    }
    if (stage->close)
        stage->close(stage->self);
    return faults_report(&f);
}
