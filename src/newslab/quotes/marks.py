"""Quotation marks, however they come: which stretches of a text stand between them.

Straight, curly, angle and low marks, TeX's `` and '', two apostrophes, single marks inside double ones; one opening
mark a paragraph and a single closing one ("continued" quotations). A mark that has no partner costs at most its own
paragraph. An apostrophe is no mark. Time is linear in the length of the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from newslab.records import Span

MARK = re.compile(r"``|''|[“”„‟\"«»＂〝〞]|[‘’‚‛'‹›`´]")
OPENING = frozenset({"“", "„", "‟", "«", "``", "〝"})
CLOSING = frozenset({"”", "»", "〞"})
SINGLE = frozenset({"‘", "’", "‚", "‛", "'", "‹", "›", "`", "´"})
BREAK = re.compile(r"\n\s*\n|(?<=[.!?:;\"”’»…)\]])[ \t]*\n|\n(?=[ \t]*[“\"„«])|\u2029")
MOST = 64
LONGEST_TERM = 400  # characters between single marks that stand alone


@dataclass(frozen=True, slots=True)
class Quotation:
    """A stretch in quotation marks: one part a paragraph, marks included, and the same without them."""

    parts: tuple[Span, ...]
    inner: tuple[Span, ...]
    level: int  # 0: not inside another quotation
    closed: bool

    @property
    def start(self) -> int:
        """First character, the opening mark."""
        return self.parts[0][0]

    @property
    def end(self) -> int:
        """Character after the last one, the closing mark."""
        return self.parts[-1][1]


@dataclass(slots=True)
class _Open:
    at: int
    width: int
    glyph: str
    begins_paragraph: bool
    holds: int = 0  # pairs closed while it was open


def paragraphs(text: str) -> list[Span]:
    """The paragraphs: what blank lines, or line breaks after the end of a sentence, separate."""
    found, at = [], 0
    for gap in BREAK.finditer(text):
        if text[at : gap.start()].strip():
            found.append((at, gap.start()))
        at = gap.end()
    if text[at:].strip():
        found.append((at, len(text)))
    return found


def find_quotations(text: str) -> list[Quotation]:
    """All quotations of the text in order of their beginning, outer ones before those inside them."""
    found: list[Quotation] = []
    chain: list[Span] = []  # parts of a quotation that goes on in the next paragraph
    for start, end in paragraphs(text):
        first = start + len(text[start:end]) - len(text[start:end].lstrip())
        pairs, left = _pairs(text, first, end)
        opener = left if left is not None and left.begins_paragraph else None
        if chain:
            same = text[chain[0][0]] == text[first]
            if same and opener is not None and not opener.holds:
                chain.append((first, end))
                continue
            head = next((pair for pair in pairs if same and pair[0] == first), None)
            if head is None:
                found.append(_quotation(text, chain, False))
            else:
                pairs.remove(head)
                found.append(_quotation(text, [*chain, head], True))
            chain = []
        found.extend(_quotation(text, [pair], True) for pair in pairs)
        if opener is not None and not opener.holds:
            chain = [(first, end)]
        elif left is not None and not left.holds and _after_cue(text, left.at):
            found.append(_quotation(text, [(left.at, end)], False))
    if chain:
        found.append(_quotation(text, chain, False))
    return _levels(sorted(found, key=lambda q: (q.start, -q.end)))


def _after_cue(text: str, at: int) -> bool:
    return text[max(0, at - 2) : at].strip()[-1:] in (",", ":")


def _pairs(text: str, start: int, end: int) -> tuple[list[Span], _Open | None]:
    """Quotations that open and close inside the paragraph, and a double mark that stays open."""
    pairs: list[Span] = []
    stack: list[_Open] = []
    singles: list[tuple[int, int]] = []  # single marks that may close, seen after the single opener
    single: _Open | None = None
    for match in MARK.finditer(text, start, end):
        at, glyph = match.start(), match.group()
        width = len(glyph)
        if glyph == "''" and _apostrophes(text, at, single is not None):
            continue
        if glyph in SINGLE:
            opens, closes = _single_role(text, at, start, end)
            if opens and (single is None or not singles):
                single, singles = _Open(at, 1, glyph, at == start), []
            elif closes and single is not None and at - single.at < LONGEST_TERM:
                singles.append((at, 1 if text[at - 1] in ".,!?…" else 2 if text[at - 1] != "s" else 3))
                if singles[-1][1] < 3:
                    pairs.append((single.at, at + 1))
                    single = None
            continue
        if single is not None and singles:
            pairs.append((single.at, singles[-1][0] + 1))
            single = None
        if _opens(text, at, width, glyph, start, end, stack):
            if stack and glyph in ('"', "''", "＂"):
                stack.pop()  # an odd mark: straight marks do not nest
            stack.append(_Open(at, width, glyph, at == start))
        elif stack:
            opened = stack.pop()
            if at > opened.at + opened.width:
                pairs.append((opened.at, at + width))
                if stack:
                    stack[0].holds += 1
            if single is not None and single.at > opened.at:
                single = None
    if single is not None and singles:
        pairs.append((single.at, singles[-1][0] + 1))
    return sorted(pairs), (stack[0] if stack else None)


def _opens(text: str, at: int, width: int, glyph: str, start: int, end: int, stack: list[_Open]) -> bool:
    before = text[at - 1] if at > start else " "
    after = text[at + width] if at + width < end else " "
    if glyph == "“":
        return not (stack and stack[-1].glyph in ("„", "‟"))
    if glyph == "»":
        return not stack and before.isspace() and after.isalnum()
    if glyph == "«":
        return not (stack and stack[-1].glyph == "»")
    if glyph in OPENING:
        return True
    if glyph in CLOSING:
        return not stack and before.isspace() and not after.isspace()
    left = (before.isspace() or before in "([{—–-:/“‘'") and not after.isspace()
    right = not before.isspace() and (after.isspace() or after in ".,;:!?)]}—–-/”’'")
    if left != right:
        return left
    return not stack


def _apostrophes(text: str, at: int, inside: bool) -> bool:
    """Tell whether two apostrophes are single marks after all: 'he said "no"' never writes them so; 5'10'' does."""
    return at > 0 and text[at - 1].isdigit() and not inside and not text[at + 2 : at + 3].isspace()


