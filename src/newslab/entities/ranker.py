"""The learned part of coreference: scores of antecedents, and of there being none.

A phrase or pair has categorical features (`features`); each value of each has a row of numbers, and the score of a pair
is w · relu(sum of its rows) + the sum of its values' single weights. Trained on the open documents of GUM (CC BY 4.0,
CC BY-SA, public domain texts) by `training/coreference/train.py`; numpy is all that it needs.
Mention ranking after Denis & Baldridge 2008 and Durrett & Klein 2013.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from itertools import accumulate

import numpy as np

from newslab.entities.features import OF_PAIR, OF_PHRASE

PHRASE_OFFSETS = np.array([0, *accumulate(OF_PHRASE.values())][:-1], dtype=np.int32)
PAIR_OFFSETS = np.array([0, *accumulate(OF_PAIR.values())][:-1], dtype=np.int32)
N_PHRASE, N_PAIR = sum(OF_PHRASE.values()), sum(OF_PAIR.values())
WIDE = ("sorts", "roles")  # features of too many values for hidden rows: they have single weights only
HIDDEN_FEATURES = np.array([k for k, name in enumerate(OF_PAIR) if name not in WIDE])


class Ranker:
    """Weights by name: `antecedent`, `anaphor`, `pair` (rows), `out`, `single`, `new`, `new_out`, `new_single`."""

    def __init__(self, weights: dict[str, np.ndarray]) -> None:
        self.weights = weights

    def of_phrases(self, values: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The phrases' sums of rows as antecedents and as anaphors, and each one's score of having no antecedent."""
        w = self.weights
        at = values + PHRASE_OFFSETS
        antecedent = w["antecedent"][at].sum(axis=1)
        anaphor = w["anaphor"][at].sum(axis=1)
        new = np.maximum(w["new"][at].sum(axis=1), 0) @ w["new_out"] + w["new_single"][at].sum(axis=1)
        return antecedent, anaphor, new

    def of_pairs(
        self, antecedent: np.ndarray, anaphor: np.ndarray, i: np.ndarray, j: np.ndarray, values: np.ndarray
    ) -> np.ndarray:
        """The score of each pair, from `of_phrases` and the pairs' features."""
        w = self.weights
        at = values + PAIR_OFFSETS
        hidden = antecedent[i] + anaphor[j]
        for feature in HIDDEN_FEATURES.tolist():
            hidden += w["pair"][at[:, feature]]
        scores: np.ndarray = np.maximum(hidden, 0) @ w["out"] + w["single"][at].sum(axis=1)
        return scores


@cache
def load_ranker() -> Ranker:
    """The weights that come with newslab."""
    text = files("newslab.entities").joinpath("ranker.json").read_text(encoding="utf8")
    content = json.loads(text)
    return Ranker({name: np.array(rows, dtype=np.float32) for name, rows in content["weights"].items()})
