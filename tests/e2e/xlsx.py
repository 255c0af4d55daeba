"""Prints what a workbook holds, read with the standard library only: an eye that shares no code with evenhand.

usage: xlsx.py shape FILE    sheets, column widths, frozen row, page set-up and heading cells, one line each
       xlsx.py cells FILE    SHEET!REF<tab>text of every cell with a value
       xlsx.py form FILE     everything but the words of one candidate: every cell's place, kind and look, widths,
                             protection, filters, rules, print set-up, names; numbers of rows left open
       xlsx.py charts FILE   the alternative text of every chart
"""
import re
import sys
import xml.etree.ElementTree as ET
import zipfile

M = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def sheets(book):
    rels = ET.fromstring(book.read("xl/_rels/workbook.xml.rels"))
    target = {r.get("Id"): r.get("Target") for r in rels}
    for sheet in ET.fromstring(book.read("xl/workbook.xml")).iter(M + "sheet"):
        yield sheet.get("name"), ET.fromstring(book.read("xl/" + target[sheet.get(R)]))


def decoded(text):
    return re.sub(r"_x([0-9a-fA-F]{4})_", lambda m: chr(int(m.group(1), 16)), text)


def value(cell):
    if cell.get("t") == "inlineStr":
        return decoded("".join(t.text or "" for t in cell.iter(M + "t")))
    v = cell.find(M + "v")
    return None if v is None else v.text


def cells(book):
    for name, root in sheets(book):
        for cell in root.iter(M + "c"):
            text = value(cell)
            if text is not None:
                yield name, cell.get("r"), text


def shape(book):
    for name, root in sheets(book):
        pane = root.find(".//" + M + "pane")
        frozen = 0 if pane is None else int(float(pane.get("ySplit", "0")))
        columns = [c.get("width") for c in root.iter(M + "col")]
        page = root.find(M + "pageSetup").attrib
        heads = [value(c) for row in root.iter(M + "row") if int(row.get("r")) == frozen for c in row if value(c)]
        filtered = root.find(M + "autoFilter") is not None
        yield f"{name}: widths {' '.join(columns)}; frozen {frozen}; filter {filtered}; {page['orientation']}; {heads}"
    yield f"charts {sum(n.startswith('xl/charts/chart') for n in book.namelist())}"


LISTS = {"Findings": 5, "Coverage": 5, "Candidates": 6}  # first row of what there may be any number of
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}cNvPr"


def open_rows(text):
    """Without the numbers of rows: a list may have any length."""
    text = re.sub(r"C-[0-9A-Z]{4}", "C-NNNN", text)
    text = re.sub(r"(?<=[A-Z])[0-9]+|(?<=\$)[0-9]+", "#", text)
    return re.sub(r'sqref="([A-Z]#):\1"', r'sqref="\1"', text)


NAMESPACE = ' xmlns:ns0="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def look(cell, styles):
    """How a cell looks and whether it is locked; severities differ in their sign only."""
    xf = styles.find(M + "cellXfs")[int(cell.get("s", 0))]
    lock = xf.find(M + "protection")
    open_ = "open" if lock is not None and lock.get("locked") == "0" else "locked"
    parts = [ET.tostring(styles.find(M + kind)[int(xf.get(key))], encoding="unicode").replace(NAMESPACE, "")
             for kind, key in (("fonts", "fontId"), ("fills", "fillId"), ("borders", "borderId"))]
    return f"{''.join(parts)} {open_}"


def row_form(name, row, styles):
    severity = {"Findings": "C"}.get(name)
    for cell in row.iter(M + "c"):
        letter = re.match("[A-Z]+", cell.get("r")).group()
        kind = "text" if cell.get("t") == "inlineStr" else "number" if cell.find(M + "v") is not None else "empty"
        free = letter == severity or (name, letter) in {("Findings", "D")} or row_is_free(name, letter)
        yield f"{letter}:{'any' if free else kind + ' ' + look(cell, styles)}"


def row_is_free(name, letter):
    return (name, letter) in {("Findings", "A"), ("Coverage", "C"), ("Coverage", "D")}  # numbers, nought or not


def form(book):
    styles = ET.fromstring(book.read("xl/styles.xml"))
    for name, root in sheets(book):
        seen = set()
        for part in root:
            tag = part.tag.replace(M, "")
            if tag == "dimension" or tag == "drawing":
                continue
            if tag != "sheetData":
                yield f"{name} {open_rows(ET.tostring(part, encoding='unicode'))}"
                continue
            for row in part:
                number = int(row.get("r"))
                if number < LISTS.get(name, 10**9):
                    draft = name == "Summary" and number == 5  # dark as long as it is a draft
                    cells = [f"{c.get('r')} {'number' if numeric(c) else 'any' if draft else look(c, styles)}"
                             for c in row.iter(M + "c")]
                    yield f"{name} row {number} height {row.get('ht')}: {'; '.join(cells)}"
                elif not any(value(c) and value(c).startswith("No finding: ") for c in row.iter(M + "c")):
                    seen.add("; ".join(row_form(name, row, styles)))
        if len(seen) > 1:
            yield f"{name} has rows of several forms: {seen}"
    for name in ET.fromstring(book.read("xl/workbook.xml")).iter(M + "definedName"):
        yield f"name {name.get('name')} {open_rows(name.text)}"
    yield " ".join(sorted(book.namelist()))


def numeric(cell):
    return cell.find(M + "v") is not None


def charts(book):
    for name in sorted(n for n in book.namelist() if n.startswith("xl/drawings/drawing")):
        for element in ET.fromstring(book.read(name)).iter(DRAWING):
            yield element.get("descr", "")


if __name__ == "__main__":
    with zipfile.ZipFile(sys.argv[2]) as opened:
        if sys.argv[1] in ("shape", "form", "charts"):
            print("\n".join({"shape": shape, "form": form, "charts": charts}[sys.argv[1]](opened)))
        else:
            for where in cells(opened):
                print("%s!%s\t%s" % where)
