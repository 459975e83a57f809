"""Writes and scores attributions: on gold trees of a treebank, or on raw text with the embedded reader.

    python training/score_quotes.py SCORER GOLD.jsonl.gz [--trees TREEBANK.conllu.gz] [--outermost] [--errors N] [--limit N]

SCORER is the path of a module with `score(gold_rows, predicted, name)`. `--outermost` keeps depth 0, as PolNeAR does;
`--clausal` keeps contents that are clauses or quotations, as GUM does, whose attributions are discourse relations.
`--errors` prints the commonest rules and cues of wrong rows and the commonest cues of missed ones, with N examples each.
Stage time is printed per word.
"""

from __future__ import annotations

import argparse
import collections
import gzip
import importlib.util
import json
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from spacy.tokens import Doc

from newslab.quotes import find_attributions
from newslab.reader.syntax import Tree
from newslab.records import Attribution

Row = dict[str, Any]
CLAUSAL = {
    "clause",
    "remainder",
    "parenthetical",
    "direct",
    "according-to",
    "same-speaker",
    "uncued",
    "colon",
    "signed",
}
CLAUSAL |= {"turn", "gerund"}


def read_rows(path: str) -> list[Row]:
    with gzip.open(path, "rt", encoding="utf8") as lines:
        return [json.loads(line) for line in lines]


def documents(rows: list[Row], trees: str | None, cache: str | None = None) -> Iterator[tuple[Row, Doc]]:
    """Each row with its Doc: gold, with the row's spans moved to the Doc's text, or read from raw text."""
    if trees:
        sys.path.insert(0, str(Path(__file__).parent))
        from conllu import read_documents

        docs = {doc.user_data["id"]: doc for doc in read_documents(trees)}
        for row in rows:
            if row["id"] in docs:
                yield realign(row, docs[row["id"]]), docs[row["id"]]
        return
    from spacy.tokens import DocBin

    from newslab.reader import load

    nlp = load()
    if cache and Path(cache).exists():
        yield from zip(rows, DocBin().from_disk(cache).get_docs(nlp.vocab), strict=False)
        return
    kept = DocBin(store_user_data=False)
    for row, doc in zip(rows, nlp.pipe(row["text"] for row in rows), strict=True):
        kept.add(doc)
        yield row, doc
    if cache:
        kept.to_disk(cache)


def realign(row: Row, doc: Doc) -> Row:
    """The row over the Doc's text, matched by its characters that are no spaces."""
    text = doc.text
    old = [i for i, ch in enumerate(row["text"]) if not ch.isspace()]
    new = [i for i, ch in enumerate(text) if not ch.isspace()]
    if [row["text"][i] for i in old] != [text[i] for i in new]:
        return {**row, "text": text, "attributions": []}
    place = dict(zip(old, new, strict=True))

    def move(spans: list[list[int]]) -> list[list[int]]:
        moved = []
        for start, end in spans:
            inside = [place[i] for i in range(start, end) if i in place]
            if inside:
                moved.append([inside[0], inside[-1] + 1])
        return moved

    rows = [{**a, **{key: move(a[key]) for key in ("source", "cue", "content")}} for a in row["attributions"]]
    return {**row, "text": text, "attributions": rows}


def as_row(attribution: Attribution) -> Row:
    return {
        "source": [list(attribution.source)] if attribution.source else [],
        "cue": [list(span) for span in attribution.cue],
        "content": [list(span) for span in attribution.content],
        "rule": attribution.rule,
        "cue_lemma": attribution.cue_lemma,
        "confidence": attribution.confidence,
        "depth": attribution.depth,
    }


def characters(spans: list[list[int]], text: str) -> set[int]:
    return {i for start, end in spans for i in range(start, end) if not text[i].isspace() and text[i] not in '“”"'}


def matched(gold: list[Row], found: list[Row], text: str) -> tuple[set[int], set[int]]:
    pairs = []
    sides = [[characters(a["content"], text) for a in side] for side in (gold, found)]
    for i, x in enumerate(sides[0]):
        for j, y in enumerate(sides[1]):
            overlap = len(x & y) / len(x | y) if x & y else 0
            if overlap >= 0.3:
                pairs.append((overlap, i, j))
    golds: set[int] = set()
    founds: set[int] = set()
    for _, i, j in sorted(pairs, reverse=True):
        if i not in golds and j not in founds:
            golds.add(i)
            founds.add(j)
    return golds, founds


