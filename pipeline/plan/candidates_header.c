#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "evenhand/candidates_parts.h"
#include "evenhand/text.h"
#include "evenhand/vocab.h"

#define NAME_BYTES 64
#define ADVICE_BYTES 256

const char *const candidate_columns[] = {
    "ref",      "full_name",     "aliases",  "usernames",         "emails",
    "phones",   "city",          "state",    "employers",         "schools",
    "websites", "date_of_birth", "position", "release_signed_on", NULL};

/* "Full Name" is meant as full_name: lower case, "_" for white space and hyphens. */
static void plain_name(const char *name, char out[NAME_BYTES]) {
    size_t len = 0;
    for (; *name != '\0' && len < NAME_BYTES - 1; name++)
        out[len++] = *name == ' ' || *name == '-' ? '_' : (char)tolower((unsigned char)*name);
    out[len] = '\0';
}

static bool unknown_column(const char *name, const char *place, struct faults *f) {
    char plain[NAME_BYTES];
    char advice[ADVICE_BYTES] = "see evenhand-candidates(5) for the columns";
    plain_name(name, plain);
    const char *near = text_nearest(plain, candidate_columns);
    if (near != NULL)
        (void)snprintf(advice, sizeof advice, "did you mean \"%s\"?", near);
    return fault(f, FAULT_DATA, place, advice, "unknown column \"%s\"", name);
}

/* A spreadsheet of another country, or a wrong choice when saving: one field that holds the whole line. */
static bool other_separator(const struct csv_row *row) {
    return row->count == 1 && strpbrk(row->field[0], ";\t|") != NULL;
}

static bool check_missing(const bool seen[CANDIDATE_COLUMNS], const char *place, struct faults *f) {
    bool ok = true;
    for (size_t i = 0; i < CANDIDATE_COLUMNS; i++)
        if (!seen[i])
            ok = fault(f, FAULT_DATA, place,
                       "add it; its values may be empty where evenhand-candidates(5) says so",
                       "column \"%s\" is missing", candidate_columns[i]);
    return ok;
}

bool candidates_header_read(const struct csv_row *row, struct candidates_header *out, struct faults *f) {
    const char *place = fault_place(CANDIDATES_FILE, row->line, 0);
    bool seen[CANDIDATE_COLUMNS] = {false};
    bool ok = true;
    if (other_separator(row))
        return fault(f, FAULT_DATA, place, "save the file as CSV with commas",
                     "the columns are not separated by commas");
    for (size_t i = 0; i < row->count && i < CSV_MAX_FIELDS; i++) {
        int column = vocab_find(candidate_columns, row->field[i]);
        if (column < 0) {
            ok = unknown_column(row->field[i], place, f);
            continue;
        }
        if (seen[column])
            ok = fault(f, FAULT_DATA, place, "keep one of the two", "column \"%s\" stands twice",
                       row->field[i]);
        seen[column] = true;
        out->column[i] = (enum candidate_column)column;
    }
    out->count = row->count;
    return check_missing(seen, place, f) && ok;
}
