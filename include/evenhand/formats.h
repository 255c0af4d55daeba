/* What report can write: the same content in each format, for the reader it suits.
 *
 *   xlsx    the board's workbooks: the only ones that verify reads and `evenhand release` hands over
 *   csv     RFC 4180, for spreadsheets: STEM holds the findings, STEM.coverage the steps, summary the counts
 *   ndjson  one JSON object a line, for programs
 *   html    one page that needs nothing else: printable, for screen readers, no script, no link
 *
 * All but xlsx are drafts: nobody checked that nothing leaked into them. Their names end in .draft.csv and so
 * on, and each row, object and page says FORMATS_DRAFT. */
#ifndef EVENHAND_FORMATS_H
#define EVENHAND_FORMATS_H

#include "evenhand/board_book.h"

#define FORMAT_MAX_PARTS 2
#define FORMATS_DRAFT "Draft, not released: not for the hiring board"

/* Writes what it is about to `path`; temporary files go to `folder`. */
typedef bool write_candidate(const struct board_run *run, const struct dossier *d, const char *path,
                             const char *folder, struct faults *f);
typedef bool write_summary(const struct board_run *run, const struct tallies *all, const char *path,
                           const char *folder, struct faults *f);

struct format {
    const char *name, *suffix;
    struct {
        const char *stem; /* after the candidate's number: "", ".coverage" */
        write_candidate *write;
    } part[FORMAT_MAX_PARTS];
    write_summary *summary;
};

const struct format *format_find(const char *name); /* NULL: unknown */
extern const char *const format_names[];            /* NULL-terminated */

write_candidate csv_findings_write, csv_coverage_write, ndjson_candidate_write, html_candidate_write;
write_summary csv_summary_write, ndjson_summary_write, html_summary_write;

#endif