def _single_role(text: str, at: int, start: int, end: int) -> tuple[bool, bool]:
    before = text[at - 1] if at > start else " "
    after = text[at + 1] if at + 1 < end else " "
    if before.isalnum() and after.isalnum():
        return False, False
    opens = (before.isspace() or before in '([{—–-:/“"„') and (after.isalnum() or after in "[(@#$£€.…“")
    if opens and (text[at] in "’´" or text[at + 1 : at + 3].isdigit() or _CLIPPED.match(text, at + 1)):
        opens = text[at] in "‘‚‹`" and not text[at + 1 : at + 3].isdigit()
    closes = not before.isspace() and not after.isalnum() and text[at] not in "‘‚"
    return opens, closes


_CLIPPED = re.compile(r"(?:em|tis|twas|til|cause|bout|round|n|neath|cuz|ere|kay|sup)\b", re.IGNORECASE)


def _quotation(text: str, parts: list[Span], closed: bool) -> Quotation:
    inner = []
    for number, (start, end) in enumerate(parts):
        first = MARK.match(text, start)
        begin = first.end() if first else start
        stop = end
        if closed and number == len(parts) - 1:
            stop -= 2 if text[end - 2 : end] == "''" and end - 2 > begin else 1
        inner.append((min(begin, stop), stop))
    return Quotation(tuple(parts), tuple(span for span in inner if span[0] < span[1]) or tuple(parts), 0, closed)


def _levels(quotations: list[Quotation]) -> list[Quotation]:
    ends: list[int] = []
    found = []
    for q in quotations:
        while ends and ends[-1] <= q.start:
            ends.pop()
        found.append(Quotation(q.parts, q.inner, len(ends), q.closed))
        ends.append(q.end)
    return found


class Quoted:
    """Asks what of a span stands in quotation marks, in time logarithmic in the number of quotations."""

    __slots__ = ("_ends", "_spans", "_starts")

    def __init__(self, quotations: list[Quotation]) -> None:
        self._spans = [span for q in quotations if q.level == 0 for span in q.inner]
        self._starts = [start for start, _ in self._spans]
        self._ends = [end for _, end in self._spans]

    def within(self, start: int, end: int) -> list[Span]:
        """The quoted stretches inside the span, clipped to it; the first 64 at most."""
        first = bisect_right(self._ends, start)
        last = min(bisect_left(self._starts, end), first + MOST)
        return [(max(s, start), min(e, end)) for s, e in self._spans[first:last]]
