"""Data marked "train" → one file of sentences that `train.py` reads.

    python training/prepare.py --data DATA --out training/work/sentences.jsonl.gz

DATA is the folder that `training/README.md` describes. Each line is a sentence: `words`, `gap` (what stands before each
word: 0 nothing, 1 a space, 2 a line break, 3 a blank line), `doc`, `set`, and where known `tags`, `pos`, `heads` (0 is
the root), `deps`, `names` ([start, end, label]) with `open`: the labels that the set leaves unmarked, so that an
unmarked word may still be one. The label `?` stands for "some name": nothing is learned from it but that.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from conllu import read_sentences

Sentence = dict[str, Any]
LABELS = ["PERSON", "ORG", "GPE", "LOC", "NORP", "FAC", "EVENT", "PRODUCT", "WORK"]
# labels that each set leaves unmarked, or marks only sometimes
OPEN = {
    "ewt": ["NORP", "EVENT", "PRODUCT", "WORK", "FAC"],
    "gum": ["NORP", "PRODUCT", "WORK"],
    "wikigold": ["PRODUCT"],
    "redocred": [],
    "crossner": ["NORP", "WORK", "PRODUCT", "LOC"],
}
CROSSNER = {"book": "WORK", "poem": "WORK", "album": "WORK", "song": "WORK", "product": "PRODUCT"}
HYPHEN = re.compile(r"(?<=[^\W\d_])(-)(?=[^\W\d_])")


def rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf8") as lines:
        yield from map(json.loads, lines)


def trees(data: Path, part: str) -> Iterator[Sentence]:
    """EWT and GUM sentences with their trees, and the names that the sets of names have for the same words."""
    known = {
        tuple(row["tokens"]): row["ents"]
        for row in rows(data / f"ner/merged-{part}.jsonl.gz")
        if row["source"] == "uner_ewt" or row["source"].startswith("gum_")
    }
    for corpus in ("ewt", "gum"):
        doc, paragraph = "", False
        for comments, words in read_sentences(data / f"treebanks/{corpus}-{part}.conllu.gz"):
            doc = next((value for key, value in comments.items() if key.startswith("newdoc")), doc)
            paragraph = any(key.startswith("newpar") for key in comments)
            forms = [columns[1] for columns in words]
            spaced = [0 if "SpaceAfter=No" in columns[9] else 1 for columns in words]
            sentence: Sentence = {
                "set": corpus,
                "doc": doc,
                "words": forms,
                "gap": [3 if paragraph else 1, *spaced[:-1]],
                "glued_end": spaced[-1] == 0,
                "tags": [columns[4] for columns in words],
                "pos": [columns[3] for columns in words],
                "lemmas": [columns[2] for columns in words],
                "heads": [int(columns[6]) for columns in words],
                "deps": [columns[7] for columns in words],
            }
            if tuple(forms) in known:
                sentence["names"] = [[s, e, label if label in LABELS else "?"] for s, e, label in known[tuple(forms)]]
                sentence["open"] = OPEN[corpus]
            yield sentence


def split_hyphens(
    words: list[str], gap: list[int], names: list[list[Any]]
) -> tuple[list[str], list[int], list[list[Any]]]:
    """Words with a hyphen between letters as three words, as the trees have them."""
    new_words: list[str] = []
    new_gap: list[int] = []
    at = []
    for word, before in zip(words, gap, strict=True):
        at.append(len(new_words))
        parts = [part for part in HYPHEN.split(word) if part]
        new_words += parts
        new_gap += [before] + [0] * (len(parts) - 1)
    at.append(len(new_words))
    return new_words, new_gap, [[at[s], at[e], label] for s, e, label in names]


def encyclopedia(data: Path, part: str) -> Iterator[Sentence]:
    """Names in Wikigold, Re-DocRED and CrossNER. Every fifth hundred of Wikigold's sentences is left out, to measure."""
    finer = {}
    for path in sorted((data / "ner").glob("crossner_*.jsonl.gz")):
        for row in rows(path):
            finer[tuple(row["tokens"])] = [[s, e, CROSSNER[label]] for s, e, label in row["ents"] if label in CROSSNER]
    count = 0
    for row in rows(data / f"ner/merged-{part}.jsonl.gz"):
        source = row["source"].split("_")[0]
        if source not in OPEN or source in ("ewt", "gum"):
            continue
        count += source == "wikigold"
        if source == "wikigold" and (count // 100) % 5 == 4:
            continue
        names = [[s, e, label if label in LABELS else "?"] for s, e, label in row["ents"]]
        for s, e, label in finer.get(tuple(row["tokens"]), []):
            names = [[s, e, label] if name[:2] == [s, e] and name[2] == "?" else name for name in names]
        gap = [1, *(1 if spaced else 0 for spaced in row["space_after"][:-1])]
        words, gap, names = split_hyphens(row["tokens"], gap, names)
        yield {
            "set": source, "doc": row.get("doc", source), "words": words, "gap": gap,
            "glued_end": False, "names": names, "open": OPEN[source],
        }  # fmt: skip


def news(converted: Path) -> Iterator[Sentence]:
    """Paragraphs of our own annotation of Wikinews 2019, its train part: all nine labels, nothing left unmarked."""
    for row in rows(converted / "ner/wikinews2019-train.jsonl.gz"):
        gap = [3, *(1 if spaced else 0 for spaced in row["space_after"][:-1])]
        names = [list(name[:3]) for name in row["ents"]]
        size = 120
        begin = 0
        while begin < len(row["tokens"]):
            end = min(len(row["tokens"]), begin + size)
            while any(s < end < e for s, e, _ in names):
                end -= 1
            yield {
                "set": "newswire", "doc": row["doc"], "words": row["tokens"][begin:end], "gap": gap[begin:end],
                "glued_end": False, "open": [],
                "names": [[s - begin, e - begin, label] for s, e, label in names if begin <= s and e <= end],
            }  # fmt: skip
            begin = end


def usable(sentence: Sentence) -> bool:
    return 0 < len(sentence["words"]) <= 150 and all(word.strip() for word in sentence["words"])


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--out", type=Path, default=Path("training/work/sentences.jsonl.gz"))
    options.add_argument(
        "--converted", type=Path, default=None, help="our own annotation, as `annotate convert` wrote it"
    )
    options.add_argument("--news", type=Path, default=Path("training/work/news.jsonl.gz"))
    chosen = options.parse_args()
    chosen.out.parent.mkdir(parents=True, exist_ok=True)
    random.seed(1)
    counts: dict[str, int] = {}
    with gzip.open(chosen.out, "wt", encoding="utf8") as out:
        for sentence in (*trees(chosen.data, "train"), *encyclopedia(chosen.data, "train")):
            if usable(sentence):
                counts[sentence["set"]] = counts.get(sentence["set"], 0) + len(sentence["words"])
                out.write(json.dumps(sentence, ensure_ascii=False) + "\n")
    print("words:", counts)
    if chosen.converted:
        own = [sentence for sentence in news(chosen.converted) if usable(sentence)]
        with gzip.open(chosen.news, "wt", encoding="utf8") as out:
            out.writelines(json.dumps(sentence, ensure_ascii=False) + "\n" for sentence in own)
        print("our own news:", sum(len(s["words"]) for s in own), "words,", sum(len(s["names"]) for s in own), "names")


if __name__ == "__main__":
    main()
