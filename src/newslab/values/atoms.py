"""Text → atoms: the words, numbers and marks that the grammars of time and amount are written over.

Tokenisers differ on "€2.5bn", "mid-2011" and "20–30"; atoms do not, so that the grammars read any `Doc` alike. An atom
knows its place in the text, hence its token. Number phrases ("two and a half", "1.2 million") are one atom: `numbers`.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_ATOM = re.compile(
    r"""
    (?P<word>[ap]\.\s?m\b\.?|(?:[A-Za-z]\.){2,}|[^\W\d_½¼¾⅓⅔⅛]\w*)
  | (?P<break>\n\s*\n)
  | (?P<date>(?<![\d/.-])(?:\d{4}-\d\d-\d\d(?![\d-])|\d\d?/\d\d?/(?:\d{4}|\d\d)(?![\d/])
      |\d\d?\.\d\d?\.\d{4}(?![\d.])|9/11(?![\d/])))
  | (?P<clock>(?<![\d:.])\d\d?:\d\d(?::\d\d)?(?![\d:]))
  | (?P<decade>\d{4}['’]?s\b|['’‘]?\d0s\b)
  | (?P<ordinal>\d{1,4}(?:st|nd|rd|th)\b)
  | (?P<number>\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?|(?<!\d)\.\d+|[½¼¾⅓⅔⅛])
  | (?P<mark>\S)
    """,
    re.VERBOSE,
)
_NORMAL = str.maketrans({"’": "'", "‘": "'", "‐": "-", "‑": "-", "–": "-", "—": "--", "−": "-", "“": '"', "”": '"'})


class Atom(NamedTuple):
    """A stretch of text no grammar looks inside of."""

    norm: str  # lower case, one kind of dash and apostrophe
    start: int
    end: int
    kind: str  # word, number, numeral (a number with words in it), ordinal, decade, clock, date, mark, break
    glued: bool  # nothing stands between it and the atom before
    value: float | None = None  # of number, numeral and ordinal


def atomise(text: str) -> list[Atom]:
    """The atoms of a text in order. A blank line is an atom of its own, which no pattern matches."""
    atoms = []
    last_end = -1
    make = tuple.__new__
    for found in _ATOM.finditer(text):
        raw = found[0]
        start, end = found.span()
        norm = raw.lower() if raw.isascii() else raw.translate(_NORMAL).lower()
        atoms.append(make(Atom, (norm, start, end, found.lastgroup, start == last_end, None)))
        last_end = end
    return atoms
