#include "evenhand/levels.h"

#include <math.h>
#include <string.h>

#include "evenhand/ages.h"

#define SHORT_HANDLE 7 /* characters; a shorter handle is often taken by somebody else on the next site */
#define PARTS_HANDLE 9 /* ... and so are two parts together */
#define LONG_HANDLE 12 /* letters alone are distinct from here on */
#define BETWEEN "_.-"
#define DIGITS "0123456789"
#define HANDLE_SHARE 1e-5 /* of people, for an account's name that is made of the candidate's */
#define SCHOOL_AGE_FROM 17
#define SCHOOL_AGE_TO 28
#define LISTED 2 /* people that may be named before a result page is a list */

enum handle_kind { HANDLE_SHORT, HANDLE_PLAIN, HANDLE_DISTINCT };

/* How likely nobody else chose the same handle: two or more telling parts ("duvall_outdoors", "knoxbox208")
 * hardly come together twice; letters only, or a name and an initial, do. */
static enum handle_kind handle_kind(const struct subject *s, const char *handle) {
    size_t len = strlen(handle), parts = 0;
    for (const char *at = handle; *at;) {
        bool digit = strchr(DIGITS, *at) != NULL;
        size_t part = digit ? strspn(at, DIGITS) : strcspn(at, BETWEEN DIGITS);
        parts += part > 1;
        at += part;
        at += strspn(at, BETWEEN);
    }
    if (len < SHORT_HANDLE)
        return HANDLE_SHORT;
    bool name = parts == 1 && sighting_in_handle(s, handle);
    return !name && (len >= LONG_HANDLE || (parts > 1 && len >= PARTS_HANDLE)) ? HANDLE_DISTINCT
                                                                               : HANDLE_PLAIN;
}

static void set_account(struct levels *l, const struct subject *s, const struct item_reading *r) {
    enum handle_kind kind = r->account ? handle_kind(s, r->handle) : HANDLE_PLAIN;
    l->at[WEIGHT_USERNAME] = r->account && kind == HANDLE_DISTINCT;
    l->at[WEIGHT_PLAIN_USERNAME] = r->account && kind == HANDLE_PLAIN;
    l->at[WEIGHT_SHORT_USERNAME] = r->account && kind == HANDLE_SHORT;
    l->at[WEIGHT_WEBSITE_OWN] = r->own_site;
    l->at[WEIGHT_WEBSITE_LINK] = r->links_site && !r->own_site && !r->by_other;
    l->at[WEIGHT_EMAIL] = r->has_email;
    l->at[WEIGHT_PHONE] = r->has_phone;
}

/* The age at which people are at school, on the day of writing. */
static bool is_of_school_age(const struct subject *s, const struct item_reading *r) {
    int age = s->birth_year && r->published ? r->published - s->birth_year : 0;
    return age >= SCHOOL_AGE_FROM && age <= SCHOOL_AGE_TO;
}

static void set_facts(struct levels *l, const struct subject *s, const struct item_reading *r) {
    const struct item_facts *f = &r->facts;
    l->at[WEIGHT_FAMILY_EMPLOYER] = (f->employers & s->family_employers) && !r->account;
    l->at[WEIGHT_SCHOOL_AGE] = (f->schools || f->school_part || r->school_host) && is_of_school_age(s, r);
    l->at[WEIGHT_EMPLOYER] = f->employers != 0;
    l->at[WEIGHT_SECOND_EMPLOYER] = (f->employers & (f->employers - 1)) != 0;
    l->at[WEIGHT_EMPLOYER_PART] = f->employer_part && !f->employers;
    l->at[WEIGHT_SCHOOL] = f->schools != 0;
    l->at[WEIGHT_SCHOOL_PART] = f->school_part && !f->schools;
    l->at[WEIGHT_CITY] = f->city;
    l->at[WEIGHT_STATE] = f->state && !f->city;
    l->at[WEIGHT_AREA_CODE] = f->area_code;
    l->at[WEIGHT_TRADE] = f->trade_words == 1;
    l->at[WEIGHT_TRADE_TWICE] = f->trade_words > 1;
    l->at[WEIGHT_OWN_TITLE] = f->own_title;
    l->at[WEIGHT_OTHER_PLACE] = f->other_place && !f->city && !f->state && !f->employers;
    l->at[WEIGHT_OTHER_BRANCH] = f->other_place && !f->city && !f->state && f->employers;
    l->at[WEIGHT_OTHER_HOME] = f->other_home;
    l->at[WEIGHT_OTHER_TOWN] = f->other_town;
    l->at[WEIGHT_OTHER_EMPLOYER] = f->other_employer && !f->employers && !f->employer_part;
    l->at[WEIGHT_OTHER_TRADE] = f->other_trade && f->trade_words == 0 && !f->employers;
}

