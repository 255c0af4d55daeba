#!/usr/bin/env python3
"""Tampers with a caseload as somebody would who knows how it is built.

tamper.py part FILE.xlsx PART OLD NEW     edits one part of a workbook (NEW alone, when OLD is empty: adds the part)
tamper.py forge CASELOAD USER ACT         appends a ledger entry to the vault, with a chain that fits
tamper.py swap CASELOAD NUMBER            exchanges the bodies of a candidate's first two captures
"""
import hashlib
import json
import sqlite3
import sys
import zipfile


def part(path, name, old, new):
    with zipfile.ZipFile(path) as book:
        parts = {n: book.read(n) for n in book.namelist()}
    if old:
        assert old.encode() in parts[name], "the test looks for what is not there"
        parts[name] = parts[name].replace(old.encode(), new.encode(), 1)
    else:
        parts[name] = new.encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for n, content in parts.items():
            book.writestr(n, content)


def forge(caseload, user, act):
    with sqlite3.connect(caseload + "/vault/vault.db") as vault:
        seq, text = vault.execute("SELECT seq, entry FROM ledger ORDER BY seq DESC LIMIT 1").fetchone()
        last = json.loads(text)
        entry = {"seq": seq + 1, "at": last["at"], "user": user, "host": last["host"], "act": act, "detail": {},
                 "previous": hashlib.sha256(text.encode()).hexdigest()}
        text = json.dumps(entry, separators=(",", ":"), ensure_ascii=False)
        vault.execute("INSERT INTO ledger(seq, entry, sha256) VALUES(?, ?, ?)",
                      (seq + 1, text, hashlib.sha256(text.encode()).hexdigest()))


def swap(caseload, number):
    with sqlite3.connect(caseload + "/vault/vault.db") as vault:
        (a, body_a), (b, body_b) = vault.execute(
            "SELECT id, body FROM capture WHERE candidate = ? ORDER BY evidence LIMIT 2", (number,)).fetchall()
        vault.execute("UPDATE capture SET body = ? WHERE id = ?", (body_b, a))
        vault.execute("UPDATE capture SET body = ? WHERE id = ?", (body_a, b))


if __name__ == "__main__":
    {"part": part, "forge": forge, "swap": swap}[sys.argv[1]](*sys.argv[2:])
