#include "evenhand/report.h"

int main(int argc, char **argv) {
    struct report report = {.out = NULL};
    return stage_main(
        &(struct stage){
            .name = "report",
            .summary =
                "Write the hiring board's workbooks, one per candidate and summary.xlsx, from the sanitized "
                "records on standard input; or the same content as csv, ndjson or html. They appear only "
                "when the "
                "stream is complete.",
            .options = report_options,
            .option = report_option,
            .reads = RECORD_BOARD,
            .writes = RECORD_BOARD,
            .no_output = true,
            .unit = "records",
            .self = &report,
            .open = report_open,
            .record = report_record,
            .done = report_done,
            .close = report_close,
        },
        argc, argv);
}
