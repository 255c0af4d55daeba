#include <string.h>

#include "evenhand/candidates_parts.h"
#include "evenhand/url.h"
#include "evenhand/utc.h"

#define PHONE_MIN_DIGITS 7
#define PHONE_MAX_DIGITS 15 /* ITU-T E.164 */
#define EMAIL_MAX_BYTES 254 /* RFC 5321, 4.5.3.1.3 */
#define BORN_AFTER "1900-01-01"

bool candidate_column_is_list(enum candidate_column column) {
    return (column >= COLUMN_ALIASES && column <= COLUMN_PHONES) ||
           (column >= COLUMN_EMPLOYERS && column <= COLUMN_WEBSITES);
}

size_t candidates_next(const char **list, const char **value) {
    *value = *list;
    size_t len = strcspn(*list, ";");
    *list += len + (len > 0 && (*list)[len] == ';' ? 1 : 0);
    return len;
}

static bool is_space(char c) {
    return c == ' ' || c == '\t';
}

/* True when a value of the tidied list, which ends at list + len, is this one. */
static bool has_value(const char *list, size_t len, const char *value, size_t value_len) {
    while (len > 0) {
        const char *end = memchr(list, ';', len);
        size_t n = end == NULL ? len : (size_t)(end - list);
        if (n == value_len && memcmp(list, value, n) == 0)
            return true;
        list += n + (end != NULL);
        len -= n + (end != NULL);
    }
    return false;
}

static void add_value(const char *value, size_t len, size_t list_start, struct buf *out) {
    bool first = out->len == list_start;
    if (len == 0 || (!first && has_value(out->data + list_start, out->len - list_start, value, len)))
        return;
    if (!first)
        buf_add_char(out, ';');
    buf_add(out, value, len);
}

void candidates_tidy(enum candidate_column column, const char *value, struct buf *out) {
    size_t list_start = out->len;
    if (!candidate_column_is_list(column)) {
        buf_add_text(out, value);
        return;
    }
    for (const char *at = value; *at != '\0'; at += *at == ';') {
        size_t len = strcspn(at, ";");
        const char *begin = at;
        at += len;
        while (len > 0 && is_space(begin[0])) {
            begin++;
            len--;
        }
        while (len > 0 && is_space(begin[len - 1]))
            len--;
        if (column == COLUMN_USERNAMES && len > 0 && begin[0] == '@') {
            begin++;
            len--;
        }
        add_value(begin, len, list_start, out);
    }
}

static bool email_plausible(const char *value, size_t len) {
    const char *at = memchr(value, '@', len);
    if (at == NULL || at == value || len > EMAIL_MAX_BYTES || memchr(value, ' ', len) != NULL)
        return false;
    const char *host = at + 1;
    size_t host_len = len - (size_t)(host - value);
    const char *dot = memchr(host, '.', host_len);
    return memchr(host, '@', host_len) == NULL && dot != NULL && dot != host && value[len - 1] != '.';
}

/* Digits as people group them, and an extension: "+1 (413) 555-0133 x12". */
static bool phone_plausible(const char *value, size_t len) {
    size_t digits = 0;
    size_t i = 0;
    for (; i < len && strchr("+()-./ 0123456789", value[i]) != NULL; i++)
        digits += value[i] >= '0' && value[i] <= '9';
    for (i += i < len && (value[i] == 'x' || value[i] == 'X'); i < len; i++)
        if (value[i] < '0' || value[i] > '9')
            return false;
    return digits >= PHONE_MIN_DIGITS && digits <= PHONE_MAX_DIGITS;
}

static bool check_email(const char *value, size_t len, const char *place, struct faults *f) {
    return email_plausible(value, len) || fault(f, FAULT_DATA, place, "correct it or take it out",
                                                "\"%.*s\" is no e-mail address", (int)len, value);
}

static bool check_phone(const char *value, size_t len, const char *place, struct faults *f) {
    return phone_plausible(value, len) ||
           fault(f, FAULT_DATA, place, "write it as in 413-555-0133, or take it out",
                 "\"%.*s\" is no telephone number", (int)len, value);
}

static bool check_website(const char *value, size_t len, const char *place, struct faults *f) {
    char url[URL_MAX_BYTES + 1];
    const char *wrong = "is too long";
    if (len < sizeof url) {
        memcpy(url, value, len);
        url[len] = '\0';
        wrong = url_fault(url);
    }
    return wrong == NULL ||
           fault(f, FAULT_DATA, place, "write the whole address, as in https://pages.example/~me",
                 "website \"%.*s\" %s", (int)len, value, wrong);
}

