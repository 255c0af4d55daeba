/* A WhatsMyName list (https://github.com/WebBreacher/WhatsMyName, wmn-data.json) as source descriptors, one a
 * site: e_code and e_string say how an account looks that is there, m_code and m_string one that is not,
 * `known` is the control, the category goes through the source lint, `protection` makes the source
 * undetermined. */
#ifndef EVENHAND_WMN_H
#define EVENHAND_WMN_H

#include <stdbool.h>

#include "evenhand/buf.h"
#include "evenhand/faults.h"

#define WMN_MAX_BYTES ((size_t)16 << 20)

/* Writes FOLDER/wmn-NAME.yaml for every site that can be asked lawfully and told apart, and appends to
 * `report` what was imported and why the others were not. A descriptor of that name that was not imported
 * stays, and is a fault. */
bool wmn_import(const char *file, const char *folder, struct buf *report, struct faults *f);

#endif
