/* The driver's commands, one file each: pipeline/driver/command_NAME.c. */
#ifndef EVENHAND_COMMAND_H
#define EVENHAND_COMMAND_H

#include <argp.h>
#include <stdbool.h>

#include "evenhand/faults.h"
#include "evenhand/plan.h"

struct options {
    const struct command *command;
    const char *object;                  /* sources: FILE, NAME; reply: NUMBER */
    const char *site, *control;          /* sources test: of a step that the plan does not have */
    const char *caseload;                /* "." by default */
    const char *subject;                 /* what the command is about, where it needs that: NUMBER, FILE */
    bool json;                           /* status, ledger: for programs */
    const char *about, *verdict, *why;   /* review: a decision to record */
    const char *out, *custodian;         /* key, export, ledger */
    const char *since;                   /* ledger: a date */
    const char *file;                    /* reply: the candidate's words */
    const char *export_to, *import_from; /* review: a spreadsheet */
    const char *waive;                   /* release: why no time-stamp is needed */
    const char *group_board, *group_compliance; /* init */
    bool warc, lift, passphrase, dry_run;
    bool acknowledge; /* review: ambiguous words that stayed are harmless */
    bool withdraw;    /* release: take the current one back */
    bool interrupted; /* set by a command that was stopped by Ctrl-C */
};

struct command {
    const char *name;
    const char *summary; /* for --help */
    bool (*run)(struct options *o, struct faults *f);
    bool alone; /* changes the caseload: one such command at a time */
    const struct argp_option *options;
    const char *subject; /* "NUMBER [CASELOAD]": the usage of a command that has a subject, else NULL */
};

/* Takes one option or argument into a struct options. */
error_t command_option(int key, char *value, struct argp_state *state);

/* In the order in which a person uses them; ends with a NULL name. */
extern const struct command commands[];

bool command_key(struct options *o, struct faults *f);   /* who can open the vault */
bool command_hold(struct options *o, struct faults *f);  /* a legal hold, or its lifting */
bool command_purge(struct options *o, struct faults *f); /* destroys what is due */
bool command_backup(struct options *o, struct faults *f);
bool command_restore(struct options *o, struct faults *f);
bool command_ledger(struct options *o, struct faults *f);   /* review of conduct */
bool command_export(struct options *o, struct faults *f);   /* a candidate's records */
bool command_doctor(struct options *o, struct faults *f);   /* is everything set up? */
bool command_reply(struct options *o, struct faults *f);    /* what the candidate says to a finding */
bool command_notice(struct options *o, struct faults *f);   /* the packet before an adverse action */
bool command_withdraw(struct options *o, struct faults *f); /* takes a step out for everybody */
bool command_sources(struct options *o, struct faults *f);  /* list, import, test */
bool command_init(struct options *o, struct faults *f);     /* makes a caseload's folders and templates */
bool command_plan(struct options *o, struct faults *f);     /* explains the plan, and every fault in it */
bool command_gather(struct options *o, struct faults *f);   /* intake | collect */
bool command_assess(struct options *o, struct faults *f);   /* replay | ... | report, into draft/ */
bool command_recheck(struct options *o, struct faults *f);  /* replay | ... | screen | collect --recheck */
bool command_run(struct options *o, struct faults *f);      /* gather, then assess */
bool command_review(struct options *o, struct faults *f);   /* clerical review of possible matches */
bool command_release(struct options *o, struct faults *f);  /* verify draft/, then board/ */
bool command_verify(struct options *o, struct faults *f);   /* verify board/ (draft/ before a release) */
bool command_status(struct options *o, struct faults *f);   /* where every candidate stands */

#endif
