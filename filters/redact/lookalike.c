#include "evenhand/lookalike.h"

#include <stddef.h>

struct plain {
    ucs4_t c;
    const char *text;
};

static const struct plain plains[] = {
    {0x00A0, " "},  {0x00B4, "'"},  {0x00D0, "D"},  {0x00D8, "O"}, {0x00DE, "Th"}, {0x00DF, "ss"},
    {0x00E6, "ae"}, {0x00C6, "AE"}, {0x00F0, "d"},  {0x00F8, "o"}, {0x00FE, "th"}, {0x0111, "d"},
    {0x0127, "h"},  {0x0131, "i"},  {0x0142, "l"},  {0x0141, "L"}, {0x0152, "OE"}, {0x0153, "oe"},
    {0x0167, "t"},  {0x0180, "b"},  {0x0192, "f"},  {0x0197, "I"}, {0x0250, "a"},  {0x0251, "a"},
    {0x0253, "b"},  {0x0254, "c"},  {0x0257, "d"},  {0x0259, "e"}, {0x025B, "e"},  {0x0261, "g"},
    {0x0262, "g"},  {0x0266, "h"},  {0x0268, "i"},  {0x026A, "i"}, {0x0271, "m"},  {0x0274, "n"},
    {0x0280, "r"},  {0x0287, "t"},  {0x028F, "y"},  {0x0299, "b"}, {0x029C, "h"},  {0x029F, "l"},
    {0x1D00, "a"},  {0x1D04, "c"},  {0x1D05, "d"},  {0x1D07, "e"}, {0x1D0A, "j"},  {0x1D0B, "k"},
    {0x1D0D, "m"},  {0x1D0F, "o"},  {0x1D18, "p"},  {0x1D1B, "t"}, {0x1D1C, "u"},  {0x1D20, "v"},
    {0x1D21, "w"},  {0x1D22, "z"},  {0x2010, "-"},  {0x2011, "-"}, {0x2012, "-"},  {0x2013, "-"},
    {0x2014, "-"},  {0x2015, "-"},  {0x2018, "'"},  {0x2019, "'"}, {0x201A, "'"},  {0x201B, "'"},
    {0x201C, "\""}, {0x201D, "\""}, {0x201E, "\""}, {0x2032, "'"}, {0x2033, "\""}, {0x2212, "-"},
    {0x2215, "/"},  {0x2044, "/"},  {0xA730, "f"},  {0xA731, "s"}, {0x02BC, "'"},  {0x02B9, "'"},
};

const char *lookalike_plain(ucs4_t c) {
    for (size_t i = 0; i < sizeof plains / sizeof *plains; i++) {
        if (plains[i].c == c)
            return plains[i].text;
    }
    return NULL;
}

struct twin {
    ucs4_t c;
    char latin;
};

static const struct twin twins[] = {
    {0x0430, 'a'}, {0x0435, 'e'}, {0x043E, 'o'}, {0x0440, 'p'}, {0x0441, 'c'}, {0x0443, 'y'}, {0x0445, 'x'},
    {0x0456, 'i'}, {0x0455, 's'}, {0x0458, 'j'}, {0x04BB, 'h'}, {0x0501, 'd'}, {0x051B, 'q'}, {0x051D, 'w'},
    {0x04CF, 'l'}, {0x0475, 'v'}, {0x043A, 'k'}, {0x043C, 'm'}, {0x0442, 't'}, {0x0432, 'b'}, {0x043D, 'h'},
    {0x0433, 'r'}, {0x0437, '3'}, {0x044C, 'b'}, {0x0438, 'u'}, {0x0457, 'i'}, {0x0451, 'e'}, {0x044F, 'r'},
    {0x0410, 'A'}, {0x0412, 'B'}, {0x0415, 'E'}, {0x041A, 'K'}, {0x041C, 'M'}, {0x041D, 'H'}, {0x041E, 'O'},
    {0x0420, 'P'}, {0x0421, 'C'}, {0x0422, 'T'}, {0x0423, 'Y'}, {0x0425, 'X'}, {0x0406, 'I'}, {0x0405, 'S'},
    {0x0408, 'J'}, {0x03B1, 'a'}, {0x03B2, 'b'}, {0x03B5, 'e'}, {0x03B9, 'i'}, {0x03BA, 'k'}, {0x03BD, 'v'},
    {0x03BF, 'o'}, {0x03C1, 'p'}, {0x03C3, 'o'}, {0x03C4, 't'}, {0x03C5, 'u'}, {0x03C7, 'x'}, {0x03C9, 'w'},
    {0x03B7, 'n'}, {0x03BC, 'u'}, {0x03B3, 'y'}, {0x0391, 'A'}, {0x0392, 'B'}, {0x0395, 'E'}, {0x0397, 'H'},
    {0x0399, 'I'}, {0x039A, 'K'}, {0x039C, 'M'}, {0x039D, 'N'}, {0x039F, 'O'}, {0x03A1, 'P'}, {0x03A4, 'T'},
    {0x03A5, 'Y'}, {0x03A7, 'X'}, {0x0396, 'Z'}, {0x0561, 'w'}, {0x0570, 'h'}, {0x0578, 'n'}, {0x057D, 'u'},
    {0x0585, 'o'}, {0x13A0, 'D'}, {0x13A1, 'R'}, {0x13A2, 'T'}, {0x13AA, 'A'}, {0x13AC, 'E'}, {0x13B3, 'W'},
    {0x13BB, 'H'}, {0x13C3, 'Z'}, {0x13DA, 'S'}, {0x13DE, 'L'}, {0x13DF, 'C'}, {0x13E2, 'P'},
};

char lookalike_latin(ucs4_t c) {
    if (c < 0x0391 || c > 0x13E2)
        return 0;
    for (size_t i = 0; i < sizeof twins / sizeof *twins; i++) {
        if (twins[i].c == c)
            return twins[i].latin;
    }
    return 0;
}

bool lookalike_ascii_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
