/* What libxlsxwriter can do at best: the cells of a tab-separated file, line by line, into a workbook in
 * constant memory, with a format a column, and nothing else. The peer of evenhand-report in scripts/bench.
 *
 * usage: bare_loop IN.tsv OUT.xlsx TMPDIR     fields that begin with "#" are numbers */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xlsxwriter.h>

#define MAX_COLUMNS 32
#define LINE_BYTES 65536

static lxw_format *formats[MAX_COLUMNS];

static void make_formats(lxw_workbook *workbook) {
    for (int i = 0; i < MAX_COLUMNS; i++) {
        formats[i] = workbook_add_format(workbook);
        format_set_text_wrap(formats[i]);
        format_set_align(formats[i], LXW_ALIGN_VERTICAL_TOP);
    }
}

static int write_line(lxw_worksheet *sheet, lxw_row_t row, char *rest) {
    int failed = worksheet_set_row(sheet, row, 30, NULL) != LXW_NO_ERROR;
    lxw_col_t col = 0;
    rest[strcspn(rest, "\n")] = '\0';
    for (char *field = NULL; col < MAX_COLUMNS && (field = strsep(&rest, "\t")); col++)
        failed |=
            (*field == '#'    ? worksheet_write_number(sheet, row, col, strtod(field + 1, NULL), formats[col])
             : *field == '\0' ? worksheet_write_blank(sheet, row, col, formats[col])
                              : worksheet_write_string(sheet, row, col, field, formats[col])) != LXW_NO_ERROR;
    return failed;
}

static char line[LINE_BYTES];

int main(int argc, char **argv) {
    if (argc != 4)
        return 64;
    FILE *in = fopen(argv[1], "r");
    if (!in)
        return 66;
    lxw_workbook_options options = {.constant_memory = LXW_TRUE, .tmpdir = argv[3]};
    lxw_workbook *workbook = workbook_new_opt(argv[2], &options);
    lxw_worksheet *sheet = workbook_add_worksheet(workbook, "Findings");
    int failed = 0;
    make_formats(workbook);
    for (lxw_row_t row = 0; fgets(line, sizeof line, in); row++)
        failed |= write_line(sheet, row, line);
    (void)fclose(in);
    return workbook_close(workbook) != LXW_NO_ERROR || failed ? 74 : 0;
}