static bool check_username(const char *value, size_t len, const char *place, struct faults *f) {
    return memchr(value, ' ', len) == NULL && memchr(value, '/', len) == NULL
               ? true
               : fault(f, FAULT_DATA, place, "write the name alone; addresses go under websites",
                       "\"%.*s\" is no username", (int)len, value);
}

static bool check_any(const char *value, size_t len, const char *place, struct faults *f) {
    (void)value, (void)len, (void)place, (void)f;
    return true;
}

static bool check_list(enum candidate_column column, const char *list, const char *place, struct faults *f) {
    bool (*check)(const char *, size_t, const char *, struct faults *) =
        column == COLUMN_EMAILS      ? check_email
        : column == COLUMN_PHONES    ? check_phone
        : column == COLUMN_WEBSITES  ? check_website
        : column == COLUMN_USERNAMES ? check_username
                                     : check_any;
    bool ok = true;
    const char *value = NULL;
    size_t count = 0;
    for (size_t len; (len = candidates_next(&list, &value)) > 0; count++)
        ok = check(value, len, place, f) && ok;
    return count <= CANDIDATES_MAX_LIST
               ? ok
               : fault(f, FAULT_DATA, place, "keep those that matter", "%zu %s, over the limit of %d", count,
                       candidate_columns[column], CANDIDATES_MAX_LIST);
}

/* A date that exists and is past; *empty when there is none. */
static bool check_date(enum candidate_column column, const char *text, const char *place, struct faults *f) {
    utc_time t = 0;
    if (!utc_parse_date(text, &t))
        return fault(f, FAULT_DATA, place, "write year-month-day, as in 2026-10-05", "%s is no date: \"%s\"",
                     candidate_columns[column], text);
    if (t > utc_now())
        return fault(f, FAULT_DATA, place, "correct the date, or wait for that day",
                     "%s is in the future: %s", candidate_columns[column], text);
    return true;
}

static bool check_birth(const char *text, const char *place, struct faults *f) {
    if (text[0] == '\0')
        return true;
    if (!check_date(COLUMN_DATE_OF_BIRTH, text, place, f))
        return false;
    return strcmp(text, BORN_AFTER) >= 0 ||
           fault(f, FAULT_DATA, place, "correct the date", "date_of_birth is before 1900: %s", text);
}

static bool check_release(const char *text, const char *place, struct faults *f) {
    if (text[0] == '\0')
        return fault(
            f, FAULT_DATA, place,
            "write under release_signed_on when it was signed, or take the candidate out until it is",
            "no signed release for this candidate");
    return check_date(COLUMN_RELEASE_SIGNED_ON, text, place, f);
}

static bool check_present(enum candidate_column column, const char *text, const char *place,
                          struct faults *f) {
    return text[0] != '\0' ||
           fault(f, FAULT_DATA, place, "every candidate has one", "%s is empty", candidate_columns[column]);
}

static bool check_ref_length(const char *ref, const char *place, struct faults *f) {
    return strlen(ref) <= CANDIDATES_MAX_REF_BYTES ||
           fault(f, FAULT_DATA, place, "shorten it", "ref has %zu bytes, over the limit of %d", strlen(ref),
                 CANDIDATES_MAX_REF_BYTES);
}

/* Line breaks and control characters: no query and no record wants them. */
static bool check_printable(enum candidate_column column, const char *text, const char *place,
                            struct faults *f) {
    for (; *text != '\0'; text++)
        if ((unsigned char)*text < ' ' || *text == 0x7f)
            return fault(f, FAULT_DATA, place, "keep it on one line, without tabs",
                         "%s holds a line break or another control character", candidate_columns[column]);
    return true;
}

static bool check_value(const struct candidates *c, size_t row, enum candidate_column column,
                        const char *place, struct faults *f) {
    const char *text = candidates_value(c, row, column);
    if (!check_printable(column, text, place, f))
        return false;
    if (column == COLUMN_REF)
        return check_present(column, text, place, f) && check_ref_length(text, place, f);
    if (column == COLUMN_FULL_NAME)
        return check_present(column, text, place, f);
    if (column == COLUMN_DATE_OF_BIRTH)
        return check_birth(text, place, f);
    if (column == COLUMN_RELEASE_SIGNED_ON)
        return check_release(text, place, f);
    return !candidate_column_is_list(column) || check_list(column, text, place, f);
}

bool candidates_check_row(const struct candidates *c, size_t row, struct faults *f) {
    const char *place = fault_place(CANDIDATES_FILE, c->row[row].line, 0);
    bool ok = true;
    for (int column = 0; column < CANDIDATE_COLUMNS; column++)
        ok = check_value(c, row, (enum candidate_column)column, place, f) && ok;
    return ok;
}
