"""Check-worthiness on PoliClaim (measured only, never trained on): ranking and calibration, with intervals.

python training/score_checkworthy.py DATA
A sentence's score is that of its worthiest claim, 0 where it has none. The labels say whether it is a verifiable claim.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent / "factuality"))

from data import rows

from newslab.claims import find_claims
from newslab.quotes import find_attributions
from newslab.reader import load
from newslab.reader.syntax import Tree
from newslab.records import ArticleRecord
from newslab.values import find_quantities, find_times


def area(scores: np.ndarray, labels: np.ndarray) -> float:
    """Area under the ROC curve: how often a claim is ranked above a sentence that is none."""
    order = np.argsort(scores, kind="stable")
    ranks = np.empty(len(scores))
    ranks[order] = np.arange(1, len(scores) + 1)
    values, inverse, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.bincount(inverse, ranks, len(values)) / counts)[inverse]
    positive = labels.sum()
    return float((ranks[labels == 1].sum() - positive * (positive + 1) / 2) / (positive * (len(labels) - positive)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    options = parser.parse_args()
    items = rows(options.data / "claims" / "policlaim-train.jsonl.gz")
    scores = []
    for doc in load().pipe([item["text"] for item in items]):
        tree, record = Tree.of(doc), ArticleRecord("x", doc.text)
        record.times = find_times(doc, tree, None)
        record.quantities = find_quantities(doc, tree, record.times)
        record.attributions = find_attributions(doc, tree, [])
        scores.append(max((claim.check_worthy for claim in find_claims(doc, tree, record)), default=0.0))
    found, labels = np.array(scores), np.array([item["factual_claim"] for item in items])
    generator = np.random.default_rng(0)
    samples = [generator.integers(0, len(found), len(found)) for _ in range(500)]
    low, high = np.percentile([area(found[rows_], labels[rows_]) for rows_ in samples], [2.5, 97.5])
    print(f"{len(found)} sentences, {labels.mean():.2f} of them claims")
    print(f"area under the ROC curve {area(found, labels):.3f} [{low:.3f}, {high:.3f}]")
    print(f"Brier score {np.mean((found - labels) ** 2):.3f} (always the base rate: {labels.var():.3f})")
    for lower in np.arange(0, 1, 0.2):
        inside = (found >= lower) & (found < lower + 0.2 + (lower > 0.7))
        if inside.any():
            print(
                f"  scored {lower:.1f} to {lower + 0.2:.1f}: {inside.sum()} sentences, {labels[inside].mean():.2f} claims"
            )


if __name__ == "__main__":
    main()
