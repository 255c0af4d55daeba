/* Running verify over a folder of workbooks; the result takes the place of compliance/. */
#ifndef EVENHAND_VERIFICATION_H
#define EVENHAND_VERIFICATION_H

#include "evenhand/command.h"

#define VERIFICATION_FILE_MAX ((size_t)1 << 30) /* of an audit stream that is copied */

/* True: verified. False with FAULT_ANSWER_NO: the answer is no, and compliance/ says why. `audit` is copied
 * into compliance/. `made_by`: the act whose latest entry the workbooks came with ("assess", "release"); they
 * are assessed again with what the ledger said by then. */
bool verification_run(struct options *o, const char *workbooks, const char *audit, const char *made_by,
                      struct faults *f);

#endif
