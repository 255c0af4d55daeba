#include "evenhand/emoji.h"

#include <stdlib.h>
#include <string.h>
#include <unistr.h>

#include "evenhand/buf.h"
#include "evenhand/files.h"
#include "evenhand/mem.h"
#include "evenhand/text.h"
#include "evenhand/vocab.h"

#define ZERO_WIDTH_JOINER 0x200Du
#define VARIATION_16 0xFE0Fu
#define KEYCAP 0x20E3u
#define TAG_FIRST 0xE0020u
#define TAG_LAST 0xE007Fu

static bool skin(ucs4_t c) {
    return c >= 0x1F3FB && c <= 0x1F3FF;
}

static bool regional(ucs4_t c) {
    return c >= 0x1F1E6 && c <= 0x1F1FF;
}

static bool pictograph(ucs4_t c) {
    return (c >= 0x1F000 && c <= 0x1FAFF) || (c >= 0x2600 && c <= 0x27BF) || (c >= 0x2B00 && c <= 0x2BFF) ||
           (c >= 0x2190 && c <= 0x21FF) || (c >= 0x2300 && c <= 0x23FF) || c == 0x3030 || c == 0x303D;
}

static bool part(ucs4_t c) {
    return c == ZERO_WIDTH_JOINER || c == VARIATION_16 || c == KEYCAP || (c >= TAG_FIRST && c <= TAG_LAST);
}

static int class_of(const struct emoji *e, ucs4_t c) {
    if (skin(c))
        return vocab_find(vocab_classes, "color");
    if (regional(c))
        return vocab_find(vocab_classes, "national_origin");
    for (size_t i = 0; i < e->count; i++) {
        if (e->code[i] == c)
            return e->class[i];
    }
    return -1;
}

static bool read_line(struct emoji *e, int *class, const char *line, const char *path, size_t number,
                      struct faults *f) {
    if (line[0] == '\0' || line[0] == '#')
        return true;
    if (strncmp(line, "@class ", 7) == 0) {
        *class = vocab_find(vocab_classes, line + 7);
        return *class >= 0 || fault(f, FAULT_CONFIG, fault_place(path, number, 0), "see docs/redaction.md",
                                    "unknown class \"%s\"", line + 7);
    }
    ucs4_t c = 0;
    (void)u8_mbtouc(&c, (const uint8_t *)line, strlen(line));
    if (*class < 0 || e->count == EMOJI_MAX)
        return fault(f, FAULT_CONFIG, fault_place(path, number, 0), "begin with @class; at most 1024 emoji",
                     "cannot take this emoji");
    e->code[e->count] = c;
    e->class[e->count++] = *class;
    return true;
}

bool emoji_read(struct emoji *e, const char *folder, struct faults *f) {
    char *path = path_join(folder, "emoji.txt"), **names = NULL;
    struct buf bytes = {0};
    int class = -1;
    bool fine = files_list(folder, "emoji.txt", &names, f), there = fine && names[0] != NULL;
    files_free(names);
    fine = fine && (!there || file_read(path, EMOJI_MAX_FILE_BYTES, &bytes, f));
    char *next = bytes.data;
    for (size_t number = 1; fine && next != NULL && *next != '\0'; number++) {
        char *line = next;
        next = strchr(line, '\n');
        if (next != NULL)
            *next++ = '\0';
        fine = text_invalid_at(line, strlen(line)) == strlen(line) &&
               read_line(e, &class, line, path, number, f);
    }
    buf_free(&bytes);
    free(path);
    return fine;
}

/* One run of emoji, blanks and arrows between them included; its class, or -1 when it tells nothing. */
static int run(const struct emoji *e, const struct passage *p, size_t *at) {
    int class = -1;
    size_t end = *at;
    for (size_t i = *at; i < p->raw_len;) {
        ucs4_t c = 0;
        int n = u8_mbtouc(&c, (const uint8_t *)p->raw + i, p->raw_len - i);
        bool emoji = pictograph(c) || part(c) || skin(c) || regional(c);
        if (!emoji && c != ' ')
            break;
        i += (size_t)n;
        if (emoji)
            end = i;
        int found = emoji ? class_of(e, c) : -1;
        class = class < 0 ? found : class;
    }
    *at = end;
    return class;
}

/* A ring, an egg or a ballot box speaks for the word or two behind it: "2016", "x2", "due 4/9". */
static bool takes_words(int class) {
    static const char *const those[] = {"marital", "pregnancy", "family", "age", "political", "health", NULL};
    return vocab_find(those, vocab_classes[class]) >= 0;
}

/* End of at most two words behind i, one of them a number, when a separator or the line's end follows; else
 * i. */
static size_t words_behind(const struct passage *p, size_t i) {
    size_t at = i, words = 0;
    bool number = false;
    while (at < p->raw_len && p->raw[at] != '\0' && strchr("|,.;()\n\"", p->raw[at]) == NULL &&
           (unsigned char)p->raw[at] < 0x80) {
        words += p->raw[at] != ' ' && (at == i || p->raw[at - 1] == ' ');
        number = number || (p->raw[at] >= '0' && p->raw[at] <= '9');
        at++;
    }
    bool cooking = at - i >= 7 && memcmp(p->raw + at - 7, "cooking", 7) == 0;
    return words <= 2 && (number || cooking) ? at : i;
}

void emoji_find(const struct emoji *e, struct passage *p) {
    for (size_t i = 0; i < p->raw_len;) {
        if ((unsigned char)p->raw[i] < 0xE2) {
            i++;
            continue;
        }
        ucs4_t c = 0;
        int n = u8_mbtouc(&c, (const uint8_t *)p->raw + i, p->raw_len - i);
        if (!pictograph(c)) {
            i += (size_t)n;
            continue;
        }
        size_t start = i;
        int class = run(e, p, &i);
        size_t end = class >= 0 && takes_words(class) ? words_behind(p, i) : i;
        if (class >= 0)
            passage_add(p, &(struct span){.start = (uint32_t)start,
                                          .sure = true,
                                          .end = (uint32_t)end,
                                          .class = class,
                                          .put = PUT_MARK,
                                          .rule = "emoji"});
        if (i == start)
            i += (size_t)n;
    }
}
