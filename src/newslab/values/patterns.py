"""Patterns over atoms, written in data files and matched by `re`.

A pattern is a line such as `( EARLY -? )? MONTH .? ,? YEAR`: capitals name a class of the lexicon (`YEAR:to` gives it
another name in the match), anything else is the atom itself, `( | )`, `?` and `*` are as in regular expressions. Each
atom becomes one character that stands for all the classes that it is in, so a match over atoms is a match over
characters. At each place the longest match wins, and the earlier line among equals.
"""

from __future__ import annotations

import csv
import itertools
import re
from collections.abc import Callable, Iterator, Mapping
from importlib.resources import files
from typing import NamedTuple, TypeVar

from newslab.values.atoms import Atom

_PIECE = re.compile(r"\(|\)[?*]?|\||[^\s()|]+")
_FIRST_CODE = 0x4E00  # codes are letters of a script that no class name uses
UNKNOWN = "."

T = TypeVar("T")


def read_table(name: str) -> Iterator[dict[str, str]]:
    """Rows of a tab-separated data file of this package; lines that begin with # are comments."""
    lines = files(__package__).joinpath(name).read_text("utf8").splitlines()
    return csv.DictReader((line for line in lines if line[:1] != "#"), delimiter="\t", quoting=csv.QUOTE_NONE)


class Found(NamedTuple):
    """A pattern's match: atoms [start, end), the rule, and where each named class matched."""

    start: int
    end: int
    rule: str
    parts: dict[str, int]


class _Rule(NamedTuple):
    name: str
    regex: re.Pattern[str]


class Grammar:
    """Patterns compiled against a lexicon.

    `rules` are (name, pattern) pairs; `lexicon` maps a word to its classes; `shapes` maps the name of a shape of atom
    (what `shape` returns for atoms that are not in the lexicon) to its classes.
    """

    def __init__(
        self,
        rules: list[tuple[str, str]],
        lexicon: Mapping[str, frozenset[str]],
        shapes: Mapping[str, frozenset[str]],
        shape: Callable[[Atom], str | None],
    ) -> None:
        self._shape = shape
        members: dict[str, set[str]] = {}
        codes: dict[frozenset[str], str] = {}

        def code(classes: frozenset[str]) -> str:
            if classes not in codes:
                codes[classes] = chr(_FIRST_CODE + len(codes))
                for name in classes:
                    members.setdefault(name, set()).add(codes[classes])
            return codes[classes]

        literals = {p for _, pattern in rules for p in map(_bare, _PIECE.findall(pattern)) if p and not _is_class(p)}
        self._words = {
            word: code(lexicon.get(word, frozenset()) | ({word} if word in literals else set()))
            for word in sorted(literals | set(lexicon))
        }
        self._shapes = {name: code(classes) for name, classes in shapes.items()}
        self._by_first: dict[str, list[_Rule]] = {}
        for name, pattern in rules:
            source, first, nullable = _compile(pattern, members)
            if nullable:
                raise ValueError(f"The pattern {pattern!r} of rule {name} matches nothing at all.")
            rule = _Rule(name, re.compile(_number_groups(source)))
            for character in first:
                self._by_first.setdefault(character, []).append(rule)

    def encode(self, atoms: list[Atom]) -> str:
        """One character an atom."""
        words, shapes, shape = self._words, self._shapes, self._shape
        return "".join(
            [words.get(a[0]) or (UNKNOWN if a[3] == "word" else shapes.get(shape(a) or "", UNKNOWN)) for a in atoms]
        )

    def matches(self, codes: str, read: Callable[[Found], T | None]) -> Iterator[tuple[Found, T]]:
        """The matches that `read` makes something of, from left to right, without overlap; the longest first."""
        at, n = 0, len(codes)
        by_first = self._by_first
        while at < n:
            rules = by_first.get(codes[at])
            if rules is None:
                at += 1
                continue
            found = [(m.end(), rule, m) for rule in rules if (m := rule.regex.match(codes, at))]
            found.sort(key=lambda f: -f[0])
            for end, rule, m in found:
                match = Found(at, end, rule.name, _parts(m))
                if (meaning := read(match)) is not None:
                    yield match, meaning
                    at = end
                    break
            else:
                at += 1


def _number_groups(source: str) -> str:
    """Names of groups made unique by a number: the branches of a pattern may name the same class."""
    count = itertools.count()
    return re.sub(r"\(\?P<(\w+)>", lambda m: f"(?P<{m[1]}__{next(count)}>", source)


def _parts(match: re.Match[str]) -> dict[str, int]:
    return {
        name.partition("__")[0]: match.start(name) for name, value in match.groupdict().items() if value is not None
    }


def _is_class(piece: str) -> bool:
    return piece[0].isupper()


def _bare(piece: str) -> str:
    if piece[0] in "()|":
        return ""
    return piece[:-1] if len(piece) > 1 and piece[-1] in "?*" else piece


def _compile(pattern: str, members: Mapping[str, set[str]]) -> tuple[str, set[str], bool]:
    """The regular expression of a pattern, the characters it can begin with, and whether it matches nothing."""
    pieces = _PIECE.findall(pattern)
    source, first, nullable, end = _alternatives(pieces, 0, members)
    if end != len(pieces):
        raise ValueError(f"The brackets of {pattern!r} do not match.")
    return source, first, nullable


def _alternatives(pieces: list[str], at: int, members: Mapping[str, set[str]]) -> tuple[str, set[str], bool, int]:
    branches: list[str] = []
    first: set[str] = set()
    nullable = False
    while True:
        source, starts, empty, at = _sequence(pieces, at, members)
        branches.append(source)
        first |= starts
        nullable |= empty
        if at < len(pieces) and pieces[at] == "|":
            at += 1
            continue
        return "|".join(branches), first, nullable, at


def _sequence(pieces: list[str], at: int, members: Mapping[str, set[str]]) -> tuple[str, set[str], bool, int]:
    source, first, nullable = "", set[str](), True
    while at < len(pieces) and pieces[at] != "|" and pieces[at][0] != ")":
        piece = pieces[at]
        if piece == "(":
            inner, starts, empty, at = _alternatives(pieces, at + 1, members)
            if at == len(pieces):
                raise ValueError(f"A bracket is open in {' '.join(pieces)!r}.")
            mark = pieces[at][1:]
            inner = f"(?:{inner}){mark}"
        else:
            bare = _bare(piece)
            mark = piece[len(bare) :]
            name, _, label = bare.partition(":") if _is_class(bare) else (bare, "", "")
            if name not in members:
                raise ValueError(f"{name!r} in {' '.join(pieces)!r} is neither a class nor a word.")
            starts, empty = members[name], False
            inner = "[" + "".join(sorted(starts)) + "]"
            if _is_class(bare):
                inner = f"(?P<{label or name.lower()}>{inner})"
            inner += mark
        at += 1
        if nullable:
            first |= starts
        nullable &= empty or bool(mark)
        source += inner
    return source, first, nullable, at
