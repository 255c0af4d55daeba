/* The language of a workbook, for screen readers and spelling: the library has no property for it. */
#ifndef EVENHAND_BOOK_LANGUAGE_H
#define EVENHAND_BOOK_LANGUAGE_H

#include <stdbool.h>

#include "evenhand/faults.h"

#define BOOK_LANGUAGE "en-US"

/* Puts dc:language (ECMA-376 part 2, 11; Dublin Core) into the core properties of the workbook at `path`,
 * which is rewritten through a temporary file beside it. FAULT_IO otherwise. */
bool book_language(const char *path, struct faults *f);

#endif
