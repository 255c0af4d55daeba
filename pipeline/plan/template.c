#include "evenhand/template.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "evenhand/buf.h"
#include "evenhand/plan.h"
#include "evenhand/record.h"
#include "evenhand/text.h"
#include "evenhand/url.h"
#include "evenhand/vocab.h"

const char *const plan_slots[] = {"full_name", "city",     "state",  "alias",   "username", "email",
                                  "phone",     "employer", "school", "website", NULL};

/* Beside plan_slots. */
static const struct {
    const char *identity_key;
    bool list;
} slot_facts[] = {{"full_name", false}, {"city", false},   {"state", false}, {"aliases", true},
                  {"usernames", true},  {"emails", true},  {"phones", true}, {"employers", true},
                  {"schools", true},    {"websites", true}};

bool plan_slot_is_list(const char *slot) {
    int i = vocab_find(plan_slots, slot);
    return i >= 0 && slot_facts[i].list;
}

const char *plan_slot_identity_key(const char *slot) {
    int i = vocab_find(plan_slots, slot);
    return i >= 0 ? slot_facts[i].identity_key : NULL;
}

/* The next {slot} at or after *text: its name in `slot`, *text behind it, *literal the length of what stands
 * before it. False at the end, with *literal what is left; a name too long for any slot is cut. */
static bool next_slot(const char **text, char slot[TEMPLATE_SLOT_BYTES], size_t *literal) {
    const char *open = strchr(*text, '{');
    const char *close = open == NULL ? NULL : strchr(open, '}');
    if (close == NULL) {
        *literal = strlen(*text);
        return false;
    }
    size_t len = (size_t)(close - open) - 1;
    size_t kept = len < TEMPLATE_SLOT_BYTES - 1 ? len : TEMPLATE_SLOT_BYTES - 1;
    memcpy(slot, open + 1, kept);
    slot[kept] = '\0';
    *literal = (size_t)(open - *text);
    *text = close + 1;
    return true;
}

/* Each "{" has its "}" and the other way round, none inside another. */
static bool check_braces(const char *text, const struct yaml *node, struct faults *f) {
    bool open = false;
    for (const char *p = text; *p != '\0'; p++) {
        if ((*p == '{' && open) || (*p == '}' && !open)) {
            return fault(f, FAULT_CONFIG, yaml_place(node), "write slots as in {username}",
                         "a stray %c in \"%s\"", *p, text);
        }
        open = *p == '{' || (open && *p != '}');
    }
    return !open || fault(f, FAULT_CONFIG, yaml_place(node), "write slots as in {username}",
                          "a { without its } in \"%s\"", text);
}

bool template_check_slot(const char *slot, const struct yaml *node, struct faults *f) {
    if (vocab_find(plan_slots, slot) >= 0)
        return true;
    if (strcmp(slot, "date_of_birth") == 0) {
        return fault(f, FAULT_CONFIG, yaml_place(node),
                     "leave {date_of_birth} out: it only serves to tell namesakes apart afterwards",
                     "no site may be asked for a date of birth");
    }
    char advice[128];
    const char *near = text_nearest(slot, plan_slots);
    if (near == NULL) {
        return fault(
            f, FAULT_CONFIG, yaml_place(node),
            "slots are {full_name} {city} {state} {alias} {username} {email} {phone} {employer} {school} "
            "{website}",
            "unknown slot {%s}", slot);
    }
    (void)snprintf(advice, sizeof advice, "did you mean {%s}?", near);
    return fault(f, FAULT_CONFIG, yaml_place(node), advice, "unknown slot {%s}", slot);
}

/* Notes a list slot; a second, different one would ask for every pair of values. */
static bool note_list_slot(const char *slot, const struct yaml *node, const char **list_slot,
                           struct faults *f) {
    if (!plan_slot_is_list(slot))
        return true;
    const char *name = plan_slots[vocab_find(plan_slots, slot)];
    if (*list_slot != NULL && strcmp(*list_slot, name) != 0) {
        return fault(f, FAULT_CONFIG, yaml_place(node), "make it two steps",
                     "a query may name one slot that lists several values, and this names {%s} and {%s}",
                     *list_slot, name);
    }
    *list_slot = name;
    return true;
}

