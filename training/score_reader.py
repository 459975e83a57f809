"""How well the weights in the tree read: the table of the reader's targets, by the measures of `newslab evaluate`.

    python training/score_reader.py --data DATA [--converted DIR]

Trees, tags and lemmas on gold tokens and gold sentences, in windows of consecutive sentences, labels' main part, without
punctuation; sentences on raw text, documents' paragraphs parted by blank lines; names on gold tokens, exact span and
label. Intervals are 95 % bootstrap over documents (names without documents: over sentences in tens), 1,000 draws, seed 1.
"""

from __future__ import annotations

import argparse
import gzip
import json
import time
from pathlib import Path

from newslab.evaluate import names, syntax
from newslab.evaluate.gold import read_gold
from newslab.evaluate.measures import Measure, row
from newslab.evaluate.reading import Reading


def rows(path: Path) -> list[dict]:
    with gzip.open(path, "rt", encoding="utf8") as lines:
        return [json.loads(line) for line in lines]


def told(measure: Measure) -> str:
    made = row(measure)
    return f"{made.get('f1', made.get('value')):.1f} ({made['low']:.1f}–{made['high']:.1f})"


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--converted", type=Path, default=None, help="folder of `annotate convert`")
    chosen = options.parse_args()
    reading = Reading(None, [])
    began = time.perf_counter()
    assert reading.nlp
    print(f"load: {time.perf_counter() - began:.2f} s")
    for name in ("ewt-test", "ewt-dev", "gum-dev"):
        documents = read_gold(chosen.data / f"treebanks/{name}.conllu.gz")[0].rows
        measures = syntax.score(documents, reading).measures[:4]
        n = sum(len(words) for document in documents for words, _ in document["sentences"])
        print(f"{name} ({n} words): " + ", ".join(f"{measure.name} {told(measure)}" for measure in measures))
    news = read_gold(chosen.data / "treebanks/gum-dev.conllu.gz", genres=["news", "interview"])[0].rows
    found = syntax.score(news, reading).measures[4]
    print(f"sentences, GUM dev news and interview, raw text ({sum(c[2] for c in found.counts)}): F1 {told(found)}")
    wikigold = [row for i, row in enumerate(rows(chosen.data / "ner/wikigold-all.jsonl.gz"), 1) if (i // 100) % 5 == 4]
    sets = [
        ("UNER-EWT test", rows(chosen.data / "ner/uner_ewt-test.jsonl.gz")),
        ("Wikigold's held-out fifth", wikigold),
    ]
    if chosen.converted:
        sets.append(("Wikinews 2019 dev, nine labels", rows(chosen.converted / "ner/wikinews2019-dev.jsonl.gz")))
    for name, gold in sets:
        gold = [one | {"id": number} for number, one in enumerate(gold)]
        found = names.score(gold, reading).measures[0]
        print(f"names, {name} ({sum(c[2] for c in found.counts)}): F1 {told(found)}")


if __name__ == "__main__":
    main()
