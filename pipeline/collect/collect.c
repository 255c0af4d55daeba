#include "evenhand/collect.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "evenhand/address.h"
#include "evenhand/blocks.h"
#include "evenhand/files.h"
#include "evenhand/gather.h"
#include "evenhand/map.h"
#include "evenhand/mem.h"
#include "evenhand/network.h"
#include "evenhand/plan.h"
#include "evenhand/recheck.h"
#include "evenhand/secret.h"
#include "evenhand/vault.h"

#define OPTION_CA_FILE 1
#define OPTION_RECHECK 2
static struct collect {
    char *caseload, *ca_file, *vault_folder;
    struct plan *plan;
    struct buf plan_text;
    struct map *maps[PLAN_MAX_STEPS]; /* one a source: steps with the same source share it */
    struct blocks *blocks;
    struct secret secrets[PLAN_MAX_STEPS];
    struct address_guard guard;
    struct vault *vault;
    struct roster roster;
    struct work work;
    struct recheck *recheck; /* NULL: gathers */
} collect;

/* ---- before the sandbox ---- */

static bool option(void *self, int key, const char *value, unsigned index, struct faults *f) {
    struct collect *c = self;
    if (key == OPTION_CA_FILE) {
        free(c->ca_file);
        c->ca_file = mem_string(value);
        return true;
    }
    if (key == OPTION_RECHECK) {
        c->recheck = c->recheck ? c->recheck : recheck_new();
        return true;
    }
    if (key == ARGP_KEY_ARG && index == 0) {
        c->caseload = mem_string(value);
        return true;
    }
    return fault(f, FAULT_USAGE, "collect", "name one caseload", "too many arguments");
}

static bool read_plan(struct collect *c, struct faults *f) {
    char *path = path_join(c->caseload, "plan.yaml");
    c->plan = plan_read(c->caseload, f);
    bool read = c->plan && file_read(path, YAML_MAX_BYTES, &c->plan_text, f);
    free(path);
    return read && address_guard_init(&c->guard, c->plan->network.allow_private, f);
}

static bool check_ca_file(const struct collect *c, struct faults *f) {
    return c->ca_file == NULL || access(c->ca_file, R_OK) == 0 ||
           fault_errno(f, FAULT_NO_INPUT, c->ca_file, "the certificate authorities cannot be read");
}

static bool compile_maps(struct collect *c, struct faults *f) {
    bool good = true;
    for (size_t i = 0; i < c->plan->steps; i++) {
        for (size_t j = 0; j < i && c->maps[i] == NULL; j++) {
            c->maps[i] = c->plan->step[j].source == c->plan->step[i].source ? c->maps[j] : NULL;
        }
        if (c->maps[i] == NULL) {
            c->maps[i] = map_compile(c->plan->step[i].source, f);
        }
        good = good && c->maps[i];
    }
    return good;
}

static bool allow_files(struct collect *c, struct sandbox *s, struct faults *f) {
    c->vault_folder = path_join(c->caseload, "vault");
    return network_allow(s, c->ca_file, f) && sandbox_allow(s->write, c->vault_folder, f);
}

static bool open_stage(void *self, struct stage_io *io, struct faults *f) {
    struct collect *c = self;
    if (c->caseload == NULL) {
        c->caseload = mem_string(".");
    }
    if (!network_prepare("collect", f) || !read_plan(c, f) || !check_ca_file(c, f) || !compile_maps(c, f) ||
        !secrets_read(c->secrets, c->plan, c->caseload, c->plan_text.data, f) ||
        (c->blocks = blocks_read(f)) == NULL) {
        return false;
    }
    map_prepare();
    c->vault = vault_open(c->caseload, c->recheck ? VAULT_WRITE : VAULT_CREATE, f);
    return c->vault && allow_files(c, &io->sandbox, f);
}

/* ---- the stream ---- */

/* Everything that the stream tells is one change of the vault, committed at its `end`. */
static bool take_run(struct collect *c, struct stage_io *io, const cJSON *run, struct faults *f) {
    if (strcmp(record_text(run, "plan_sha256"), c->plan->digest) != 0) {
        return fault(f, FAULT_CONFIG, "collect: run", "let intake and collect read the same caseload",
                     "the stream was made from another plan than %s/plan.yaml", c->caseload);
    }
    if (c->recheck) {
        return stream_write(&io->out, run, f);
    }
    roster_open(&c->roster, c->vault);
    return work_open(&c->work, c->plan, c->vault, f) && vault_batch_begin(c->vault, f) &&
           vault_run_begin(c->vault, run, c->plan_text.data, f) && stream_write(&io->out, run, f);
}