bool template_check_query(const char *query, const struct yaml *node, const char **list_slot,
                          struct faults *f) {
    char slot[TEMPLATE_SLOT_BYTES];
    size_t literal = 0;
    size_t slots = 0;
    bool ok = check_braces(query, node, f);
    *list_slot = NULL;
    for (const char *rest = query; ok && next_slot(&rest, slot, &literal); slots++)
        ok = template_check_slot(slot, node, f) && note_list_slot(slot, node, list_slot, f);
    if (ok && slots == 0) {
        return fault(f, FAULT_CONFIG, yaml_place(node),
                     "name what to look for, as in {full_name} or {username}",
                     "this query names no slot, so that it would ask the same about everybody");
    }
    return ok;
}

static bool check_url_slot(const char *slot, const struct yaml *node, struct faults *f) {
    static const char *const known[] = {"site", "query", "page", NULL};
    return vocab_find(known, slot) >= 0 ||
           fault(f, FAULT_CONFIG, yaml_place(node), "a url has {site}, {query} and {page}",
                 "unknown slot {%s}", slot);
}

bool template_check_url(const char *url, const struct yaml *node, struct faults *f) {
    char slot[TEMPLATE_SLOT_BYTES];
    size_t literal = 0;
    bool ok = check_braces(url, node, f);
    for (const char *rest = url; ok && next_slot(&rest, slot, &literal);)
        ok = check_url_slot(slot, node, f);
    if (!ok)
        return false;
    if (strstr(url, "{query}") == NULL) {
        return fault(f, FAULT_CONFIG, yaml_place(node), NULL,
                     "the url has no {query}, so that it asks nothing");
    }
    bool based = strncmp(url, "{site}", strlen("{site}")) == 0 ||
                 strncmp(url, "https://", strlen("https://")) == 0 ||
                 strncmp(url, "http://", strlen("http://")) == 0;
    return based || strcmp(url, "{query}") == 0 ||
           fault(f, FAULT_CONFIG, yaml_place(node), NULL,
                 "the url begins neither with {site} nor with https://");
}

/* A slot's value for one candidate: NULL when there is none. */
static const char *slot_value(const cJSON *identity, const char *slot, const char *list_slot,
                              const char *value) {
    if (list_slot != NULL && strcmp(slot, list_slot) == 0)
        return value != NULL && *value != '\0' ? value : NULL;
    const char *text = record_text(identity, plan_slot_identity_key(slot));
    return *text != '\0' ? text : NULL;
}

/* Double quotes inside a value would end a quoted phrase of the query early. */
static void add_unquoted(const char *value, struct buf *out) {
    for (; *value != '\0'; value++)
        if (*value != '"')
            buf_add_char(out, *value);
}

static bool is_address(const char *text) {
    return strncmp(text, "http://", strlen("http://")) == 0 ||
           strncmp(text, "https://", strlen("https://")) == 0;
}

char *plan_fill(const char *query_template, const cJSON *identity, const char *list_slot, const char *value) {
    struct buf out = {0};
    char slot[TEMPLATE_SLOT_BYTES];
    size_t literal = 0;
    const char *rest = query_template;
    for (const char *from = rest; next_slot(&rest, slot, &literal); from = rest) {
        const char *text = slot_value(identity, slot, list_slot, value);
        if (text == NULL) {
            buf_free(&out);
            return NULL;
        }
        buf_add(&out, from, literal);
        (is_address(query_template) ? url_encode : add_unquoted)(text, &out);
    }
    buf_add_text(&out, rest);
    return buf_take(&out);
}

static void add_url_slot(const char *slot, const char *site, const char *query, long page, struct buf *out) {
    if (strcmp(slot, "query") == 0) {
        url_encode(query, out);
    } else if (strcmp(slot, "page") == 0) {
        buf_format(out, "%ld", page);
    } else if (site != NULL) {
        size_t len = strlen(site);
        buf_add(out, site, len > 0 && site[len - 1] == '/' ? len - 1 : len);
    }
}

char *plan_fill_url(const char *url_template, const char *site, const char *query, long page) {
    struct buf out = {0};
    char slot[TEMPLATE_SLOT_BYTES];
    size_t literal = 0;
    if (strcmp(url_template, "{query}") == 0) {
        url_clean(query, &out);
        return buf_take(&out);
    }
    const char *rest = url_template;
    for (const char *from = rest; next_slot(&rest, slot, &literal); from = rest) {
        buf_add(&out, from, literal);
        add_url_slot(slot, site, query, page, &out);
    }
    buf_add_text(&out, rest);
    return buf_take(&out);
}
