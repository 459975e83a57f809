"""Factuality of events, -3 … 3: Pearson's r and the mean absolute error beside ratings (UDS: Rudinger et al. 2018)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from newslab.claims import graded
from newslab.claims.factuality import Views
from newslab.evaluate.gold import Row
from newslab.evaluate.measures import MEAN, PEARSON, Difference, Measure, Scores, around, moments
from newslab.evaluate.reading import Reading
from newslab.reader.syntax import Tree

FAR = 2.0  # a rating this far off is listed as an error


def score(gold: Sequence[Row], reading: Reading) -> Scores:
    """Both measures; a row is a sentence with `events` [start, end, factuality]."""
    correlation, error = [], []
    differences: list[Difference] = []
    for row, doc in zip(gold, reading.docs([row["text"] for row in gold]), strict=True):
        tree = Tree.of(doc)
        views = Views(tree, [None] * len(tree), ())
        pairs = []
        for event in row["events"]:
            i = max(bisect_right(tree.start, event["start"]) - 1, 0)
            pairs.append((graded.grade(views, i), float(event["factuality"])))
            if abs(pairs[-1][0] - pairs[-1][1]) >= FAR:
                span = event["start"], event["end"]
                found, truth = (f"{value:.2f}" for value in pairs[-1])
                shown = around(row["text"], *span)
                differences.append(
                    Difference(str(row["id"]), "rating", *span, row["text"][slice(*span)], truth, found, shown)
                )
        correlation.append(moments(pairs))
        error.append((sum(abs(a - b) for a, b in pairs), len(pairs)))
    return Scores(
        [Measure("graded factuality, r", PEARSON, correlation), Measure("mean absolute error", MEAN, error)],
        differences,
    )