def show(text: str, row: Row) -> str:
    spans = [span for key in ("source", "cue", "content") for span in row[key]]
    low, high = min(s for s, _ in spans), max(e for _, e in spans)
    opens: dict[int, str] = collections.defaultdict(str)
    closes: dict[int, str] = collections.defaultdict(str)
    for key, (left, right) in {"source": "[]", "cue": "<>", "content": "{}"}.items():
        for start, end in row[key]:
            opens[start] += left
            closes[end] = right + closes[end]
    low, high = max(0, low - 60), min(len(text), high + 60, low + 700)
    return "".join(closes[i] + opens[i] + text[i] for i in range(low, high)).replace("\n", "⏎")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scorer")
    parser.add_argument("gold")
    parser.add_argument("--trees")
    parser.add_argument("--cache")
    parser.add_argument("--outermost", action="store_true")
    parser.add_argument("--clausal", action="store_true")
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--limit", type=int)
    parser.add_argument("--rule")
    parser.add_argument("--least", type=float, default=0.0)
    options = parser.parse_args()
    spec = importlib.util.spec_from_file_location("scorer", options.scorer)
    assert spec and spec.loader
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    rows = read_rows(options.gold)[: options.limit]
    predicted: dict[str, list[Row]] = {}
    gold: list[Row] = []
    spent, words = 0.0, 0
    by_rule: dict[str, list[int]] = collections.defaultdict(lambda: [0, 0])
    by_confidence: dict[float, list[int]] = collections.defaultdict(lambda: [0, 0])
    by_lemma: dict[tuple[str, str], list[int]] = collections.defaultdict(lambda: [0, 0])
    missed: collections.Counter[str] = collections.Counter()
    examples: dict[str, list[str]] = collections.defaultdict(list)
    for row, doc in documents(rows, options.trees, options.cache):
        tree = Tree.of(doc)
        begin = time.perf_counter()
        found = [as_row(a) for a in find_attributions(doc, tree, [], row.get("title"))]
        spent += time.perf_counter() - begin
        words += len(doc)
        found = [a for a in found if a["confidence"] >= options.least and not (options.outermost and a["depth"])]
        found = [a for a in found if not options.clausal or a["rule"] in CLAUSAL]
        predicted[row["id"]] = found
        gold.append(row)
        real = [a for a in row["attributions"] if a["content"]]
        golds, founds = matched(real, found, row["text"])
        for j, a in enumerate(found):
            by_rule[a["rule"]][j in founds] += 1
            by_confidence[round(a["confidence"], 1)][j in founds] += 1
            by_lemma[a["rule"], a["cue_lemma"] or ""][j in founds] += 1
            if j not in founds:
                examples["wrong " + a["rule"]].append(show(row["text"], a))
        for i, a in enumerate(real):
            if i not in golds:
                cue = " ".join(row["text"][s:e] for s, e in a["cue"]).lower()
                missed[cue] += 1
                examples["missed"].append(show(row["text"], a))
    scorer.score(gold, predicted, options.gold)
    print(f"stage: {1e6 * spent / max(words, 1):.1f} µs a word, {words} words")
    print("rule: wrong right precision")
    for rule, (wrong, right) in sorted(by_rule.items(), key=lambda item: -sum(item[1])):
        print(f"  {rule:20s} {wrong:5d} {right:5d} {100 * right / (wrong + right):5.1f}")
    print("confidence:", {k: round(r / (w + r), 2) for k, (w, r) in sorted(by_confidence.items())})
    if options.errors:
        worst = sorted(by_lemma.items(), key=lambda item: -item[1][0])[:120]
        print("most wrong:", [(*key, w, r) for key, (w, r) in worst])
        print("missed cues:", missed.most_common(200))
        random.seed(5)
        for key, texts in examples.items():
            if options.rule and options.rule not in key:
                continue
            print("##", key, len(texts))
            for text in random.sample(texts, min(options.errors, len(texts))):
                print("  -", text)


if __name__ == "__main__":
    main()
