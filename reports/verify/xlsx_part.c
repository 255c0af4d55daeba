/* From zip entry to XML events, streaming: a sheet of a million rows takes no more memory than a small one.
 */
#include <libxml/xmlreader.h>
#include <stdlib.h>
#include <string.h>

#include "evenhand/mem.h"
#include "evenhand/xlsx_part.h"

static int read_bytes(void *ctx, char *buffer, int len) {
    return (int)zip_fread(ctx, buffer, (zip_uint64_t)len);
}

static int close_bytes(void *ctx) {
    return zip_fclose(ctx);
}

static void be_silent(void *ctx, const char *format, ...) {
    (void)ctx;
    (void)format;
}

static const char *text_of(const xmlChar *s) {
    return s ? (const char *)s : "";
}

static bool read_attributes(struct xlsx_reading *r, xmlTextReaderPtr reader, const char *element,
                            struct faults *f) {
    bool ok = true;
    while (ok && xmlTextReaderMoveToNextAttribute(reader) == 1)
        ok = xmlTextReaderIsNamespaceDecl(reader) == 1 ||
             xlsx_attribute(r, element, text_of(xmlTextReaderConstLocalName(reader)),
                            text_of(xmlTextReaderConstValue(reader)), f);
    (void)xmlTextReaderMoveToElement(reader);
    return ok;
}

/* `inside` is the innermost open element. */
static bool handle(struct xlsx_reading *r, xmlTextReaderPtr reader, char inside[64], struct faults *f) {
    const char *name = text_of(xmlTextReaderConstLocalName(reader));
    switch (xmlTextReaderNodeType(reader)) {
    case XML_READER_TYPE_ELEMENT: {
        bool empty = xmlTextReaderIsEmptyElement(reader) == 1;
        (void)strncpy(inside, name, 63);
        return xlsx_element(r, inside, f) && read_attributes(r, reader, inside, f) &&
               (!empty || xlsx_element_end(r, inside, f));
    }
    case XML_READER_TYPE_END_ELEMENT:
        return xlsx_element_end(r, name, f);
    case XML_READER_TYPE_TEXT:
    case XML_READER_TYPE_CDATA:
    case XML_READER_TYPE_SIGNIFICANT_WHITESPACE:
        return xlsx_characters(r, inside, text_of(xmlTextReaderConstValue(reader)), f);
    case XML_READER_TYPE_COMMENT:
    case XML_READER_TYPE_PROCESSING_INSTRUCTION:
    case XML_READER_TYPE_DOCUMENT_TYPE:
    case XML_READER_TYPE_ENTITY_REFERENCE:
        return fault(f, FAULT_DATA, r->path, NULL, "%s holds a comment, instruction or entity", r->part);
    default:
        return true;
    }
}

static bool read_all(struct xlsx_reading *r, xmlTextReaderPtr reader, struct faults *f) {
    char inside[64] = "";
    int more = 0;
    while ((more = xmlTextReaderRead(reader)) == 1)
        if (!handle(r, reader, inside, f))
            return false;
    return more == 0 || fault(f, FAULT_DATA, r->path, NULL, "%s is not well-formed", r->part);
}

bool xlsx_part_read(struct xlsx_reading *r, const char *name, struct faults *f) {
    zip_file_t *file = zip_fopen(r->zip, name, 0);
    if (!file)
        return fault(f, FAULT_DATA, r->path, NULL, "%s cannot be unpacked", name);
    xmlSetGenericErrorFunc(NULL, be_silent);
    xmlTextReaderPtr reader =
        xmlReaderForIO(read_bytes, close_bytes, file, name, NULL,
                       XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_HUGE);
    if (!reader)
        mem_exhausted();
    r->part = name;
    r->sheet = xlsx_sheet_of(r, name);
    r->in_cell = r->in_value = false;
    buf_clear(&r->text);
    bool ok = read_all(r, reader, f);
    xmlFreeTextReader(reader);
    return ok;
}

void xlsx_reading_free(struct xlsx_reading *r) {
    for (size_t i = 0; i < r->strings; i++)
        free(r->string[i]);
    for (size_t i = 0; i < r->targets; i++) {
        free(r->target[i]);
        free(r->target_id[i]);
    }
    for (size_t i = 0; i < r->x->sheets; i++)
        free(r->sheet_id[i]);
    free(r->string);
    buf_free(&r->text);
}
