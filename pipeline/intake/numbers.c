#include "evenhand/numbers.h"

#include <sodium.h>
#include <stdbool.h>
#include <stdlib.h>

#include "evenhand/mem.h"

void numbers_draw(uint32_t *out, size_t count) {
    bool *taken = mem_array(NUMBERS_ALL, sizeof *taken);
    for (size_t i = 0; i < count; i++) {
        do
            out[i] = randombytes_uniform(NUMBERS_ALL);
        while (taken[out[i]]);
        taken[out[i]] = true;
    }
    free(taken);
}

void number_format(uint32_t number, char out[NUMBER_BYTES]) {
    static const char crockford[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    out[0] = 'C';
    out[1] = '-';
    for (int i = 0; i < 4; i++)
        out[2 + i] = crockford[number >> (15 - 5 * i) & 31];
    out[6] = '\0';
}
