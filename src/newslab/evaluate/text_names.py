"""Names in the tables' mentions: exact span and label, on the article's text."""

from __future__ import annotations

from collections.abc import Sequence

from newslab.evaluate.gold import Row
from newslab.evaluate.measures import F1, Difference, Measure, Scores, around
from newslab.evaluate.names import NINE
from newslab.evaluate.reading import Reading

Name = tuple[int, int, str]


def score(gold: Sequence[Row], reading: Reading) -> Scores:
    """F1 of all names, of spans whatever their label, and of each label that gold has."""
    sides = [(_names(row["mentions"]), _names(reading.rows("mentions", row))) for row in gold]
    labels = [label for label in NINE if any(name[2] == label for truth, _ in sides for name in truth)]
    measures = [
        Measure("all labels", F1, [_counts(truth, found) for truth, found in sides]),
        Measure("span, whatever its label", F1, [_counts(_spans(truth), _spans(found)) for truth, found in sides]),
    ]
    for label in labels:
        some = [tuple({name for name in side if name[2] == label} for side in pair) for pair in sides]
        measures.append(Measure(label, F1, [_counts(truth, found) for truth, found in some]))
    differences: list[Difference] = []
    for row, (truth, found) in zip(gold, sides, strict=True):
        own = {name[:2]: name[2] for name in found - truth}
        for start, end, label in sorted(truth - found):
            guess = own.pop((start, end), None)
            differences.append(_difference(row, (start, end), "missed" if guess is None else "label", label, guess))
        differences += [_difference(row, span, "extra", None, label) for span, label in sorted(own.items())]
    return Scores(measures, differences)


def _names(mentions: Sequence[Row]) -> set[Name]:
    return {(int(m["start"]), int(m["end"]), str(m["label"])) for m in mentions if m["kind"] == "name"}


def _spans(names: set[Name]) -> set[tuple[int, int]]:
    return {name[:2] for name in names}


def _counts(truth: set, found: set) -> tuple[int, int, int]:  # type: ignore[type-arg]
    return len(truth & found), len(found), len(truth)


def _difference(row: Row, span: tuple[int, int], error: str, gold: str | None, found: str | None) -> Difference:
    text = row["text"]
    return Difference(str(row["id"]), error, *span, text[slice(*span)], gold, found, around(text, *span))
