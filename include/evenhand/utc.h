/* Times: UTC, seconds, RFC 3339 ("2026-10-01T09:30:00Z"), and dates "2026-10-01". */
#ifndef EVENHAND_UTC_H
#define EVENHAND_UTC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define UTC_BYTES 21 /* with the NUL */

typedef int64_t utc_time; /* seconds since 1970-01-01T00:00:00Z */

utc_time utc_now(void);
void utc_format(utc_time t, char out[UTC_BYTES]);
bool utc_parse(const char *text, utc_time *t);      /* RFC 3339 date-time, any offset */
bool utc_parse_date(const char *text, utc_time *t); /* YYYY-MM-DD, a real date */

/* The dates people and sites write: RFC 3339, ISO 8601 without zone (taken as UTC), RFC 2822 and HTTP dates,
 * "March 3, 2024", "3 March 2024", "Mar 3, 2024 5:14 PM", "2024/03/03". Ambiguous ones (03/04/2024) are
 * refused. */
bool utc_parse_any(const char *text, utc_time *t);
utc_time utc_years_before(utc_time t, int years); /* same day; 29 February becomes 28 */

#endif
