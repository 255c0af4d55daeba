/* Maps of JSON answers: the jq programs of a source, compiled together by libjq (starting its compiler costs
 * 20 ms, another program next to nothing). Internal to map.
 *
 * A program sees the answer as its input, and $site and $url. It must be a function of these alone: what
 * would let it read the clock, the environment or a file, stop the process or loop as long as the answer says
 * is a mistake.
 *
 *     items    outputs item objects {kind, url, author, published, lang, title, text or html, links}; null or
 * absent is none; a text may be a list of texts (lines), or a number next, follow   output URLs, relative
 * ones too; null is none */
#ifndef EVENHAND_MAP_JSON_H
#define EVENHAND_MAP_JSON_H

#include <stdbool.h>
#include <stddef.h>

#include "evenhand/map.h"

#define MAP_JSON_MAX_DEPTH 200      /* arrays and objects inside one another; libjq itself stops at 256 */
#define MAP_JSON_MAX_VALUES 500000  /* of one answer: bounds libjq's memory to some 200 MB */
#define MAP_JSON_MAX_OUTPUTS 100000 /* of one program on one answer */

struct map_json; /* opaque */

bool map_json_needed(const struct source *source);
struct map_json *map_json_compile(const struct source *source, struct faults *f);
void map_json_free(struct map_json *m);

/* `text` is the answer's body in clean UTF-8. */
void map_json_run(struct map_json *m, const struct source_request *request, const struct map_answer *answer,
                  const char *text, size_t len, struct map_result *out);

#endif
