"""Reported speech of CaRB (Bhardwaj, Aggarwal & Mausam 2019): tuples with their attribution context, F1 with intervals.

python training/score_carb.py DATA [--errors N]
DATA is the folder with claims/carb-said.jsonl.gz. Of its tuples those with a context are scored (what somebody is
reported to have said), in the sentences that have any. A found claim of an attribution and a gold tuple agree as far as their words do: as in CaRB, the
words of relation and arguments are compared part by part, each gold tuple gives its recall by the best claim, each claim
its precision by the best gold tuple. Then the context must name the source: the share of its words is a factor of both.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent / "factuality"))

from data import rows

from newslab.extract import read_article
from newslab.reader import load
from newslab.records import ArticleRecord

WORD = re.compile(r"\w+")
Tuple = tuple[set[str], set[str], set[str]]  # the words of relation, of arguments, of context


def words(*texts: str | None) -> set[str]:
    """The words of some stretches of text, in lower case."""
    return {word.lower() for text in texts if text for word in WORD.findall(text)}


def gold_tuples(row: dict[str, Any]) -> list[Tuple]:
    """The tuples that have a context."""
    return [
        (words(e["pred"]), words(*e["args"], e["time"], e["loc"]), words(e["context"]))
        for e in row["extractions"]
        if e["context"]
    ]


def found_tuples(record: ArticleRecord) -> list[Tuple]:
    """The claims that stand in an attribution, with its source and cue as context."""
    found = []
    for claim in record.claims:
        if claim.attribution is None:
            continue
        attribution = record.attributions[claim.attribution]
        spans = [span for span in (claim.subject, claim.object, *(s for _, s in claim.arguments)) if span is not None]
        context = [*attribution.cue, *([attribution.source] if attribution.source else [])]
        found.append(
            (
                words(record.text[slice(*claim.predicate)]),
                words(*(record.text[start:end] for start, end in spans)),
                words(*(record.text[start:end] for start, end in context)),
            )
        )
    return found


def overlap(gold: Tuple, found: Tuple, context: bool) -> tuple[float, float]:
    """Recall and precision of the words of one tuple by another; none where the relations share no word."""
    if not gold[0] & found[0]:
        return 0.0, 0.0
    shared = sum(len(a & b) for a, b in zip(gold[:2], found[:2], strict=True))
    recall = shared / max(sum(map(len, gold[:2])), 1)
    precision = shared / max(sum(map(len, found[:2])), 1)
    if context:
        both = len(gold[2] & found[2])
        recall *= both / max(len(gold[2]), 1)
        precision *= both / max(len(found[2]), 1)
    return recall, precision


def sums(gold: list[Tuple], found: list[Tuple], context: bool) -> tuple[float, int, float, int]:
    recall = sum(max((overlap(g, f, context)[0] for f in found), default=0.0) for g in gold)
    precision = sum(max((overlap(g, f, context)[1] for g in gold), default=0.0) for f in found)
    return recall, len(gold), precision, len(found)


def harmonic(table: np.ndarray) -> tuple[float, float, float]:
    right, gold, exact, found = table.sum(0)
    p, r = exact / max(found, 1), right / max(gold, 1)
    return p, r, 2 * p * r / max(p + r, 1e-9)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--errors", type=int, default=0)
    options = parser.parse_args()
    items = rows(options.data / "claims" / "carb-said.jsonl.gz")
    texts = [item["text"].replace("``", "“").replace("''", "”") for item in items]
    counts: dict[str, list[tuple[float, int, float, int]]] = {"tuples": [], "tuples with attribution context": []}
    shown = 0
    for item, doc in zip(items, load().pipe(texts), strict=True):
        record = read_article(doc, item["id"], None, None)
        gold, found = gold_tuples(item), found_tuples(record)
        if not gold:
            continue  # its reported tuples were annotated without a context
        for name, context in (("tuples", False), ("tuples with attribution context", True)):
            counts[name].append(sums(gold, found, context))
        for g in gold:
            if shown < options.errors and max((overlap(g, f, True)[0] for f in found), default=0.0) < 0.3:
                shown += 1
                print(f"missed {sorted(g[0])} {sorted(g[1])}\n   in: {item['text']}")
    generator = np.random.default_rng(0)
    print(f"{len(counts['tuples'])} sentences with {sum(c[1] for c in counts['tuples'])} tuples that have a context")
    for name, listed in counts.items():
        table = np.array(listed)
        p, r, f = harmonic(table)
        drawn = [harmonic(table[generator.integers(0, len(table), len(table))])[2] for _ in range(1000)]
        low, high = np.percentile(drawn, [2.5, 97.5])
        print(f"{name}: precision {p:.3f}, recall {r:.3f}, F1 {f:.3f} [{low:.3f}, {high:.3f}]")


if __name__ == "__main__":
    main()
