/* The audit stream of redact: which classes were withheld, and what awaits the investigator. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "evenhand/census.h"
#include "evenhand/stream.h"
#include "evenhand/vocab.h"
#include "evenhand/words.h"

#define REVIEW "decide with `evenhand review`, then run `evenhand assess` again"

static void count_redaction(struct person *p, const cJSON *record) {
    int class = vocab_find(vocab_classes, record_text(record, "class"));
    if (class >= 0 && class < CENSUS_CLASSES)
        p->withheld[class]++;
}

static void take(struct census *c, enum record_type type, const cJSON *record, struct deviations *d) {
    struct person *p = census_find(c, record_text(record, "candidate"));
    if (!p) {
        deviate(d, CHECK_WORKBOOKS, record_text(record, "candidate"), "run `evenhand assess` again",
                "the audit stream tells of a candidate that the vault does not know");
        return;
    }
    if (type == RECORD_REDACTION)
        count_redaction(p, record);
    else if (type == RECORD_SKIP &&
             strcmp(record_text(record, "why"), words_skips[SKIP_AWAITING_REVIEW].id) == 0)
        p->undecided++;
}

static void check_run(const struct census *c, const cJSON *run, struct deviations *d) {
    if (strcmp(record_text(run, "plan_sha256"), c->plan->digest) != 0 ||
        strcmp(record_text(run, "rules_sha256"), c->rules) != 0)
        deviate(d, CHECK_PLAN, "all", "run `evenhand assess` again",
                "the audit stream is of another plan or other rules than those in force");
}

static bool read_all(struct census *c, struct stream_in *in, struct deviations *d, struct faults *f) {
    cJSON *record = NULL;
    enum record_type type = RECORD_END;
    enum stream_result result = STREAM_FAULT;
    while ((result = stream_read(in, &record, &type, f)) == STREAM_RECORD) {
        if (type == RECORD_RUN)
            check_run(c, record, d);
        else
            take(c, type, record, d);
        cJSON_Delete(record);
    }
    return result == STREAM_END;
}

static void check_review(const struct census *c, struct deviations *d) {
    for (size_t i = 0; i < c->count; i++)
        if (c->person[i].undecided > 0)
            deviate(d, CHECK_REVIEW, c->person[i].number, REVIEW,
                    "%u item%s may be about the candidate and await review", c->person[i].undecided,
                    c->person[i].undecided == 1 ? "" : "s");
}

bool census_audit(struct census *c, const char *path, struct deviations *d, struct faults *f) {
    struct stream_in in;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return fault_errno(f, errno == ENOENT ? FAULT_NO_INPUT : FAULT_IO, path,
                           "cannot open the audit stream");
    stream_in_open(&in, fd, RECORD_AUDIT, path);
    bool ok = read_all(c, &in, d, f);
    stream_in_close(&in);
    close(fd);
    if (ok)
        check_review(c, d);
    return ok;
}
