#include "evenhand/facts_forms.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistr.h>

#include "evenhand/mem.h"
#include "evenhand/plain.h"
#include "evenhand/record.h"
#include "evenhand/utc.h"

#define MAX_PARTS 8 /* of a name; more are left to the whole name */

static size_t letters(const char *word) {
    return u8_mbsnlen((const uint8_t *)word, strlen(word));
}

/* A phrase as it stands, as whole words. */
static void add_phrase(struct facts *x, const char *text, uint32_t id) {
    struct buf words = {0};
    plain_words(text, strlen(text), &words);
    if (words.len > 1)
        needles_add(&x->words, words.data, id);
    buf_free(&words);
}

/* A form made by printf, in words as plain_words gives them. */
__attribute__((format(printf, 3, 4))) static void add_form(struct facts *x, uint32_t id, const char *format,
                                                           ...) {
    va_list args;
    char *form = NULL;
    va_start(args, format);
    if (vasprintf(&form, format, args) < 0)
        mem_exhausted();
    va_end(args);
    needles_add(&x->words, form, id);
    free(form);
}

/* Two parts of a name side by side, and run together as in a handle or a hashtag. */
static void add_pair(struct facts *x, const char *a, const char *b, uint32_t id) {
    add_form(x, id, " %s %s ", a, b);
    if (letters(a) + letters(b) >= FACTS_MIN_RUN)
        add_form(x, id, "%s%s", a, b);
    if (letters(a) + letters(b) >= FACTS_MIN_SPACED) {
        char *together = mem_format("%s%s", a, b);
        needles_add(&x->runs, together, id);
        free(together);
    }
}

static size_t split(char *words, char *part[MAX_PARTS]) {
    size_t parts = 0;
    for (char *word = NULL; parts < MAX_PARTS && (word = strsep(&words, " "));)
        if (*word)
            part[parts++] = word;
    return parts;
}

/* A first name that is being replaced by its short forms. */
struct replacing {
    struct facts *x;
    char *const *part;
    size_t parts, at; /* number `at` is the first name */
    int person;
};

static void add_nickname(void *ctx, const char *nickname, bool word) {
    const struct replacing *r = ctx;
    uint32_t id = facts_new(r->x, "short form of a name", r->person, false);
    for (size_t j = 0; j < r->parts; j++)
        if (j != r->at && letters(r->part[j]) > 1)
            add_pair(r->x, nickname, r->part[j], id);
    if (r->parts > 1 && letters(r->part[r->parts - 1]) >= FACTS_MIN_NAME)
        add_form(r->x, id, " %c%s ", *nickname, r->part[r->parts - 1]);
    if (!word && letters(nickname) >= FACTS_MIN_NAME && !facts_common(r->x, nickname))
        add_form(r->x, facts_new(r->x, "short form of a name", r->person, true), " %s ", nickname);
}

static void add_name(struct facts *x, const char *name, int person) {
    struct buf words = {0};
    char *part[MAX_PARTS];
    uint32_t whole = facts_new(x, "name", person, false);
    add_phrase(x, name, whole);
    plain_words(name, strlen(name), &words);
    size_t parts = split(words.data, part);
    for (size_t i = 0; i < parts; i++) {
        for (size_t j = 0; j < parts; j++)
            if (i != j && letters(part[i]) > 1 && letters(part[j]) > 1)
                add_pair(x, part[i], part[j], whole);
        if (letters(part[i]) >= FACTS_MIN_NAME && !facts_common(x, part[i]))
            add_form(x, facts_new(x, "part of a name", person, false), " %s ", part[i]);
    }
    if (parts > 1 && letters(part[parts - 1]) >= FACTS_MIN_NAME && isalpha((unsigned char)*part[0]))
        add_form(x, whole, " %c%s ", *part[0], part[parts - 1]); /* "tquillfeather" */
    for (size_t i = 0; i < parts && (i == 0 || i + 1 < parts); i++) {
        struct replacing r = {.x = x, .part = part, .parts = parts, .at = i, .person = person};
        facts_nicknames(x, part[i], add_nickname, &r);
    }
    buf_free(&words);
}

/* A user name as it is, and without its punctuation. */
static void add_handle(struct facts *x, const char *handle, const char *kind, int person) {
    struct buf words = {0};
    plain_words(handle, strlen(handle), &words);
    char *squeezed = plain_squeezed(words.data);
    if (letters(squeezed) >= FACTS_MIN_HANDLE && !facts_common(x, squeezed)) {
        uint32_t id = facts_new(x, kind, person, false);
        needles_add(&x->words, words.data, id);
        add_form(x, id, " %s ", squeezed);
    }
    free(squeezed);
    buf_free(&words);
}

static void add_username(struct facts *x, const char *text, int person) {
    add_handle(x, text, "user name", person);
}

static void add_email(struct facts *x, const char *email, int person) {
    char *local = mem_copy(email, strcspn(email, "@"));
    add_phrase(x, email, facts_new(x, "e-mail address", person, false));
    add_handle(x, local, "e-mail address", person);
    free(local);
}

