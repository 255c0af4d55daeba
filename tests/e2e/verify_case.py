"""Makes what evenhand-verify reads, without gathering anything: a caseload whose every step was done.

usage: verify_case.py DIR [KEY=VALUE ...]     EVENHAND_BUILD names the build tree

DIR/caseload (plan.yaml, candidates.csv), DIR/facts.ndjson (as replay --facts writes), DIR/board.ndjson (as redact
writes), DIR/books (made of it by evenhand-report), DIR/audit.ndjson, DIR/ledger.ndjson.
acknowledged=ABOUT, under=RULES (an acknowledgement in the ledger, of the second candidate's item, under these rules or those
in force), decided=LOGIN (who decided about it: in facts and ledger).
KEYs change one thing: excerpt=TEXT (of the second candidate's finding), plan=TEXT (its name),
outcome=WORD and reason=TEXT (of the third candidate's third step), undecided=1, actor=LOGIN (who assessed), lost=1 (an item
of everybody's is neither shown nor left out).
"""
import collections
import hashlib
import json
import os
import pathlib
import subprocess
import sys

PLAN = """\
plan: "%(plan)s"
jurisdiction: us-ma
lookback_years: 7
roles: {investigators: [mwong], decision_makers: [chief, ruiz], compliance: [okafor]}
authorisation: {by: Chief of Police, on: 2026-10-01, reference: GO-2026-14}
steps:
  - {source: searxng,    site: "http://search.localhost:8080", query: '"{full_name}" {city}', pages: 2}
  - {source: mastodon,   site: "http://social.localhost:8080", query: '{username}'}
  - {source: forum-html, site: "http://forum.localhost:8080",  query: '{username}'}
network: {user_agent: "evenhand (test)"}
retention: {days: 1095}
"""
CANDIDATES = """\
ref,full_name,aliases,usernames,emails,phones,city,state,employers,schools,websites,date_of_birth,position,release_signed_on
A-1,Tansy Quillfeather,,tansyq,tansy@quillpost.example,781-555-0101,Wexcombe,MA,Lowmarsh Transit Authority,Wexcombe Regional High School,http://pages.localhost:8080/~tansyq/,1992-05-17,Patrol Officer,2026-10-05
A-2,Zebadiah Thornapple-Voss,Zeb Voss,zthornapple_v;zebvoss,zeb@thornapple.example,,Millrace,MA,Dunmere Paper Works,,,1990-01-22,Patrol Officer,2026-10-06
A-3,Ondine Rue Marrowfax,,,ondine@hartsmere.example,413-555-0133,Springfield,MA,Hartsmere Public Library,Fenwright College,,1992-06-30,Patrol Officer,2026-10-06
"""
SOURCES = [("searxng", "search", None), ("mastodon", "social", "usernames"), ("forum-html", "forum", "usernames")]
WHEN = {"started": "2026-11-20T09:30:01Z", "ended": "2026-11-20T09:30:05Z"}
libexec = pathlib.Path(os.environ["EVENHAND_BUILD"], "libexec/evenhand")


class Stream:
    def __init__(self):
        self.lines, self.counts = [], collections.Counter()

    def add(self, type_, **fields):
        self.lines.append({"type": type_, **fields})
        self.counts[type_] += 1

    def write(self, path):
        end = {"type": "end", "counts": dict(self.counts)}
        path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in self.lines + [end]))


def without_type(record):
    return {k: v for k, v in record.items() if k != "type"}


def attempts(person, at, options):
    """(outcome, reason) of each attempt at step SOURCES[at] of a person."""
    source, _, slot = SOURCES[at]
    values = person["identity"][slot] if slot else ["once"]
    if not values:
        return [("not-provided", "")]
    if options.get("outcome") and person["ref"] == "A-2" and at == 2:
        return [(options["outcome"], options.get("reason", ""))] * len(values)
    return [("found" if at == 0 else "none", "")] * len(values)


