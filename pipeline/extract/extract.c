#include "evenhand/extract.h"

#include <stdlib.h>
#include <string.h>

#include "evenhand/capture_body.h"
#include "evenhand/files.h"
#include "evenhand/map.h"
#include "evenhand/mem.h"
#include "evenhand/seen.h"

struct extract {
    const char *local; /* the caseload's own descriptors, or NULL */
    struct source_set sources;
    struct map **maps; /* beside sources; compiled when first needed */
    struct seen seen;  /* in the attempt under way */
    long items;        /* written for it */
};

static const struct argp_option options[] = {
    {"sources", 's', "DIR", 0, "Source descriptors of the caseload, beside the shipped ones", 0}, {0}};

static bool option(void *self, int key, const char *value, unsigned index, struct faults *f) {
    struct extract *x = self;
    (void)index;
    (void)f;
    if (key != 's')
        return false;
    x->local = value;
    return true;
}

static bool open_sources(void *self, struct stage_io *io, struct faults *f) {
    struct extract *x = self;
    (void)io;
    char *shipped = data_folder("sources", f);
    bool ok = shipped != NULL && source_set_read(&x->sources, (const char *const[]){shipped, x->local},
                                                 x->local != NULL ? 2 : 1, f);
    free(shipped);
    if (!ok)
        return false;
    x->maps = mem_array(x->sources.count + 1, sizeof(struct map *));
    map_prepare();
    return true;
}

static const struct source *find_source(struct extract *x, const cJSON *capture, const char *place,
                                        size_t *index, struct faults *f) {
    const char *name = record_text(capture, "source");
    const struct source *source = source_find(&x->sources, name);
    for (*index = 0; source != NULL && *index < x->sources.count && x->sources.source[*index] != source;)
        ++*index;
    if (source == NULL)
        (void)fault(f, FAULT_CONFIG, place, "pass --sources with the caseload's sources folder",
                    "unknown source \"%s\"", name);
    else if (source_request(source, record_text(capture, "request")) == NULL)
        (void)fault(f, FAULT_CONFIG, place,
                    "pass --sources with the descriptors that the evidence was gathered with",
                    "source \"%s\" has no request \"%s\"", name, record_text(capture, "request"));
    else
        return source;
    return NULL;
}

static struct map *find_map(struct extract *x, const cJSON *capture, const char *place, struct faults *f) {
    size_t index;
    const struct source *source = find_source(x, capture, place, &index, f);
    if (source != NULL && x->maps[index] == NULL)
        x->maps[index] = map_compile(source, f);
    return source != NULL ? x->maps[index] : NULL;
}

static void copy_field(const cJSON *from, const char *key, cJSON *to) {
    (void)cJSON_AddItemToObject(to, key, cJSON_Duplicate(record_field(from, key), true));
}

/* Moves an item's own fields behind those that say where it is from. */
static cJSON *item_record(const cJSON *capture, size_t number, cJSON *item) {
    cJSON *record = record_new(RECORD_ITEM, record_text(capture, "candidate"));
    copy_field(capture, "step", record);
    copy_field(capture, "source_type", record);
    copy_field(capture, "evidence", record);
    (void)cJSON_AddNumberToObject(record, "item", (double)number);
    for (cJSON *field; (field = item->child) != NULL;) {
        (void)cJSON_DetachItemViaPointer(item, field);
        (void)cJSON_AddItemToObject(record, field->string, field);
    }
    /* An item without an address of its own is where it was read. */
    if (*record_text(record, "url") == '\0')
        (void)cJSON_ReplaceItemInObjectCaseSensitive(record, "url",
                                                     cJSON_Duplicate(record_field(capture, "url"), true));
    return record;
}

static bool write_item(struct extract *x, struct stage_io *io, const cJSON *capture, size_t number,
                       cJSON *item, struct faults *f) {
    const char *candidate = record_text(capture, "candidate"), *evidence = record_text(capture, "evidence");
    const char *why = *record_text(item, "text") == '\0'      ? "no text"
                      : seen_before(&x->seen, item, evidence) ? "duplicate of another item"
                                                              : NULL;
    x->items++; /* read, whatever becomes of it: what is left out is a skip, so that the numbers add up */
    if (why != NULL) {
        char *about = mem_format("%s/%zu", evidence, number);
        bool ok = stream_skip(&io->out, candidate, about, why, f);
        free(about);
        return ok;
    }
    cJSON *record = item_record(capture, number, item);
    bool ok = stream_write(&io->out, record, f);
    cJSON_Delete(record);
    return ok;
}

