#include "evenhand/ages.h"
#include "evenhand/text.h"

#include <stdlib.h>
#include <string.h>

#define CUE_BEFORE 4    /* words before a year that may say what it is the year of */
#define NEAR 14         /* words behind the name in which an age is still its bearer's */
#define WORKING_AGE 15  /* nobody's career begins earlier */
#define STUDENT_AGE 27  /* above this "freshman" hardly fits */
#define RETIRED_AGE 48  /* below this "retired" hardly does */
#define GRADUATE_AGE 20 /* a degree hardly comes earlier */

static const char *const number_words[] = {"eighteen", "nineteen", "twenty", "thirty",
                                           "forty",    "fifty",    "sixty"};
static const int number_values[] = {18, 19, 20, 30, 40, 50, 60};
static const char *const student_words[] = {
    "freshman", "sophomore", "undergrad", "undergraduate", "1l", "2l", "intern", "internship", NULL};
static const char *const retired_words[] = {"retired",     "retiring",      "emeritus",
                                            "emerita",     "grandchildren", "grandkids",
                                            "grandfather", "grandmother",   NULL};
static const char *const degree_words[] = {"phd",       "md",         "jd",         "admitted", "graduated",
                                           "doctorate", "university", "universite", "college",  "bachelor",
                                           "master",    "class",      "residency",  "licensed", "fellowship",
                                           "certified", NULL};
/* What a career is told by: the year behind them is one of work. */
static const char *const career_words[] = {"since",   "from",  "depuis",  "hired",   "joined",   "founded",
                                           "opened",  "began", "started", "elected", "ordained", "married",
                                           "retired", "desde", "seit",    "career",  NULL};

static bool is_any(const struct tokens *w, size_t i, const char *const *list) {
    for (; *list; list++)
        if (tokens_is(w, i, *list))
            return true;
    return false;
}

static int number_at(const struct tokens *w, size_t i) {
    if (i >= w->count)
        return -1;
    if (w->at[i].flags & TOKEN_NUMBER && w->at[i].len <= 4)
        return text_leading_number(tokens_text(w, i));
    for (size_t n = 0; n < sizeof number_words / sizeof *number_words; n++)
        if (tokens_is(w, i, number_words[n]))
            return number_values[n];
    return -1;
}

static bool word_in(const struct tokens *w, size_t i, const char *a, const char *b, const char *c) {
    return tokens_is(w, i, a) || tokens_is(w, i, b) || (c && tokens_is(w, i, c));
}

/* ", 29," right behind a name, "29-year-old", "age 29", "I'm 29", "at 29", "at nineteen". */
static bool is_age(const struct tokens *w, const char *text, size_t i, const struct sighting *name,
                   bool own) {
    /* Behind any mention of the surname that was found, not only the first. */
    bool behind_name =
        name->form <= NAME_SURNAME && i > 0 && tokens_is(w, i - 1, tokens_text(w, name->last)) &&
        (text[w->at[i - 1].end] == ',' || (text[w->at[i].start - 1] == '(' && text[w->at[i].end] == ')'));
    bool year_old = (word_in(w, i + 1, "year", "years", "yr") && word_in(w, i + 2, "old", "olds", NULL)) ||
                    word_in(w, i + 1, "ans", "anos", "jahre");
    bool named = i > 0 && word_in(w, i - 1, "age", "aged", NULL);
    bool first_person = own && i > 0 && tokens_is(w, i - 1, "i'm");
    bool at = i > 0 && tokens_is(w, i - 1, "at") && (own || i < name->last + 4 * NEAR) && !year_old &&
              !word_in(w, i + 1, "am", "pm", "st");
    return behind_name || year_old || named || first_person ||
           (at && !(w->at[i].flags & TOKEN_NUMBER && text[w->at[i].end] == ':') && number_at(w, i) >= 18 &&
            name->form != NAME_NONE);
}

/* An undated text is from today or earlier: an age above the candidate's of today is another person's all the
 * same. */
static void compare_age(int age, const struct age_frame *t, struct age_facts *a) {
    if (age < 10 || age > 105 || !t->birth_year)
        return;
    if (!t->published) {
        a->differs = a->differs || (t->today && age > t->today - t->birth_year);
        return;
    }
    int expected = t->published - t->birth_year;
    if (age == expected || age == expected - 1)
        a->agrees = true;
    else
        a->differs = true;
}

static void compare_birth(int year, int birth_year, struct age_facts *a) {
    if (birth_year && year == birth_year)
        a->agrees = true;
    else if (birth_year)
        a->differs = true;
}

static bool is_year(int n) {
    return n >= 1900 && n <= 2100;
}

/* A year of doing something that the candidate was too young for. */
static void compare_year(const struct tokens *w, size_t i, int year, int birth_year, int published,
                         struct age_facts *a) {
    bool born =
        i > 0 && (word_in(w, i - 1, "born", "b", "rocznik") || (i > 1 && tokens_is(w, i - 2, "born")));
    bool degree = false, career = i == 0;
    for (size_t back = 1; back <= CUE_BEFORE && back <= i; back++) {
        degree = degree || is_any(w, i - back, degree_words);
        career = career || is_any(w, i - back, career_words);
    }
    if (born)
        compare_birth(year, birth_year, a);
    else if (birth_year && (degree || career) && year < birth_year + (degree ? GRADUATE_AGE : WORKING_AGE) &&
             (!published || year <= published))
        a->years_differ = true;
}

/* "28 years with", "twenty years": that long at work before the day it was written. */
static void compare_length(const struct tokens *w, size_t i, int n, int birth_year, int published,
                           struct age_facts *a) {
    bool years = word_in(w, i + 1, "years", "yrs", "ans") && !tokens_is(w, i + 2, "old") &&
                 !tokens_is(w, i + 2, "ago");
    if (years && n >= 10 && n <= 70 && birth_year && published && published - n < birth_year + WORKING_AGE)
        a->years_differ = true;
}

static void compare_stage(const struct tokens *w, size_t i, int birth_year, int published,
                          struct age_facts *a) {
    if (!birth_year || !published)
        return;
    int age = published - birth_year;
    bool student = is_any(w, i, student_words) ||
                   (word_in(w, i, "junior", "senior", "sophomore") && word_in(w, i + 1, "year", "at", NULL));
    if ((age > STUDENT_AGE && student) || (age < RETIRED_AGE && is_any(w, i, retired_words)))
        a->stage_differs = true;
}

struct age_facts ages_in(const struct tokens *w, const char *text, const struct sighting *name, bool own,
                         const struct age_frame *t) {
    struct age_facts a = {0};
    size_t from = own || name->form == NAME_NONE ? 0 : name->first > NEAR ? name->first - NEAR : 0;
    size_t to = own ? w->count : name->form == NAME_NONE ? 0 : name->last + 4 * NEAR;
    for (size_t i = from; i < w->count && i < to; i++) {
        int n = number_at(w, i);
        if (n > 0 && is_year(n))
            compare_year(w, i, n, t->birth_year, t->published, &a);
        else if (n > 0 && is_age(w, text, i, name, own))
            compare_age(n, t, &a);
        if (n > 0)
            compare_length(w, i, n, t->birth_year, t->published, &a);
        compare_stage(w, i, t->birth_year, t->published, &a);
    }
    return a;
}
