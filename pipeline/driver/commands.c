/* The commands and their options, in the order in which a person uses them. */
#include <argp.h>
#include <string.h>

#include "evenhand/command.h"
#include "evenhand/sandbox.h"

#define WAIVER                                                                                               \
    {                                                                                                        \
        SANDBOX_WAIVER_NAME, 'U', 0, 0,                                                                      \
            "Run the stages also where the kernel has no Landlock; the ledger and every workbook say so", 1  \
    }

static const struct argp_option none[] = {{0}};
static const struct argp_option waiver_only[] = {WAIVER, {0}};
static const struct argp_option init_options[] = {
    {"group-board", 'B', "GROUP", 0, "The group that may read board/", 0},
    {"group-compliance", 'C', "GROUP", 0, "The group that may read compliance/", 0},
    {0}};
static const struct argp_option status_options[] = {{"json", 'j', 0, 0, "As JSON, for programs", 0}, {0}};
static const struct argp_option review_options[] = {
    {"about", 'a', "CANDIDATE:EVIDENCE/ITEM", 0, "Which item is decided, as the list names it", 0},
    {"verdict", 'v', "VERDICT", 0, "same-person, other-person or withhold", 0},
    {"why", 'w', "REASON", 0, "What the decision rests on", 0},
    {"export", 'E', "FILE.csv", 0,
     "Write what needs a decision as a spreadsheet, with empty columns to fill in", 0},
    {"import", 'I', "FILE.csv", 0, "Record the decisions of such a spreadsheet: all of them, or none", 0},
    {"acknowledge", 'k', 0, 0, "Words that verify finds ambiguous were looked at and are harmless", 0},
    {0}};
static const struct argp_option reply_options[] = {
    {"about", 'a', "EVIDENCE/ITEM", 0, "Which finding, as the Evidence column names it", 0},
    {"file", 'f', "FILE", 0, "The candidate's words: plain text, UTF-8", 0},
    {0}};
static const struct argp_option notice_options[] = {
    {"out", 'o', "FILE", 0, "Where it goes (default: records/NUMBER-notice.txt)", 0}, {0}};
static const struct argp_option withdraw_options[] = {
    {"why", 'w', "REASON", 0, "Why nobody's vetting uses this step", 0}, {0}};
static const struct argp_option sources_options[] = {
    {"site", 'S', "URL", 0, "test: where, instead of where the plan or the descriptor says", 0},
    {"control", 'K', "NAME", 0, "test: what is there to be found, instead of what they say", 0},
    WAIVER,
    {0}};
static const struct argp_option key_options[] = {
    {"custodian", 'c', "LOGIN", 0, "add, remove: whose key", 0},
    {"out", 'o', "FILE", 0, "add: where the new key file goes, for that person to take away", 0},
    {"passphrase", 'p', 0, 0, "add: lock it with a passphrase, which that person types", 0},
    {0}};

static const struct argp_option release_options[] = {
    {"why", 'w', "REASON", 0, "What a correction corrects, or why a release is withdrawn", 0},
    {"withdraw", 'x', 0, 0, "Take the current release back: the board is to use it no longer", 0},
    {"waive-timestamp", 't', "REASON", 0,
     "Release without the time-stamp that the plan asks for, for all candidates; the reason stands in the "
     "ledger",
     0},
    WAIVER,
    {0}};
static const struct argp_option ledger_options[] = {
    {"since", 's', "DATE", 0, "Only what happened from this day on (YYYY-MM-DD)", 0},
    {"out", 'o', "FILE.xlsx", 0, "Also as a workbook", 0},
    {"json", 'j', 0, 0, "As JSON, for programs", 0},
    {0}};
static const struct argp_option hold_options[] = {
    {"why", 'w', "REASON", 0, "The matter that the records are held for, or why the hold ends", 0},
    {"lift", 'l', 0, 0, "Lift the hold", 0},
    {0}};
static const struct argp_option purge_options[] = {
    {"why", 'w', "REASON", 0, "Stands in the destruction certificate", 0},
    {"dry-run", 'n', 0, 0, "Only say what is due", 0},
    {0}};
static const struct argp_option export_options[] = {
    {"warc", 'W', 0, 0, "The captures as a WARC 1.1 file (ISO 28500)", 0},
    {"out", 'o', "FOLDER", 0, "A new folder (default: records/NUMBER-export)", 0},
    WAIVER,
    {0}};

