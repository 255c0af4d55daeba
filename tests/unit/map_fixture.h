/* A map of one made-up source, run on one answer. */
#ifndef TESTS_MAP_FIXTURE_H
#define TESTS_MAP_FIXTURE_H

#include "check.h"

#include <stdlib.h>
#include <unistd.h>

#include "evenhand/files.h"
#include "evenhand/map.h"
#include "evenhand/record.h"

/* A source called "made-up" with the requests as YAML (two spaces before a request's name). */
static inline struct source *fixture_source(const char *requests) {
    struct faults f = FAULTS_NONE;
    struct buf text = {0};
    char folder[] = "/tmp/evenhand-test-map-XXXXXX";
    assert_non_null(mkdtemp(folder));
    buf_format(&text, "name: made-up\ntitle: A made-up site\ntype: web\nauthorisation: Public\nrequests:\n%s",
               requests);
    char *path = path_join(folder, "made-up.yaml");
    assert_true(file_write(path, text.data, text.len, &f));
    struct source *source = source_read(path, "made-up.yaml", &f);
    check_no_fault(&f);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(rmdir(folder), 0);
    free(path);
    buf_free(&text);
    return source;
}

static inline void fixture_run(const char *requests, const char *media_type, const char *body, size_t len,
                               struct map_result *out) {
    struct faults f = FAULTS_NONE;
    struct source *source = fixture_source(requests);
    struct map *m = map_compile(source, &f);
    check_no_fault(&f);
    const struct map_answer answer = {.request = source->requests[0].name,
                                      .url = "http://made-up.example/dir/page?x=1",
                                      .media_type = media_type,
                                      .body = body,
                                      .len = len};
    assert_true(map_run(m, &answer, out, &f));
    check_no_fault(&f);
    for (size_t i = 0; i < out->follows; i++) /* the source goes away */
        out->follow[i].request = out->follow[i].request == source->requests[0].name ? "next" : "follow";
    map_free(m);
    source_free(source);
}

/* Items, or why there are none, as JSON. The caller frees. */
static inline char *fixture_items(const char *requests, const char *media_type, const char *body) {
    struct map_result r;
    fixture_run(requests, media_type, body, strlen(body), &r);
    char *text = r.unreadable ? strdup(r.why) : cJSON_PrintUnformatted(r.items);
    map_result_free(&r);
    return text;
}

static inline void fixture_gives(const char *requests, const char *media_type, const char *body,
                                 const char *items) {
    char *got = fixture_items(requests, media_type, body);
    assert_string_equal(got, items);
    free(got);
}

#endif
