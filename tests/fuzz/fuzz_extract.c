/* Fuzz target: any bytes as the answer of every kind of source. libFuzzer; see tests/CMakeLists.txt.
 *
 *     cmake --preset fuzz && cmake --build --preset fuzz
 *     build/fuzz/tests/fuzz_extract -max_len=65536 -max_total_time=600 CORPUS
 *
 * The first byte of an input selects request and media type. What leaves a map must be valid UTF-8 without
 * control characters but line feeds, within its limits, and links must be absolute. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "evenhand/links.h"
#include "evenhand/map.h"
#include "evenhand/readable.h"
#include "evenhand/record.h"
#include "evenhand/text.h"

#define URL "https://made-up.example/dir/page"

/* As source_read would give it, but for the places. */
static struct source *the_source(void) {
    static struct source s = {
        .name = "fuzz",
        .type = "web",
        .request_count = 4,
        .requests = {
            {.name = "json",
             .answer = ANSWER_JSON,
             .jq_items =
                 "(if type == \"array\" then .[] else . end) | {kind: \"post\", url: .u?, author: .a?, "
                 "published: .p?, lang: .l?, title: .t?, html: .h?, links: .k?}",
             .next = ".. | strings",
             .follow = {{.request = "page", .urls = "\"\\($site)/x\", .u?"}},
             .follows = 1},
            {.name = "html",
             .answer = ANSWER_HTML,
             .paths = {{.each = "//p | //article",
                        .kind = "post",
                        .url = ".//a/@href",
                        .author = "b",
                        .published = ".//time/@datetime",
                        .lang = "@lang",
                        .title = "concat(i, u)",
                        .text = "."}},
             .path_count = 1,
             .next = "//a[@rel='next']/@href"},
            {.name = "xml",
             .answer = ANSWER_XML,
             .paths = {{.each = "//item | //atom:entry",
                        .kind = "post",
                        .url = "link",
                        .published = "pubDate",
                        .title = "title",
                        .html = "description | atom:content"}},
             .path_count = 1},
            {.name = "page", .answer = ANSWER_PAGE, .next = "//a/@href"},
        }};
    return &s;
}

static void check(bool good) {
    if (!good)
        abort();
}

static void check_text(const char *text, size_t max, bool lines) {
    size_t len = strlen(text);
    check(len <= max && text_invalid_at(text, len) == len);
    for (size_t i = 0; i < len; i++)
        check((unsigned char)text[i] >= ' ' || (lines && text[i] == '\n'));
}

static void check_item(const cJSON *item) {
    check_text(record_text(item, "author"), MAP_MAX_AUTHOR_BYTES, false);
    check_text(record_text(item, "title"), MAP_MAX_TITLE_BYTES, false);
    check_text(record_text(item, "url"), LINKS_MAX_BYTES, false);
    check_text(record_text(item, "lang"), MAP_MAX_LANG_BYTES, false);
    check_text(record_text(item, "text"), SIZE_MAX, true);
    for (const cJSON *link = cJSON_GetArrayItem(record_field(item, "links"), 0); link != NULL;
         link = link->next)
        check(strncasecmp(cJSON_GetStringValue(link), "http", 4) == 0);
}

static struct map *m;

static void release(void) {
    map_free(m);
}

static void compile(void) {
    struct faults f = FAULTS_NONE;
    record_init();
    map_prepare();
    m = map_compile(the_source(), &f);
    if (m == NULL)
        (void)faults_report(&f);
    check(m != NULL && atexit(release) == 0); /* libjq's pointers into its stack look like a leak otherwise */
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char *const media[] = {"",
                                        "text/html",
                                        "text/html; charset=utf-8",
                                        "text/plain; charset=shift_jis",
                                        "text/xml; charset=utf-16le",
                                        "application/json",
                                        "text/html; charset=gbk",
                                        "text/html; charset=iso-2022-jp"};
    if (size == 0)
        return 0;
    if (m == NULL)
        compile();
    struct faults f = FAULTS_NONE;
    struct map_result r;
    const struct map_answer answer = {.request = the_source()->requests[data[0] % 4].name,
                                      .url = URL,
                                      .media_type = media[data[0] / 4 % 8],
                                      .body = (const char *)data + 1,
                                      .len = size - 1};
    check(map_run(m, &answer, &r, &f));
    for (const cJSON *item = cJSON_GetArrayItem(r.items, 0); item != NULL; item = item->next)
        check_item(item);
    map_result_free(&r);
    return 0;
}
