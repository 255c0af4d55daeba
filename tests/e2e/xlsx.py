"""Prints what a workbook holds, read with the standard library only: an eye that shares no code with evenhand.

usage: xlsx.py shape FILE    sheets, column widths, frozen row, page set-up and heading cells, one line each
       xlsx.py cells FILE    SHEET!REF<tab>text of every cell with a value
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


if __name__ == "__main__":
    with zipfile.ZipFile(sys.argv[2]) as opened:
        if sys.argv[1] == "shape":
            print("\n".join(shape(opened)))
        else:
            for where in cells(opened):
                print("%s!%s\t%s" % where)
