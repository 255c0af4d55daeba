/* A finished workbook, flushed and read back: libxlsxwriter does not see every failed write to its temporary
 * files (a full disk), so what is on the disk is what counts. */
#ifndef EVENHAND_BOOK_CHECK_H
#define EVENHAND_BOOK_CHECK_H

#include <stdbool.h>
#include <stdint.h>

#include "evenhand/faults.h"

/* Flushes the file at `path` to disk; then every part of it must unpack with the right checksum and end with
 * the tag that its root element opened, and the sheets must hold `cells` values. FAULT_IO otherwise. */
bool book_check(const char *path, uint64_t cells, struct faults *f);

#endif
