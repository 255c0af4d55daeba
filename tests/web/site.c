#include "site.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "evenhand/files.h"
#include "evenhand/mem.h"

static const char *const rule_keys[] = {"path",     "query", "file",    "type",    "status", "headers",
                                        "delay_ms", "first", "blocked", "missing", NULL};

static bool read_first(const struct yaml *map, struct site_rule *r, struct faults *f) {
    static const char *const keys[] = {"times", "status", "retry_after", NULL};
    return !map ||
           (yaml_check_keys(map, keys, f) && yaml_integer(map, "times", true, 1, 1000, &r->first_times, f) &&
            yaml_integer(map, "status", true, 400, 599, &r->first_status, f) &&
            yaml_integer(map, "retry_after", false, 1, 3600, &r->retry_after, f));
}

static bool read_blocked(const struct yaml *map, struct site_rule *r, struct faults *f) {
    static const char *const keys[] = {"status", NULL};
    return !map || (yaml_check_keys(map, keys, f) &&
                    yaml_integer(map, "status", true, 400, 599, &r->blocked_status, f));
}

static bool read_missing(const struct yaml *map, struct site_rule *r, struct faults *f) {
    static const char *const keys[] = {"status", "file", NULL};
    return !map || (yaml_check_keys(map, keys, f) &&
                    yaml_integer(map, "status", true, 200, 599, &r->missing_status, f) &&
                    yaml_text(map, "file", true, &r->missing_file, f));
}

static bool read_rule(const struct yaml *map, struct site_rule *r, struct faults *f) {
    if (map->kind != YAML_MAP)
        return fault(f, FAULT_CONFIG, yaml_place(map), "write `- path: /...`", "an answer must be a map");
    r->query = yaml_get(map, "query");
    if (r->query && r->query->kind != YAML_MAP)
        return fault(f, FAULT_CONFIG, yaml_place(r->query), "write {name: value}", "query must be a map");
    size_t headers = 0;
    return yaml_check_keys(map, rule_keys, f) && yaml_text(map, "path", true, &r->path, f) &&
           yaml_text(map, "file", false, &r->file, f) && yaml_text(map, "type", false, &r->type, f) &&
           yaml_integer(map, "status", false, 200, 599, &r->status, f) &&
           yaml_integer(map, "delay_ms", false, 0, SITE_MAX_DELAY_MS, &r->delay_ms, f) &&
           yaml_texts(map, "headers", false, &r->headers, &headers, f) &&
           read_first(yaml_get(map, "first"), r, f) && read_blocked(yaml_get(map, "blocked"), r, f) &&
           read_missing(yaml_get(map, "missing"), r, f);
}

static bool read_rules(struct site *site, const char *path, struct faults *f) {
    static const char *const keys[] = {"answers", "not_found", NULL};
    site->yaml = yaml_read(path, path, f);
    if (!site->yaml || !yaml_check_keys(site->yaml, keys, f) ||
        !yaml_text(site->yaml, "not_found", false, &site->not_found, f))
        return false;
    const struct yaml *answers = yaml_get(site->yaml, "answers");
    if (!answers)
        return true;
    if (answers->kind != YAML_LIST)
        return fault(f, FAULT_CONFIG, yaml_place(answers), "write one `- path: ...` an answer",
                     "answers must be a list");
    site->rule = mem_array(answers->count, sizeof *site->rule);
    site->rules = answers->count;
    for (size_t i = 0; i < answers->count; i++)
        if (!read_rule(answers->child[i], &site->rule[i], f))
            return false;
    return true;
}

static bool add_site(struct sites *sites, const char *content, const char *host, struct faults *f) {
    char *folder = path_join(content, host);
    struct stat st;
    if (stat(folder, &st) != 0 || !S_ISDIR(st.st_mode)) {
        free(folder);
        return true; /* a README among the hosts */
    }
    sites->site = mem_grow(sites->site, sites->count + 1, sizeof *sites->site);
    struct site *site = &sites->site[sites->count++];
    *site = (struct site){.host = mem_string(host), .folder = folder};
    char *rules = path_join(folder, SITE_RULES_FILE);
    bool ok = access(rules, F_OK) != 0 || read_rules(site, rules, f);
    free(rules);
    return ok;
}

bool sites_read(struct sites *sites, const char *content, struct faults *f) {
    DIR *folder = opendir(content);
    if (!folder)
        return fault_errno(f, FAULT_NO_INPUT, content, "cannot read the content folder");
    bool ok = true;
    errno = 0;
    for (const struct dirent *entry; ok && (entry = readdir(folder)) != NULL; errno = 0)
        if (entry->d_name[0] != '.')
            ok = add_site(sites, content, entry->d_name, f);
    if (ok && errno != 0)
        ok = fault_errno(f, FAULT_IO, content, "cannot read the content folder");
    closedir(folder);
    if (ok && sites->count == 0)
        ok = fault(f, FAULT_NO_INPUT, content, "give a folder with one folder a host",
                   "no host in the content folder");
    return ok;
}

struct site *sites_find(struct sites *sites, const char *host_header) {
    size_t len = strcspn(host_header, ":");
    for (size_t i = 0; i < sites->count; i++)
        if (strlen(sites->site[i].host) == len && strncasecmp(sites->site[i].host, host_header, len) == 0)
            return &sites->site[i];
    return NULL;
}

void sites_free(struct sites *sites) {
    for (size_t i = 0; i < sites->count; i++) {
        struct site *site = &sites->site[i];
        for (size_t r = 0; r < site->rules; r++)
            free(site->rule[r].headers);
        free(site->rule);
        yaml_drop(site->yaml);
        free(site->host);
        free(site->folder);
    }
    free(sites->site);
    *sites = (struct sites){0};
}
