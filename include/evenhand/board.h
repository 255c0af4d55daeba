/* The board's side of a record: built anew from the keys the board may see, never by striking keys out. */
#ifndef EVENHAND_BOARD_H
#define EVENHAND_BOARD_H

#include <stdbool.h>

#include "evenhand/digest.h"
#include "evenhand/stage.h"
#include "evenhand/wall.h"

struct board {
    struct wall wall;
    struct identity who; /* of the candidate under way */
    struct stream_out audit;
    bool auditing;
    int audit_fd;                  /* -1: no audit stream */
    const char *rules;             /* a caseload's own rules folder, or NULL; borrowed */
    bool spans;                    /* the --spans mode */
    bool explain;                  /* the --explain mode */
    char digest[DIGEST_HEX_BYTES]; /* of every rule file, screen's included: a run record's rules_sha256;
                                      those modes need none */
};

bool board_open(struct board *b, struct stage_io *io, struct faults *f);
bool board_record(struct board *b, struct stage_io *io, enum record_type type, const cJSON *record,
                  struct faults *f);
bool board_done(struct board *b, struct faults *f);
void board_close(struct board *b);
/* Answers one line of the --spans mode. */
bool board_answer(struct board *b, const cJSON *question, cJSON *answer, struct faults *f);

#endif
