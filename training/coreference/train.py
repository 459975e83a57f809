"""Train `src/newslab/entities/ranker.json` on documents with gold clusters, as the reader reads them.

    python training/coreference/train.py --data ../shared/data [--epochs 7] [--hidden 24] [--seed 1] [--parsed FOLDER]
        [--out src/newslab/entities/ranker.json]

DATA is the folder that `training/README.md` describes. Two members, one of GUM and one of GUM and our annotation of Wikinews
2019 (part `train`), decide together. Run it again when the reader's weights have changed. FOLDER keeps what the reader
read, for a second run with the same reader.
The loss is the log of the probability of all gold antecedents among an anaphor's candidates (or of none), Adam over
mini-batches of documents; numpy only. Names are linked by rule and are antecedents only.
"""

from __future__ import annotations

import argparse
import json
import pickle
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))
from documents import Document, gum, wikinews

from newslab.entities.coreference import prepare, resolve_phrases
from newslab.entities.features import SORTS, Table
from newslab.entities.names import find_names
from newslab.entities.nominals import find_phrases
from newslab.entities.phrase import Nominals, Phrase
from newslab.entities.ranker import HIDDEN_FEATURES, N_PAIR, N_PHRASE, PAIR_OFFSETS, PHRASE_OFFSETS, Ranker
from newslab.reader.syntax import Tree
from score_coref import Gold, Score, add_document


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


MARKED = ("person", "people", "org")  # nouns that are marked wherever only persons, organisations and sources are


def example(document: Document) -> Example | None:
    tree = Tree.of(document.doc)
    nominals = Nominals(tree)
    phrases = find_phrases(tree, nominals, find_names(tree, nominals))
    _, named = prepare(tree, nominals, phrases)
    cluster = clusters_of(Gold(document.doc, document.row()), phrases)
    table = Table(tree, nominals, phrases, named)
    i, j = table.candidates()
    if not document.whole and len(j):
        told = np.array([cluster[k] >= 0 or is_marked(p) for k, p in enumerate(phrases)])
        i, j = i[told[j]], j[told[j]]
    if not len(i):
        return None
    right = (cluster[i] == cluster[j]) & (cluster[i] >= 0)
    begin = np.flatnonzero(np.diff(j, prepend=-1))
    none = np.add.reduceat(right, begin) == 0
    return Example(table.values + PHRASE_OFFSETS, i, j, table.pairs(i, j) + PAIR_OFFSETS, right, j[begin], begin, none)


def is_marked(p: Phrase) -> bool:
    """Tell whether a phrase without a gold cluster has no antecedent, where not all things are marked."""
    return p.gender in ("m", "f") if p.kind == "pronoun" else p.noun_class in MARKED


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


def train(examples: list[Example], hidden: int, epochs: int, seed: int, rate: float, decay: float, keep: float):
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
            f"epoch {epoch + 1} loss {loss / sum(len(e.anaphors) for e in examples):.4f} {time.time() - began:.0f} s",
            flush=True,
        )
    return mean


def together(members: list[dict[str, np.ndarray]]) -> dict[str, np.ndarray]:
    """One ranker whose scores are the mean of several: their hidden units side by side."""
    wide, outer = ("antecedent", "anaphor", "pair", "new"), ("out", "new_out")
    return {
        name: np.concatenate([w[name] for w in members], axis=1)
        if name in wide
        else np.concatenate([w[name] for w in members]) / len(members)
        if name in outer
        else np.mean([w[name] for w in members], axis=0)
        for name in members[0]
    }


def embolden(w: dict[str, np.ndarray], persons: float, pronouns: float, others: float) -> None:
    """Take off the score of having no antecedent: training has most nominals alone, and GUM marks things too."""
    for k, sort in enumerate(SORTS):
        spoken = sort in ("he", "she", "it", "they", "I", "we", "you", "this", "these")
        person = sort in ("nominal person", "nominal people", "nominal org", "nominal group")
        w["new_single"][k] -= pronouns if spoken else persons if person else others


def read(data: Path, parsed: Path | None) -> dict[str, list[Document]]:
    """All documents by set, as the reader reads them now, or read them before into the folder `parsed`."""
    from newslab.reader import load

    genres = ("news", "interview", "bio", "speech")
    csv = data / "articles" / "wikinews_2019.csv"
    trees, gold = data / "treebanks", data / "coref"
    sets = {
        "gumtrain": lambda: gum(trees / "gum-train.conllu.gz", gold / "gum_open-train.jsonl.gz", nlp),
        "wntrain": lambda: wikinews(csv, "train", nlp),
        "gumdev": lambda: gum(trees / "gum-dev.conllu.gz", gold / "gum_open-dev.jsonl.gz", nlp, genres),
        "wndev": lambda: wikinews(csv, "dev", nlp),
    }
    found: dict[str, list[Document]] = {}
    nlp = load()
    for name, make in sets.items():
        path = parsed / f"d_{name}.pkl" if parsed else None
        if path and path.exists():
            found[name] = pickle.loads(path.read_bytes())
            continue
        found[name] = list(make())
        if path:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(pickle.dumps(found[name]))
    return found


def evaluate(documents: list[Document], ranker: Ranker) -> Score:
    score = Score()
    for document in documents:
        tree = Tree.of(document.doc)
        nominals = Nominals(tree)
        phrases = find_phrases(tree, nominals, find_names(tree, nominals))
        clusters, _ = resolve_phrases(tree, nominals, phrases, ranker)
        mentions = [(p.first, p.stop, p.top, clusters.root(k), p.kind) for k, p in enumerate(phrases)]
        add_document(score, document.doc, Gold(document.doc, document.row()), mentions, False)
    return score


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--parsed", type=Path)
    parser.add_argument(
        "--members", nargs="+", default=["gumtrain", "gumtrain,wntrain"], help="the sets that each member learns from"
    )
    parser.add_argument("--epochs", type=int, default=7)
    parser.add_argument("--hidden", type=int, default=24)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rate", type=float, default=0.01)
    parser.add_argument("--decay", type=float, default=0.05)
    parser.add_argument("--keep", type=float, default=0.9)
    parser.add_argument("--boldness", type=float, nargs=3, default=(1.0, 1.0, 2.0), help="persons, pronouns, others")
    parser.add_argument("--out", type=Path)
    args = parser.parse_args()
    documents = read(args.data, args.parsed)
    examples = {
        name: [e for d in documents[name] if (e := example(d))]
        for name in sorted({name for member in args.members for name in member.split(",")})
    }
    dev = {name: documents[name] for name in ("gumdev", "wndev")}

    members = []
    for sets in args.members:
        own = [e for name in sets.split(",") for e in examples[name]]
        print(sets, len(own), sum(len(e.anaphors) for e in own), sum(len(e.i) for e in own))
        members.append(train(own, args.hidden, args.epochs, args.seed, args.rate, args.decay, args.keep))
    w = together(members)
    embolden(w, *args.boldness)
    for name, part in dev.items():
        print(name, evaluate(part, Ranker(w)), sep="\n")
    if args.out:
        content = {
            "trained_on": "GUM, openly licensed genres: annotation CC BY 4.0; texts CC BY, CC BY-SA, public domain. "
            "newslab's annotation of Wikinews 2019, CC BY 4.0; texts CC BY 2.5",
            "weights": {name: np.round(rows, 3).tolist() for name, rows in w.items()},
        }
        args.out.write_text(json.dumps(content, separators=(",", ":")) + "\n", encoding="utf8")


if __name__ == "__main__":
    main()
