#include "evenhand/known_names.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "evenhand/files.h"
#include "evenhand/mem.h"
#include "evenhand/text.h"

#define RULE_FILE_MAX ((size_t)16 << 20)
#define PEOPLE 100000.0 /* the shares in names.tsv are bearers in so many */
#define KNOWN_HITS 16   /* phrases that begin at one word */
#define WHAT_SHIFT 16   /* of a phrase's value: what it is stands above, which one below */

enum known_what { KNOWN_PLACE, KNOWN_TITLE, KNOWN_TRADE, KNOWN_PARODY };

/* US postal abbreviations, for a candidate's state column. */
static const char *const states[][2] = {
    {"al", "alabama"},        {"ak", "alaska"},         {"az", "arizona"},
    {"ar", "arkansas"},       {"ca", "california"},     {"co", "colorado"},
    {"ct", "connecticut"},    {"de", "delaware"},       {"dc", "district of columbia"},
    {"fl", "florida"},        {"ga", "georgia"},        {"hi", "hawaii"},
    {"id", "idaho"},          {"il", "illinois"},       {"in", "indiana"},
    {"ia", "iowa"},           {"ks", "kansas"},         {"ky", "kentucky"},
    {"la", "louisiana"},      {"me", "maine"},          {"md", "maryland"},
    {"ma", "massachusetts"},  {"mi", "michigan"},       {"mn", "minnesota"},
    {"ms", "mississippi"},    {"mo", "missouri"},       {"mt", "montana"},
    {"ne", "nebraska"},       {"nv", "nevada"},         {"nh", "new hampshire"},
    {"nj", "new jersey"},     {"nm", "new mexico"},     {"ny", "new york"},
    {"nc", "north carolina"}, {"nd", "north dakota"},   {"oh", "ohio"},
    {"ok", "oklahoma"},       {"or", "oregon"},         {"pa", "pennsylvania"},
    {"ri", "rhode island"},   {"sc", "south carolina"}, {"sd", "south dakota"},
    {"tn", "tennessee"},      {"tx", "texas"},          {"ut", "utah"},
    {"vt", "vermont"},        {"va", "virginia"},       {"wa", "washington"},
    {"wv", "west virginia"},  {"wi", "wisconsin"},      {"wy", "wyoming"}};

struct share {
    char *kind_and_name; /* "surname\tsmith" */
    double share;
};

struct group {
    char *name;
    size_t line;
};

#define LETTER_FIRST 0x370 /* Greek, then Cyrillic: two bytes each in UTF-8 */
#define LETTER_PAST 0x530
#define LETTER_BYTES 5

struct word {
    char *word;
    enum generic_word kind;
};

struct known_names {
    struct share *share; /* sorted by kind_and_name */
    size_t shares;
    struct group *group; /* sorted by name, then line */
    size_t groups;
    struct word *generic; /* sorted by word */
    size_t generics;
    struct {
        bool known;
        char latin[LETTER_BYTES];
    } letter[LETTER_PAST - LETTER_FIRST];
    char **region;
    size_t regions, trades;
    struct phrases *phrases; /* places, titles and words of trades. Value: what it is, then which */
};

static char *next_line(char **rest) {
    char *line;
    while ((line = strsep(rest, "\n")))
        if (*line && *line != '#')
            return line;
    return NULL;
}

static int by_name(const void *a, const void *b) {
    return strcmp(((const struct share *)a)->kind_and_name, ((const struct share *)b)->kind_and_name);
}

static bool take_names(struct known_names *k, char *text, const char *path, struct faults *f) {
    for (char *line; (line = next_line(&text));) {
        char *number = strrchr(line, '\t'), *end = NULL;
        double n = number ? strtod(number + 1, &end) : 0;
        if (!number || *end || n <= 0 || n > PEOPLE)
            return fault(f, FAULT_CONFIG, path, "write kind, name and number, separated by tabs",
                         "bad line \"%s\"", line);
        *number = '\0';
        k->share = mem_grow(k->share, k->shares + 1, sizeof *k->share);
        k->share[k->shares++] = (struct share){mem_string(line), n / PEOPLE};
    }
    qsort(k->share, k->shares, sizeof *k->share, by_name);
    return true;
}

