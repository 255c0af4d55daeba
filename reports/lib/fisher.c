#include "evenhand/fisher.h"

#include <math.h>

#define AS_LIKELY (1.0 + 1e-7) /* equal but for rounding */

/* Natural logarithm of n over k. */
static double log_choose(double n, double k) {
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1);
}

double fisher_exact(uint64_t yes1, uint64_t all1, uint64_t yes2, uint64_t all2) {
    double a = (double)all1, b = (double)all2, yes = (double)(yes1 + yes2);
    uint64_t from = yes1 + yes2 > all2 ? yes1 + yes2 - all2 : 0;
    uint64_t to = yes1 + yes2 < all1 ? yes1 + yes2 : all1;
    double whole = log_choose(a + b, yes);
    double seen = log_choose(a, (double)yes1) + log_choose(b, yes - (double)yes1) - whole;
    double sum = 0;
    for (uint64_t x = from; x <= to; x++) {
        double p = log_choose(a, (double)x) + log_choose(b, yes - (double)x) - whole;
        if (exp(p) <= exp(seen) * AS_LIKELY)
            sum += exp(p);
    }
    return sum < 1 ? sum : 1;
}
