"""Train `src/newslab/entities/ranker.json` on documents with gold clusters and trees.

    python training/coreference/train.py --trees TRAIN.conllu.gz --gold TRAIN.jsonl.gz --names NAMES.jsonl.gz
        [--epochs 7] [--hidden 24] [--seed 1] [--out src/newslab/entities/ranker.json]

The loss is the log of the probability of all gold antecedents among an anaphor's candidates (or of none), Adam over
mini-batches of documents; numpy only. Names are linked by rule and are antecedents only.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))
from conllu import read_documents
from newslab.entities.coreference import prepare, resolve_phrases
from newslab.entities.features import SORTS, Table
from newslab.entities.names import find_names
from newslab.entities.nominals import find_phrases
from newslab.entities.phrase import Nominals, Phrase
from newslab.entities.ranker import HIDDEN_FEATURES, N_PAIR, N_PHRASE, PAIR_OFFSETS, PHRASE_OFFSETS, Ranker
from newslab.reader.syntax import Tree
from score_coref import Gold, Score, add_document, add_names, gold_documents


@dataclass
class Example:
    """One document: features as row numbers, pairs, and which pairs are right."""

    values: np.ndarray
    i: np.ndarray
    j: np.ndarray
    pair: np.ndarray
    right: np.ndarray
    anaphors: np.ndarray
    begin: np.ndarray
    none: np.ndarray  # per anaphor: no candidate is right


def example(doc, row) -> Example | None:
    tree = Tree.of(doc)
    nominals = Nominals(tree)
    phrases = find_phrases(tree, nominals, find_names(tree, nominals))
    _, named = prepare(tree, nominals, phrases)
    gold = Gold(doc, row)
    cluster = clusters_of(gold, phrases)
    table = Table(tree, nominals, phrases, named)
    i, j = table.candidates()
    if not len(i):
        return None
    right = (cluster[i] == cluster[j]) & (cluster[i] >= 0)
    begin = np.flatnonzero(np.diff(j, prepend=-1))
    none = np.add.reduceat(right, begin) == 0
    return Example(table.values + PHRASE_OFFSETS, i, j, table.pairs(i, j) + PAIR_OFFSETS, right, j[begin], begin, none)


def clusters_of(gold: Gold, phrases: list[Phrase]) -> np.ndarray:
    matched = gold.match([(p.first, p.stop, p.top) for p in phrases])
    return np.array([-1 if g is None else gold.cluster[g] for g in matched], dtype=np.int32)


def initial(hidden: int, seed: int) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(seed)

    def normal(*shape):
        return rng.normal(0, 0.15, shape).astype(np.float32)

    return {
        "antecedent": normal(N_PHRASE, hidden), "anaphor": normal(N_PHRASE, hidden), "pair": normal(N_PAIR, hidden),
        "out": normal(hidden), "single": np.zeros(N_PAIR, np.float32),
        "new": normal(N_PHRASE, hidden), "new_out": normal(hidden), "new_single": np.zeros(N_PHRASE, np.float32),
    }  # fmt: skip


def scatter(rows: np.ndarray, at: np.ndarray, size: int) -> np.ndarray:
    """Sum of `rows` by the numbers in `at`."""
    if rows.ndim == 1:
        return np.bincount(at, weights=rows, minlength=size).astype(np.float32)
    return np.stack([np.bincount(at, weights=rows[:, k], minlength=size) for k in range(rows.shape[1])], 1).astype(
        np.float32
    )


def step(w: dict[str, np.ndarray], e: Example, keep: float, rng) -> tuple[float, dict[str, np.ndarray]]:
    """The loss of one document and its gradient."""
    hidden = len(w["out"])
    antecedent, anaphor = w["antecedent"][e.values].sum(1), w["anaphor"][e.values].sum(1)
    summed = antecedent[e.i] + anaphor[e.j]
    for f in HIDDEN_FEATURES:
        summed += w["pair"][e.pair[:, f]]
    mask = (rng.random((1, hidden)) < keep).astype(np.float32) / keep
    active = np.maximum(summed, 0) * mask
    scores = active @ w["out"] + w["single"][e.pair].sum(1)
    own = e.values[e.anaphors]
    new_active = np.maximum(w["new"][own].sum(1), 0)
    new = new_active @ w["new_out"] + w["new_single"][own].sum(1)
    highest = np.maximum(np.maximum.reduceat(scores, e.begin), new)
    count = np.diff(np.append(e.begin, len(scores)))
    exp = np.exp(scores - np.repeat(highest, count))
    exp_new = np.exp(new - highest)
    total = np.add.reduceat(exp, e.begin) + exp_new
    good = np.add.reduceat(exp * e.right, e.begin) + exp_new * e.none
    loss = float(-(np.log(good / total)).sum())
    g_scores = exp / np.repeat(total, count) - exp * e.right / np.repeat(good, count)
    g_new = exp_new / total - exp_new * e.none / good
    back = (g_scores[:, None] * w["out"]) * mask * (summed > 0)
    new_back = (g_new[:, None] * w["new_out"]) * (new_active > 0)
    g: dict[str, np.ndarray] = {"out": active.T @ g_scores, "new_out": new_active.T @ g_new}
    by_i, by_j = scatter(back, e.i, len(e.values)), scatter(back, e.j, len(e.values))
    width = e.values.shape[1]
    g["antecedent"] = scatter(np.repeat(by_i, width, 0), e.values.ravel(), N_PHRASE)
    g["anaphor"] = scatter(np.repeat(by_j, width, 0), e.values.ravel(), N_PHRASE)
    g["new"] = scatter(np.repeat(new_back, width, 0), own.ravel(), N_PHRASE)
    g["new_single"] = scatter(np.repeat(g_new, width), own.ravel(), N_PHRASE)
    g["single"] = scatter(np.repeat(g_scores, e.pair.shape[1]), e.pair.ravel(), N_PAIR)
    g["pair"] = np.zeros((N_PAIR, hidden), np.float32)
    for f in HIDDEN_FEATURES:
        g["pair"] += scatter(back, e.pair[:, f], N_PAIR)
    return loss, g


def train(examples: list[Example], hidden: int, epochs: int, seed: int, rate: float, decay: float, keep: float, after):
    w = initial(hidden, seed)
    m = {k: np.zeros_like(v) for k, v in w.items()}
    s = {k: np.zeros_like(v) for k, v in w.items()}
    rng = np.random.default_rng(seed)
    t, steps = 0, epochs * len(examples)
    mean = {k: v.copy() for k, v in w.items()}
    for epoch in range(epochs):
        began, loss = time.time(), 0.0
        for k in rng.permutation(len(examples)):
            t += 1
            part, g = step(w, examples[k], keep, rng)
            loss += part
            now = rate * (1 - t / steps) + 1e-5
            scale = 1 / max(len(examples[k].anaphors), 1)
            for name in w:
                gradient = g[name] * scale
                m[name] += 0.1 * (gradient - m[name])
                s[name] += 0.001 * (gradient**2 - s[name])
                w[name] -= now * (m[name] / (1 - 0.9**t) / (np.sqrt(s[name] / (1 - 0.999**t)) + 1e-7) + decay * w[name])
                mean[name] += 0.01 * (w[name] - mean[name])
        print(
            f"epoch {epoch + 1} loss {loss / sum(len(e.anaphors) for e in examples):.4f} {time.time() - began:.0f} s {after(mean)}",
            flush=True,
        )
    return mean


def load(trees: str, gold: str, names: str, genres: str = ""):
    rows = gold_documents(gold)
    docs = [
        d for d in read_documents(trees) if not genres or any(f"_{g}_" in d.user_data["id"] for g in genres.split(","))
    ]
    add_names(docs, names)
    return docs, rows


def evaluate(docs, rows, ranker: Ranker) -> Score:
    score = Score()
    for doc in docs:
        tree = Tree.of(doc)
        nominals = Nominals(tree)
        phrases = find_phrases(tree, nominals, find_names(tree, nominals))
        clusters, _ = resolve_phrases(tree, nominals, phrases, ranker)
        mentions = [(p.first, p.stop, p.top, clusters.root(k), p.kind) for k, p in enumerate(phrases)]
        add_document(score, doc, Gold(doc, rows[doc.user_data["id"]]), mentions, False)
    return score


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("--trees", "--gold", "--names", "--dev-trees", "--dev-gold", "--dev-names"):
        parser.add_argument(name, required=True)
    parser.add_argument("--epochs", type=int, default=7)
    parser.add_argument("--hidden", type=int, default=24)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rate", type=float, default=0.01)
    parser.add_argument("--decay", type=float, default=0.05)
    parser.add_argument("--keep", type=float, default=0.9)
    parser.add_argument("--boldness", type=float, default=1.5, help="taken off the score of having no antecedent")
    parser.add_argument("--dev-genres", default="news,interview,bio,speech")
    parser.add_argument("--out", type=Path)
    args = parser.parse_args()
    docs, rows = load(args.trees, args.gold, args.names)
    examples = [e for doc in docs if (e := example(doc, rows[doc.user_data["id"]]))]
    dev, dev_rows = load(args.dev_trees, args.dev_gold, args.dev_names, args.dev_genres)

    def after(w):
        score = evaluate(dev, dev_rows, Ranker(w))
        right, n = (
            score.pronouns["3rd all", "right"],
            score.pronouns["3rd all", "right"] + score.pronouns["3rd all", "wrong"],
        )
        return f"dev CoNLL {score.conll():.1f} mentions {score.prf('mentions')[2]:.1f} pronouns {100 * right / max(n, 1):.1f}"

    print(len(examples), sum(len(e.anaphors) for e in examples), sum(len(e.i) for e in examples))
    print("before boldness:")
    w = train(examples, args.hidden, args.epochs, args.seed, args.rate, args.decay, args.keep, after)
    w["new_single"][: len(SORTS)] -= args.boldness
    print(evaluate(dev, dev_rows, Ranker(w)))
    if args.out:
        content = {
            "trained_on": "GUM, openly licensed genres: annotation CC BY 4.0; texts CC BY, CC BY-SA, public domain",
            "weights": {name: np.round(rows, 3).tolist() for name, rows in w.items()},
        }
        args.out.write_text(json.dumps(content, separators=(",", ":")) + "\n", encoding="utf8")


if __name__ == "__main__":
    main()
