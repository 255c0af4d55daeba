#include "evenhand/charset_set.h"

#include <string.h>
#include <strings.h>

#include "evenhand/charset.h"

#define LABEL_BYTES 32 /* longer ones are unknown */
#define NO_CONVERTER ((iconv_t)-1)

/* Character sets with the name that glibc's iconv knows them by. */
static struct charset_set sets[] = {
    {"utf-8", NULL, NO_CONVERTER, false},
    {"windows-1252", "CP1252", NO_CONVERTER, false},
    {"utf-16le", "UTF-16LE", NO_CONVERTER, false},
    {"utf-16be", "UTF-16BE", NO_CONVERTER, false},
    {"windows-1250", "CP1250", NO_CONVERTER, false},
    {"windows-1251", "CP1251", NO_CONVERTER, false},
    {"windows-1253", "CP1253", NO_CONVERTER, false},
    {"windows-1254", "CP1254", NO_CONVERTER, false},
    {"windows-1255", "CP1255", NO_CONVERTER, false},
    {"windows-1256", "CP1256", NO_CONVERTER, false},
    {"windows-1257", "CP1257", NO_CONVERTER, false},
    {"windows-1258", "CP1258", NO_CONVERTER, false},
    {"windows-874", "CP874", NO_CONVERTER, false},
    {"iso-8859-2", "ISO-8859-2", NO_CONVERTER, false},
    {"iso-8859-3", "ISO-8859-3", NO_CONVERTER, false},
    {"iso-8859-4", "ISO-8859-4", NO_CONVERTER, false},
    {"iso-8859-5", "ISO-8859-5", NO_CONVERTER, false},
    {"iso-8859-6", "ISO-8859-6", NO_CONVERTER, false},
    {"iso-8859-7", "ISO-8859-7", NO_CONVERTER, false},
    {"iso-8859-8", "ISO-8859-8", NO_CONVERTER, false},
    {"iso-8859-10", "ISO-8859-10", NO_CONVERTER, false},
    {"iso-8859-13", "ISO-8859-13", NO_CONVERTER, false},
    {"iso-8859-14", "ISO-8859-14", NO_CONVERTER, false},
    {"iso-8859-15", "ISO-8859-15", NO_CONVERTER, false},
    {"iso-8859-16", "ISO-8859-16", NO_CONVERTER, false},
    {"koi8-r", "KOI8-R", NO_CONVERTER, false},
    {"koi8-u", "KOI8-U", NO_CONVERTER, false},
    {"ibm866", "CP866", NO_CONVERTER, false},
    {"macintosh", "MACINTOSH", NO_CONVERTER, false},
    {"gb18030", "GB18030", NO_CONVERTER, false},
    {"big5", "BIG5-HKSCS", NO_CONVERTER, false},
    {"euc-jp", "EUC-JP", NO_CONVERTER, false},
    {"iso-2022-jp", "ISO-2022-JP", NO_CONVERTER, false},
    {"shift_jis", "CP932", NO_CONVERTER, false},
    {"euc-kr", "CP949", NO_CONVERTER, false},
};

#define SETS (sizeof sets / sizeof *sets)

/* Other labels for the sets above (WHATWG Encoding Standard, section 4.2; the ones seen in the wild). */
static const struct {
    const char *label, *name;
} aliases[] = {
    {"utf8", "utf-8"},
    {"unicode-1-1-utf-8", "utf-8"},
    {"ascii", "windows-1252"},
    {"us-ascii", "windows-1252"},
    {"ansi_x3.4-1968", "windows-1252"},
    {"latin1", "windows-1252"},
    {"l1", "windows-1252"},
    {"iso-8859-1", "windows-1252"},
    {"iso8859-1", "windows-1252"},
    {"iso88591", "windows-1252"},
    {"iso_8859-1", "windows-1252"},
    {"csisolatin1", "windows-1252"},
    {"cp819", "windows-1252"},
    {"cp1252", "windows-1252"},
    {"x-cp1252", "windows-1252"},
    {"utf-16", "utf-16le"},
    {"ucs-2", "utf-16le"},
    {"cp1250", "windows-1250"},
    {"cp1251", "windows-1251"},
    {"cp1253", "windows-1253"},
    {"cp1254", "windows-1254"},
    {"iso-8859-9", "windows-1254"},
    {"latin5", "windows-1254"},
    {"cp1255", "windows-1255"},
    {"cp1256", "windows-1256"},
    {"cp1257", "windows-1257"},
    {"cp1258", "windows-1258"},
    {"tis-620", "windows-874"},
    {"iso-8859-11", "windows-874"},
    {"latin2", "iso-8859-2"},
    {"iso8859-2", "iso-8859-2"},
    {"cyrillic", "iso-8859-5"},
    {"arabic", "iso-8859-6"},
    {"greek", "iso-8859-7"},
    {"hebrew", "iso-8859-8"},
    {"iso-8859-8-i", "iso-8859-8"},
    {"latin-9", "iso-8859-15"},
    {"latin9", "iso-8859-15"},
    {"iso8859-15", "iso-8859-15"},
    {"koi", "koi8-r"},
    {"koi8", "koi8-r"},
    {"koi8-ru", "koi8-u"},
    {"cp866", "ibm866"},
    {"mac", "macintosh"},
    {"x-mac-roman", "macintosh"},
    {"gbk", "gb18030"},
    {"x-gbk", "gb18030"},
    {"gb2312", "gb18030"},
    {"gb_2312-80", "gb18030"},
    {"big5-hkscs", "big5"},
    {"cn-big5", "big5"},
    {"x-euc-jp", "euc-jp"},
    {"sjis", "shift_jis"},
    {"shift-jis", "shift_jis"},
    {"x-sjis", "shift_jis"},
    {"ms_kanji", "shift_jis"},
    {"windows-31j", "shift_jis"},
    {"ks_c_5601-1987", "euc-kr"},
    {"ksc5601", "euc-kr"},
    {"windows-949", "euc-kr"},
};

static bool label_is(const char *known, const char *label, size_t len) {
    return strlen(known) == len && strncasecmp(known, label, len) == 0;
}

static const char *canonical(const char *label, size_t len) {
    for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++)
        if (label_is(aliases[i].label, label, len))
            return aliases[i].name;
    return label;
}

struct charset_set *charset_set_find(const char *label, size_t len) {
    if (len > LABEL_BYTES)
        return NULL;
    const char *name = canonical(label, len);
    size_t name_len = name == label ? len : strlen(name);
    for (size_t i = 0; i < SETS; i++)
        if (label_is(sets[i].name, name, name_len))
            return &sets[i];
    return NULL;
}

bool charset_set_open(struct charset_set *s) {
    if (!s->tried) {
        s->tried = true;
        s->converter = iconv_open("UTF-8", s->iconv_name);
    }
    return s->converter != NO_CONVERTER;
}

void charset_prepare(void) {
    for (size_t i = 0; i < SETS; i++)
        if (sets[i].iconv_name != NULL)
            (void)charset_set_open(&sets[i]);
}
