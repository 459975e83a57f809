"""Learn which candidates of the grammar are attributions: `src/newslab/quotes/judge.tsv`.

    python training/attributions/train.py --converted DIR [--gum GUM-TRAIN.jsonl.gz] [--dev GOLD.jsonl.gz ...]

DIR holds our own annotation as `annotate convert` wrote it; its train part is learned from, of GUM's the candidates of
the rules that it annotates, and the tuned storylines of `corpus/gold`, both counted less. A candidate is right when its
content overlaps a gold content by at least .3 (Jaccard over characters), one to one. Logistic regression, L2 penalty 4,
features seen three times or more. For each dev file, precision, recall and F1 at several thresholds are printed. With two cores for itself it reads for two
minutes and learns for ten seconds; run it again whenever the reader or the grammar changes.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from newslab.entities import find_mentions
from newslab.evaluate.corpus import read_corpus
from newslab.quotes import attribution
from newslab.quotes.judge import BIAS, features, judge_weights, probability
from newslab.reader import Tree, load

PENALTY, LEAST_SEEN, SMALLEST, STEPS = 4.0, 3, 0.01, 500
CLAUSAL = frozenset(
    {"clause", "direct", "parenthetical", "according-to", "remainder", "uncued", "same-speaker", "colon", "signed"}
)  # the rules whose candidates GUM annotates
GUM_COUNTS = 0.3  # how much one of its candidates counts; chosen on dev
CORPUS_COUNTS = 0.5  # the same of the tuned storylines
Example = tuple[list[str], bool]


def content(spans: list[list[int]], text: str) -> set[int]:
    return {i for start, end in spans for i in range(start, end) if not text[i].isspace() and text[i] not in '“”"'}


def matched(found: list[set[int]], gold: list[set[int]]) -> list[bool]:
    """Which of the contents found match a gold one, greedily, best overlap first."""
    pairs = sorted(
        ((len(a & b) / len(a | b), i, j) for i, a in enumerate(found) for j, b in enumerate(gold) if a & b),
        reverse=True,
    )
    right, used = [False] * len(found), set()
    for overlap, i, j in pairs:
        if overlap >= 0.3 and not right[i] and j not in used:
            right[i] = True
            used.add(j)
    return right


def tuned(folder: Path) -> list[dict]:
    """The articles of a corpus's gold whose storylines are tuned on."""
    with (folder.parent / "split.tsv").open(encoding="utf8") as lines:
        parts = dict(line.strip().split("\t")[::2] for line in lines if not line.startswith("#"))
    return [row for row in read_corpus(folder) if parts.get(row["id"]) == "tuned"]


def examples(path: Path, nlp, rules: frozenset[str] | None = None) -> tuple[list[list[Example]], int]:
    """Candidates of each article (of these rules) with whether they are right, and the number of gold attributions."""
    if path.is_dir():
        rows = tuned(path)
    else:
        with gzip.open(path, "rt", encoding="utf8") as lines:
            rows = [json.loads(line) for line in lines]
    out, total = [], 0
    for row, doc in zip(rows, nlp.pipe(row["text"] for row in rows), strict=True):
        tree = Tree.of(doc)
        candidates = attribution.find_candidates(doc, tree, find_mentions(doc, tree), row.get("title"))
        gold = [content(a["content"], row["text"]) for a in row["attributions"] if a["content"]]
        total += len(gold)
        right = matched([content(list(map(list, a.content)), row["text"]) for a in candidates], gold)
        kept = [(a, r) for a, r in zip(candidates, right, strict=True) if rules is None or a.rule in rules]
        out.append([(sorted(set(features(tree, a))), r) for a, r in kept])
    return out, total


def learn(data: Sequence[Example], weights: Sequence[float]) -> dict[str, float]:
    """The weight of each feature; `weights` says how much each example counts."""
    seen = Counter(name for names, _ in data for name in names)
    index = {name: i for i, name in enumerate(sorted(name for name, n in seen.items() if n >= LEAST_SEEN))}
    rows = [[index[name] for name in names if name in index] for names, _ in data]
    row = np.repeat(np.arange(len(rows)), [len(here) for here in rows])
    column = np.array([i for here in rows for i in here])
    y, counts = np.array([right for _, right in data], float), np.array(weights)
    w, bias = np.zeros(len(index)), 0.0
    m = v = np.zeros(len(index) + 1)
    for step in range(1, STEPS + 1):  # Adam, all data in every step
        p = 1 / (1 + np.exp(-np.bincount(row, w[column], len(rows)) - bias))
        wrong = (p - y) * counts
        g = np.r_[np.bincount(column, wrong[row], len(index)) + PENALTY * w, wrong.sum()] / len(y)
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
        move = 0.03 * (m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.999**step)) + 1e-8)
        w, bias = w - move[:-1], bias - move[-1]
    found = {name: round(float(w[i]), 3) for name, i in index.items() if abs(w[i]) >= SMALLEST}
    return {BIAS: round(float(bias), 3), **found}


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--converted", type=Path, required=True)
    options.add_argument("--gum", type=Path)
    options.add_argument("--corpus", type=Path, default=Path("corpus/gold"))
    options.add_argument("--dev", type=Path, nargs="*", default=[])
    options.add_argument("--out", type=Path, default=Path("src/newslab/quotes/judge.tsv"))
    chosen = options.parse_args()
    nlp = load()
    data, _ = examples(chosen.converted / "quotes/wikinews2019-train.jsonl.gz", nlp)
    gum, _ = examples(chosen.gum, nlp, CLAUSAL) if chosen.gum else ([], 0)
    corpus, _ = examples(chosen.corpus, nlp)
    own, other, ours = ([example for article in part for example in article] for part in (data, gum, corpus))
    counts = [1.0] * len(own) + [GUM_COUNTS] * len(other) + [CORPUS_COUNTS] * len(ours)
    weights = learn([*own, *other, *ours], counts)
    header = [
        "# Weights of the features of an attribution, made by training/attributions/train.py from newslab's annotation of",
        "# Wikinews 2019 (train part; annotation CC BY 4.0, texts CC BY 2.5), GUM's openly licensed genres (train part) and the",
        "# tuned storylines of corpus/. Their sum is the log odds of being one.",
        "feature\tweight",
    ]
    chosen.out.write_text("\n".join([*header, *(f"{name}\t{w}" for name, w in weights.items())]) + "\n", "utf8")
    judge_weights.cache_clear()
    print(len(weights), "weights from", len(own), "and", len(other), "and", len(ours), "candidates")
    for path in chosen.dev:
        articles, gold = examples(path, nlp)
        scored = [(probability(weights, iter(names)), right) for article in articles for names, right in article]
        for least in (0.0, 0.2, 0.3, 0.4, 0.5):
            kept = [right for p, right in scored if p >= least]
            precision, recall = sum(kept) / max(1, len(kept)), sum(kept) / gold
            f1 = 2 * precision * recall / (precision + recall)
            print(f"{path.name} at {least}: P {100 * precision:.1f} R {100 * recall:.1f} F1 {100 * f1:.1f}")
        for low in np.arange(0, 1, 0.1):
            inside = [right for p, right in scored if low <= p < low + 0.1]
            if inside:
                print(f"   {low:.1f}–{low + 0.1:.1f}: {100 * np.mean(inside):.0f} % right of {len(inside)}")


if __name__ == "__main__":
    main()
