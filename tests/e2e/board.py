#!/usr/bin/env python3
"""Reads finished workbooks as their reader would, for the end-to-end tests.

board.py rows FILE [SHEET]                             cells, tab-separated, one row a line (sheet name first)
board.py findings BOARD PLANTED NUMBERS                are all planted findings there?
board.py leaks BOARD PLANTED CANDIDATES                does any identity fact or protected word occur?
NUMBERS: lines "REF<tab>NUMBER". Exit 0: yes / no leak; 1: the list of what is wrong is on stdout.
"""
import csv
import html
import pathlib
import re
import sys
import zipfile

import yaml

sys.dont_write_bytecode = True
import xlsx  # noqa: E402

# What the board reads for the categories that are planted.
TITLES = {
    "violence_threats": "Violence or threats",
    "drugs": "Illegal drugs",
    "recklessness": "Recklessness",
    "confidentiality": "Breach of confidence",
    "bias": "Bias against a group",
    "harassment": "Harassment",
    "unlawful_activity": "Unlawful activity",
    "dishonesty": "Dishonesty",
    "commendation": "Commendation (in favour)",
    "service": "Service (in favour)",
}


def column(reference):
    number = 0
    for letter in re.match(r"[A-Z]+", reference).group():
        number = number * 26 + ord(letter) - 64
    return number - 1


def sheets(path):
    """Sheet name -> rows of cell texts."""
    result = {}
    with zipfile.ZipFile(path) as book:
        for name, root in xlsx.sheets(book):
            result[name] = []
            for row in root.iter(xlsx.M + "row"):
                cells = []
                for cell in row.iter(xlsx.M + "c"):
                    cells += [""] * (column(cell.get("r")) - len(cells))
                    cells.append(xlsx.value(cell) or "")
                result[name].append(cells)
    return result


def table(rows, first):
    """The rows below the header row that begins with `first`, as dictionaries."""
    start = next(i for i, row in enumerate(rows) if row and row[0] == first)
    return [dict(zip(rows[start], row)) for row in rows[start + 1:] if any(row)]


def fold(text):
    return re.sub(r"\s+", " ", re.sub(r"\b[0-9a-f]{64}\b", "", text)).lower()  # digests hold words by chance


def everything(board):
    """File below board -> all its text, the parts of workbooks unpacked, entities resolved."""
    result = {}
    for path in sorted(pathlib.Path(board).rglob("*")):
        if path.is_file():
            result[path.name] = fold(path.name)
            if zipfile.is_zipfile(path):
                with zipfile.ZipFile(path) as book:
                    parts = [book.read(name).decode("utf-8", "replace") for name in book.namelist()]
                # Tags off as well as on: a word may be split over rich-text runs.
                result[path.name] += fold(html.unescape("\n".join(parts + [re.sub(r"<[^>]*>", "", p) for p in parts])))
            else:
                result[path.name] += fold(path.read_bytes().decode("utf-8", "replace"))
    return result


def identity_facts(candidates):
    """Words of candidates.csv that no file of the board may hold: names in parts too."""
    facts = set()
    for row in csv.DictReader(open(candidates, encoding="utf-8")):
        facts.add(row["ref"])
        for name in [row["full_name"], *row["aliases"].split(";")]:
            facts |= {name, *re.split(r"[\s-]+", name)}
        for key in ["usernames", "emails", "phones", "employers", "schools", "websites"]:
            facts |= set(row[key].split(";"))
        facts |= {row["city"], row["date_of_birth"]}
        facts |= {site.split("/", 3)[3] for site in row["websites"].split(";") if site.count("/") > 3}
    return {fact for fact in facts if len(fact) > 3} | {"localhost"}


def leaks(board, planted, candidates):
    words = identity_facts(candidates)
    for candidate in planted.values():
        words |= set(candidate["protected"]) | set(candidate["never"])
    files = everything(board)
    if not files:
        return ["no file below " + board]
    return [f"{name}: {word!r}" for name, text in files.items() for word in sorted(words) if fold(word) in text]


def findings(board, planted, numbers):
    wrong = []
    for ref, candidate in planted.items():
        who = f"{ref} ({numbers[ref]})"
        rows = [r for r in table(sheets(f"{board}/{numbers[ref]}.xlsx")["Findings"], "Finding") if r["Finding"]]
        for wanted in candidate["findings"]:
            if not any(holds(row, wanted) for row in rows):
                wrong.append(f"{who}: no finding {wanted['category']}: {wanted['words']}")
        for row in rows:
            if not any(row["Category"] == TITLES[wanted["category"]] for wanted in candidate["findings"]):
                wrong.append(f"{who}: unexpected {row['Category']}: {row['Excerpt']}")
    return wrong


def holds(row, wanted):
    excerpt = fold(row["Excerpt"])
    return row["Category"] == TITLES[wanted["category"]] and all(fold(word) in excerpt for word in wanted["words"])


def main(command, *args):
    if command == "rows":
        for name, rows in sheets(args[0]).items():
            if len(args) < 2 or args[1] == name:
                for row in rows:
                    print("\t".join([name] + [cell.replace("\n", " ") for cell in row]))
        return 0
    planted = yaml.safe_load(open(args[1], encoding="utf-8"))
    if command == "findings":
        numbers = dict(line.rstrip("\n").split("\t") for line in open(args[2], encoding="utf-8"))
        wrong = findings(args[0], planted, numbers)
    else:
        wrong = leaks(args[0], planted, args[2])
    print("\n".join(wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
