"""Text → atoms: the words, figures and marks that the grammars of time and amount are written over.

Tokenisers differ on "€2.5bn", "mid-2011" and "20–30"; atoms do not, so that the grammars read any `Doc` alike. An atom
knows its place in the text, hence its token.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_ATOM = re.compile(
    r"""
    (?P<space>\s+)
  | (?P<date>(?<![\d/.-])(?:\d{4}-\d{2}-\d{2}(?![\d-])|\d{1,2}/\d{1,2}/(?:\d{4}|\d{2})(?![\d/])|\d{1,2}\.\d{1,2}\.\d{4}(?![\d.])))
  | (?P<clock>(?<![\d:.])\d{1,2}:\d{2}(?::\d{2})?(?![\d:]))
  | (?P<decade>\d{4}s\b|['’‘]?\d0s\b)
  | (?P<ordinal>\d{1,4}(?:st|nd|rd|th)\b)
  | (?P<number>\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+|[¼½¾⅓⅔⅛])
  | (?P<word>(?:[ap]\.\s?m\b\.?)|(?:[A-Za-z]\.){2,}|[^\W_½¼¾⅓⅔⅛\d](?:[^\W_½¼¾⅓⅔⅛]|(?<=\w)_)*)
  | (?P<mark>[^\s])
    """,
    re.VERBOSE,
)
_NORMAL = str.maketrans({"’": "'", "‘": "'", "‐": "-", "‑": "-", "–": "-", "—": "--", "−": "-", "“": '"', "”": '"'})


class Atom(NamedTuple):
    """A stretch of text no grammar looks inside of."""

    norm: str  # lower case, one kind of dash and apostrophe
    text: str
    start: int
    end: int
    kind: str  # word, number, ordinal, decade, clock, date, mark, break
    glued: bool  # nothing stands between it and the atom before


def atomise(text: str) -> list[Atom]:
    """The atoms of a text in order. A blank line is an atom of its own, which no pattern matches."""
    atoms = []
    last_end = -1
    for found in _ATOM.finditer(text):
        raw = found[0]
        start, end = found.span()
        if found.lastgroup == "space":
            if raw.count("\n") > 1:
                atoms.append(Atom("\n", raw, start, end, "break", False))
            continue
        norm = raw.lower() if raw.isascii() else raw.translate(_NORMAL).lower()
        atoms.append(Atom(norm, raw, start, end, found.lastgroup or "mark", start == last_end))
        last_end = end
    return atoms