const struct command commands[] = {
    {"init", "make a new caseload: folders, a commented plan.yaml and an empty candidates.csv", command_init,
     false, init_options, NULL},
    {"plan", "explain what the plan will ask of each source, and every fault in it", command_plan, false,
     none, NULL},
    {"gather", "search: perform every step of the plan for every candidate; again: only what is owed",
     command_gather, true, waiver_only, NULL},
    {"assess", "make the draft workbooks from what was gathered", command_assess, true, waiver_only, NULL},
    {"run", "gather, then assess", command_run, true, waiver_only, NULL},
    {"recheck", "look again at the pages that findings rest on: still there, changed or gone",
     command_recheck, true, waiver_only, NULL},
    {"withdraw", "take a step out of the vetting of every candidate, with a reason that stands in the ledger",
     command_withdraw, true, withdraw_options, "STEP [CASELOAD]"},
    {"sources", "list the sources; import a WhatsMyName list; test a source's control", command_sources, true,
     sources_options, "list|import|test [FILE|NAME] [CASELOAD]"},
    {"review", "list possible matches that a person must decide, and record a decision", command_review, true,
     review_options, NULL},
    {"notice",
     "write the packet that a candidate gets before an adverse action: their findings, sources, how to "
     "dispute",
     command_notice, true, notice_options, "NUMBER [CASELOAD]"},
    {"reply", "attach what the candidate says to a finding; it is sanitized and shown beside it",
     command_reply, true, reply_options, "add NUMBER [CASELOAD]"},
    {"release", "verify the draft and hand it to the board, or refuse and say why", command_release, true,
     release_options, NULL},
    {"verify", "prove that every candidate got the same vetting and that nothing protected got through",
     command_verify, true, waiver_only, NULL},
    {"status", "show where every candidate stands", command_status, false, status_options, NULL},
    {"key", "say who can open the vault; add, remove, rotate keys; lock one with a passphrase", command_key,
     true, key_options, "list|add|remove|rotate|lock|unlock [CASELOAD]"},
    {"doctor", "check how the caseload and this machine are set up, and say how to mend it", command_doctor,
     false, none, NULL},
    {"ledger", "review of conduct: who did what and when, with this caseload", command_ledger, false,
     ledger_options, NULL},
    {"export", "write what is kept of a candidate, for records requests and discovery", command_export, true,
     export_options, "NUMBER [CASELOAD]"},
    {"hold", "keep a candidate's records from being destroyed (legal hold), or let go", command_hold, true,
     hold_options, "NUMBER [CASELOAD]"},
    {"purge", "destroy the records that are due, and certify it", command_purge, true, purge_options, NULL},
    {"backup", "copy the sealed vault to a file, also while a gather runs", command_backup, false, none,
     "FILE [CASELOAD]"},
    {"restore", "put a backup in the vault's place; what was there is kept aside", command_restore, true,
     none, "FILE [CASELOAD]"},
    {NULL, NULL, NULL, false, NULL, NULL}};

/* The subject of a command that has one, what "sources import" and "test" and "reply add" are about, then the
 * caseload. */
static error_t take_argument(struct options *o, const char *value, unsigned index) {
    const bool about = o->command->run == command_reply ||
                       (o->command->run == command_sources && o->subject && strcmp(o->subject, "list") != 0);
    const unsigned before = (o->command->subject ? 1 : 0) + about;
    if (index > before)
        return ARGP_ERR_UNKNOWN;
    if (index == before)
        o->caseload = value;
    else if (index == 0)
        o->subject = value;
    else
        o->object = value;
    return 0;
}

/* The signature is argp's. NOLINTNEXTLINE(readability-non-const-parameter) */
error_t command_option(int key, char *value, struct argp_state *state) {
    struct options *o = state->input;
    const unsigned subjects = o->command->subject ? 1 : 0;
    switch (key) {
    case 'j':
        o->json = true;
        break;
    case 'a':
        o->about = value;
        break;
    case 'E':
        o->export_to = value;
        break;
    case 'I':
        o->import_from = value;
        break;
    case 'f':
        o->file = value;
        break;
    case 'v':
        o->verdict = value;
        break;
    case 'w':
        o->why = value;
        break;
    case 'c':
        o->custodian = value;
        break;
    case 'o':
        o->out = value;
        break;
    case 'p':
        o->passphrase = true;
        break;
    case 's':
        o->since = value;
        break;
    case 'l':
        o->lift = true;
        break;
    case 'n':
        o->dry_run = true;
        break;
    case 'B':
        o->group_board = value;
        break;
    case 'C':
        o->group_compliance = value;
        break;
    case 't':
        o->waive = value;
        break;
    case 'k':
        o->acknowledge = true;
        break;
    case 'x':
        o->withdraw = true;
        break;
    case 'S':
        o->site = value;
        break;
    case 'K':
        o->control = value;
        break;
    case 'U':
        sandbox_waive();
        break;
    case 'W':
        o->warc = true;
        break;
    case ARGP_KEY_ARG:
        return take_argument(o, value, state->arg_num);
    case ARGP_KEY_END:
        if (state->arg_num < subjects)
            argp_usage(state);
        break;
    default:
        return ARGP_ERR_UNKNOWN;
    }
    return 0;
}
