"""Overlapping stretches of a text → properly nested markup, in one pass."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

DEPTH = 24  # marks drawn over one another; any more at one place are left out, which keeps the pass linear


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch to be marked: `layer` orders what stands inside what, 0 outermost. All but `classes` is plain text."""

    start: int
    end: int
    layer: int
    classes: str
    key: str = ""  # marks with the same key belong together: q3, e17
    title: str = ""
    id: str = ""  # row id
    number: str = ""  # small number before the first or after the last character
    number_after: bool = False
    tag: str = ""  # short label after the last character
    by: str = ""  # who speaks, for the filter


def markup(text: str, start: int, end: int, marks: Sequence[Mark]) -> str:
    """The text from start to end as HTML with the marks around what they cover; all text is escaped.

    Marks may overlap and go beyond the stretch; they must be sorted by start. A mark that crosses another one's edge is
    opened again behind it, so elements always close in the order in which they opened.
    """
    return "".join(_pieces(text, start, end, marks))


def _pieces(text: str, start: int, end: int, marks: Sequence[Mark]) -> Iterator[str]:
    points = sorted({start, end, *(p for mark in marks for p in (mark.start, mark.end) if start < p < end)})
    waiting = 0
    active: list[Mark] = []
    stack: list[Mark] = []
    for here, after in pairwise(points):
        active = [mark for mark in active if mark.end > here]
        while waiting < len(marks) and marks[waiting].start <= here:
            if marks[waiting].end > here and len(active) < DEPTH:
                active.append(marks[waiting])
            waiting += 1
        wanted = sorted(active, key=lambda mark: (mark.layer, mark.start, -mark.end))
        same = next((i for i, (a, b) in enumerate(zip(stack, wanted, strict=False)) if a is not b), None)
        kept = min(len(stack), len(wanted)) if same is None else same
        yield "".join(_close(mark, here) for mark in reversed(stack[kept:]))
        yield "".join(_open(mark, here) for mark in wanted[kept:])
        yield escape(text[here:after])
        stack = wanted
    yield "".join(_close(mark, end) for mark in reversed(stack))


def _open(mark: Mark, here: int) -> str:
    first = mark.start == here
    attributes = f' class="{mark.classes}"'
    if mark.key:
        attributes += f' data-k="{escape(mark.key)}"'
    if mark.by:
        attributes += f' data-by="{escape(mark.by)}"'
    if mark.title:
        attributes += f' title="{escape(mark.title)}"'
    if mark.id and first:
        attributes += f' id="{escape(mark.id)}"'
    number = f'<sup aria-hidden="true">{mark.number}</sup>' if mark.number and first and not mark.number_after else ""
    return f"<span{attributes}>{number}"


def _close(mark: Mark, here: int) -> str:
    last = mark.end == here
    number = f'<sup aria-hidden="true">{mark.number}</sup>' if mark.number and last and mark.number_after else ""
    tag = f'<small aria-hidden="true">{escape(mark.tag)}</small>' if mark.tag and last else ""
    return f"{tag}{number}</span>"


def shorten(text: str, length: int = 110) -> str:
    """The text on one line, cut at a word with an ellipsis where it is longer."""
    text = " ".join(text.split())
    return text if len(text) <= length else text[:length].rsplit(" ", 1)[0] + " …"
