#include "evenhand/subject.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "evenhand/mem.h"
#include "evenhand/record.h"
#include "evenhand/text.h"
#include "evenhand/utc.h"

static const char *const suffixes[] = {"jr", "sr", "ii", "iii", "iv", NULL};

/* Words that end an employer's or school's name and tell nothing: without them it is still named. */
static const char *const generic_endings[] = {
    "inc",        "llc",        "co",       "company",     "corp",        "corporation", "group",
    "services",   "service",    "systems",  "studio",      "department",  "agency",      "authority",
    "partners",   "associates", "holdings", "ltd",         "transit",     "school",      "college",
    "university", "elementary", "resorts",  "restoration", "engineering", "clinic",      "lab",
    "labs",       "center",     NULL};

static bool in_list(const char *const *list, const char *word) {
    for (; *list; list++)
        if (strcmp(*list, word) == 0)
            return true;
    return false;
}

char *squashed(const char *text) {
    size_t n = 0;
    char *folded = text_fold(text, strlen(text), NULL);
    for (const char *c = folded; *c; c++)
        if (isalnum((unsigned char)*c) || (unsigned char)*c >= 0x80)
            folded[n++] = *c;
    folded[n] = '\0';
    return folded;
}

char *bare_url(const char *url) {
    const char *rest = strstr(url, "://");
    rest = rest ? rest + 3 : url;
    if (strncasecmp(rest, "www.", 4) == 0)
        rest += 4;
    size_t len = strcspn(rest, "#");
    while (len > 0 && rest[len - 1] == '/')
        len--;
    char *bare = mem_copy(rest, len);
    for (char *c = bare; *c; c++)
        *c = (char)tolower((unsigned char)*c);
    return bare;
}

static uint64_t hash_of(const char *token) {
    return tokens_hash(token, strlen(token));
}

static void hash_name(struct subject_name *name) {
    name->given_hash = hash_of(name->token[0]);
    name->surname_hash = hash_of(name->token[name->surname]);
    name->last_hash = hash_of(name->token[name->tokens - 1]);
}

/* The surname is what the last space-separated part holds ("Adeyemi-Clarke" is two words); the suffix is set
 * apart. */
static void add_name(struct subject *s, const char *text) {
    if (s->names == SUBJECT_NAMES)
        return;
    struct subject_name *name = &s->name[s->names];
    char *copy = mem_string(text), *rest = copy, *part;
    struct tokens w = {0};
    while ((part = strsep(&rest, " ,")) != NULL) {
        tokens_split(&w, part, strlen(part));
        if (w.count == 1 && in_list(suffixes, tokens_text(&w, 0))) {
            (void)snprintf(s->suffix, sizeof s->suffix, "%s", tokens_text(&w, 0));
            continue;
        }
        if (w.count > 0)
            name->surname = name->tokens;
        for (size_t i = 0; i < w.count && name->tokens < SUBJECT_TOKENS; i++)
            name->token[name->tokens++] = mem_string(tokens_text(&w, i));
    }
    if (name->tokens > 0) {
        hash_name(name);
        s->names++;
    }
    tokens_free(&w);
    free(copy);
}

static void add_fact(struct subject *s, const char *text, enum subject_fact fact, uint32_t number) {
    struct tokens w = {0};
    struct buf phrase = {0};
    tokens_split(&w, text, strlen(text));
    size_t n = w.count < PHRASE_MAX_WORDS ? w.count : PHRASE_MAX_WORDS;
    for (size_t i = 0; i < n; i++)
        buf_format(&phrase, "%s%s", i ? " " : "", tokens_text(&w, i));
    bool named = fact == FACT_EMPLOYER || fact == FACT_SCHOOL;
    if (n > 0)
        (void)phrases_add(s->facts, phrase.data, (uint32_t)fact * 256 + number);
    /* "Peach Grid" for "Peach Grid Energy": still two telling words. */
    while (named && n > 2) {
        bool generic = in_list(generic_endings, tokens_text(&w, n - 1));
        phrase.len -= strlen(tokens_text(&w, --n)) + 1;
        phrase.data[phrase.len] = '\0';
        (void)phrases_add(s->facts, phrase.data, (uint32_t)fact * 256 + number);
        if (!generic)
            break;
    }
    buf_free(&phrase);
    tokens_free(&w);
}

static void add_facts(struct subject *s, const cJSON *identity, const char *key, enum subject_fact fact) {
    const cJSON *one;
    uint32_t number = 0;
    cJSON_ArrayForEach(one, record_field(identity, key)) if (number < 256 && cJSON_IsString(one))
        add_fact(s, one->valuestring, fact, number++);
}

static size_t take_list(char **out, const cJSON *identity, const char *key, char *(*form)(const char *)) {
    size_t n = 0;
    const cJSON *one;
    cJSON_ArrayForEach(one, record_field(identity, key)) if (n < SUBJECT_LIST && cJSON_IsString(one) &&
                                                             one->valuestring[0]) out[n++] =
        form(one->valuestring);
    return n;
}

static char *lower_case(const char *text) {
    return text_fold(text, strlen(text), NULL);
}

static char *handle_form(const char *text) {
    return lower_case(text[0] == '@' ? text + 1 : text);
}

/* The last ten digits: North American numbers without the country code. */
static char *phone_form(const char *text) {
    char digits[64];
    size_t n = 0;
    for (; *text && n + 1 < sizeof digits; text++)
        if (isdigit((unsigned char)*text))
            digits[n++] = *text;
    digits[n] = '\0';
    return mem_string(n > 10 ? digits + n - 10 : digits);
}

static void add_place(struct subject *s, const cJSON *identity, const struct known_names *known) {
    const char *city = record_text(identity, "city"), *state = record_text(identity, "state");
    char *folded = lower_case(state);
    s->region = known_state(known, folded);
    if (*city)
        add_fact(s, city, FACT_CITY, 0);
    if (strlen(state) > 2)
        add_fact(s, state, FACT_STATE, 0);
    free(folded);
}

void subject_read(struct subject *s, const cJSON *identity, const struct known_names *known) {
    *s = (struct subject){.facts = phrases_new()};
    const cJSON *alias;
    utc_time born;
    add_name(s, record_text(identity, "full_name"));
    cJSON_ArrayForEach(alias, record_field(identity, "aliases")) if (cJSON_IsString(alias))
        add_name(s, alias->valuestring);
    s->handles = take_list(s->handle, identity, "usernames", handle_form);
    s->emails = take_list(s->email, identity, "emails", lower_case);
    s->phones = take_list(s->phone, identity, "phones", phone_form);
    s->websites = take_list(s->website, identity, "websites", bare_url);
    add_facts(s, identity, "employers", FACT_EMPLOYER);
    add_facts(s, identity, "schools", FACT_SCHOOL);
    add_place(s, identity, known);
    const char *date = record_text(identity, "date_of_birth");
    if (utc_parse_date(date, &born))
        s->birth_year = text_leading_number(date);
}

static void free_list(char **list, size_t n) {
    for (size_t i = 0; i < n; i++)
        free(list[i]);
}

void subject_free(struct subject *s) {
    for (size_t i = 0; i < SUBJECT_NAMES; i++)
        free_list(s->name[i].token, s->name[i].tokens);
    free_list(s->handle, s->handles);
    free_list(s->email, s->emails);
    free_list(s->phone, s->phones);
    free_list(s->website, s->websites);
    phrases_free(s->facts);
    *s = (struct subject){0};
}
