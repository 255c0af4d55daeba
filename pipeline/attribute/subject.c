#include "evenhand/subject.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "evenhand/mem.h"
#include "evenhand/record.h"
#include "evenhand/text.h"
#include "evenhand/utc.h"

#define TELLING_LETTERS 5 /* of a first word that can name an employer alone */
#define SITE_LETTERS 6    /* of a word looked for in hosts */

static const char *const suffixes[] = {"jr", "sr", "ii", "iii", "iv", NULL};

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
static void add_name(struct subject *s, const struct known_names *known, const char *text) {
    if (s->names == SUBJECT_NAMES)
        return;
    struct subject_name *name = &s->name[s->names];
    char *copy = mem_string(text), *rest = copy, *part;
    struct tokens w = {0};
    while ((part = strsep(&rest, " ,")) != NULL) {
        tokens_split(&w, part, strlen(part));
        known_latin(known, &w);
        if (w.count == 1 && in_list(suffixes, tokens_text(&w, 0))) {
            (void)snprintf(s->suffix, sizeof s->suffix, "%s", tokens_text(&w, 0));
            continue;
        }
        if (w.count > 0 && name->tokens < SUBJECT_TOKENS)
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

static bool is_of_a_name(const struct subject *s, const char *word) {
    for (size_t n = 0; n < s->names; n++)
        for (size_t t = 0; t < s->name[n].tokens; t++)
            if (strcmp(s->name[n].token[t], word) == 0)
                return true;
    return false;
}

/* Whether the first word of an employer's or school's name is so much its own that it names it alone. */
static bool is_telling(const struct subject *s, const struct known_names *known, const struct tokens *w) {
    struct known_hits hits;
    const char *word = tokens_text(w, 0);
    return w->at[0].len >= TELLING_LETTERS && !known_at(known, w, 0, &hits) && !known_given(known, word) &&
           !is_of_a_name(s, word) && !known_generic(known, GENERIC_BEGINNING, word) &&
           !known_generic(known, GENERIC_ENDING, word);
}

static void join_words(struct buf *out, const struct tokens *w, size_t n, const char *between) {
    buf_clear(out);
    for (size_t i = 0; i < n; i++)
        buf_format(out, "%s%s", i ? between : "", tokens_text(w, i));
}

static void add_phrase(struct subject *s, const struct tokens *w, size_t n, enum subject_fact fact,
                       uint32_t number) {
    struct buf phrase = {0};
    join_words(&phrase, w, n, " ");
    (void)phrases_add(s->facts, phrase.data, (uint32_t)fact * 256 + number);
    buf_free(&phrase);
}

/* A word that the host of its site may hold: "stratusbase". */
static void add_site(struct subject *s, const struct tokens *w, size_t n, enum subject_fact fact) {
    struct buf site = {0};
    join_words(&site, w, n, "");
    if (site.len >= SITE_LETTERS && s->sites < SUBJECT_SITES)
        s->site[s->sites++] = (struct subject_site){mem_copy(site.data, site.len), fact};
    buf_free(&site);
}

/* The trades that the words of a name are at home in; "college" at the end says nothing. */
static void add_trades(struct subject *s, const struct known_names *known, const char *text) {
    struct tokens w = {0};
    struct known_hits hits;
    tokens_split(&w, text, strlen(text));
    for (size_t i = 0; i < w.count; i++) {
        if (i > 0 && i + 1 == w.count && known_generic(known, GENERIC_ENDING, tokens_text(&w, i)) &&
            !trades_none(&s->trades))
            break;
        if (!known_at(known, &w, i, &hits))
            continue;
        trades_join(&s->trades, &hits.trades);
        trades_join(&s->trades, &hits.titles);
    }
    tokens_free(&w);
}

static void add_place_name(struct subject *s, const char *text, enum subject_fact fact) {
    struct tokens w = {0};
    tokens_split(&w, text, strlen(text));
    if (w.count > 0 && w.count <= PHRASE_MAX_WORDS)
        add_phrase(s, &w, w.count, fact, 0);
    if (fact == FACT_CITY)
        add_site(s, &w, w.count, fact);
    tokens_free(&w);
}

/* Its whole name, and without generic words at the end: "Peach Grid" for "Peach Grid Energy". */
static void add_fact(struct subject *s, const struct known_names *known, const char *text,
                     enum subject_fact fact, uint32_t number) {
    struct tokens w = {0};
    tokens_split(&w, text, strlen(text));
    size_t n = w.count < PHRASE_MAX_WORDS ? w.count : PHRASE_MAX_WORDS;
    if (n > 0) {
        add_phrase(s, &w, n, fact, number);
        add_site(s, &w, n, fact);
    }
    for (bool generic = true; generic && n > 2;) {
        generic = known_generic(known, GENERIC_ENDING, tokens_text(&w, --n));
        add_phrase(s, &w, n, fact, number);
        add_site(s, &w, n, fact);
    }
    if (w.count > 1 && is_telling(s, known, &w)) {
        add_phrase(s, &w, 1, fact == FACT_EMPLOYER ? FACT_EMPLOYER_PART : FACT_SCHOOL_PART, number);
        add_site(s, &w, 1, fact);
    }
    for (size_t i = 0; fact == FACT_EMPLOYER && i < w.count; i++)
        s->family_employers |= (unsigned)is_of_a_name(s, tokens_text(&w, i)) << (number % 32);
    add_trades(s, known, text);
    tokens_free(&w);
}

static void add_facts(struct subject *s, const struct known_names *known, const cJSON *identity,
                      const char *key, enum subject_fact fact) {
    const cJSON *one;
    uint32_t number = 0;
    cJSON_ArrayForEach(one, record_field(identity, key)) if (number < 256 && cJSON_IsString(one))
        add_fact(s, known, one->valuestring, fact, number++);
}

/* What is nothing once folded ("@") is left out: it would be found everywhere. */
static size_t take_list(char **out, const cJSON *identity, const char *key, char *(*form)(const char *)) {
    size_t n = 0;
    const cJSON *one;
    cJSON_ArrayForEach(one, record_field(identity, key)) {
        char *folded = n < SUBJECT_LIST && cJSON_IsString(one) ? form(one->valuestring) : NULL;
        if (folded && *folded)
            out[n++] = folded;
        else
            free(folded);
    }
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
        add_place_name(s, city, FACT_CITY);
    if (strlen(state) > 2)
        add_place_name(s, state, FACT_STATE);
    free(folded);
}

void subject_read(struct subject *s, const cJSON *identity, const struct known_names *known) {
    *s = (struct subject){.facts = phrases_new()};
    const cJSON *alias;
    utc_time born;
    add_name(s, known, record_text(identity, "full_name"));
    cJSON_ArrayForEach(alias, record_field(identity, "aliases")) if (cJSON_IsString(alias))
        add_name(s, known, alias->valuestring);
    s->handles = take_list(s->handle, identity, "usernames", handle_form);
    s->emails = take_list(s->email, identity, "emails", lower_case);
    s->phones = take_list(s->phone, identity, "phones", phone_form);
    s->websites = take_list(s->website, identity, "websites", bare_url);
    add_facts(s, known, identity, "employers", FACT_EMPLOYER);
    add_facts(s, known, identity, "schools", FACT_SCHOOL);
    for (size_t i = 0; i < s->handles; i++)
        add_trades(s, known, s->handle[i]);
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
    for (size_t i = 0; i < s->sites; i++)
        free(s->site[i].word);
    phrases_free(s->facts);
    *s = (struct subject){0};
}
