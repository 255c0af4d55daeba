#include <stddef.h>

#include "evenhand/plan_parts.h"

/* Where a plan may be carried out: the United States as a whole, its states and territories (postal codes,
 * USPS Publication 28), or "all": every protected class anywhere. Which classes each protects is data of the
 * wall. */
static const char *const jurisdictions[] = {
    "all",   "us-federal", "us-al", "us-ak", "us-az", "us-ar", "us-ca", "us-co", "us-ct", "us-de",
    "us-dc", "us-fl",      "us-ga", "us-hi", "us-id", "us-il", "us-in", "us-ia", "us-ks", "us-ky",
    "us-la", "us-me",      "us-md", "us-ma", "us-mi", "us-mn", "us-ms", "us-mo", "us-mt", "us-ne",
    "us-nv", "us-nh",      "us-nj", "us-nm", "us-ny", "us-nc", "us-nd", "us-oh", "us-ok", "us-or",
    "us-pa", "us-ri",      "us-sc", "us-sd", "us-tn", "us-tx", "us-ut", "us-vt", "us-va", "us-wa",
    "us-wv", "us-wi",      "us-wy", "us-as", "us-gu", "us-mp", "us-pr", "us-vi", NULL};

bool plan_jurisdiction_read(struct plan *p, struct faults *f) {
    return yaml_word(p->yaml, "jurisdiction", true, jurisdictions, &p->jurisdiction, f);
}