static int by_group_name(const void *a, const void *b) {
    return strcmp(((const struct group *)a)->name, ((const struct group *)b)->name);
}

static bool take_nicknames(struct known_names *k, char *text, const char *path, struct faults *f) {
    (void)path;
    (void)f;
    size_t number = 0;
    for (char *line, *name; (line = next_line(&text)); number++)
        while ((name = strsep(&line, " ")))
            if (*name) {
                k->group = mem_grow(k->group, k->groups + 1, sizeof *k->group);
                k->group[k->groups++] = (struct group){mem_string(name), number};
            }
    qsort(k->group, k->groups, sizeof *k->group, by_group_name);
    return true;
}

static bool take_places(struct known_names *k, char *text, const char *path, struct faults *f) {
    for (char *line, *place; (line = next_line(&text));) {
        char *names = strchr(line, ' ');
        if (!names)
            return fault(f, FAULT_CONFIG, path, "write a region, a space, places", "bad line \"%s\"", line);
        *names++ = '\0';
        k->region = mem_grow(k->region, k->regions + 1, sizeof *k->region);
        k->region[k->regions] = mem_string(line);
        while ((place = strsep(&names, ";")))
            if (!phrases_add(k->phrases, place, KNOWN_PLACE << WHAT_SHIFT | (uint32_t)k->regions))
                return fault(f, FAULT_CONFIG, path, NULL, "bad place \"%s\"", place);
        k->regions++;
    }
    return true;
}

static char *trimmed(char *text) {
    text[text_squeeze(text, strlen(text))] = '\0';
    return text;
}

static bool add_phrases(struct known_names *k, char *list, enum known_what what, const char *path,
                        struct faults *f) {
    for (char *phrase; (phrase = strsep(&list, ";"));)
        if (*trimmed(phrase) && !phrases_add(k->phrases, phrase, what << WHAT_SHIFT | (uint32_t)k->trades))
            return fault(f, FAULT_CONFIG, path, NULL, "bad phrase \"%s\"", phrase);
    return true;
}

static bool take_trades(struct known_names *k, char *text, const char *path, struct faults *f) {
    for (char *line; (line = next_line(&text)); k->trades++) {
        const char *name = strsep(&line, "|");
        char *titles = strsep(&line, "|");
        if (!titles || !line || k->trades == KNOWN_TRADES)
            return fault(f, FAULT_CONFIG, path, "write a name, titles and words with bars between; 128 lines",
                         "bad line \"%s\"", name);
        if (!add_phrases(k, titles, KNOWN_TITLE, path, f) || !add_phrases(k, line, KNOWN_TRADE, path, f))
            return false;
    }
    return true;
}

static bool take_parody(struct known_names *k, char *text, const char *path, struct faults *f) {
    for (char *line; (line = next_line(&text));)
        if (!phrases_add(k->phrases, line, (uint32_t)KNOWN_PARODY << WHAT_SHIFT))
            return fault(f, FAULT_CONFIG, path, NULL, "bad phrase \"%s\"", line);
    return true;
}

/* The code point of two bytes of UTF-8, as an index; -1: none of the letters here. */
static int letter_index(const char *at) {
    if (((unsigned char)at[0] & 0xE0) != 0xC0)
        return -1;
    unsigned c = ((unsigned)(unsigned char)at[0] & 0x1F) << 6 | ((unsigned)(unsigned char)at[1] & 0x3F);
    return c >= LETTER_FIRST && c < LETTER_PAST ? (int)c - LETTER_FIRST : -1;
}

