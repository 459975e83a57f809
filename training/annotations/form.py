"""The source form that a reader writes → character offsets. What is not found is refused, with line and reason."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from .articles import Article, Span, occurrences

LABELS = ("PERSON", "ORG", "GPE", "LOC", "NORP", "FAC", "EVENT", "PRODUCT", "WORK")
CLASSES = ("report", "ask", "concede", "deny", "accuse", "promise", "demand", "believe", "intend")
TYPES = ("person", "organisation", "state", "group", "unnamed", "document", "author")
KINDS = ("direct", "mixed", "indirect")
MODIFIERS = ("START", "MID", "END", "APPROX", "BEFORE", "AFTER")
Row = dict[str, Any]
TYPE_OF_LABEL = {"PERSON": "person", "ORG": "organisation", "GPE": "state", "NORP": "group", "WORK": "document"}


class FormError(ValueError):
    """One or more lines of a source form that cannot be turned into offsets."""


def each_line(source: str, read: Callable[[str], None]) -> None:
    problems = []
    for number, line in enumerate(source.splitlines(), 1):
        if line.strip() and not line.lstrip().startswith("//"):
            try:
                read(line.strip())
            except ValueError as error:
                problems.append(f"line {number}: {error}   [{line.strip()[:90]}]")
    if problems:
        raise FormError("\n".join(problems))


def numbered(string: str) -> tuple[str, int]:
    """ "said#2" → said, 2; 0 where there is no number."""
    found = re.fullmatch(r"(.+?)\s*#(\d+)", string.strip())
    return (found[1], int(found[2])) if found else (string.strip(), 0)


def place(
    article: Article, string: str, area: Span, near: list[Span], avoid: list[Span], also: Sequence[Span] = ()
) -> Span:
    """The place of "string" or "string#2" in an area: the only one, or else the one nearest to `near` and `also`."""
    string, nth = numbered(string)
    found = occurrences(article.text, string, *area)
    if not found:
        raise ValueError(f"{string!r} is not in the paragraph")
    if nth:
        if not 1 <= nth <= len(found):
            raise ValueError(f"{string!r} stands {len(found)} times there: #{nth} does not exist")
        return found[nth - 1]
    outside = [s for s in found if not any(a <= s[0] and s[1] <= b for a, b in avoid)] or found
    if len(outside) > 1 and not near:
        raise ValueError(f"{string!r} stands {len(outside)} times there: write more words, or #1, #2 …")
    return min(outside, key=lambda s: _gap(s, near) + _gap(s, also))


def _gap(span: Span, others: Sequence[Span]) -> int:
    return min((max(a - span[1], span[0] - b, 0) for a, b in others), default=0)
