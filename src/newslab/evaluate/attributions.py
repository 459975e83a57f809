"""Attributions of both sides as characters, and which match.

Content overlap is the Jaccard index over characters that are neither space nor quotation mark; gold and found are
matched one to one, greedily, best overlap first. "Exact" leaves punctuation at the edges out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from typing import Any, NamedTuple

from newslab.evaluate.gold import Row

Spans = Sequence[Sequence[int]]

EDGES = frozenset("“”\"'‘’.,;:—–-!?… \n\t\xa0")
MARKS = frozenset('“”"')
QUOTED = re.compile(r'“[^“”]{1,3000}”|"[^"\n]{1,3000}"')
ROLES = ("content", "source", "cue")
KINDS = ("direct", "mixed", "indirect")


class Attribution:
    """An attribution of either side with its characters."""

    def __init__(self, text: str, row: Row) -> None:
        self.text = text
        self.row = row
        self.source, self.cue, self.content = (spans(row.get(role)) for role in ("source", "cue", "content"))

    @cached_property
    def overlapping(self) -> frozenset[int]:
        """The characters of the content that count for the overlap."""
        return frozenset(i for i in characters(self.content, self.text) if self.text[i] not in MARKS)

    def exact(self, role: str) -> frozenset[int]:
        """The characters of a role without punctuation at its edges."""
        inside = sorted(characters(getattr(self, role), self.text))
        while inside and self.text[inside[0]] in EDGES:
            inside.pop(0)
        while inside and self.text[inside[-1]] in EDGES:
            inside.pop()
        return frozenset(inside)

    def as_written(self, role: str) -> str:
        """The words of a role, its parts joined by spaces."""
        return " ".join(self.text[start:end] for start, end in getattr(self, role))


class Pair(NamedTuple):
    """A gold attribution (by its position), the found one that it matches, and their overlap."""

    gold: int
    found: int
    overlap: float


def spans(value: Any) -> list[list[int]]:
    """A list of spans; one span alone, or none, is taken as well."""
    if not value:
        return []
    return [list(span) for span in ([value] if isinstance(value[0], int) else value)]


def characters(spans: Spans, text: str) -> set[int]:
    """The positions in the spans that are no space."""
    return {i for start, end in spans for i in range(max(0, start), min(end, len(text))) if not text[i].isspace()}


def match(gold: Sequence[Attribution], found: Sequence[Attribution]) -> list[Pair]:
    """Matches one to one, best overlap first."""
    pairs = sorted(
        (
            (len(g.overlapping & f.overlapping) / len(g.overlapping | f.overlapping), i, j)
            for i, g in enumerate(gold)
            for j, f in enumerate(found)
            if not g.overlapping.isdisjoint(f.overlapping)
        ),
        reverse=True,
    )
    matched: list[Pair] = []
    golds: set[int] = set()
    founds: set[int] = set()
    for overlap, i, j in pairs:
        if i not in golds and j not in founds:
            golds.add(i)
            founds.add(j)
            matched.append(Pair(i, j, overlap))
    return matched


def quoted(text: str) -> set[int]:
    """The characters between double quotation marks, straight or curly."""
    return {i for found in QUOTED.finditer(text) for i in range(found.start(), found.end())}


def kind(attribution: Attribution, inside: set[int]) -> str:
    """By the share of the content that stands in quotation marks."""
    content = [i for s, e in attribution.content for i in range(s, e) if not attribution.text[i].isspace()]
    share = sum(i in inside for i in content) / len(content) if content else 0.0
    return "direct" if share > 0.95 else "indirect" if share == 0 else "mixed"


def all_characters(side: Sequence[Attribution], role: str) -> set[int]:
    """The characters of a role in all attributions of a side; of contents, without quotation marks."""
    found = {i for a in side for i in characters(getattr(a, role), a.text)}
    return {i for i in found if side[0].text[i] not in MARKS} if role == "content" else found


def overlap(gold: Attribution, found: Attribution, role: str) -> bool:
    """Whether a role shares a character, or neither has a source."""
    g, f = characters(getattr(gold, role), gold.text), characters(getattr(found, role), found.text)
    return bool(g & f) or (role == "source" and not g and not f)
