"""Counts → figures with intervals."""

import math

import pytest

from newslab.evaluate.measures import F1, F1_OF_BOTH, MEAN, PEARSON, RECALL, SHARE, Measure, frame, moments, row
from newslab.evaluate.shown import shown


@pytest.mark.parametrize(
    ("form", "counts", "figures"),
    [
        (F1, [(1, 2, 4), (1, 2, 0)], {"precision": 50, "recall": 50, "f1": 50}),
        (F1, [(0, 0, 3)], {"recall": 0, "f1": 0}),
        (F1_OF_BOTH, [(1, 2, 1, 4)], {"precision": 50, "recall": 25, "f1": 100 / 3}),
        (RECALL, [(3, 4)], {"recall": 75}),
        (SHARE, [(3, 4), (0, 0)], {"value": 75}),
        (MEAN, [(3, 4)], {"value": 0.75}),
        (PEARSON, [moments([(1, 2), (2, 4)]), moments([(3, 6)])], {"value": 1}),
        (PEARSON, [moments([(1, -2), (2, -4)]), moments([])], {"value": -1}),
    ],
)
def test_figures(form, counts, figures):
    """Counts of all documents are summed before figures are made of them."""
    made = row(Measure("m", form, counts))
    for name, value in figures.items():
        assert made[name] == pytest.approx(value)


def test_interval():
    """The interval holds the figure, is the same every time, and has no width when documents agree."""
    mixed = row(Measure("m", SHARE, [(k % 3, 2) for k in range(30)]))
    assert mixed["low"] < mixed["value"] < mixed["high"]
    assert mixed == row(Measure("m", SHARE, [(k % 3, 2) for k in range(30)]))
    same = row(Measure("m", SHARE, [(1, 2)] * 5))
    assert same["low"] == same["value"] == same["high"] == 50


def test_nothing_is_missing():
    """A measure of nothing has no figure: neither 0 nor 100."""
    made = row(Measure("m", F1, [(0, 0, 0)]))
    assert math.isnan(made["f1"]) and math.isnan(made["low"])


def test_shown():
    """The table as text has a block a file and layer, a line a measure."""
    rows = [{"data": "a", "layer": "quotes", **row(Measure("content exact", F1, [(1, 2, 4)]))}]
    rows += [{"data": "b", "layer": "factuality", **row(Measure("graded, r", PEARSON, [moments([(1, 1), (2, 2)])]))}]
    lines = shown(frame(rows)).splitlines()
    assert lines[0] == "quotes: a, documents: 1" and "factuality: b, documents: 1" in lines
    assert lines[2].split() == ["content", "exact", "4", "2", "1", "50.0", "25.0", "33.3", "33.3–33.3"]
    assert lines[-1].split()[-2:] == ["1.000", "1.000–1.000"]
