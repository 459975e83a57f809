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

# the record's list → the table that its items go to; what its fields' columns have before their names there
TABLES = {
    "mentions": "mentions",
    "attributions": "quotes",
    "speakers": "quotes",
    "claims": "claims",
    "links": "links",
    "times": "times",
    "quantities": "quantities",
}
PREFIX = {"speakers": "speaker_"}
SPANS = ("content", "quoted", "source", "cue", "addressee", "medium", "subject", "predicate", "object", "evidence")
BOUNDS = (("earliest", "latest"), ("low", "high"))


def fault(record: ArticleRecord, stage: str) -> str | None:
    """What is wrong with one field of the record (`mentions`, `attributions`, …), in a few words, or None.

    A record whose fields have no fault gives rows that `schema.check` accepts.
    """
    if stage == "quantity_claims":
        wrong = [claim for claim in record.quantity_claims if claim is not None and not 0 <= claim < len(record.claims)]
        return f"it refers to number {wrong[0]} of {len(record.claims)}" if wrong else None
    if stage == "descriptions":
        texts = [text for described in record.descriptions.values() for text in described]
        return None if all(isinstance(text, str) and text for text in texts) else "a description is no text"
    return _items(record, stage)


def _items(record: ArticleRecord, stage: str) -> str | None:
    size = len(record.text)
    for item in getattr(record, stage):
        for start, end in _spans(item):
            if not 0 <= start < end <= size:
                return f"the offsets {start} to {end} are no stretch of the text"
        for name, count in _references(record, stage, item):
            if not 0 <= name < count:
                return f"it refers to number {name} of {count}"
        for field, column in _columns(stage, item.__class__):
            wrong = _wrong(getattr(item, field), column)
            if wrong:
                return wrong
        for low, high in BOUNDS:
            if getattr(item, low, None) is not None and getattr(item, high, None) is not None:
                try:
                    if getattr(item, low) > getattr(item, high):
                        return f"the {high} is below the {low}"
                except TypeError:  # one with and one without a time zone
                    return f"the {low} and the {high} cannot be compared"
    if stage == "attributions":
        return _attributions(record)
    return None


def _wrong(value: Any, column: Column) -> str | None:
    if value is None:
        return None if column.optional else f"{column.name} is missing"
    if isinstance(value, str) and value == "":
        return f"{column.name} is an empty string"
    if column.values and value not in column.values:
        return f"{value!r} is no {column.name}"
    if column.between and not column.between[0] <= value <= column.between[1]:
        return f"the {column.name} {value!r} is out of range"
    return None


def _attributions(record: ArticleRecord) -> str | None:
    for item in record.attributions:
        if not item.content:
            return "an attribution has no content"
        low, high = min(start for start, _ in item.content), max(end for _, end in item.content)
        if not all(low <= start and end <= high for start, end in item.quoted):
            return "quotation marks stand outside the content"
    return "an attribution stands inside itself" if _circular(record) else None


@cache
def _columns(stage: str, record: type) -> tuple[tuple[str, Column], ...]:
    """The fields of the record's class that become a column, with the column."""
    columns = {column.name: column for column in codebook()[TABLES[stage]]}
    named = ((field.name, columns.get(PREFIX.get(stage, "") + field.name)) for field in fields(record))
    return tuple((name, column) for name, column in named if column is not None)


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


def _circular(record: ArticleRecord) -> bool:
    sound: set[int] = set()
    for position in range(len(record.attributions)):
        path: dict[int, None] = {}
        parent: int | None = position
        while parent is not None and parent not in sound:
            if parent in path:
                return True
            path[parent] = None
            parent = record.attributions[parent].parent
        sound.update(path)
    return False
