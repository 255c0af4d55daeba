#include "evenhand/captures.h"

#include <stdlib.h>

#include "evenhand/mem.h"

static const char *body_of(const struct capture *c) {
    return c->body.data ? c->body.data : "";
}

const struct capture *captures_keep(struct captures *c, const char *request, struct ask *ask) {
    struct fetch_answer *answer = &ask->answer;
    struct buf headers = ask->trail;
    ask->trail = (struct buf){0};
    buf_add(&headers, answer->headers.data, answer->headers.len);
    c->list = mem_grow(c->list, c->count + 1, sizeof *c->list);
    struct capture *kept = &c->list[c->count++];
    *kept = (struct capture){.request = request,
                             .url = mem_string(ask->url.text),
                             .media_type = mem_string(answer->media_type),
                             .headers = buf_take(&headers),
                             .status = answer->status,
                             .body = answer->body};
    utc_format(answer->began, kept->fetched);
    answer->body = (struct buf){0};
    c->held += kept->body.len;
    return kept;
}

void captures_block(struct captures *c, const char *block) {
    struct capture *last = &c->list[c->count - 1];
    if (last->block == NULL) {
        last->block = mem_string(block);
    }
}

void captures_row(const struct capture *kept, struct vault_capture *row) {
    *row = (struct vault_capture){.request = kept->request,
                                  .url = kept->url,
                                  .fetched = kept->fetched,
                                  .status = kept->status,
                                  .media_type = kept->media_type,
                                  .headers = kept->headers,
                                  .block = kept->block,
                                  .body = body_of(kept),
                                  .len = kept->body.len};
}

size_t captures_rows(const struct captures *c, struct vault_capture *rows) {
    for (size_t i = 0; i < c->count; i++) {
        captures_row(&c->list[i], &rows[i]);
    }
    return c->count;
}

bool captures_store(const struct captures *c, const cJSON *attempt, const char *value, struct vault *v,
                    struct faults *f) {
    struct vault_capture *rows = mem_array(c->count + 1, sizeof *rows);
    (void)captures_rows(c, rows);
    bool stored = vault_attempt_put(v, attempt, value, rows, c->count, f);
    free(rows);
    return stored;
}

void captures_free(struct captures *c) {
    for (size_t i = 0; i < c->count; i++) {
        free(c->list[i].url);
        free(c->list[i].media_type);
        free(c->list[i].headers);
        free(c->list[i].block);
        buf_free(&c->list[i].body);
    }
    free(c->list);
    *c = (struct captures){0};
}
