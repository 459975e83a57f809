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
    parser.add_argument("--least", type=int, default=5)
    parser.add_argument("--ridge", type=float, default=10.0)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    found, ratings, rules = load(options.data, "train")
    tests, gold, test_rules = load(options.data, "dev")
    print("rules alone: r train %.3f, dev %.3f" % (np.corrcoef(rules, ratings)[0, 1], np.corrcoef(test_rules, gold)[0, 1]))
    for least in (3, 5, 10):
        for ridge in (10.0, 30.0):
            weights, bias = fit(found, ratings, least, ridge)
            r = np.corrcoef(predict(tests, weights, bias), gold)[0, 1]
            t = np.corrcoef(predict(found, weights, bias), ratings)[0, 1]
            print(f"least {least} ridge {ridge}: {len(weights)} weights, r train {t:.3f} dev {r:.3f}, mae {np.abs(predict(tests, weights, bias)-gold).mean():.2f}")


if __name__ == "__main__":
    main()