static bool write_items(struct extract *x, struct stage_io *io, const cJSON *capture,
                        const struct map_result *result, struct faults *f) {
    const char *candidate = record_text(capture, "candidate"), *evidence = record_text(capture, "evidence");
    size_t number = 0;
    for (cJSON *item = result->items != NULL ? result->items->child : NULL; item != NULL; item = item->next)
        if (!write_item(x, io, capture, ++number, item, f))
            return false;
    if (result->unreadable && !stream_skip(&io->out, candidate, evidence, "unreadable answer", f))
        return false;
    if ((result->partial || result->cut > 0) &&
        !stream_skip(&io->out, candidate, evidence, "not read to the end", f))
        return false;
    return result->over == 0 || stream_skip(&io->out, candidate, evidence, "too many items in one answer", f);
}

/* Only a success is an answer to read (RFC 9110, 15.3; 203 comes through a proxy). What means "nothing there"
 * is kept as evidence of that and has no items; anything else should not be here. */
static bool is_success(int status) {
    return status == 200 || status == 203;
}

static bool means_nothing(const struct extract *x, const cJSON *capture, int status,
                          const struct map_answer *answer) {
    const struct source *source = source_find(&x->sources, record_text(capture, "source"));
    const struct source_request *request = source_request(source, record_text(capture, "request"));
    for (const int *none = request->none; *none != 0; none++)
        if (*none == status)
            return true;
    return source_sign_fits(&request->nothing, status, answer->body, answer->len) &&
           !source_sign_fits(&request->found, status, answer->body, answer->len);
}

static bool take_capture(struct extract *x, struct stage_io *io, const cJSON *capture, struct faults *f) {
    const char *place = fault_record_place("extract", io->in.lines.number);
    struct map_answer answer = {.request = record_text(capture, "request"),
                                .url = record_text(capture, "url"),
                                .media_type = record_text(capture, "media_type")};
    struct map_result result = {0};
    struct capture_body body = {.owned = NULL};
    struct map *map = find_map(x, capture, place, f);
    int status = (int)record_number(capture, "status");
    bool ok = map != NULL && capture_body(capture, &body, place, f);
    answer.body = body.data;
    answer.len = body.len;
    bool nothing =
        ok &&
        source_request(source_find(&x->sources, record_text(capture, "source")), answer.request) != NULL &&
        means_nothing(x, capture, status, &answer);
    bool blocked = record_field(capture, "block") != NULL; /* so the collector saw, headers and all */
    if (ok && is_success(status) && !nothing && !blocked)
        ok = map_run(map, &answer, &result, f);
    else if (ok)
        result.unreadable = !nothing;
    ok = ok && write_items(x, io, capture, &result, f);
    map_result_free(&result);
    free(body.owned);
    return ok;
}

static bool take_attempt(struct extract *x, struct stage_io *io, cJSON *attempt, struct faults *f) {
    cJSON_DeleteItemFromObjectCaseSensitive(attempt, "items");
    (void)cJSON_AddNumberToObject(attempt, "items", (double)x->items);
    x->items = 0;
    seen_clear(&x->seen);
    return stream_write(&io->out, attempt, f);
}

static bool take_record(void *self, struct stage_io *io, enum record_type type, cJSON *record,
                        struct faults *f) {
    if (type == RECORD_CAPTURE)
        return take_capture(self, io, record, f);
    if (type == RECORD_ATTEMPT)
        return take_attempt(self, io, record, f);
    return stream_write(&io->out, record, f);
}

static void close_sources(void *self) {
    struct extract *x = self;
    for (size_t i = 0; x->maps != NULL && i < x->sources.count; i++)
        map_free(x->maps[i]);
    free((void *)x->maps);
    source_set_free(&x->sources);
    seen_clear(&x->seen);
}

struct stage extract_stage(void) {
    static struct extract the;
    the = (struct extract){0};
    return (struct stage){
        .name = "extract",
        .summary = "Reads answers (JSON, HTML, feeds, web pages) as their source descriptors say and writes "
                   "the items "
                   "in them: posts, profiles, articles, as plain text with author, date and links.",
        .options = options,
        .option = option,
        .reads = RECORD_SEARCHER,
        .writes = RECORD_SEARCHER,
        .unit = "records",
        .self = &the,
        .open = open_sources,
        .record = take_record,
        .close = close_sources,
    };
}