static bool take_candidate(struct collect *c, struct stage_io *io, cJSON *candidate, struct faults *f) {
    if (!vault_candidate_put(c->vault, candidate, f) || !work_add(&c->work, candidate, c->vault, f)) {
        return false;
    }
    roster_add(&c->roster, record_text(candidate, "candidate"));
    return stream_write(&io->out, candidate, f);
}

/* What screen writes: its findings are what is looked at again. */
static bool take_screened(struct collect *c, enum record_type type, const cJSON *record, struct faults *f) {
    if (type == RECORD_FINDING) {
        recheck_want(c->recheck, record);
    }
    return (type != RECORD_CAPTURE && type != RECORD_ITEM) ||
           fault(f, FAULT_DATA, "collect --recheck", "give it what evenhand-screen writes",
                 "a record of type %s", record_type_names[type]);
}

static bool take_record(void *self, struct stage_io *io, enum record_type type, cJSON *record,
                        struct faults *f) {
    struct collect *c = self;
    if (type == RECORD_RUN) {
        return take_run(c, io, record, f);
    }
    if (c->recheck) {
        return take_screened(c, type, record, f);
    }
    if (type == RECORD_CANDIDATE) {
        return take_candidate(c, io, record, f);
    }
    return fault(f, FAULT_DATA, "collect", "give it what evenhand-intake writes", "a record of type %s",
                 record_type_names[type]);
}

/* Only here, when the input was read to its `end`, is anything asked. */
static bool done(void *self, struct stage_io *io, struct faults *f) {
    struct collect *c = self;
    const struct queue_options network = network_options(c->plan, c->ca_file, &c->guard);
    const struct gather_in in = {.plan = c->plan,
                                 .maps = c->maps,
                                 .blocks = c->blocks,
                                 .secrets = c->secrets,
                                 .vault = c->vault,
                                 .roster = &c->roster,
                                 .work = &c->work,
                                 .network = &network};
    if (c->recheck) {
        return recheck_run(c->recheck, &in, io, f);
    }
    work_order(&c->work);
    return vault_batch_end(c->vault, f) && gather(&in, io, f);
}

static void free_maps(struct collect *c) {
    for (size_t i = 0; c->plan && i < c->plan->steps; i++) {
        bool shared = false;
        for (size_t j = 0; j < i; j++) {
            shared = shared || c->plan->step[j].source == c->plan->step[i].source;
        }
        if (!shared && c->maps[i]) {
            map_free(c->maps[i]);
        }
    }
}

static void close_stage(void *self) {
    struct collect *c = self;
    free_maps(c);
    recheck_free(c->recheck);
    blocks_free(c->blocks);
    secrets_free(c->secrets, c->plan ? c->plan->steps : 0);
    work_close(&c->work);
    roster_close(&c->roster);
    if (c->vault) {
        vault_close(c->vault);
    }
    address_guard_free(&c->guard);
    buf_free(&c->plan_text);
    if (c->plan) {
        plan_free(c->plan);
    }
    free(c->caseload);
    free(c->ca_file);
    free(c->vault_folder);
    *c = (struct collect){0};
}

static const struct argp_option options[] = {
    {"ca-file", OPTION_CA_FILE, "FILE", 0,
     "Trust the certificate authorities in FILE (PEM) instead of the system's", 0},
    {"recheck", OPTION_RECHECK, NULL, 0,
     "Read what evenhand-screen writes, and look again at the pages that its findings rest on", 0},
    {0},
};

const struct stage collect_stage = {
    .name = "collect",
    .summary = "Asks, for every candidate that evenhand-intake writes, what CASELOAD's plan asks, and keeps "
               "the answers "
               "in CASELOAD's vault. What has a determined outcome already is not asked again.",
    .arguments = "[CASELOAD]",
    .options = options,
    .option = option,
    .reads = RECORD_SEARCHER,
    .writes = RECORD_SEARCHER,
    .unit = "attempts",
    .self = &collect,
    .open = open_stage,
    .record = take_record,
    .done = done,
    .close = close_stage,
};
