#include "evenhand/verify.h"

int main(int argc, char **argv) {
    struct verify verify = {.caseload = NULL};
    return stage_main(
        &(struct stage){
            .name = "verify",
            .summary =
                "Prove that every candidate got the same vetting and that nothing protected got through: the "
                "vault's facts come on standard input (evenhand replay --facts).",
            .arguments = "[CASELOAD]",
            .options = verify_options,
            .option = verify_option,
            .reads = RECORD_SEARCHER,
            .writes = RECORD_BOARD,
            .no_output = true,
            .unit = "records",
            .self = &verify,
            .open = verify_open,
            .record = verify_record,
            .done = verify_done,
            .close = verify_close,
        },
        argc, argv);
}
