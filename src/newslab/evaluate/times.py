"""Expressions of time: found, their TIMEX3 values and types, and the day that each begins on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from newslab.evaluate.gold import Row
from newslab.evaluate.measures import F1, SHARE, Difference, Measure, Scores, around
from newslab.evaluate.reading import Reading
from newslab.evaluate.spans import match, same_span
from newslab.values.calendars import interval


def first_day(row: Row) -> date | None:
    """The first day that a gold value denotes; None for durations, sets, and what has no place in time."""
    days = interval(row["value"]) if row["type"] in ("DATE", "TIME") else None
    return days[0] if days else None


def score(gold: Sequence[Row], reading: Reading) -> Scores:
    """All measures of the layer. Stretches that a row gives as `ignored` count on neither side."""
    names = (
        "expression found, overlap", "expression found, same span", "start date right, of gold dates",
        "start date right, of dates found", "value the same, of those found", "type the same, of those found",
    )  # fmt: skip
    counts: dict[str, list[tuple[int, ...]]] = {name: [] for name in names}
    differences: list[Difference] = []
    for row in gold:
        ignored = row.get("ignored", ())
        times, found = (
            [t for t in side if not any(t["start"] < end and start < t["end"] for start, end in ignored)]
            for side in (row["times"], reading.rows("times", row))
        )
        pairs = match(times, found)
        same = sum(same_span(times[g], found[f]) for g, f in pairs.items())
        dated = started = met = valued = typed = 0
        for g, time in enumerate(times):
            guess = found[pairs[g]] if g in pairs else None
            day = first_day(time)
            right = bool(guess and day and guess["earliest"] is not None and guess["earliest"].date() == day)
            dated += day is not None
            met += day is not None and guess is not None
            started += right
            if guess is not None:
                valued += guess["timex"] == time["value"]
                typed += guess["type"] == time["type"]
            error = "missed" if guess is None else "start date" if day and not right else "value"
            if guess is None or (day and not right) or guess["timex"] != time["value"]:
                differences.append(_difference(row, time, error, time["value"], guess["timex"] if guess else None))
        differences += [
            _difference(row, one, "extra", None, one["timex"]) for f, one in enumerate(found) if f not in pairs.values()
        ]
        rights = (
            (len(pairs), len(found), len(times)), (same, len(found), len(times)), (started, dated), (started, met),
            (valued, len(pairs)), (typed, len(pairs)),
        )  # fmt: skip
        for name, numbers in zip(names, rights, strict=True):
            counts[name].append(numbers)
    measures = [Measure(name, F1 if "expression" in name else SHARE, counted) for name, counted in counts.items()]
    return Scores(measures, differences)


def _difference(row: Row, time: Row, error: str, gold: str | None, found: str | None) -> Difference:
    text, start, end = row["text"], int(time["start"]), int(time["end"])
    return Difference(str(row["id"]), error, start, end, text[start:end], gold, found, around(text, start, end))
