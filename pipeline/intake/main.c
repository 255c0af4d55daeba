#include "evenhand/intake.h"

int main(int argc, char **argv) {
    struct intake intake = {.caseload = ".", .csv = -1};
    const struct stage stage = {
        .name = "intake",
        .summary =
            "Reads CASELOAD/plan.yaml and CASELOAD/candidates.csv, checks both to the last row, and writes "
            "the run "
            "and its candidates, each under a random number. Refuses everything if anything is incomplete.",
        .arguments = "[CASELOAD]",
        .option = intake_option,
        .writes = RECORD_SEARCHER,
        .no_input = true,
        .unit = "candidates",
        .self = &intake,
        .open = intake_open,
        .done = intake_done,
        .close = intake_close,
    };
    return stage_main(&stage, argc, argv);
}
