"""Factuality on UDS: Pearson's r between the graded factuality of the event's clause and the ratings, with intervals.

python training/score_factuality.py DATA [--part dev] [--gold]
DATA is the folder with claims/factuality-uds-*.jsonl.gz; with --gold the trees are the treebank's, else the reader's.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent / "factuality"))

from data import uds

from newslab.claims import graded
from newslab.claims.factuality import Views
from newslab.reader import load

SCALE = {"CT+": 3, "PR+": 2, "PS+": 1, "CT-": -3, "PR-": -2, "PS-": -1, "Uu": 0}


def interval(values: list[np.ndarray], score: object, rounds: int = 1000) -> tuple[float, float, float]:
    """A score and its 95 % bootstrap interval over rows."""
    generator = np.random.default_rng(0)
    count = len(values[0])
    found = []
    for _ in range(rounds):
        rows = generator.integers(0, count, count)
        found.append(score(*(v[rows] for v in values)))
    return score(*values), *np.percentile(found, [2.5, 97.5])


def pearson(a: np.ndarray, b: np.ndarray) -> float:
    return float(np.corrcoef(a, b)[0, 1])


def error(a: np.ndarray, b: np.ndarray) -> float:
    return float(np.abs(a - b).mean())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--part", default="dev")
    parser.add_argument("--gold", action="store_true")
    options = parser.parse_args()
    guesses, rules, ratings = [], [], []
    for tree, events in uds(options.data, options.part, None if options.gold else load()):
        views = Views(tree, [None] * len(tree), ())
        for i, rating in events:
            guesses.append(graded.grade(views, i))
            rules.append(SCALE[views.at(i).value])
            ratings.append(rating)
    gold = np.array(ratings)
    print(f"{len(gold)} events, {'gold' if options.gold else 'predicted'} trees")
    for name, found in (("graded", guesses), ("FactBank value alone", rules), ("always 3", [3] * len(gold))):
        array = np.array(found, float)
        parts = []
        if name != "always 3":
            r, low, high = interval([array, gold], pearson)
            parts.append(f"r {r:.3f} [{low:.3f}, {high:.3f}]")
        e, low, high = interval([array, gold], error)
        print(f"  {name}: {', '.join([*parts, f'mean absolute error {e:.2f} [{low:.2f}, {high:.2f}]'])}")


if __name__ == "__main__":
    main()
