#include "evenhand/utc.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

/* Days since 1970-01-01 of a proleptic Gregorian date; timegm knows the rules. */
static bool real_date(int year, int month, int day) {
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    if (year < 1 || year > 9999 || month < 1 || month > 12)
        return false;
    return day >= 1 && day <= days[month - 1] + (month == 2 && leap);
}

static utc_time make(int year, int month, int day, int hour, int minute, int second) {
    struct tm tm = {.tm_year = year - 1900,
                    .tm_mon = month - 1,
                    .tm_mday = day,
                    .tm_hour = hour,
                    .tm_min = minute,
                    .tm_sec = second};
    return (utc_time)timegm(&tm);
}

utc_time utc_now(void) {
    return (utc_time)time(NULL);
}

void utc_format(utc_time t, char out[UTC_BYTES]) {
    time_t seconds = (time_t)t;
    struct tm tm;
    if (!gmtime_r(&seconds, &tm) || strftime(out, UTC_BYTES, "%Y-%m-%dT%H:%M:%SZ", &tm) != UTC_BYTES - 1)
        memcpy(out, "0000-00-00T00:00:00Z", UTC_BYTES);
}

static bool digits(const char **s, int count, int *out) {
    *out = 0;
    for (int i = 0; i < count; i++, (*s)++) {
        if (**s < '0' || **s > '9')
            return false;
        *out = *out * 10 + (**s - '0');
    }
    return true;
}

static bool literal(const char **s, char c) {
    if (**s != c)
        return false;
    (*s)++;
    return true;
}

static bool date_part(const char **s, int *year, int *month, int *day) {
    return digits(s, 4, year) && literal(s, '-') && digits(s, 2, month) && literal(s, '-') &&
           digits(s, 2, day) && real_date(*year, *month, *day);
}

/* "hh:mm:ss", fraction ignored; a leap second counts as :59. */
static bool time_part(const char **s, int *hour, int *minute, int *second) {
    int ignored;
    if (!digits(s, 2, hour) || !literal(s, ':') || !digits(s, 2, minute) || !literal(s, ':') ||
        !digits(s, 2, second))
        return false;
    if (literal(s, '.'))
        while (digits(s, 1, &ignored))
            ;
    if (*second == 60)
        *second = 59;
    return *hour < 24 && *minute < 60 && *second < 60;
}

/* "Z", "+hh:mm" or "+hhmm"; seconds east. */
static bool zone_part(const char **s, int *east) {
    int hours, minutes;
    *east = 0;
    if (literal(s, 'Z') || literal(s, 'z'))
        return true;
    int sign = **s == '-' ? -1 : 1;
    if (**s != '+' && **s != '-')
        return false;
    (*s)++;
    if (!digits(s, 2, &hours))
        return false;
    (void)literal(s, ':');
    if (!digits(s, 2, &minutes) || hours > 23 || minutes > 59)
        return false;
    *east = sign * (hours * 3600 + minutes * 60);
    return true;
}

bool utc_parse(const char *text, utc_time *t) {
    int year, month, day, hour, minute, second, east;
    const char *s = text;
    if (!date_part(&s, &year, &month, &day) || (*s != 'T' && *s != 't' && *s != ' '))
        return false;
    s++;
    if (!time_part(&s, &hour, &minute, &second) || !zone_part(&s, &east) || *s)
        return false;
    *t = make(year, month, day, hour, minute, second) - east;
    return true;
}

bool utc_parse_date(const char *text, utc_time *t) {
    int year, month, day;
    const char *s = text;
    if (!date_part(&s, &year, &month, &day) || *s)
        return false;
    *t = make(year, month, day, 0, 0, 0);
    return true;
}

/* strptime in the C locale reads names of months and days in full or short, in any case. */
static bool parse_with(const char *text, const char *format, utc_time *t) {
    struct tm tm = {0};
    const char *rest = strptime(text, format, &tm);
    if (!rest || *rest || !real_date(tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday))
        return false;
    long east = tm.tm_gmtoff; /* timegm clears it */
    *t = (utc_time)timegm(&tm) - east;
    return true;
}

bool utc_parse_any(const char *text, utc_time *t) {
    static const char *const formats[] = {"%a, %d %b %Y %H:%M:%S %z",
                                          "%a, %d %b %Y %H:%M:%S GMT",
                                          "%a, %d %b %Y %H:%M:%S UTC",
                                          "%d %b %Y %H:%M:%S %z",
                                          "%a, %d %b %Y %H:%M %z",
                                          "%a, %d %b %Y",
                                          "%Y-%m-%dT%H:%M:%S",
                                          "%Y-%m-%d %H:%M:%S",
                                          "%Y-%m-%dT%H:%M%z",
                                          "%Y-%m-%dT%H:%M",
                                          "%Y-%m-%d %H:%M",
                                          "%Y-%m-%d",
                                          "%Y/%m/%d",
                                          "%B %d, %Y %I:%M %p",
                                          "%B %d, %Y at %I:%M %p",
                                          "%B %d, %Y, %I:%M %p",
                                          "%B %d, %Y",
                                          "%B %d %Y",
                                          "%d %B %Y %H:%M",
                                          "%d %B %Y, %H:%M",
                                          "%d %B %Y",
                                          "%d. %B %Y",
                                          "%A, %B %d, %Y",
                                          "%A, %d %B %Y"};
    while (*text == ' ' || (*text >= '\t' && *text <= '\r'))
        text++;
    if (utc_parse(text, t))
        return true;
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (parse_with(text, formats[i], t))
            return true;
    return false;
}

utc_time utc_years_before(utc_time t, int years) {
    time_t seconds = (time_t)t;
    struct tm tm;
    if (!gmtime_r(&seconds, &tm))
        return t;
    int year = tm.tm_year + 1900 - years, month = tm.tm_mon + 1, day = tm.tm_mday;
    if (!real_date(year, month, day))
        day = 28;
    return make(year, month, day, tm.tm_hour, tm.tm_min, tm.tm_sec);
}
