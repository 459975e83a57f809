"""Phrases of several atoms, found forwards or backwards from a place, the longest first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic, TypeVar

from newslab.values.atoms import Atom

T = TypeVar("T")


class Phrases(Generic[T]):
    """What each phrase of a lexicon stands for. A phrase is written as its atoms, with spaces between them."""

    def __init__(self, entries: Iterable[tuple[str, T]]) -> None:
        self._entries: dict[tuple[str, ...], T] = {}
        for form, meaning in entries:
            self._entries.setdefault(tuple(form.split()), meaning)
        self._longest_from: dict[str, int] = {}
        self._longest_to: dict[str, int] = {}
        for words in self._entries:
            for edge, longest in ((words[0], self._longest_from), (words[-1], self._longest_to)):
                longest[edge] = max(longest.get(edge, 0), len(words))

    def starting(self, atoms: list[Atom], at: int) -> tuple[int, T] | None:
        """The phrase that begins at an atom: its end (exclusive) and what it stands for."""
        if at >= len(atoms):
            return None
        for size in range(min(self._longest_from.get(atoms[at].norm, 0), len(atoms) - at), 0, -1):
            found = self._entries.get(tuple([a.norm for a in atoms[at : at + size]]))
            if found is not None:
                return at + size, found
        return None

    def ending(self, atoms: list[Atom], end: int) -> tuple[int, T] | None:
        """The phrase that ends before atom `end`: its start and what it stands for."""
        if end <= 0:
            return None
        for size in range(min(self._longest_to.get(atoms[end - 1].norm, 0), end), 0, -1):
            found = self._entries.get(tuple([a.norm for a in atoms[end - size : end]]))
            if found is not None:
                return end - size, found
        return None
