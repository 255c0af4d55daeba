/* Maps of HTML and XML answers: the XPaths of a source, compiled. Internal to map.
 *
 * `each` selects the nodes of items; the other XPaths run relative to one. url, author, published, lang and
 * title are the first string that is not blank. text and html are all that is selected, a line break between:
 * an element's readable text; with `html`, a string that is HTML itself. next and follow select URLs. */
#ifndef EVENHAND_MAP_TREE_H
#define EVENHAND_MAP_TREE_H

#include <stddef.h>

#include "evenhand/map.h"

struct map_tree; /* opaque */

struct map_tree *map_tree_compile(const struct source *source, struct faults *f);
void map_tree_free(struct map_tree *m);

/* `text` is the answer's body in clean UTF-8. */
void map_tree_run(struct map_tree *m, const struct source_request *request, const struct map_answer *answer,
                  const char *text, size_t len, struct map_result *out);

#endif
