#include "evenhand/html.h"

#include <stdlib.h>
#include <string.h>

#include "evenhand/formats.h"
#include "evenhand/mem.h"

/* Contrast of at least 4.5 to 1 everywhere; severities from dark to light, each with its sign; headings again
 * on every printed page. */
static const char style[] =
    "body{margin:0 auto;max-width:78rem;padding:1rem 2rem;color:#1B2A3A;background:#fff;"
    "font:1rem/1.45 Calibri,Carlito,\"Segoe UI\",sans-serif}"
    "h1,h2,h3,caption{color:#22405E}h1{margin:.3rem "
    "0}.sub,.quiet{color:#5F6B76}.lead{font-size:1.25rem;font-weight:700}"
    ".alert{background:#1F3B57;color:#fff;padding:.5rem .8rem;font-weight:700}"
    ".draft{border:2px solid;padding:.3rem .6rem;font-weight:700}"
    ".skip{position:absolute;left:-99rem}.skip:focus{position:static}"
    "nav ul{display:flex;gap:1.5rem;list-style:none;padding:0}a{color:#1F4E8C}"
    "table{border-collapse:collapse;margin:1rem 0;width:100%}"
    "caption{text-align:left;font-weight:700;padding:.3rem 0}"
    "th,td{border-bottom:1px solid #C3CCD4;padding:.25rem .6rem;text-align:left;vertical-align:top}"
    "thead th{background:#22405E;color:#fff}.n{text-align:right;font-variant-numeric:tabular-nums}"
    "tbody th{font-weight:400}tr.total th,tr.total td{background:#EEF2F6;font-weight:700;border-top:2px "
    "solid #22405E}"
    "td.excerpt{white-space:pre-wrap;min-width:20rem;overflow-wrap:anywhere}.s{white-space:nowrap}"
    ".s-high{background:#1F3B57;color:#fff;font-weight:700}.s-medium{background:#86A9C7;font-weight:700}"
    ".s-low{background:#DCE7F0}.favour{color:#3E6B4F;border:1px solid #3E6B4F}"
    ".pair{display:flex;flex-wrap:wrap;gap:2rem;align-items:flex-start}.pair>*{flex:1 1 24rem;margin:0}"
    ".scroll{overflow-x:auto}svg{max-width:100%;height:auto}dt{font-weight:700}dd{margin:0 0 .4rem}"
    "footer{border-top:1px solid #C3CCD4;margin-top:2rem;padding-top:.5rem}"
    "@page{size:letter landscape;margin:1.4cm;@bottom-left{content:\"Confidential personnel record\"}"
    "@bottom-right{content:\"Page \" counter(page) \" of \" counter(pages)}}"
    "@media print{body{padding:0;max-width:none;font-size:9pt}nav,.skip{display:none}"
    "thead{display:table-header-group}h2,h3,caption{break-after:avoid}#findings,#method{break-before:page}"
    "tr,figure{break-inside:avoid}.scroll{overflow:visible}*{print-color-adjust:exact}}";

void html_raw(struct html *h, const char *markup) {
    buf_add_text(&h->piece, markup);
}

/* Control characters have no place in HTML; U+FFFE and U+FFFF neither. */
static const char *stand_in(const char *at, size_t *taken) {
    *taken = 1;
    if (*at == '&')
        return "&amp;";
    if (*at == '<')
        return "&lt;";
    if (*at == '>')
        return "&gt;";
    if (*at == '"')
        return "&quot;";
    if (((unsigned char)*at < 0x20 && *at != '\n') || *at == 0x7f)
        return " ";
    if (strncmp(at, "\xEF\xBF\xBE", 3) == 0 || strncmp(at, "\xEF\xBF\xBF", 3) == 0) {
        *taken = 3;
        return "\xEF\xBF\xBD";
    }
    return NULL;
}

void html_text(struct html *h, const char *text) {
    while (*text) {
        size_t taken = 0;
        const char *instead = stand_in(text, &taken);
        if (instead)
            buf_add_text(&h->piece, instead);
        else
            buf_add_char(&h->piece, *text);
        text += taken;
    }
}

void html_number(struct html *h, uint64_t n) {
    buf_format(&h->piece, "%llu", (unsigned long long)n);
}

void html_element(struct html *h, const char *tag, const char *attributes, const char *text) {
    buf_format(&h->piece, "<%s%s%s>", tag, *attributes ? " " : "", attributes);
    html_text(h, text);
    buf_format(&h->piece, "</%s>", tag);
}

void html_flush(struct html *h) {
    text_file_write(&h->file, &h->piece);
    buf_clear(&h->piece);
}

static void add_links(struct html *h, const char *const *sections) {
    html_raw(h, "<nav aria-label=\"Sections\"><ul>");
    for (; *sections; sections += 2) {
        buf_format(&h->piece, "<li><a href=\"#%s\">", sections[0]);
        html_text(h, sections[1]);
        html_raw(h, "</a></li>");
    }
    html_raw(h, "</ul></nav>\n");
}

bool html_open(struct html *h, const char *path, const char *title, const char *subtitle,
               const char *const *sections, struct faults *f) {
    *h = (struct html){.piece = {0}};
    if (!text_file_open(&h->file, path, f))
        return false;
    html_raw(h, "<!DOCTYPE html>\n<html lang=\"en-US\">\n<head>\n<meta charset=\"utf-8\">\n"
                "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
                "'unsafe-inline'\">\n"
                "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                "<meta name=\"generator\" content=\"evenhand\">\n");
    html_element(h, "title", "", title);
    buf_format(&h->piece, "\n<style>%s</style>\n</head>\n<body>\n", style);
    buf_format(&h->piece, "<header>\n<a class=\"skip\" href=\"#%s\">Skip to the content</a>\n", sections[0]);
    html_element(h, "p", "class=\"draft\"", FORMATS_DRAFT ".");
    html_element(h, "h1", "", title);
    html_element(h, "p", "class=\"sub\"", subtitle);
    add_links(h, sections);
    html_raw(h, "</header>\n<main>\n");
    return true;
}

bool html_close(struct html *h, struct faults *f) {
    html_raw(h,
             "</main>\n<footer><p>Confidential personnel record. Made by evenhand, which decides nothing.</p>"
             "</footer>\n</body>\n</html>\n");
    html_flush(h);
    buf_free(&h->piece);
    return text_file_close(&h->file, f);
}

void html_section(struct html *h, const char *id, const char *title) {
    buf_format(&h->piece, "<section id=\"%s\" aria-labelledby=\"%s-title\">\n<h2 id=\"%s-title\">", id, id,
               id);
    html_text(h, title);
    html_raw(h, "</h2>\n");
}

void html_section_end(struct html *h) {
    html_raw(h, "</section>\n");
    html_flush(h);
}

void html_table(struct html *h, const char *caption, const char *const *heads) {
    html_raw(h, "<table>\n");
    html_element(h, "caption", "", caption);
    html_raw(h, "\n<thead><tr>");
    for (; *heads; heads++)
        if (**heads == '#')
            html_element(h, "th", "scope=\"col\" class=\"n\"", *heads + 1);
        else
            html_element(h, "th", "scope=\"col\"", *heads);
    html_raw(h, "</tr></thead>\n<tbody>\n");
}

void html_table_end(struct html *h) {
    html_raw(h, "</tbody>\n</table>\n");
}