def main():
    top = pathlib.Path(sys.argv[1])
    options = dict(a.split("=", 1) for a in sys.argv[2:])
    caseload = top / "caseload"
    caseload.mkdir(parents=True)
    (caseload / "plan.yaml").write_text(PLAN % {"plan": options.get("plan", "Patrol officer 2026")})
    (caseload / "candidates.csv").write_text(CANDIDATES)
    intake = subprocess.run([libexec / "evenhand-intake", caseload], check=True, stdout=subprocess.PIPE).stdout
    records = [json.loads(line) for line in intake.splitlines()]
    run, people = records[0], [r for r in records if r["type"] == "candidate"]
    run["started"] = "2026-11-20T09:30:00Z"
    facts, board, audit = Stream(), Stream(), Stream()
    for stream in (facts, board, audit):
        stream.add("run", **without_type(run))
    for person in sorted(people, key=lambda p: p["candidate"]):
        number = person["candidate"]
        facts.add("candidate", **without_type(person))
        board.add("candidate", candidate=number)
        if options.get("decided") and person["ref"] == "A-2":
            facts.add("decision", candidate=number, about="E-0001/2", verdict="same-person", by=options["decided"],
                      at="2026-11-20T11:30:05Z", why="same face")
        for at, (source, kind, _) in enumerate(SOURCES):
            for outcome, reason in attempts(person, at, options):
                common = {"candidate": number, "step": at + 1, "source_type": kind, "outcome": outcome,
                          "captures": int(outcome == "found"), **WHEN}
                facts.add("attempt", **common, source=source, reason=reason, exhausted=True,
                          pages=int(outcome == "found"), bytes=1000 * (outcome == "found"))
                board.add("attempt", **common, items=3 * (outcome == "found"))
        for item in (1, 2, 3):
            if (person["ref"], item) != ("A-2", 2) and not (options.get("lost") and item == 3):
                board.add("skip", candidate=number, about=f"E-0001/{item}", why="nothing job-related")
        if person["ref"] == "A-2":
            board.add("finding", candidate=number, step=1, evidence="E-0001", item=2, category="recklessness",
                      severity="low", excerpt=options.get("excerpt", "drove past [person] at twice the limit, laughing"),
                      published="2024-03", kind="post", source_type="search", match={"weight": 9, "class": "match"},
                      corroboration="one source", reviewed=False)
            audit.add("redaction", candidate=number, evidence="E-0001", item=2, **{"class": "identity"},
                      rule="names/1", start=11, end=20)
        if options.get("undecided") and person["ref"] == "A-3":
            audit.add("skip", candidate=number, about="E-0001/1", why="awaiting clerical review")
    facts.write(top / "facts.ndjson")
    board.write(top / "board.ndjson")
    audit.write(top / "audit.ndjson")
    subprocess.run([libexec / "evenhand-report", "--out", top / "books"], check=True,
                   stdin=(top / "board.ndjson").open())
    digests = {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted((top / "books").iterdir())}
    previous, ledger = "0" * 64, []
    second = next(p["candidate"] for p in people if p["ref"] == "A-2")
    acts = [("mwong", "gather", {}), (options.get("actor", "mwong"), "assess", {"workbooks": digests})]
    if options.get("acknowledged"):
        acts.append(("mwong", "acknowledge", {"candidate": second, "about": options["acknowledged"],
                                              "rules_sha256": options.get("under", run["rules_sha256"]),
                                              "why": "the colour of a car"}))
    if options.get("decided"):
        acts.insert(1, (options["decided"], "review", {"candidate": second, "about": "E-0001/2", "verdict": "same-person"}))
    for seq, (user, act, detail) in enumerate(acts, 1):
        entry = {"seq": seq, "at": f"2026-11-20T10:0{seq}:00Z", "user": user, "host": "test", "act": act,
                 "detail": detail, "previous": previous}
        previous = hashlib.sha256(json.dumps(entry, separators=(",", ":"), ensure_ascii=False).encode()).hexdigest()
        ledger.append({**entry, "sha256": previous})
    (top / "ledger.ndjson").write_text("".join(json.dumps(e, separators=(",", ":")) + "\n" for e in ledger))
    for person in people:  # for the tests: who is who
        print(person["ref"], person["candidate"])


main()
