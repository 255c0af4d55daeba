#include "evenhand/fields.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "evenhand/mem.h"
#include "evenhand/url.h"
#include "evenhand/utc.h"

/* What is wrong with a text, as a clause, or NULL. */
static const char *text_fault(const char *text, bool one_line) {
    bool blank = true;
    for (; *text != '\0'; text++) {
        unsigned char c = (unsigned char)*text;
        bool space = c == ' ' || c == '\t' || c == '\n';
        if (c == 0x7f || (c < ' ' && !space))
            return "holds a control character";
        if (c == '\n' && one_line)
            return "must be on one line";
        blank = blank && space;
    }
    return blank ? "is empty" : NULL;
}

static bool check_text(const struct yaml *node, const char *key, bool one_line, size_t max,
                       struct faults *f) {
    const char *wrong = text_fault(node->text, one_line);
    if (wrong != NULL)
        return fault(f, FAULT_CONFIG, yaml_place(node), NULL, "\"%s\" %s", key, wrong);
    size_t len = strlen(node->text);
    if (len > max) {
        return fault(f, FAULT_CONFIG, yaml_place(node), "shorten it",
                     "\"%s\" has %zu bytes, over the limit of %zu", key, len, max);
    }
    return true;
}

static bool take_text(const struct yaml *map, const char *key, bool required, bool one_line, size_t max,
                      const char **out, struct faults *f) {
    const char *text = NULL;
    if (!yaml_text(map, key, required, &text, f))
        return false;
    if (text == NULL)
        return true;
    if (!check_text(yaml_get(map, key), key, one_line, max, f))
        return false;
    *out = text;
    return true;
}

bool field_text(const struct yaml *map, const char *key, bool required, size_t max, const char **out,
                struct faults *f) {
    return take_text(map, key, required, true, max, out, f);
}

bool field_program(const struct yaml *map, const char *key, bool required, size_t max, const char **out,
                   struct faults *f) {
    return take_text(map, key, required, false, max, out, f);
}

bool field_past_date(const struct yaml *map, const char *key, const char **out, struct faults *f) {
    const char *text = NULL;
    utc_time t = 0;
    if (!field_text(map, key, true, FIELD_MAX_LINE_BYTES, &text, f))
        return false;
    const char *place = yaml_place(yaml_get(map, key));
    if (!utc_parse_date(text, &t)) {
        return fault(f, FAULT_CONFIG, place, "write year-month-day, as in 2026-10-01",
                     "\"%s\" is no date: \"%s\"", key, text);
    }
    if (t > utc_now()) {
        return fault(f, FAULT_CONFIG, place, "correct the date, or wait for that day",
                     "\"%s\" is in the future: %s", key, text);
    }
    *out = text;
    return true;
}

bool field_url(const struct yaml *map, const char *key, const char **out, struct faults *f) {
    const char *text = NULL;
    if (!field_text(map, key, false, URL_MAX_BYTES, &text, f))
        return false;
    const char *wrong = text == NULL ? NULL : url_fault(text);
    if (wrong != NULL)
        return fault(f, FAULT_CONFIG, yaml_place(yaml_get(map, key)),
                     "write the whole address, as in https://site.example", "\"%s\" %s", key, wrong);
    if (text != NULL)
        *out = text;
    return true;
}

bool field_site(const struct yaml *map, const char **out, struct faults *f) {
    const char *site = NULL;
    if (!field_url(map, "site", &site, f))
        return false;
    if (site == NULL)
        return true;
    const struct yaml *node = yaml_get(map, "site");
    if (strpbrk(site, "?#") != NULL)
        return fault(f, FAULT_CONFIG, yaml_place(node), "end it before the ? or #",
                     "\"site\" is more than the beginning of an address");
    for (size_t len = strlen(site); node->text[len - 1] == '/'; len--)
        node->text[len - 1] = '\0';
    *out = site;
    return true;
}

bool field_map(const struct yaml *map, const char *key, bool required, const struct yaml **out,
               struct faults *f) {
    const struct yaml *node = yaml_get(map, key);
    *out = NULL;
    if (node == NULL)
        return !required || fault(f, FAULT_CONFIG, yaml_place(map), NULL, "\"%s\" is missing", key);
    if (node->kind != YAML_MAP)
        return fault(f, FAULT_CONFIG, yaml_place(node), NULL, "\"%s\" must be a map of keys and values", key);
    *out = node;
    return true;
}

const struct yaml *field_list_node(const struct yaml *map, const char *key, size_t n) {
    const struct yaml *node = yaml_get(map, key);
    return node->kind == YAML_LIST ? node->child[n] : node;
}

static bool check_twice(const struct yaml *map, const char *key, const char *const *list, size_t n,
                        struct faults *f) {
    for (size_t i = 0; i < n; i++) {
        if (strcasecmp(list[i], list[n]) == 0) {
            return fault(f, FAULT_CONFIG, yaml_place(field_list_node(map, key, n)), "leave one of them out",
                         "\"%s\" is listed twice under \"%s\"", list[n], key);
        }
    }
    return true;
}

bool field_texts(const struct yaml *map, const char *key, bool required, size_t max, const char ***out,
                 size_t *count, struct faults *f) {
    if (!yaml_texts(map, key, required, out, count, f))
        return false;
    bool ok = *count <= max;
    if (!ok) {
        (void)fault(f, FAULT_CONFIG, yaml_place(yaml_get(map, key)), NULL,
                    "\"%s\" lists %zu, over the limit of %zu", key, *count, max);
    }
    for (size_t i = 0; ok && i < *count; i++) {
        ok = check_text(field_list_node(map, key, i), key, true, FIELD_MAX_LINE_BYTES, f) &&
             check_twice(map, key, *out, i, f);
    }
    if (required && *count == 0) {
        ok = fault(f, FAULT_CONFIG, yaml_place(yaml_get(map, key)), NULL, "\"%s\" names nobody", key);
    }
    return ok;
}
