"""How right are the expressions of time? Scores on MEANTIME's TIMEX3 and on GUM's `<date when>`.

    python training/score_times.py meantime FILE [--half tune|choose|all] [--errors] [--pipeline reader|blank]
    python training/score_times.py gum FILE [--errors]

Found: one-to-one matches of expressions by overlap, exact matches first (and, apart, by the same span), a gold
expression inside another one counted too. Start date: of the gold expressions that denote a date, the share that were found
with the same first day. MEANTIME's creation times (datelines) are left
out of all counts, as is the text after its sixth sentence: times are annotated only up to there. The text is made raw again from the tokens.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

import spacy
from spacy.tokens import Doc

from conllu import read_documents, read_sentences
from newslab.evaluate.coding import wilson
from newslab.evaluate.meantime import raw_text
from newslab.reader.syntax import Tree
from newslab.records import Timex
from newslab.values.calendars import interval
from newslab.values.times import find_times


class Gold(NamedTuple):
    start: int
    end: int
    value: str
    type: str
    first: date | None


class Case(NamedTuple):
    name: str
    doc: Doc
    tree: Tree | None
    published: datetime | None
    gold: list[Gold]
    ignored: list[tuple[int, int]]


def meantime(path: Path, half: str, pipeline: str) -> Iterator[Case]:
    nlp = _pipeline(pipeline)
    for line in gzip.decompress(path.read_bytes()).decode("utf8").splitlines():
        row = json.loads(line)
        if half != "all" and (int(row["id"]) % 4 == 3) != (half == "choose"):
            continue
        text, place = raw_text(row["text"], row["tokens"])
        marked = [m for m in row["markables"] if m["kind"] == "TIMEX3" and m.get("start") is not None]
        created = [m for m in marked if m["functionInDocument"] == "CREATION_TIME"]
        dateline = [m for m in marked if m["sent"] <= 1 and m["type"] == "DATE"]
        published = next((d for m in [*created, *dateline] if (d := _iso(m["value"]))), None)
        last = 5  # title, dateline and four sentences
        rest = next((start for start, _, sentence in row["tokens"] if sentence > last), None)
        gold, ignored = [], [(place(rest), len(text))] if rest is not None else []
        for m in marked:
            span = place(m["start"]), place(m["end"])
            if m["functionInDocument"] == "CREATION_TIME":
                ignored.append(span)
            else:
                value = m["value"].replace("AU", "FA") if m["type"] != "DURATION" else m["value"]
                days = interval(value) if m["type"] in ("DATE", "TIME") else None
                gold.append(Gold(*span, m["value"], m["type"], days[0] if days else None))
        doc = nlp(text)
        tree = Tree.of(doc) if doc.has_annotation("DEP") else None
        yield Case(row["name"], doc, tree, published, gold, ignored)


def gum(path: Path) -> Iterator[Case]:
    """GUM's documents with their gold trees. GUM annotates the dates in its texts' XML: not sets, durations or "now"."""
    dates: dict[str, str] = {}
    spans: dict[str, list[tuple[int, int, str, str]]] = {}
    name, at, open_dates = "", 0, []
    for comments, words in read_sentences(path):
        if (document := next((v for k, v in comments.items() if k.startswith("newdoc")), None)) is not None:
            name, at, open_dates = document, 0, []
        if "meta::dateCreated" in comments:
            dates[name] = comments["meta::dateCreated"]
        for i, columns in enumerate(words):
            for tag in re.findall(r"<(?:date|time)\b[^>]*>|</(?:date|time)>", columns[9]):
                if tag.startswith("</"):
                    if open_dates:
                        first, kind, value = open_dates.pop()
                        spans.setdefault(name, []).append((first, at + i, kind, value))
                else:
                    found = re.search(r'(when|from):::"([^"]*)"', tag)
                    open_dates.append((at + i, found[1] if found else "", found[2] if found else ""))
        at += len(words)
    for doc in read_documents(path):
        identity = doc.user_data["id"]
        tokens = [t for t in doc if not t.is_space]
        gold = []
        for first, last, kind, value in spans.get(identity, []):
            days = interval(value) if kind in ("when", "from") else None
            start, end = tokens[first].idx, tokens[last].idx + len(tokens[last])
            gold.append(Gold(start, end, value, "DATE", days[0] if days and value[:2] != "--" else None))
        published = _iso(dates.get(identity, ""))
        yield Case(identity, doc, Tree.of(doc), published, gold, [])


def _iso(value: str) -> datetime | None:
    value = re.sub(r"^(\d\d)-(\d\d)-(\d{4})$", r"\3-\2-\1", value)
    days = interval(value)
    return datetime(days[0].year, days[0].month, days[0].day) if days and len(value) == 10 else None


def _pipeline(name: str) -> Any:
    if name == "blank":
        return spacy.blank("en")
    from newslab.reader import load

    return load()


def match(gold: list[Gold], found: list[Timex]) -> dict[int, int]:
    """Gold → found, one to one: the pairs that overlap most, as a share of both, first."""
    pairs = []
    for g, (start, end, *_) in enumerate(gold):
        for f, time in enumerate(found):
            shared = min(end, time.end) - max(start, time.start)
            if shared > 0:
                pairs.append((-shared / (max(end, time.end) - min(start, time.start)), g, f))
    chosen: dict[int, int] = {}
    used: set[int] = set()
    for _, g, f in sorted(pairs):
        if g not in chosen and f not in used:
            chosen[g] = f
            used.add(f)
    return chosen


def share(right: int, total: int) -> str:
    """A share and its 95 % Wilson interval."""
    if not total:
        return "no case"
    value, low, high = wilson(right, total)
    return f"{value:5.1f} % [{low:.1f}, {high:.1f}]  {right}/{total}"


def f1(counts: list[tuple[int, int, int]]) -> tuple[float, float, float]:
    matched, gold, found = (sum(c[k] for c in counts) for k in range(3))
    p, r = matched / max(found, 1), matched / max(gold, 1)
    return p, r, 2 * p * r / max(p + r, 1e-9)


def interval_of_f1(counts: list[tuple[int, int, int]]) -> str:
    """95 % bootstrap interval over documents."""
    chance = random.Random(0)
    scores = sorted(f1(chance.choices(counts, k=len(counts)))[2] for _ in range(1000))
    return f"[{100 * scores[25]:.1f}, {100 * scores[975]:.1f}]"


def score(cases: Iterator[Case], errors: bool, measure_precision: bool) -> None:
    overlap, exact = [], []
    dated = started = valued = typed = matched = 0
    for case in cases:
        times = find_times(case.doc, case.tree, case.published)
        times = [t for t in times if not any(t.start < end and start < t.end for start, end in case.ignored)]
        pairs = match(case.gold, times)
        overlap.append((len(pairs), len(case.gold), len(times)))
        same = {g for g, f in pairs.items() if case.gold[g][:2] == (times[f].start, times[f].end)}
        exact.append((len(same), len(case.gold), len(times)))
        text = case.doc.text
        for g, gold in enumerate(case.gold):
            time = times[pairs[g]] if g in pairs else None
            right = bool(time and gold.first and time.earliest and time.earliest.date() == gold.first)
            if gold.first is not None:
                dated += 1
                started += right
            if time is not None:
                matched += 1
                valued += time.timex == gold.value
                typed += time.type == gold.type
            if errors and (time is None or (gold.first and not right) or time.timex != gold.value):
                kind = "MISSED" if time is None else "START" if gold.first and not right else "value"
                shown = f"{text[time.start : time.end]!r} {time.timex} ({time.rule})" if time else ""
                around = text[max(0, gold.start - 40) : gold.end + 25].replace("\n", "¶")
                print(
                    f"{kind}\t{str(case.published)[:10]}\t{text[gold.start : gold.end]!r} {gold.value}\t{shown}\t…{around}…"
                )
        if errors and measure_precision:
            for f, time in enumerate(times):
                if f not in pairs.values():
                    around = text[max(0, time.start - 40) : time.end + 25].replace("\n", "¶")
                    print(f"EXTRA\t{text[time.start : time.end]!r} {time.timex} ({time.rule})\t…{around}…")
    documents = len(overlap)
    print(f"{documents} documents, {sum(c[1] for c in overlap)} gold expressions, {sum(c[2] for c in overlap)} found")
    for name, counts in (("found (overlap)", overlap), ("found (same span)", exact)):
        p, r, f = f1(counts)
        if measure_precision:
            print(f"{name:20} P {100 * p:.1f}  R {100 * r:.1f}  F1 {100 * f:.1f} {interval_of_f1(counts)}")
        else:
            print(f"{name:20} R {share(sum(c[0] for c in counts), sum(c[1] for c in counts))}")
    print(f"{'start date right':20} {share(started, dated)}  of gold expressions that denote a date")
    print(f"{'value the same':20} {share(valued, matched)}  of those found")
    print(f"{'type the same':20} {share(typed, matched)}  of those found")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", choices=["meantime", "gum"])
    parser.add_argument("file", type=Path)
    parser.add_argument(
        "--half",
        default="all",
        choices=["tune", "choose", "all"],
        help="choose: MEANTIME documents whose id leaves 3 when divided by 4; tune: the others",
    )
    parser.add_argument("--pipeline", default="reader", choices=["reader", "blank"], help="blank: no tree, so no tense")
    parser.add_argument(
        "--errors", action="store_true", help="print each miss, wrong start, other value, extra expression"
    )
    options = parser.parse_args()
    if options.data == "meantime":
        score(meantime(options.file, options.half, options.pipeline), options.errors, True)
    else:
        score(gum(options.file), options.errors, False)


if __name__ == "__main__":
    main()
