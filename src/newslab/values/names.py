"""Names that hold words of time or number: "USA *Today*", "*Six* Flags", "the *2008* Games"."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from spacy.tokens import Doc

NAMES = frozenset({"PERSON", "ORG", "GPE", "LOC", "NORP", "FAC", "PRODUCT", "EVENT", "WORK", "WORK_OF_ART", "LAW"})
DATED = frozenset({"EVENT", "WORK", "WORK_OF_ART", "LAW"})  # a year inside one dates it


class Name(NamedTuple):
    """A named entity's characters and label."""

    start: int
    end: int
    label: str


def names_of(doc: Doc) -> list[Name]:
    """The names of `doc.ents` in text order, without entities that are times or amounts themselves."""
    return [Name(ent.start_char, ent.end_char, ent.label_) for ent in doc.ents if ent.label_ in NAMES]


def name_around(names: Sequence[Name], start: int, end: int) -> Name | None:
    """The name that the characters lie strictly inside."""
    k = bisect_right(names, start, key=lambda name: name.start) - 1
    if k < 0 or end > names[k].end or (start, end) == names[k][:2]:
        return None
    return names[k]