static bool take_letters(struct known_names *k, char *text, const char *path, struct faults *f) {
    for (char *line; (line = next_line(&text));) {
        int i = letter_index(line);
        const char *latin = i >= 0 && line[2] == ' ' ? line + 3 : i >= 0 && !line[2] ? "" : NULL;
        if (!latin || strlen(latin) >= LETTER_BYTES)
            return fault(f, FAULT_CONFIG, path,
                         "write a Greek or Cyrillic letter, a space, up to four Latin ones",
                         "bad line \"%s\"", line);
        k->letter[i].known = true;
        (void)snprintf(k->letter[i].latin, LETTER_BYTES, "%s", latin);
    }
    return true;
}

static int by_word(const void *a, const void *b) {
    return strcmp(((const struct word *)a)->word, ((const struct word *)b)->word);
}

static bool take_generic(struct known_names *k, char *text, const char *path, struct faults *f) {
    for (char *line, *word; (line = next_line(&text));) {
        const char *heading = strsep(&line, " ");
        enum generic_word kind = strcmp(heading, "[ending]") == 0 ? GENERIC_ENDING : GENERIC_BEGINNING;
        if (kind == GENERIC_BEGINNING && strcmp(heading, "[beginning]") != 0)
            return fault(f, FAULT_CONFIG, path, "begin it with [ending] or [beginning]", "bad line \"%s\"",
                         heading);
        while ((word = strsep(&line, " ")))
            if (*word) {
                k->generic = mem_grow(k->generic, k->generics + 1, sizeof *k->generic);
                k->generic[k->generics++] = (struct word){mem_string(word), kind};
            }
    }
    qsort(k->generic, k->generics, sizeof *k->generic, by_word);
    return true;
}

static bool read_file(struct known_names *k, const char *folder, const char *name,
                      bool (*take)(struct known_names *, char *, const char *, struct faults *),
                      struct faults *f) {
    struct buf content = {0};
    char *path = path_join(folder, name);
    bool ok = file_read(path, RULE_FILE_MAX, &content, f) && take(k, content.data, path, f);
    buf_free(&content);
    free(path);
    return ok;
}

struct known_names *known_names_read(const char *folder, struct faults *f) {
    struct known_names *k = mem_alloc(sizeof *k);
    k->phrases = phrases_new();
    if (read_file(k, folder, "names.tsv", take_names, f) &&
        read_file(k, folder, "nicknames.txt", take_nicknames, f) &&
        read_file(k, folder, "places.txt", take_places, f) &&
        read_file(k, folder, "trades.txt", take_trades, f) &&
        read_file(k, folder, "letters.txt", take_letters, f) &&
        read_file(k, folder, "parody.txt", take_parody, f) &&
        read_file(k, folder, "generic.txt", take_generic, f)) {
        phrases_pack(k->phrases);
        return k;
    }
    known_names_free(k);
    return NULL;
}

void known_names_free(struct known_names *k) {
    if (!k)
        return;
    for (size_t i = 0; i < k->shares; i++)
        free(k->share[i].kind_and_name);
    for (size_t i = 0; i < k->groups; i++)
        free(k->group[i].name);
    for (size_t i = 0; i < k->regions; i++)
        free(k->region[i]);
    free(k->share);
    free(k->group);
    free(k->region);
    for (size_t i = 0; i < k->generics; i++)
        free(k->generic[i].word);
    free(k->generic);
    phrases_free(k->phrases);
    free(k);
}

static const struct share *find_share(const struct known_names *k, const char *kind, const char *name) {
    char *key = mem_format("%s\t%s", kind, name);
    const struct share wanted = {key, 0};
    const struct share *found = bsearch(&wanted, k->share, k->shares, sizeof *k->share, by_name);
    free(key);
    return found;
}

static double share_of(const struct known_names *k, const char *kind, const char *rare, const char *name) {
    const struct share *found = find_share(k, kind, name);
    if (!found)
        found = find_share(k, rare, "*");
    return found ? found->share : 1 / PEOPLE;
}

double known_surname_share(const struct known_names *k, const char *surname) {
    return share_of(k, "surname", "rare-surname", surname);
}

