"""Amounts: found, and their bounds, units, dimensions and modifiers."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from newslab.evaluate.gold import Row
from newslab.evaluate.measures import F1, SHARE, Difference, Measure, Scores, around
from newslab.evaluate.reading import Reading
from newslab.evaluate.spans import match, same_span
from newslab.values.patterns import read_table

NEAR = 0.001  # of the value: gold may be rounded


@cache
def _symbols() -> dict[str, str]:
    """Written form of a unit of measurement → its symbol, from the lexicon of units."""
    rows = read_table("units.tsv")
    return {form.strip().casefold(): row["unit"] for row in rows for form in (*row["forms"].split(";"), row["unit"])}


def unit(written: str | None) -> str:
    """A unit to compare by: its symbol, or what is counted as a singular; "miles per hour" and "mph" are one."""
    name = (written or "").casefold().strip()
    singular = {"people": "person", "deaths": "death"}.get(name, name)
    first, per, rest = name.partition(" per ")
    forms = (name, f"{first}s per {rest}" if per else f"{name}s")
    return next((_symbols()[form] for form in forms if form in _symbols()), re.sub(r" per |/", "/", singular))


def _scale(amount: Row) -> float:
    """Shares are compared as percentages, whether they are written as fractions or not."""
    return 100.0 if amount["dimension"] == "fraction" else 1.0


def _bounds(gold: Row, found: Row) -> bool:
    return all(_equal(_scaled(gold, side), _scaled(found, side)) for side in ("low", "high"))


def _scaled(amount: Row, side: str) -> float | None:
    return None if amount[side] is None else amount[side] * _scale(amount)


def _equal(a: float | None, b: float | None) -> bool:
    return a is b if a is None or b is None else math.isclose(a, b, rel_tol=NEAR, abs_tol=1e-9)


def _unit(gold: Row, found: Row) -> bool:
    """A fraction's unit is what it is of, a percentage's is per cent: of these only the bounds are compared."""
    shares = [side["dimension"] in ("percent", "fraction") for side in (gold, found)]
    fraction = "fraction" in (gold["dimension"], found["dimension"])
    return all(shares) if fraction else unit(gold["unit"]) == unit(found["unit"])


def score(gold: Sequence[Row], reading: Reading) -> Scores:
    """All measures of the layer."""
    attributes: dict[str, Any] = {
        "bounds right": _bounds,
        "unit right": _unit,
        "dimension right": lambda g, f: g["dimension"] == f["dimension"],
        "modifier right": lambda g, f: g["modifier"] == f["modifier"],
    }
    counts: dict[str, list[tuple[int, ...]]] = {}
    differences: list[Difference] = []

    def count(name: str, *numbers: int) -> None:
        counts.setdefault(name, []).append(numbers)

    for row in gold:
        amounts, found = row["amounts"], reading.rows("quantities", row)
        placed = match(amounts, found)
        pairs = [(amounts[g], found[f]) for g, f in sorted(placed.items())]
        count("amount found, overlap", len(pairs), len(found), len(amounts))
        count("amount found, same span", sum(same_span(g, f) for g, f in pairs), len(found), len(amounts))
        right = {name: [agrees(g, f) for g, f in pairs] for name, agrees in attributes.items()}
        whole = [all(verdicts) for verdicts in zip(right["bounds right"], right["unit right"], strict=True)]
        count("bounds and unit right, of gold amounts", sum(whole), len(amounts))
        count("bounds and unit right, of those found", sum(whole), len(pairs))
        for name, verdicts in right.items():
            count(f"{name}, of those found", sum(verdicts), len(pairs))
        for k, (g, f) in enumerate(pairs):
            wrong = [name.removesuffix(" right") for name, verdicts in right.items() if not verdicts[k]]
            if wrong:
                differences.append(_difference(row, g, ", ".join(wrong), _shown(g), _shown(f)))
        differences += [
            _difference(row, a, "missed", _shown(a), None) for i, a in enumerate(amounts) if i not in placed
        ]
        extra = set(range(len(found))) - set(placed.values())
        differences += [_difference(row, found[j], "extra", None, _shown(found[j])) for j in sorted(extra)]
    return Scores([Measure(n, F1 if n.startswith("amount") else SHARE, c) for n, c in counts.items()], differences)


def _shown(amount: Row) -> str:
    return " ".join(str(amount.get(key)) for key in ("low", "high", "unit", "dimension", "modifier"))


def _difference(row: Row, amount: Row, error: str, gold: str | None, found: str | None) -> Difference:
    text, start, end = row["text"], int(amount["start"]), int(amount["end"])
    return Difference(str(row["id"]), error, start, end, text[start:end], gold, found, around(text, start, end))
