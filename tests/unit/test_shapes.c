/* Every shipped descriptor against answers in the shapes that the site's own documentation gives
 * (tests/shapes). Each SOURCE/REQUEST[.CASE].json or .xml holds an answer, its .url the address that gave it,
 * and its .out what must come of it: an item a line, and "-> REQUEST ADDRESS" for what follows.
 * SHAPES_UPDATE=1 writes .out instead. */
#include "check.h"

#include <dirent.h>
#include <stdlib.h>
#include <unistd.h>

#include "evenhand/files.h"
#include "evenhand/map.h"
#include "evenhand/mem.h"
#include "evenhand/record.h"

#define SHAPES TEST_SOURCE "/tests/shapes"

static char *read_text(const char *stem, const char *suffix, bool needed) {
    struct faults f = FAULTS_NONE;
    struct buf text = {0};
    char *path = mem_format("%s%s", stem, suffix);
    bool ok = file_read(path, 1 << 20, &text, &f);
    if (needed && !ok)
        fail_msg("%s", f.text);
    free(path);
    return ok ? buf_take(&text) : NULL;
}

static void print_result(const struct map_result *r, struct buf *out) {
    const cJSON *item;
    if (r->unreadable)
        buf_format(out, "unreadable: %s\n", r->why);
    cJSON_ArrayForEach(item, r->items) {
        char *line = cJSON_PrintUnformatted(item);
        buf_format(out, "%s\n", line);
        free(line);
    }
    for (size_t i = 0; i < r->follows; i++)
        buf_format(out, "-> %s %s\n", r->follow[i].request, r->follow[i].url);
}

static void check_answer(const struct source *source, struct map *map, const char *folder, const char *file) {
    const char *suffix = strrchr(file, '.');
    char *name = mem_copy(file, (size_t)(suffix - file)), *stem = path_join(folder, name);
    char *request = mem_copy(file, strcspn(file, "."));
    char *body = read_text(stem, suffix, true), *url = read_text(stem, ".url", true);
    struct faults f = FAULTS_NONE;
    struct buf out = {0};
    struct map_result r = {0};
    url[strcspn(url, "\n")] = '\0';
    bool json = strcmp(suffix, ".json") == 0;
    const struct map_answer answer = {.request = request,
                                      .site = source->site,
                                      .url = url,
                                      .media_type =
                                          json ? "application/json" : "application/atom+xml; charset=utf-8",
                                      .body = body,
                                      .len = strlen(body)};
    assert_true(map_run(map, &answer, &r, &f));
    print_result(&r, &out);
    char *path = mem_format("%s.out", stem);
    if (getenv("SHAPES_UPDATE")) {
        assert_true(file_write(path, out.data, out.len, &f));
    } else {
        char *expected = read_text(stem, ".out", true);
        assert_string_equal(out.data ? out.data : "", expected);
        free(expected);
    }
    map_result_free(&r);
    buf_free(&out);
    free(path);
    free(name);
    free(stem);
    free(request);
    free(body);
    free(url);
}

static size_t check_kind(const struct source *source, struct map *map, const char *folder,
                         const char *suffix) {
    struct faults f = FAULTS_NONE;
    char **names = NULL;
    size_t count = 0;
    assert_true(files_list(folder, suffix, &names, &f));
    for (; names[count]; count++)
        check_answer(source, map, folder, names[count]);
    files_free(names);
    return count;
}

static void every_source_reads_its_site(void **state) {
    (void)state;
    struct faults f = FAULTS_NONE;
    struct source_set set;
    char *shipped = data_folder("sources", &f);
    const char *const folders[] = {shipped};
    assert_true(source_set_read(&set, folders, 1, &f));
    check_no_fault(&f);
    for (size_t i = 0; i < set.count; i++) {
        const struct source *source = set.source[i];
        char *folder = mem_format("%s/%s", SHAPES, source->name);
        struct map *map = map_compile(source, &f);
        check_no_fault(&f);
        size_t answers = check_kind(source, map, folder, ".json") + check_kind(source, map, folder, ".xml");
        /* These read pages of any make; tests/golden/extract and the made-up web have theirs. */
        bool generic = strcmp(source->name, "web-page") == 0 || strcmp(source->name, "forum-html") == 0 ||
                       strcmp(source->name, "feed") == 0;
        if (answers == 0 && !generic)
            fail_msg("no recorded answer of %s", source->name);
        map_free(map);
        free(folder);
    }
    source_set_free(&set);
    free(shipped);
}

int main(void) {
    record_init();
    map_prepare();
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_source_reads_its_site)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
