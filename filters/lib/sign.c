#include "evenhand/sign.h"

static size_t number_value(const char *text, size_t len) {
    size_t value = 0;
    for (size_t i = 0; i < len && i < 9; i++)
        value = value * 10 + (size_t)(text[i] - '0');
    return value;
}

const char *sign_magnitude(const char *digits, size_t len) {
    static const struct {
        size_t below;
        const char *name;
    } steps[] = {{1, "0"},         {3, "1-2"},       {13, "3-12"},     {18, "13-17"},      {30, "18-29"},
                 {50, "30-49"},    {70, "50-69"},    {100, "70-99"},   {1000, "hundreds"}, {1900, "thousand"},
                 {1946, "to1945"}, {1965, "to1964"}, {1981, "to1980"}, {1997, "to1996"},   {2010, "to2009"},
                 {2016, "to2015"}, {2030, "to2029"}};
    size_t value = number_value(digits, len);
    if (len == 2 && digits[0] == '0')
        return "0N";
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        if (value < steps[i].below)
            return steps[i].name;
    }
    return len > 6 ? "long" : "many";
}

uint64_t sign_hash(const struct sign *s) {
    uint64_t h = (14695981039346656037u ^ (unsigned char)s->kind) * 1099511628211u;
    for (uint32_t i = 0; i < s->len; i++)
        h = (h ^ (unsigned char)s->text[i]) * 1099511628211u;
    return h;
}

uint64_t feature_key(uint64_t key, int offset, uint64_t sign) {
    key = (key ^ sign ^ (uint64_t)(offset + 8) * 0x9E3779B97F4A7C15u) * 0xD6E8FEB86659FD93u;
    return key ^ (key >> 29);
}
