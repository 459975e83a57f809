"""Fits the weights of `confidence.tsv`: how sure a claim is, from the tuned storylines of corpus/gold.

python training/factuality/confidence.py CORPUS [--out src/newslab/claims/confidence.tsv]
A claim is right when it and a gold claim overlap by half of the longer one and have the same source: none, the same
cue, or an overlapping speaker. Prints the calibration with each article left out in turn.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

import newslab
from newslab.claims import confidence as room
from newslab.claims import find
from newslab.extract import read_article
from newslab.reader import load
from newslab.records import ArticleRecord, Claim

Row = dict[str, Any]


def tuned(corpus: Path) -> set[str]:
    """Articles of the storylines that may be tuned on."""
    with (corpus / "split.tsv").open(encoding="utf8") as lines:
        rows = [line.rstrip("\n").split("\t") for line in lines if not line.startswith("#")]
    return {row[0] for row in rows[1:] if row[2] == "tuned"}


def layer(corpus: Path, name: str, wanted: set[str]) -> dict[str, list[Row]]:
    with (corpus / "gold" / f"{name}.jsonl").open(encoding="utf8") as lines:
        rows = [json.loads(line) for line in lines]
    return {row["article_id"]: row["annotations"] for row in rows if row["article_id"] in wanted}


def overlap(a: tuple[int, int], b: tuple[int, int]) -> int:
    return max(min(a[1], b[1]) - max(a[0], b[0]), 0)


def same_source(gold: Row, attributions: dict[str, Row], claim: Claim, record: ArticleRecord) -> bool:
    if gold["quote_id"] is None or claim.attribution is None:
        return gold["quote_id"] is None and claim.attribution is None
    one, other = attributions[gold["quote_id"]], record.attributions[claim.attribution]
    if any(overlap(tuple(a), b) for a in one["cue"] or () for b in other.cue):
        return True
    if not one["speaker"] or other.source is None:
        return not one["speaker"] and other.source is None
    return overlap(tuple(one["speaker"]), other.source) > 0


def verdicts(gold: list[Row], attributions: list[Row], record: ArticleRecord) -> list[bool]:
    """Whether each found claim is right; each gold claim is matched once, the best overlap first."""
    known = {row["quote_id"]: row for row in attributions}
    pairs = []
    for f, claim in enumerate(record.claims):
        for g, row in enumerate(gold):
            a, b = (row["start"], row["end"]), (claim.start, claim.end)
            shared = overlap(a, b)
            if shared and 2 * shared >= max(a[1] - a[0], b[1] - b[0]):
                same = bool(row["predicate"]) and overlap(tuple(row["predicate"][:2]), claim.predicate) > 0
                pairs.append((same, shared / (max(a[1], b[1]) - min(a[0], b[0])), g, f))
    right = [False] * len(record.claims)
    seen: set[int] = set()
    taken: set[int] = set()
    for _, _, g, f in sorted(pairs, reverse=True):
        if g not in seen and f not in taken:
            seen.add(g)
            taken.add(f)
            right[f] = same_source(gold[g], known, record.claims[f], record)
    return right


def fit(names: list[list[str]], right: np.ndarray, ridge: float, least: int) -> dict[str, float]:
    """Logistic regression by Newton's steps; features seen less often than `least` are left out."""
    counts = Counter(name for row in names for name in row)
    columns = sorted(name for name, count in counts.items() if count >= least)
    index = {name: k + 1 for k, name in enumerate(columns)}
    x = np.zeros((len(names), len(columns) + 1))
    x[:, 0] = 1
    for r, row in enumerate(names):
        for name in row:
            if name in index:
                x[r, index[name]] = 1
    penalty = np.eye(x.shape[1]) * ridge
    penalty[0, 0] = 1e-6
    w = np.zeros(x.shape[1])
    for _ in range(30):
        p = 1 / (1 + np.exp(-x @ w))
        step = np.linalg.solve((x.T * (p * (1 - p))) @ x + penalty, x.T @ (right - p) - penalty @ w)
        w += step
    return {"bias": w[0]} | {name: w[k] for name, k in index.items()}


def chance(weights: dict[str, float], names: list[str]) -> float:
    return 1 / (1 + np.exp(-weights["bias"] - sum(weights.get(name, 0.0) for name in names)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--ridge", type=float, default=3.0)
    parser.add_argument("--least", type=int, default=8)
    options = parser.parse_args()
    wanted = tuned(options.corpus)
    claims, attributions = layer(options.corpus, "claims", wanted), layer(options.corpus, "attributions", wanted)
    articles = newslab.read(options.corpus / "articles")
    articles = articles[articles["article_id"].isin(claims)]
    seen: list[list[str]] = []
    room_features = room.features

    def noted(*arguments: Any) -> list[str]:
        seen.append(room_features(*arguments))
        return seen[-1]

    find.confidence_features = noted  # type: ignore[attr-defined]
    names, right, groups = [], [], []
    for row, doc in zip(articles.itertuples(), load().pipe(articles["text"]), strict=True):
        seen.clear()
        when = None if pd.isna(row.published) else row.published.to_pydatetime()
        record = read_article(doc, row.article_id, when, None if pd.isna(row.title) else row.title)
        names += seen
        right += verdicts(claims[row.article_id], attributions[row.article_id], record)
        groups += [row.article_id] * len(seen)
    truth, parts = np.array(right, float), np.array(groups)
    held = np.zeros(len(truth))
    for part in sorted(set(groups)):
        others = [n for n, g in zip(names, groups, strict=True) if g != part]
        w = fit(others, truth[parts != part], options.ridge, options.least)
        for k in np.flatnonzero(parts == part):
            held[k] = chance(w, names[k])
    print(
        f"{len(truth)} claims of {len(set(groups))} articles, {truth.mean():.3f} right; each article left out in turn:"
    )
    print(f"  Brier score {np.mean((held - truth) ** 2):.3f}, always the share right {truth.var():.3f}")
    for low in (0.0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9):
        high = {0.0: 0.3, 0.3: 0.5}.get(low, low + 0.1)
        inside = (held >= low) & (held < high + (high > 0.99))
        if inside.any():
            print(f"  {low:.1f} to {high:.1f}: {inside.sum()} claims, {truth[inside].mean():.2f} right")
    weights = fit(names, truth, options.ridge, options.least)
    if options.out:
        counts = Counter(name for row in names for name in row)
        lines = [
            "# Weights of the features of a claim's confidence (log-odds), fitted by training/factuality/confidence.py on the",
            "# storylines of corpus/gold that are tuned on: that readers marked the claim and gave it the same source.",
            "feature\tweight\tclaims",
        ]
        for name in ["bias", *sorted(set(weights) - {"bias"})]:
            lines.append(f"{name}\t{weights[name]:.2f}\t{counts.get(name, len(truth))}")
        with options.out.open("w", encoding="utf8", newline="\n") as out:
            out.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
