/* Fisher's exact test of a 2 x 2 table, two-sided (R. A. Fisher, Statistical Methods for Research Workers,
 * 1934, section 21.02): the probability, if there is no difference between the two groups, of a table at most
 * as likely as this one. */
#ifndef EVENHAND_FISHER_H
#define EVENHAND_FISHER_H

#include <stdint.h>

/* Of `all1` members of one group `yes1` were chosen, of `all2` of the other `yes2`. Between 0 and 1. */
double fisher_exact(uint64_t yes1, uint64_t all1, uint64_t yes2, uint64_t all2);

#endif