/* Without scheme, "www." and port; host and path as words. */
static void add_website(struct facts *x, const char *url, int person) {
    uint32_t id = facts_new(x, "website", person, false);
    const char *scheme = strstr(url, "://");
    const char *bare = scheme ? scheme + 3 : url;
    if (strncmp(bare, "www.", 4) == 0)
        bare += 4;
    add_phrase(x, bare, id);
    size_t host = strcspn(bare, ":/");
    if (bare[host] == ':') {
        char *portless = mem_format("%.*s%s", (int)host, bare, bare + host + strcspn(bare + host, "/"));
        add_phrase(x, portless, id);
        free(portless);
    }
}

static void add_phone(struct facts *x, const char *phone, int person) {
    char digits[32] = "";
    size_t n = 0;
    for (const char *c = phone; *c && n + 1 < sizeof digits; c++)
        if (isdigit((unsigned char)*c))
            digits[n++] = *c;
    if (n < FACTS_LOCAL_PHONE)
        return;
    uint32_t id = facts_new(x, "telephone number", person, false);
    needles_add(&x->digits, n > FACTS_NATIONAL_PHONE ? digits + n - FACTS_NATIONAL_PHONE : digits, id);
    char *local = mem_format("|%s|", digits + n - FACTS_LOCAL_PHONE);
    needles_add(&x->digits, local, id);
    free(local);
}

static void add_birth_numbers(struct facts *x, int y, int m, int d, uint32_t id) {
    add_form(x, id, " %d %02d %02d ", y, m, d);
    add_form(x, id, " %d %d %d ", y, m, d);
    add_form(x, id, " %02d %02d %d ", m, d, y);
    add_form(x, id, " %d %d %d ", m, d, y);
    add_form(x, id, " %02d %02d %d ", d, m, y);
    add_form(x, id, " %d %d %d ", d, m, y);
    add_form(x, id, " %02d %02d %02d ", m, d, y % 100);
    add_form(x, id, " %d %d %02d ", m, d, y % 100);
    add_form(x, id, " %d%02d%02d ", y, m, d);
    add_form(x, id, " %02d%02d%d ", m, d, y);
}

static void add_birth_words(struct facts *x, int y, const char *month, int d, uint32_t id) {
    static const char *const endings[] = {"", "st", "nd", "rd", "th"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        add_form(x, id, " %s %d%s %d ", month, d, endings[i], y);
        add_form(x, id, " %d%s %s %d ", d, endings[i], month, y);
        add_form(x, id, " %d%s of %s %d ", d, endings[i], month, y);
    }
}

static void add_birth(struct facts *x, const char *date, int person) {
    static const char *const months[] = {"january",   "february", "march",    "april",
                                         "may",       "june",     "july",     "august",
                                         "september", "october",  "november", "december"};
    utc_time ignored = 0;
    if (!utc_parse_date(date, &ignored)) /* so it reads YYYY-MM-DD */
        return;
    int y = (int)strtol(date, NULL, 10);
    int m = (int)strtol(date + 5, NULL, 10);
    int d = (int)strtol(date + 8, NULL, 10);
    char shortened[4];
    memcpy(shortened, months[m - 1], 3);
    shortened[3] = '\0';
    uint32_t id = facts_new(x, "date of birth", person, false);
    add_birth_numbers(x, y, m, d, id);
    add_birth_words(x, y, months[m - 1], d, id);
    add_birth_words(x, y, shortened, d, id);
}

/* City, state, employers, schools: two words or more are specific, one word is not. */
static void add_place(struct facts *x, const char *text, const char *kind, bool own_only, int person) {
    struct buf words = {0};
    plain_words(text, strlen(text), &words);
    size_t spaces = 0;
    for (size_t i = 0; i < words.len; i++)
        spaces += words.data[i] == ' ';
    if (letters(words.data) >= FACTS_MIN_NAME + 2) /* with the spaces at both ends */
        needles_add(&x->words, words.data, facts_new(x, kind, person, own_only || spaces < 3));
    buf_free(&words);
}

static void add_employer(struct facts *x, const char *text, int person) {
    add_place(x, text, "employer", false, person);
}

static void add_school(struct facts *x, const char *text, int person) {
    add_place(x, text, "school", false, person);
}

typedef void add_fact(struct facts *x, const char *text, int person);

static void add_all(struct facts *x, const cJSON *identity, const char *key, add_fact *add, int person) {
    const cJSON *list = record_field(identity, key);
    for (const cJSON *text = list ? list->child : NULL; text; text = text->next)
        add(x, text->valuestring, person);
}

void facts_add_person(struct facts *x, const cJSON *identity, int person) {
    add_name(x, record_text(identity, "full_name"), person);
    add_all(x, identity, "aliases", add_name, person);
    add_all(x, identity, "usernames", add_username, person);
    add_all(x, identity, "emails", add_email, person);
    add_all(x, identity, "phones", add_phone, person);
    add_all(x, identity, "websites", add_website, person);
    add_all(x, identity, "employers", add_employer, person);
    add_all(x, identity, "schools", add_school, person);
    add_place(x, record_text(identity, "city"), "city", true, person);
    add_place(x, record_text(identity, "state"), "state", true, person);
    add_birth(x, record_text(identity, "date_of_birth"), person);
}
