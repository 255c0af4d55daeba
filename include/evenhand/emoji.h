/* Emoji that tell a trait: flags, skin tones, people, rings, signs of faith. FOLDER/emoji.txt: "@class
 * religion", then one emoji a line (variation selectors do not matter; a person emoji stands for its skin
 * tones and jobs too). A run of emoji that holds one such is withheld whole: what stands beside it tells the
 * rest. */
#ifndef EVENHAND_EMOJI_H
#define EVENHAND_EMOJI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "evenhand/faults.h"
#include "evenhand/passage.h"

#define EMOJI_MAX 1024
#define EMOJI_MAX_FILE_BYTES ((size_t)64 << 10)

struct emoji {
    uint32_t code[EMOJI_MAX];
    int class[EMOJI_MAX];
    size_t count;
};

bool emoji_read(struct emoji *e, const char *folder, struct faults *f);
void emoji_find(const struct emoji *e, struct passage *p);

#endif
