"""Whether the records that a stage handed over can become rows: offsets, references, values.

Looked at article by article, so that one article's fault costs that stage of that article and no more.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from typing import Any

from newslab.records import ArticleRecord, Span
from newslab.tables.schema import Column, codebook

# the record's list → the table that its items go to
TABLES = {
    "mentions": "mentions",
    "attributions": "quotes",
    "claims": "claims",
    "links": "links",
    "times": "times",
    "quantities": "quantities",
}
SPANS = ("content", "quoted", "source", "cue", "addressee", "medium", "subject", "predicate", "object", "evidence")


def fault(record: ArticleRecord, stage: str) -> str | None:
    """What is wrong with one of the record's lists (`mentions`, `attributions`, …), in a few words, or None.

    A record whose lists have no fault gives rows that `schema.check` accepts.
    """
    size = len(record.text)
    for item in getattr(record, stage):
        for start, end in _spans(item):
            if not 0 <= start < end <= size:
                return f"the offsets {start} to {end} are no stretch of the text"
        for name, count in _references(record, stage, item):
            if not 0 <= name < count:
                return f"it refers to number {name} of {count}"
        for column in _limited(TABLES[stage], type(item)):
            value = getattr(item, column.name)
            if value is None:
                if not column.optional:
                    return f"{column.name} is missing"
            elif column.values and value not in column.values:
                return f"{value!r} is no {column.name}"
            elif column.between and not column.between[0] <= value <= column.between[1]:
                return f"the {column.name} {value!r} is out of range"
    if stage == "attributions":
        if not all(item.content for item in record.attributions):
            return "an attribution has no content"
        if any(_circular(record, position) for position in range(len(record.attributions))):
            return "an attribution stands inside itself"
    return None


@cache
def _limited(table: str, record: type) -> tuple[Column, ...]:
    """The columns with a limited set or range of values that the record's class has under the same name."""
    own = {field.name for field in fields(record)}
    return tuple(column for column in codebook()[table] if column.name in own and (column.values or column.between))


def _spans(item: Any) -> Iterator[Span]:
    if hasattr(item, "start"):
        yield item.start, item.end
    for name in SPANS:
        value = getattr(item, name, None)
        if isinstance(value, tuple) and value:
            yield from ((value,) if isinstance(value[0], int) else value)  # type: ignore[misc]
    for _, span in getattr(item, "arguments", ()):
        yield span


def _references(record: ArticleRecord, stage: str, item: Any) -> Iterator[tuple[int, int]]:
    quotes, claims, times = len(record.attributions), len(record.claims), len(record.times)
    if stage == "attributions" and item.parent is not None:
        yield item.parent, quotes
    if stage == "claims":
        if item.attribution is not None:
            yield item.attribution, quotes
        if item.time is not None:
            yield item.time, times
    if stage == "links":
        yield from ((position, claims) for position in (item.source, item.target, *item.candidates))


def _circular(record: ArticleRecord, position: int) -> bool:
    seen = set()
    parent: int | None = position
    while parent is not None:
        if parent in seen:
            return True
        seen.add(parent)
        parent = record.attributions[parent].parent
    return False