/* The best form of the name in author and text. Another person's words that name the candidate agree in it by
 * what they are, which says nothing; and in a declared account a part of the name says nothing more. */
static void set_name_form(struct levels *l, const struct item_reading *r, enum name_form form) {
    bool theirs = r->account || r->own_site, part = form == NAME_SURNAME || form == NAME_GIVEN;
    bool named_by_other = r->by_other && r->in_text.form <= NAME_SURNAME;
    l->at[WEIGHT_SOMEBODY_ELSES] = named_by_other;
    l->at[WEIGHT_NAMELESS] = (form == NAME_NONE || (r->by_other && !named_by_other)) && !theirs &&
                             !r->has_email && !r->has_phone && !r->links_site;
    if (form != NAME_NONE && !r->by_other && !(part && (theirs || r->author_partial)))
        l->at[WEIGHT_NAME_FULL + (int)form] = true;
}

static void set_name(struct levels *l, const struct subject *s, const struct item_reading *r) {
    const struct sighting *a = &r->in_author, *t = &r->in_text;
    enum name_form form = a->form <= t->form ? a->form : t->form;
    l->share = a->form <= t->form ? a->share : t->share;
    if (r->handle_made && !r->account && form > NAME_HANDLE) {
        form = NAME_HANDLE;
        l->share = HANDLE_SHARE;
    }
    set_name_form(l, r, form);
    l->at[WEIGHT_MIDDLE_AGREES] = a->middle_agrees || t->middle_agrees;
    l->at[WEIGHT_MIDDLE_DIFFERS] = a->middle_differs || t->middle_differs;
    l->at[WEIGHT_OTHER_SURNAME] = a->two_surnames || t->two_surnames;
    l->at[WEIGHT_SUFFIX_AGREES] = a->suffix_agrees || t->suffix_agrees;
    /* On a school's roster "Jr." and "Sr." are years. */
    l->at[WEIGHT_SUFFIX_DIFFERS] =
        a->suffix_differs || (t->suffix_differs && (s->suffix[0] || !r->school_host));
    bool suffix = a->suffix_agrees || t->suffix_agrees || a->suffix_differs || t->suffix_differs;
    l->at[WEIGHT_SUFFIX_MISSING] =
        s->suffix[0] && form <= NAME_SIMILAR && !suffix && !r->by_other && !r->account;
    l->at[WEIGHT_OTHER_GIVEN_NAME] = a->other_given || (form == NAME_SURNAME && t->other_given);
}

static void set_ages(struct levels *l, const struct subject *s, const struct tokens *words,
                     const struct item_reading *r, int today) {
    const struct age_frame frame = {.birth_year = s->birth_year, .published = r->published, .today = today};
    struct age_facts ages = ages_in(words, r->text, &r->in_text, r->by, &frame);
    l->at[WEIGHT_AGE_AGREES] = ages.agrees && !ages.differs;
    l->at[WEIGHT_AGE_DIFFERS] = ages.differs;
    l->at[WEIGHT_YEARS_DIFFER] = ages.years_differ && !ages.differs;
    l->at[WEIGHT_STAGE_DIFFERS] = ages.stage_differs && !ages.differs;
}

struct levels levels_of(const struct subject *s, const struct item_words *words, const struct item_reading *r,
                        int today) {
    struct levels l = {0};
    l.lists_people = strcmp(r->kind, "result") == 0 && r->in_text.people > LISTED;
    set_account(&l, s, r);
    set_name(&l, s, r);
    set_facts(&l, s, r);
    set_ages(&l, s, &words->words, r, today);
    l.at[WEIGHT_EMPLOYER_HOST] = r->employer_host;
    l.at[WEIGHT_SCHOOL_HOST] = r->school_host;
    l.at[WEIGHT_LIKE_HOST] = r->like_host && !r->employer_host && !r->school_host;
    l.at[WEIGHT_CITY_HOST] = r->city_host;
    l.at[WEIGHT_DEAD] = r->dead;
    l.at[WEIGHT_AUTHOR_PARTIAL] = r->author_partial;
    l.at[WEIGHT_SEVERAL_PEOPLE] = l.lists_people;
    l.at[WEIGHT_PARODY] = r->facts.parody;
    return l;
}

double levels_bits(const struct levels *l, enum weight_field level, double weight, double common) {
    if (level < WEIGHT_NAME_FULL || l->share <= 0 || weight <= 0)
        return weight;
    double bits = weight - log2(1 + l->share / common);
    return bits > 0 ? bits : 0;
}
