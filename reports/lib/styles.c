#include "evenhand/styles.h"

enum flag {
    BOLD = 1,
    ITALIC = 2,
    WRAP = 4,
    BORDER = 8,   /* a thin line below */
    FRAME = 16,   /* a thin line all round */
    UPWARD = 32,  /* rotated by 90 degrees */
    TOP = 64,     /* aligned at the top; else in the middle */
    TOTAL = 128,  /* a line above */
    BOTTOM = 256, /* aligned at the bottom */
    INDENT = 512, /* a little room at the side it is aligned to */
    OPEN = 1024,  /* not locked */
};

struct look {
    double size;
    unsigned flags;
    uint32_t ink, fill; /* fill 0: none */
    uint8_t align;
    const char *number;
};

#define TEXT_SIZE 10
#define COUNT_FORMAT "#,##0"
#define LEFT LXW_ALIGN_LEFT
#define RIGHT LXW_ALIGN_RIGHT
#define CENTER LXW_ALIGN_CENTER

static const struct look looks[STYLES] = {
    [STYLE_TITLE] = {20, BOLD, COLOR_BAND, 0, LEFT, NULL},
    [STYLE_SUBTITLE] = {TEXT_SIZE, 0, COLOR_QUIET, 0, LEFT, NULL},
    [STYLE_LEAD] = {13, BOLD, COLOR_INK, 0, LEFT, NULL},
    [STYLE_SECTION] = {12, BOLD | BOTTOM, COLOR_BAND, 0, LEFT, NULL},
    [STYLE_HEAD] = {TEXT_SIZE, INDENT | BOLD | WRAP, COLOR_PAPER, COLOR_BAND, LEFT, NULL},
    [STYLE_HEAD_RIGHT] = {TEXT_SIZE, INDENT | BOLD | WRAP, COLOR_PAPER, COLOR_BAND, RIGHT, NULL},
    [STYLE_HEAD_GROUP] = {TEXT_SIZE, BOLD | FRAME, COLOR_INK, COLOR_TINT, CENTER, NULL},
    [STYLE_HEAD_UP] = {TEXT_SIZE, BOLD | UPWARD | BOTTOM | FRAME, COLOR_INK, COLOR_TINT, CENTER, NULL},
    [STYLE_TEXT] = {TEXT_SIZE, INDENT | BORDER, COLOR_INK, 0, LEFT, NULL},
    [STYLE_TOP] = {TEXT_SIZE, INDENT | BORDER | TOP, COLOR_INK, 0, LEFT, NULL},
    [STYLE_SMALL] = {6.5, INDENT | BORDER, COLOR_INK, 0, LEFT, NULL},
    [STYLE_WRAP] = {TEXT_SIZE, INDENT | BORDER | WRAP, COLOR_INK, 0, LEFT, NULL},
    [STYLE_EXCERPT] = {TEXT_SIZE, INDENT | BORDER | TOP | WRAP, COLOR_INK, 0, LEFT, NULL},
    [STYLE_TERM] = {TEXT_SIZE, INDENT | BORDER | TOP | WRAP | BOLD, COLOR_INK, 0, LEFT, NULL},
    [STYLE_CENTRE] = {TEXT_SIZE, BORDER, COLOR_INK, 0, CENTER, NULL},
    [STYLE_BOLD] = {TEXT_SIZE, INDENT | BORDER | BOLD | WRAP, COLOR_INK, 0, LEFT, NULL},
    [STYLE_NOTE] = {TEXT_SIZE, INDENT | BORDER | WRAP, COLOR_QUIET, 0, LEFT, NULL},
    [STYLE_PLAIN] = {TEXT_SIZE, 0, COLOR_INK, 0, LEFT, NULL},
    [STYLE_COUNT] = {TEXT_SIZE, INDENT | BORDER, COLOR_INK, 0, RIGHT, COUNT_FORMAT},
    [STYLE_ZERO] = {TEXT_SIZE, INDENT | BORDER, COLOR_QUIET, 0, RIGHT, COUNT_FORMAT},
    [STYLE_CELL] = {TEXT_SIZE, BORDER, COLOR_QUIET, 0, CENTER, COUNT_FORMAT},
    [STYLE_TOTAL] = {TEXT_SIZE, INDENT | BOLD | TOTAL, COLOR_INK, COLOR_TINT, LEFT, NULL},
    [STYLE_TOTAL_COUNT] = {TEXT_SIZE, INDENT | BOLD | TOTAL, COLOR_INK, COLOR_TINT, RIGHT, COUNT_FORMAT},
    [STYLE_LOW] = {TEXT_SIZE, INDENT | BORDER | TOP, COLOR_INK, 0, LEFT,
                   "\"\xE2\x97\x8F\xE2\x97\x8B\xE2\x97\x8B  \"@"},
    [STYLE_MEDIUM] = {TEXT_SIZE, INDENT | BORDER | TOP | BOLD, COLOR_INK, 0, LEFT,
                      "\"\xE2\x97\x8F\xE2\x97\x8F\xE2\x97\x8B  \"@"},
    [STYLE_HIGH] = {TEXT_SIZE, INDENT | BORDER | TOP | BOLD, COLOR_INK, 0, LEFT,
                    "\"\xE2\x97\x8F\xE2\x97\x8F\xE2\x97\x8F  \"@"},
    [STYLE_FAVOUR_LOW] = {TEXT_SIZE, INDENT | FRAME | TOP, COLOR_FAVOUR, 0, LEFT, "\"+      \"@"},
    [STYLE_FAVOUR_MEDIUM] = {TEXT_SIZE, INDENT | FRAME | TOP | BOLD, COLOR_FAVOUR, 0, LEFT, "\"++    \"@"},
    [STYLE_FAVOUR_HIGH] = {TEXT_SIZE, INDENT | FRAME | TOP | BOLD, COLOR_FAVOUR, 0, LEFT, "\"+++  \"@"},
    [STYLE_MONTH] = {TEXT_SIZE, INDENT | BORDER | TOP, COLOR_INK, 0, LEFT, "yyyy\\-mm"},
    [STYLE_TIME] = {TEXT_SIZE, INDENT | BORDER, COLOR_INK, 0, LEFT, "yyyy\\-mm\\-dd\\ hh:mm:ss"},
    [STYLE_SHARE] = {TEXT_SIZE, INDENT | BORDER, COLOR_INK, 0, RIGHT, "0 %"},
    [STYLE_HOURS] = {TEXT_SIZE, INDENT | BORDER, COLOR_INK, 0, RIGHT, "#,##0.0"},
    [STYLE_NOTES] = {TEXT_SIZE, INDENT | FRAME | TOP | WRAP | OPEN, COLOR_INK, COLOR_NOTE, LEFT, NULL},
    [STYLE_ALERT] = {TEXT_SIZE, INDENT | BORDER | BOLD | WRAP, COLOR_PAPER, COLOR_HIGH, LEFT, NULL},
    [STYLE_YES] = {13, BOLD, COLOR_FAVOUR, 0, LEFT, NULL},
    [STYLE_NO] = {13, BOLD, COLOR_PAPER, COLOR_HIGH, LEFT, NULL},
};

