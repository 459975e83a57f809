"""Fits the weights of `graded.tsv`: ridge regression of ratings on the features of `newslab.claims.graded`."""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

import numpy as np
from data import uds

from newslab.claims import graded
from newslab.claims.factuality import Views

SCALE = {"CT+": 3, "PR+": 2, "PS+": 1, "CT-": -3, "PR-": -2, "PS-": -1, "Uu": 0}


def load(data: Path, part: str) -> tuple[list[list[str]], np.ndarray, np.ndarray]:
    found, ratings, rules = [], [], []
    for tree, events in uds(data, part):
        views = Views(tree, [None] * len(tree), [])
        for i, rating in events:
            found.append(graded.features(views, i))
            ratings.append(rating)
            rules.append(SCALE[views.at(i).value])
    return found, np.array(ratings), np.array(rules, float)


def fit(found: list[list[str]], ratings: np.ndarray, least: int, ridge: float) -> tuple[dict[str, float], float]:
    """Conjugate gradients on the normal equations of the sparse feature matrix."""
    counts = Counter(name for names in found for name in set(names))
    index = {name: k for k, name in enumerate(sorted(n for n, c in counts.items() if c >= least))}
    row = np.array([r for r, names in enumerate(found) for n in set(names) if n in index])
    column = np.array([index[n] for names in found for n in set(names) if n in index])
    mean = ratings.mean()
    target = ratings - mean

    def times(w: np.ndarray) -> np.ndarray:
        return np.bincount(row, w[column], len(found))

    def back(v: np.ndarray) -> np.ndarray:
        return np.bincount(column, v[row], len(index))

    w = np.zeros(len(index))
    r = back(target)
    p, old = r.copy(), r @ r
    for _ in range(200):
        a = back(times(p)) + ridge * p
        step = old / (p @ a)
        w += step * p
        r -= step * a
        new = r @ r
        if new < 1e-6:
            break
        p, old = r + new / old * p, new
    return {name: w[k] for name, k in index.items()}, mean


def predict(found: list[list[str]], weights: dict[str, float], bias: float) -> np.ndarray:
    return np.clip([bias + sum(weights.get(n, 0.0) for n in set(names)) for names in found], -3, 3)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--least", type=int, default=10)
    parser.add_argument("--ridge", type=float, default=30.0)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    found, ratings, rules = load(options.data, "train")
    tests, gold, test_rules = load(options.data, "dev")
    print(f"rules alone: r train {correlation(rules, ratings):.3f}, dev {correlation(test_rules, gold):.3f}")
    weights, bias = fit(found, ratings, options.least, options.ridge)
    guess = predict(tests, weights, bias)
    print(
        f"{len(weights)} weights: r train {correlation(predict(found, weights, bias), ratings):.3f}, dev {correlation(guess, gold):.3f}"
    )
    if options.out:
        write(options.out, weights, bias)


def correlation(a: np.ndarray, b: np.ndarray) -> float:
    return float(np.corrcoef(a, b)[0, 1])


def write(path: Path, weights: dict[str, float], bias: float) -> None:
    """The weights that matter, heaviest first."""
    lines = [
        "# Weights of the features of graded factuality, made by training/factuality/train.py from UDS-IH2 (CC BY-SA 4.0).",
        "# The factuality of a clause is the sum of the weights of its features and the bias, cut to -3 ... 3.",
        "feature\tweight",
        f"bias\t{bias:.3f}",
    ]
    for name, weight in sorted(weights.items(), key=lambda item: (-abs(item[1]), item[0])):
        if abs(weight) >= 0.02:
            lines.append(f"{name}\t{weight:.2f}")
    path.write_text("\n".join(lines) + "\n", encoding="utf8")


if __name__ == "__main__":
    main()
