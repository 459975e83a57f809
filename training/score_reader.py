"""How well the weights in the tree read: the table of the reader's targets.

    python training/score_reader.py --data DATA [--annotations training/annotations/wikinews2019]

Trees, tags and lemmas on gold tokens and gold sentences, in windows of consecutive sentences, labels' main part, without
punctuation; sentences on raw text, documents' paragraphs parted by blank lines; names on gold tokens, exact span and
label. Intervals are 95 % bootstrap over documents (names: over sentences in tens), 1,000 draws, seed 1.
"""

from __future__ import annotations

import argparse
import gzip
import json
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from conllu import read_sentences
from newslab.reader import load
from newslab.reader.component import NewslabReader
from newslab.reader.cutting import cut
from newslab.reader.decoding import heads_of, names_of
from newslab.reader.encoder import Window

Counts = tuple[int, ...]
PLACES = {"GPE": "LOC", "LOC": "LOC", "FAC": "LOC", "PERSON": "PER", "ORG": "ORG"}


def documents(path: Path, genres: tuple[str, ...] = ()) -> list[list[tuple[list[list[str]], bool]]]:
    """Sentences of each document with whether a paragraph begins there."""
    out: list[list[tuple[list[list[str]], bool]]] = []
    keep = True
    for comments, words in read_sentences(path):
        name = next((v for k, v in comments.items() if k.startswith("newdoc")), None)
        if name is not None:
            keep = not genres or any(f"_{genre}_" in name for genre in genres)
            if keep:
                out.append([])
        if keep:
            out[-1].append((words, any(k.startswith("newpar") for k in comments)))
    return out


def packed(document: list[tuple[list[list[str]], bool]]) -> Iterator[tuple[Window, list[list[list[str]]]]]:
    """Consecutive sentences in windows of up to 110 words."""
    words, gaps, inside = [], [], []
    for sentence, paragraph in document:
        if words and len(words) + len(sentence) > 110:
            yield Window(words, gaps), inside
            words, gaps, inside = [], [], []
        gaps += [3 if paragraph or not words else 1] + [0 if "SpaceAfter=No" in c[9] else 1 for c in sentence[:-1]]
        words += [c[1] for c in sentence]
        inside.append(sentence)
    if words:
        yield Window(words, gaps), inside


def trees(reader: NewslabReader, path: Path) -> list[Counts]:
    """Per document: words, tags right, lemmas right, words but punctuation, heads right, heads and labels right."""
    counts = []
    for document in documents(path):
        n = tagged = lemmas = total = attached = labelled = 0
        for window, sentences in packed(document):
            found = next(reader.encoder.run([window]))
            numbers = np.repeat(np.arange(len(sentences)), [len(s) for s in sentences])
            heads = heads_of(found.arcs, numbers)
            labels = reader.encoder.labels(found, heads)
            labels[:, reader.root] = np.where(heads == 0, np.inf, -np.inf)
            best, tags = labels.argmax(1), found.tags.argmax(1)
            at = 0
            for sentence in sentences:
                for columns in sentence:
                    n += 1
                    tag = reader.tags[tags[at]]
                    tagged += tag == columns[4]
                    lemmas += reader.lemmatizer.lemma(columns[1], tag) == columns[2]
                    gold = columns[7].split(":")[0]
                    if gold != "punct":
                        total += 1
                        head = int(columns[6])
                        offset = at - int(columns[0]) + 1
                        right = heads[at] == (head + offset if head else 0)
                        attached += right
                        labelled += right and reader.deps[best[at]].split(":")[0] == gold
                    at += 1
        counts.append((n, tagged, lemmas, total, int(attached), int(labelled)))
    return counts


def sentence_starts(path: Path, genres: tuple[str, ...]) -> list[Counts]:
    """Per document: sentences found right, found, gold (as stretches of the text, on raw text)."""
    nlp = load()
    counts = []
    for document in documents(path, genres):
        text, gold = "", set()
        for sentence, paragraph in document:
            if text:
                text = text.rstrip() + "\n\n" if paragraph else text
            start = len(text)
            for columns in sentence:
                text += columns[1] + ("" if "SpaceAfter=No" in columns[9] else " ")
            gold.add((start, len(text.rstrip())))
        found = set()
        for sentence in nlp(text).sents:
            words = [t for t in sentence if not t.is_space]
            if words:
                found.add((words[0].idx, words[-1].idx + len(words[-1])))
        counts.append((len(found & gold), len(found), len(gold)))
    return counts


