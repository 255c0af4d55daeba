#include "evenhand/impact.h"

int main(int argc, char **argv) {
    struct impact impact = {.fd = -1};
    return stage_main(
        &(struct stage){
            .name = "impact",
            .summary = "Compute selection rates by group, the four-fifths ratio and Fisher's exact test from "
                       "voluntary EEO data that are kept outside of every caseload (29 CFR 1607.4(D)).",
            .options = impact_options,
            .option = impact_option,
            .reads = RECORD_BOARD,
            .writes = RECORD_BOARD,
            .no_input = true,
            .no_output = true,
            .unit = "persons",
            .self = &impact,
            .open = impact_open,
            .done = impact_done,
            .close = impact_close,
        },
        argc, argv);
}
