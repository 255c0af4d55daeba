#include "evenhand/item_reading.h"

#include <stdlib.h>
#include <string.h>

#include "evenhand/record.h"
#include "evenhand/text.h"

#define FACTS_AT_ONE_WORD 16
#define TITLE_BEFORE 6 /* words before the name in which a title is its bearer's */
#define TITLE_BEHIND 12
#define TITLE_OWN 16  /* words at the beginning of what somebody writes of themselves */
#define HOME_BEHIND 7 /* words behind the name in which "of Lowell" says where they live */
#define DEATH_BEHIND 40
#define PLACE_NEAR 25

/* "/tansyq", "/@tansyq/1", "u=tansyq": the handle as a whole part of the URL. */
static bool in_url(const char *url, const char *handle) {
    size_t n = strlen(handle);
    for (const char *at = url; (at = strcasestr(at, handle)); at++) {
        bool begins = at > url && strchr("/@~=.", at[-1]) != NULL;
        if (begins && (at[n] == '\0' || strchr("/?#&.", at[n])))
            return true;
    }
    return false;
}

static void find_account(const struct subject *s, struct item_reading *r) {
    char *author = text_fold(r->author, strlen(r->author), NULL);
    const char *name = author[0] == '@' ? author + 1 : author;
    for (size_t i = 0; i < s->handles && !r->account; i++) {
        size_t n = strlen(s->handle[i]);
        /* An account on another server of the same network is written name@server. */
        bool is_author = strncmp(name, s->handle[i], n) == 0 && (name[n] == '\0' || name[n] == '@');
        if (is_author || in_url(r->url, s->handle[i])) {
            r->account = true;
            r->handle = s->handle[i];
        }
    }
    free(author);
    r->handle_made = r->author[0] && !strchr(r->author, ' ') && sighting_in_handle(s, r->author);
}

static bool starts_on(const char *url, const char *site) {
    size_t n = strlen(site);
    return n > 3 && strncmp(url, site, n) == 0 && (url[n] == '\0' || strchr("/?:", url[n]));
}

static void find_sites(const struct subject *s, const cJSON *item, struct item_reading *r) {
    char *own = bare_url(r->url);
    const cJSON *link;
    for (size_t i = 0; i < s->websites; i++) {
        r->own_site = r->own_site || starts_on(own, s->website[i]);
        cJSON_ArrayForEach(link, record_field(item, "links")) if (cJSON_IsString(link) && !r->links_site) {
            char *target = bare_url(link->valuestring);
            r->links_site = starts_on(target, s->website[i]);
            free(target);
        }
    }
    free(own);
}

static bool stands_between(char c) {
    return c == ' ' || c == '(' || c == ')' || c == '.' || c == '-' || c == '/';
}

/* Ten digits in a row, whatever stands between them. */
static bool has_number(const char *text, const char *digits) {
    size_t wanted = strlen(digits), got = 0;
    if (wanted < 7)
        return false;
    for (const char *c = text; *c; c++) {
        if (*c >= '0' && *c <= '9') {
            got = *c == digits[got] ? got + 1 : *c == digits[0] ? 1 : 0;
            if (got == wanted)
                return true;
        } else if (!stands_between(*c)) {
            got = 0;
        }
    }
    return false;
}

static void find_contacts(const struct subject *s, struct item_reading *r) {
    for (size_t i = 0; i < s->emails; i++)
        r->has_email = r->has_email || strcasestr(r->text, s->email[i]) != NULL;
    for (size_t i = 0; i < s->phones; i++)
        r->has_phone = r->has_phone || has_number(r->text, s->phone[i]);
}

/* What people write under a name of their own. */
static bool is_spoken(const struct item_reading *r) {
    return strcmp(r->kind, "post") == 0 || strcmp(r->kind, "comment") == 0 || strcmp(r->kind, "profile") == 0;
}

/* By the candidate, about them, or another person's words that only name them. */
static void find_role(struct item_reading *r) {
    bool named_author = r->in_author.form <= NAME_SIMILAR;
    bool spoken = is_spoken(r) && r->author[0];
    r->by = r->account || r->handle_made || r->own_site || named_author;
    r->author_partial = spoken && !r->by && r->in_author.form < NAME_NONE;
    r->by_other = spoken && !r->by && !r->author_partial;
}

static void take_host(struct item_reading *r, const struct subject_site *site, const char *host) {
    bool is = strcmp(host, site->word) == 0, holds = strstr(host, site->word) != NULL;
    r->employer_host = r->employer_host || (is && site->fact == FACT_EMPLOYER);
    r->school_host = r->school_host || (is && site->fact == FACT_SCHOOL);
    r->like_host = r->like_host || (holds && !is && site->fact != FACT_CITY);
    r->city_host = r->city_host || (holds && site->fact == FACT_CITY);
}

/* "stratusbase.example" is the employer's own; "springfieldpost.example" the city's paper. Looked at is the
 * part of the host before its last dot. */