def names(reader: NewslabReader, rows: Iterable[dict], merge: dict[str, str] | None) -> list[Counts]:
    """Per ten rows: names right, found, gold."""
    counts, group = [], np.zeros(3, int)
    for number, row in enumerate(rows, start=1):
        gaps = [3, *(1 if spaced else 0 for spaced in row["space_after"][:-1])]
        found, at = set(), 0
        for window in cut(row["tokens"], gaps, reader.encoder):
            scores = next(reader.encoder.run([window]))
            for s, e, label, _ in names_of(scores.names, reader.names, np.zeros(len(window.words), int), 1.0):
                label = merge.get(label) if merge else label
                if label:
                    found.add((at + s, at + e, label))
            at += len(window.words)
        kept = set(merge.values()) if merge else None
        gold = {(s, e, label) for s, e, label in row["ents"] if kept is None or label in kept}
        group += (len(found & gold), len(found), len(gold))
        if number % 10 == 0:
            counts.append(tuple(group))
            group = np.zeros(3, int)
    return [*counts, tuple(group)]


def f1(sums: np.ndarray) -> float:
    return 200 * sums[0] / max(1, sums[1] + sums[2])


def share(part: int, whole: int):
    return lambda sums: 100 * sums[part] / max(1, sums[whole])


def interval(counts: list[Counts], value) -> str:
    table = np.array(counts)
    chance = np.random.default_rng(1)
    draws = [value(table[chance.integers(0, len(table), len(table))].sum(0)) for _ in range(1000)]
    low, high = np.percentile(draws, [2.5, 97.5])
    return f"{value(table.sum(0)):.1f} ({low:.1f}–{high:.1f})"


def rows(path: Path) -> list[dict]:
    with gzip.open(path, "rt", encoding="utf8") as lines:
        return [json.loads(line) for line in lines]


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--converted", type=Path, default=None, help="folder of `annotate convert`")
    chosen = options.parse_args()
    began = time.perf_counter()
    nlp = load()
    print(f"load: {time.perf_counter() - began:.2f} s")
    reader = nlp.get_pipe("newslab_reader")
    for name in ("ewt-test", "ewt-dev", "gum-dev"):
        counts = trees(reader, chosen.data / f"treebanks/{name}.conllu.gz")
        n = sum(c[0] for c in counts)
        told = {"UAS": share(4, 3), "LAS": share(5, 3), "XPOS": share(1, 0), "lemmas": share(2, 0)}
        print(f"{name} ({n} words): " + ", ".join(f"{k} {interval(counts, v)}" for k, v in told.items()))
    counts = sentence_starts(chosen.data / "treebanks/gum-dev.conllu.gz", ("news", "interview"))
    print(f"sentences, GUM dev news and interview, raw text ({sum(c[2] for c in counts)}): F1 {interval(counts, f1)}")
    gold = rows(chosen.data / "ner/uner_ewt-test.jsonl.gz")
    print(f"names, UNER-EWT test ({sum(len(r['ents']) for r in gold)}): F1 {interval(names(reader, gold, PLACES), f1)}")
    gold = [row for i, row in enumerate(rows(chosen.data / "ner/wikigold-all.jsonl.gz"), 1) if (i // 100) % 5 == 4]
    print(
        f"names, Wikigold's held-out fifth ({sum(len(r['ents']) for r in gold)}): F1 {interval(names(reader, gold, PLACES), f1)}"
    )
    if chosen.converted:
        gold = rows(chosen.converted / "ner/wikinews2019-dev.jsonl.gz")
        print(
            f"names, Wikinews 2019 dev, nine labels ({sum(len(r['ents']) for r in gold)}): F1 {interval(names(reader, gold, None), f1)}"
        )


if __name__ == "__main__":
    main()
