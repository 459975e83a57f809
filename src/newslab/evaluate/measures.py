"""Counts of each document → figures with 95 % bootstrap intervals over documents."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

DRAWS, SEED = 1_000, 1
COLUMNS = {
    "data": "str", "layer": "str", "measure": "str", "n_documents": "Int64", "n_gold": "Int64", "n_found": "Int64",
    "n_right": "Int64", "precision": "float64", "recall": "float64", "f1": "float64", "value": "float64",
    "low": "float64", "high": "float64",
}  # fmt: skip

Figures = dict[str, np.ndarray]  # the last one is the one that the interval is of


@dataclass(frozen=True)
class Form:
    """How summed counts become figures, and which of the counts are the row's n_gold, n_found and n_right."""

    figures: Callable[[np.ndarray], Figures]
    gold: int | None = None
    found: int | None = None
    right: int | None = None


class Measure(NamedTuple):
    """One row: its name, its form, and one vector of counts a document."""

    name: str
    form: Form
    counts: Sequence[Sequence[float]]


class Difference(NamedTuple):
    """Something that gold and prediction disagree about: a row of the list of errors."""

    document: str
    error: str  # missed, extra, or the attribute that differs
    start: int | None
    end: int | None
    text: str
    gold: str | None
    found: str | None
    context: str


class Scores(NamedTuple):
    """What a layer hands back."""

    measures: list[Measure]
    differences: list[Difference]


def _ratio(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    return np.divide(100.0 * part, whole, out=np.full(np.shape(part), np.nan), where=np.asarray(whole) > 0)


def harmonic(precision: np.ndarray, recall: np.ndarray) -> np.ndarray:
    """F1, 0 where nothing is right."""
    p, r = np.nan_to_num(precision), np.nan_to_num(recall)
    return np.divide(2 * p * r, p + r, out=np.zeros(np.shape(p)), where=(p + r) > 0)


def _f1(sums: np.ndarray) -> Figures:
    """Of right, found, gold."""
    right, found, gold = sums[..., 0], sums[..., 1], sums[..., 2]
    precision, recall = _ratio(right, found), _ratio(right, gold)
    nothing = (found == 0) & (gold == 0)
    return {"precision": precision, "recall": recall, "f1": np.where(nothing, np.nan, harmonic(precision, recall))}


def _both(sums: np.ndarray) -> Figures:
    """Of right and all of the found, right and all of the gold, where the two are not counted alike."""
    precision, recall = _ratio(sums[..., 0], sums[..., 1]), _ratio(sums[..., 2], sums[..., 3])
    nothing = (sums[..., 1] == 0) & (sums[..., 3] == 0)
    return {"precision": precision, "recall": recall, "f1": np.where(nothing, np.nan, harmonic(precision, recall))}


def _pearson(sums: np.ndarray) -> Figures:
    """Of n, Σx, Σy, Σx², Σy², Σxy."""
    n, x, y, xx, yy, xy = np.moveaxis(sums, -1, 0)
    spread = np.sqrt(np.maximum(n * xx - x * x, 0) * np.maximum(n * yy - y * y, 0))
    r = np.divide(n * xy - x * y, spread, out=np.full(np.shape(n), np.nan), where=spread > 1e-9)
    return {"value": r}


F1 = Form(_f1, gold=2, found=1, right=0)
F1_OF_BOTH = Form(_both)
RECALL = Form(lambda sums: {"recall": _ratio(sums[..., 0], sums[..., 1])}, gold=1, right=0)
SHARE = Form(lambda sums: {"value": _ratio(sums[..., 0], sums[..., 1])}, gold=1, right=0)
PEARSON = Form(_pearson, gold=0)
MEAN = Form(lambda sums: {"value": _ratio(sums[..., 0], sums[..., 1]) / 100}, gold=1)


def moments(pairs: Sequence[tuple[float, float]]) -> tuple[float, ...]:
    """The counts that PEARSON wants, of (found, gold)."""
    x, y = np.array(pairs, float).reshape(-1, 2).T
    return len(x), x.sum(), y.sum(), (x * x).sum(), (y * y).sum(), (x * y).sum()


@cache
def _weights(documents: int) -> np.ndarray:
    """How often each document is drawn: draws × documents."""
    chance = np.random.default_rng(SEED)
    return np.stack(
        [np.bincount(chance.integers(0, documents, documents), minlength=documents) for _ in range(DRAWS)]
    ).astype(float)


def row(measure: Measure) -> dict[str, Any]:
    """The measure's counts, figures and interval as the cells of a row; percentages, but for a correlation or mean."""
    table = np.array(measure.counts, dtype=float)
    form, sums = measure.form, table.sum(0)
    figures = form.figures(sums)
    main = list(figures)[-1]
    drawn = form.figures(_weights(len(table)) @ table)[main]
    drawn = drawn[~np.isnan(drawn)]
    low, high = np.percentile(drawn, [2.5, 97.5]) if len(drawn) else (np.nan, np.nan)
    counted = {"n_gold": form.gold, "n_found": form.found, "n_right": form.right}
    return {
        "measure": measure.name,
        "n_documents": len(table),
        **{name: round(sums[at]) for name, at in counted.items() if at is not None},
        **{name: float(value) for name, value in figures.items()},
        "low": float(low),
        "high": float(high),
    }


def frame(rows: Sequence[dict[str, Any]]) -> pd.DataFrame:
    """The rows as a table with all columns in their dtypes."""
    made = {name: pd.Series([r.get(name) for r in rows], dtype=dtype) for name, dtype in COLUMNS.items()}
    return pd.DataFrame(made)


def around(text: str, start: int, end: int, width: int = 60) -> str:
    """The stretch in its context, marked, on one line."""
    shown = f"{text[max(0, start - width) : start]}[[{text[start:end]}]]{text[end : end + width]}"
    return " ".join(shown.split())