static void find_host(const struct subject *s, struct item_reading *r) {
    char *host = bare_url(r->url);
    host[strcspn(host, "/:?")] = '\0';
    char *top = strrchr(host, '.');
    if (top)
        *top = '\0';
    char *label = squashed(host);
    for (size_t i = 0; i < s->sites; i++)
        take_host(r, &s->site[i], label);
    free(label);
    free(host);
}

/* The dead are no candidates: an obituary's first name, or "Jane Roe, 83, died". */
static void find_death(const struct tokens *w, struct item_reading *r) {
    const struct sighting *name = &r->in_text;
    if (name->form > NAME_SIMILAR)
        return;
    r->dead = strcasestr(r->url, "obit") != NULL && name->first < TITLE_BEFORE;
    for (size_t i = name->last + 1; i < w->count && i < name->last + DEATH_BEHIND; i++) {
        if (tokens_is(w, i, "survived") || tokens_is(w, i, "leaves"))
            break;
        bool passed =
            tokens_is(w, i, "passed") && (tokens_is(w, i + 1, "away") || tokens_is(w, i + 1, "peacefully"));
        r->dead = r->dead || tokens_is(w, i, "died") || passed;
    }
}

static void take_fact(struct item_facts *f, const struct phrase_hit *hit, bool capital) {
    unsigned bit = 1u << (hit->value % 32);
    switch (hit->value / 256) {
    case FACT_EMPLOYER:
        f->employers |= bit;
        break;
    case FACT_SCHOOL:
        f->schools |= bit;
        break;
    case FACT_CITY:
        f->city = true;
        break;
    case FACT_EMPLOYER_PART:
        f->employer_part = f->employer_part || capital;
        break;
    case FACT_SCHOOL_PART:
        f->school_part = f->school_part || capital;
        break;
    default:
        f->state = true;
    }
}

/* What the facts of one text are read against. */
struct fact_reader {
    const struct known_names *known;
    const struct subject *subject;
    const struct item_reading *reading;
    const struct tokens *words;
    struct item_facts *facts;
    uint64_t trade_word[TRADE_WORDS];
    size_t behind_fact; /* the word behind the latest mention of a declared fact */
    size_t behind_city; /* the word behind the declared city's latest mention; 0: none yet */
};

/* A place counts where it may be the one named's: anywhere in their own words, else near the name. */
static bool is_near(const struct fact_reader *x, size_t i) {
    const struct sighting *name = &x->reading->in_text;
    return x->reading->by || name->form > NAME_SURNAME ||
           (i + PLACE_NEAR >= name->first && i <= name->last + PLACE_NEAR);
}

static bool is_title_place(const struct fact_reader *x, size_t i) {
    const struct item_reading *r = x->reading;
    if (r->by)
        return i < TITLE_OWN;
    return r->in_text.form <= NAME_SIMILAR && i + TITLE_BEFORE >= r->in_text.first &&
           i <= r->in_text.last + TITLE_BEHIND;
}

static void take_trade(struct fact_reader *x, size_t i, const struct known_hits *hits) {
    struct item_facts *f = x->facts;
    const struct trades *own = &x->subject->trades;
    f->own_title = f->own_title || (trades_share(&hits->titles, own) && is_title_place(x, i));
    if (trades_share(&hits->trades, own) || trades_share(&hits->titles, own)) {
        uint64_t hash = x->words->at[i].hash;
        size_t k = 0;
        while (k < f->trade_words && x->trade_word[k] != hash)
            k++;
        if (k == f->trade_words && k < TRADE_WORDS)
            x->trade_word[f->trade_words++] = hash;
    } else if (!trades_none(own) && !trades_none(&hits->titles) && is_title_place(x, i)) {
        f->other_trade = true;
    }
}

/* "of Bossier City" behind the name: where the one named lives. */
static bool is_home(const struct fact_reader *x, size_t i) {
    const struct sighting *name = &x->reading->in_text;
    return name->form <= NAME_SIMILAR && i > name->last + 1 && i <= name->last + HOME_BEHIND &&
           (tokens_is(x->words, i - 1, "of") || tokens_is(x->words, i - 1, "from")) &&
           x->words->at[i].flags & TOKEN_CAPITAL;
}

/* "engineer at Bayline Bank": where the one named, or the writer of a profile, works. */
static bool is_workplace(const struct fact_reader *x, size_t i) {
    const struct item_reading *r = x->reading;
    const struct sighting *name = &r->in_text;
    bool profile = r->by && strcmp(r->kind, "profile") == 0 && i < TITLE_OWN;
    bool behind = !r->by && name->form <= NAME_SIMILAR && i > name->last && i <= name->last + TITLE_BEHIND;
    return (profile || behind) && i > 0 && x->words->at[i].flags & TOKEN_CAPITAL &&
           (tokens_is(x->words, i - 1, "at") || tokens_is(x->words, i - 1, "with") ||
            tokens_is(x->words, i - 1, "for"));
}

