#include "evenhand/formats.h"

#include <string.h>

/* What is not verified says so in its name and in itself. */
static const struct format formats[] = {
    {"xlsx", ".xlsx", {{"", board_book_write}}, board_summary_write},
    {"csv", ".draft.csv", {{"", csv_findings_write}, {".coverage", csv_coverage_write}}, csv_summary_write},
    {"ndjson", ".draft.ndjson", {{"", ndjson_candidate_write}}, ndjson_summary_write},
    {"html", ".draft.html", {{"", html_candidate_write}}, html_summary_write},
};

const char *const format_names[] = {"xlsx", "csv", "ndjson", "html", NULL};

const struct format *format_find(const char *name) {
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (strcmp(formats[i].name, name) == 0)
            return &formats[i];
    return NULL;
}
