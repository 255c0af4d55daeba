#include "evenhand/charset_set.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "evenhand/charset.h"

#define LABEL_BYTES 32 /* longer ones are unknown */

/* Character sets with the name that glibc's iconv knows them by. */
static struct charset_set sets[] = {
    {.name = "utf-8"},
    {.name = "windows-1252", .iconv_name = "CP1252"},
    {.name = "utf-16le", .iconv_name = "UTF-16LE"},
    {.name = "utf-16be", .iconv_name = "UTF-16BE"},
    {.name = "windows-1250", .iconv_name = "CP1250"},
    {.name = "windows-1251", .iconv_name = "CP1251"},
    {.name = "windows-1253", .iconv_name = "CP1253"},
    {.name = "windows-1254", .iconv_name = "CP1254"},
    {.name = "windows-1255", .iconv_name = "CP1255"},
    {.name = "windows-1256", .iconv_name = "CP1256"},
    {.name = "windows-1257", .iconv_name = "CP1257"},
    {.name = "windows-1258", .iconv_name = "CP1258"},
    {.name = "windows-874", .iconv_name = "CP874"},
    {.name = "iso-8859-2", .iconv_name = "ISO-8859-2"},
    {.name = "iso-8859-3", .iconv_name = "ISO-8859-3"},
    {.name = "iso-8859-4", .iconv_name = "ISO-8859-4"},
    {.name = "iso-8859-5", .iconv_name = "ISO-8859-5"},
    {.name = "iso-8859-6", .iconv_name = "ISO-8859-6"},
    {.name = "iso-8859-7", .iconv_name = "ISO-8859-7"},
    {.name = "iso-8859-8", .iconv_name = "ISO-8859-8"},
    {.name = "iso-8859-10", .iconv_name = "ISO-8859-10"},
    {.name = "iso-8859-13", .iconv_name = "ISO-8859-13"},
    {.name = "iso-8859-14", .iconv_name = "ISO-8859-14"},
    {.name = "iso-8859-15", .iconv_name = "ISO-8859-15"},
    {.name = "iso-8859-16", .iconv_name = "ISO-8859-16"},
    {.name = "koi8-r", .iconv_name = "KOI8-R"},
    {.name = "koi8-u", .iconv_name = "KOI8-U"},
    {.name = "ibm866", .iconv_name = "CP866"},
    {.name = "macintosh", .iconv_name = "MACINTOSH"},
    {.name = "gb18030", .iconv_name = "GB18030"},
    {.name = "big5", .iconv_name = "BIG5-HKSCS"},
    {.name = "euc-jp", .iconv_name = "EUC-JP"},
    {.name = "iso-2022-jp", .iconv_name = "ISO-2022-JP"},
    {.name = "shift_jis", .iconv_name = "CP932"},
    {.name = "euc-kr", .iconv_name = "CP949"},
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
        s->open = (intptr_t)s->converter != -1;
    }
    return s->open;
}

void charset_prepare(void) {
    for (size_t i = 0; i < SETS; i++)
        if (sets[i].iconv_name != NULL)
            (void)charset_set_open(&sets[i]);
}