double known_given_share(const struct known_names *k, const char *given) {
    return share_of(k, "given", "rare-given", given);
}

static const struct group *groups_of(const struct known_names *k, const char *name) {
    size_t low = 0, high = k->groups;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(k->group[middle].name, name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < k->groups && strcmp(k->group[low].name, name) == 0 ? &k->group[low] : NULL;
}

bool known_given(const struct known_names *k, const char *word) {
    return groups_of(k, word) || find_share(k, "given", word);
}

bool known_same_given(const struct known_names *k, const char *a, const char *b) {
    if (strcmp(a, b) == 0)
        return true;
    const struct group *ga = groups_of(k, a), *gb = groups_of(k, b), *end = k->group + k->groups;
    for (const struct group *x = ga; x && x < end && strcmp(x->name, a) == 0; x++)
        for (const struct group *y = gb; y && y < end && strcmp(y->name, b) == 0; y++)
            if (x->line == y->line)
                return true;
    return false;
}

static bool add_latin(const struct known_names *k, const char *word, struct buf *out) {
    for (; *word; word += 2) {
        int i = letter_index(word);
        if (i < 0 || !k->letter[i].known)
            return false;
        buf_add_text(out, k->letter[i].latin);
    }
    /* What ends in -ii is mostly written with one letter: Yuri, Dmitri. */
    if (out->len > 2 && strcmp(out->data + out->len - 2, "ii") == 0)
        out->data[--out->len] = '\0';
    return out->len > 0;
}

void known_latin(const struct known_names *k, struct tokens *w) {
    struct buf latin = {0};
    for (size_t i = 0; i < w->count; i++) {
        struct token *t = &w->at[i];
        buf_clear(&latin);
        if (letter_index(tokens_text(w, i)) < 0 || !add_latin(k, tokens_text(w, i), &latin))
            continue;
        t->folded = (uint32_t)w->folded.len;
        t->len = (uint16_t)latin.len;
        t->hash = t->plain = tokens_hash(latin.data, latin.len);
        buf_add(&w->folded, latin.data, latin.len + 1);
    }
    buf_free(&latin);
}

bool known_generic(const struct known_names *k, enum generic_word kind, const char *word) {
    size_t low = 0, high = k->generics;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(k->generic[middle].word, word) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < k->generics && strcmp(k->generic[low].word, word) == 0; low++)
        if (k->generic[low].kind == kind)
            return true;
    return false;
}

bool known_at(const struct known_names *k, const struct tokens *w, size_t i, struct known_hits *known) {
    struct phrase_hit hits[KNOWN_HITS];
    size_t n = phrases_at(k->phrases, w, i, hits, KNOWN_HITS);
    if (n == 0)
        return false;
    *known = (struct known_hits){0};
    for (size_t h = 0; h < n; h++) {
        uint32_t what = hits[h].value >> WHAT_SHIFT,
                 which = hits[h].value & (((uint32_t)1 << WHAT_SHIFT) - 1);
        if (what == KNOWN_PLACE && hits[h].last - hits[h].first + 1 > known->place_words) {
            known->place_words = hits[h].last - hits[h].first + 1;
            known->place = k->region[which];
        } else if (what == KNOWN_TITLE) {
            trade_add(&known->titles, which);
        } else if (what == KNOWN_TRADE) {
            trade_add(&known->trades, which);
        } else {
            known->parody = true;
        }
    }
    return true;
}

const char *known_state(const struct known_names *k, const char *folded_state) {
    for (size_t i = 0; i < sizeof states / sizeof *states; i++)
        if (strcmp(states[i][0], folded_state) == 0 || strcmp(states[i][1], folded_state) == 0)
            for (size_t r = 0; r < k->regions; r++)
                if (strncmp(k->region[r], "US-", 3) == 0 && strcasecmp(k->region[r] + 3, states[i][0]) == 0)
                    return k->region[r];
    return NULL;
}