/* `place`: region of the place that begins there, or NULL. */
static void take_place(struct fact_reader *x, size_t i, const char *place) {
    struct item_facts *f = x->facts;
    bool fact = i < x->behind_fact; /* "Halle" in "Pfeifenwerk Halle" is no place */
    const char *region = x->subject->region;
    bool capital = x->words->at[i].flags & TOKEN_CAPITAL, near = false;
    if (place && capital && !fact && region && i == x->behind_city && strcmp(place, region) != 0)
        f->city = false; /* "Cleveland, Tennessee" is another Cleveland */
    if (place && capital && !fact && region) {
        near = strcmp(place, region) == 0;
        f->state = f->state || near;
        f->other_place = f->other_place || (!near && is_near(x, i));
    }
    if (!fact && !place && is_workplace(x, i))
        f->other_employer = true;
    if (!fact && is_home(x, i)) {
        f->other_town = f->other_town || near;
        f->other_home = f->other_home || !near;
    }
}

static bool is_area_code(const struct subject *s, const struct tokens *w, size_t i) {
    for (size_t p = 0; p < s->phones; p++)
        if (w->at[i].len == 3 && strlen(s->phone[p]) == 10 && strncmp(s->phone[p], tokens_text(w, i), 3) == 0)
            return true;
    return false;
}

static void read_facts(struct fact_reader *x) {
    const struct tokens *w = x->words;
    for (size_t i = 0; i < w->count; i++) {
        struct phrase_hit hits[FACTS_AT_ONE_WORD];
        struct known_hits known;
        size_t n = phrases_at(x->subject->facts, w, i, hits, FACTS_AT_ONE_WORD);
        for (size_t h = 0; h < n; h++) {
            take_fact(x->facts, &hits[h], w->at[i].flags & TOKEN_CAPITAL);
            if (hits[h].last + 1 > x->behind_fact)
                x->behind_fact = hits[h].last + 1;
            x->behind_city = hits[h].value / 256 == FACT_CITY ? hits[h].last + 1 : x->behind_city;
        }
        bool found = known_at(x->known, w, i, &known);
        if (found) {
            take_trade(x, i, &known);
            x->facts->parody = x->facts->parody || known.parody;
        }
        take_place(x, i, found ? known.place : NULL);
        if (w->at[i].flags & TOKEN_NUMBER)
            x->facts->area_code = x->facts->area_code || is_area_code(x->subject, w, i);
    }
}

/* Titles stand in the author's name too: "Ana Roe, CPA". */
static void read_author(const struct item_words *a, struct fact_reader *x) {
    x->words = &a->author;
    for (size_t i = 0; x->reading->by && i < a->author.count; i++) {
        struct known_hits known;
        if (known_at(x->known, x->words, i, &known) && !trades_none(&known.titles))
            take_trade(x, i, &known);
    }
}

/* "Laganside's" names Laganside. */
static void drop_possessives(struct tokens *w) {
    for (size_t i = 0; i < w->count; i++) {
        struct token *t = &w->at[i];
        char *word = w->folded.data + t->folded;
        if (t->len > 3 && strcmp(word + t->len - 2, "'s") == 0) {
            word[t->len -= 2] = '\0';
            t->hash = t->plain = tokens_hash(word, t->len);
        }
    }
}

struct item_reading item_read(struct item_words *a, const struct known_names *known, const struct subject *s,
                              const cJSON *item) {
    struct item_reading r = {.text = record_text(item, "text"),
                             .author = record_text(item, "author"),
                             .url = record_text(item, "url"),
                             .kind = record_text(item, "kind")};
    tokens_split(&a->words, r.text, strlen(r.text));
    drop_possessives(&a->words);
    known_latin(known, &a->words);
    tokens_split(&a->author, r.author, strlen(r.author));
    known_latin(known, &a->author);
    r.in_author = sighting_in(s, known, r.author, &a->author);
    r.in_text = sighting_in(s, known, r.text, &a->words);
    const char *title = record_text(item, "title");
    if (r.in_text.form > NAME_SIMILAR && *title) {
        tokens_split(&a->title, title, strlen(title));
        known_latin(known, &a->title);
        struct sighting in_title = sighting_in(s, known, title, &a->title);
        if (in_title.form < r.in_text.form)
            r.in_text.form = in_title.form, r.in_text.share = in_title.share;
    }
    r.published = text_leading_number(record_text(item, "published"));
    find_account(s, &r);
    find_sites(s, item, &r);
    find_contacts(s, &r);
    find_role(&r);
    find_host(s, &r);
    find_death(&a->words, &r);
    struct fact_reader x = {
        .known = known, .subject = s, .reading = &r, .words = &a->words, .facts = &r.facts};
    read_facts(&x);
    read_author(a, &x);
    return r;
}

void item_words_free(struct item_words *a) {
    tokens_free(&a->words);
    tokens_free(&a->author);
    tokens_free(&a->title);
}
