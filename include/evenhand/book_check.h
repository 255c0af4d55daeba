/* A finished workbook, read back: libxlsxwriter does not see every failed write to its temporary
 * files (a full disk), so what is in the file is what counts. */
#ifndef EVENHAND_BOOK_CHECK_H
#define EVENHAND_BOOK_CHECK_H

#include <stdbool.h>
#include <stdint.h>

#include "evenhand/faults.h"

/* Every part of the file must unpack with the right checksum and end with
 * the tag that its root element opened, and the sheets must hold `cells` values. FAULT_IO otherwise. */
bool book_check(const char *path, uint64_t cells, struct faults *f);

#endif