static void set_lines(lxw_format *format, const struct look *look) {
    if (look->flags & FRAME)
        format_set_border(format, LXW_BORDER_THIN);
    if (look->flags & BORDER)
        format_set_bottom(format, LXW_BORDER_THIN);
    if (look->flags & TOTAL)
        format_set_top(format, LXW_BORDER_MEDIUM);
    format_set_border_color(format, COLOR_LINE);
    if (look->flags & TOTAL)
        format_set_top_color(format, COLOR_BAND);
}

static void set_place(lxw_format *format, const struct look *look) {
    format_set_align(format, look->align);
    format_set_align(format, look->flags & TOP      ? LXW_ALIGN_VERTICAL_TOP
                             : look->flags & BOTTOM ? LXW_ALIGN_VERTICAL_BOTTOM
                                                    : LXW_ALIGN_VERTICAL_CENTER);
    if (look->flags & INDENT)
        format_set_indent(format, 1);
    if (look->flags & WRAP)
        format_set_text_wrap(format);
    if (look->flags & UPWARD)
        format_set_rotation(format, 90);
    if (look->flags & OPEN)
        format_set_unlocked(format);
}

lxw_format *style_format(lxw_workbook *workbook, enum style style) {
    const struct look *look = &looks[style];
    lxw_format *format = workbook_add_format(workbook);
    if (!format)
        return NULL;
    format_set_font_name(format, "Calibri");
    format_set_font_size(format, look->size);
    format_set_font_color(format, look->ink);
    if (look->flags & BOLD)
        format_set_bold(format);
    if (look->flags & ITALIC)
        format_set_italic(format);
    if (look->fill)
        format_set_bg_color(format, look->fill);
    if (look->number)
        format_set_num_format(format, look->number);
    set_lines(format, look);
    set_place(format, look);
    return format;
}

static const struct look rules[RULES] = {
    [RULE_HIGH] = {0, BOLD, COLOR_PAPER, COLOR_HIGH, 0, NULL},
    [RULE_MEDIUM] = {0, BOLD, COLOR_INK, COLOR_MEDIUM, 0, NULL},
    [RULE_LOW] = {0, 0, COLOR_INK, COLOR_LOW, 0, NULL},
    [RULE_COUNT] = {0, BOLD, COLOR_INK, COLOR_LOW, 0, NULL},
};

lxw_format *style_rule(lxw_workbook *workbook, enum rule rule) {
    const struct look *look = &rules[rule];
    lxw_format *format = workbook_add_format(workbook);
    if (!format)
        return NULL;
    format_set_font_color(format, look->ink);
    format_set_bg_color(format, look->fill);
    if (look->flags & BOLD)
        format_set_bold(format);
    return format;
}
