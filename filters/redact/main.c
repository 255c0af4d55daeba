/* evenhand-redact: the wall. Reads findings on the searcher's side, writes what the board may know. */
#include <stdlib.h>

#include "evenhand/board.h"
#include "evenhand/explain.h"

enum { OPTION_SPANS = 256, OPTION_RULES, OPTION_AUDIT, OPTION_EXPLAIN, OPTION_STRICT, OPTION_ALONE };

static const struct argp_option options[] = {
    {"rules", OPTION_RULES, "DIR", 0, "Add the rules of DIR (a caseload's own) to the shipped ones", 0},
    {"audit-fd", OPTION_AUDIT, "N", 0, "Write the audit stream to file descriptor N", 0},
    {"spans", OPTION_SPANS, NULL, 0, "Answer lines {\"id\",\"text\",\"identity\"?} with what is withheld", 0},
    {"explain", OPTION_EXPLAIN, NULL, 0,
     "Read one plain text; show each withheld span with its rule and file", 0},
    {"strict", OPTION_STRICT, NULL, 0, "Withhold every sentence that leaves a doubt", 0},
    {"rules-alone", OPTION_ALONE, NULL, 0, "Leave the tagger out, to measure what it adds", 0},
    {0}};

static bool take_option(void *self, int key, const char *value, unsigned index, struct faults *f) {
    struct board *b = self;
    char *end = NULL;
    (void)index;
    if (key == OPTION_RULES)
        b->rules = value;
    else if (key == OPTION_SPANS)
        b->spans = true;
    else if (key == OPTION_EXPLAIN)
        b->explain = true;
    else if (key == OPTION_STRICT)
        b->wall.strict = true;
    else if (key == OPTION_ALONE)
        b->wall.rules_alone = true;
    else if (key == OPTION_AUDIT) {
        long fd = strtol(value, &end, 10);
        if (*value == '\0' || *end != '\0' || fd < 3 || fd > 1023)
            return fault(f, FAULT_USAGE, "redact", "use 3 or more", "--audit-fd %s is no descriptor for it",
                         value);
        b->audit_fd = (int)fd;
    }
    return true;
}

static bool open_board(void *self, struct stage_io *io, struct faults *f) {
    const struct board *b = self;
    if (b->wall.rules_alone && !b->spans && !b->explain)
        return fault(f, FAULT_USAGE, "redact", "use it with --spans or --explain",
                     "--rules-alone is for measuring");
    return board_open(self, io, f);
}
static bool take_record(void *self, struct stage_io *io, enum record_type type, cJSON *record,
                        struct faults *f) {
    return board_record(self, io, type, record, f);
}
static bool end_board(void *self, struct stage_io *io, struct faults *f) {
    (void)io;
    return board_done(self, f);
}
static void close_board(void *self) {
    board_close(self);
}
static bool answer(void *self, const cJSON *question, cJSON *reply, struct faults *f) {
    return board_answer(self, question, reply, f);
}
static bool (*lines(void *self))(void *, const cJSON *, cJSON *, struct faults *) {
    return ((const struct board *)self)->spans ? answer : NULL;
}

static bool explain(void *self, const char *text, size_t len, struct buf *out, struct faults *f) {
    struct board *b = self;
    return explain_text(&b->wall, text, len, out, f);
}
static bool (*text(void *self))(void *, const char *, size_t, struct buf *, struct faults *) {
    return ((const struct board *)self)->explain ? explain : NULL;
}

int main(int argc, char **argv) {
    static struct board board = {.audit_fd = -1};
    return stage_main(&(struct stage){.name = "redact",
                                      .summary = "Withholds protected-class information and identity.",
                                      .options = options,
                                      .option = take_option,
                                      .reads = RECORD_SEARCHER,
                                      .writes = RECORD_BOARD,
                                      .unit = "records",
                                      .self = &board,
                                      .open = open_board,
                                      .record = take_record,
                                      .done = end_board,
                                      .close = close_board,
                                      .lines = lines,
                                      .text = text},
                      argc, argv);
}
