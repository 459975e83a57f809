"""Phrases: the stretches of text that a proposition's parts are, and the roles of its arguments."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from newslab.claims.factuality import Views
from newslab.claims.voices import Lookup
from newslab.reader.syntax import EDGE, Tree
from newslab.records import Attribution, Span

ASIDE = ("acl:relcl", "appos", "parataxis", "discourse", "dep", "list", "vocative")
PHRASE = (*ASIDE, "case", "cc", "punct")  # what is no part of a noun phrase as subject or object
LISTED = ("acl:relcl", "parataxis", "discourse", "dep", "case", "cc:preconj")  # the same where it is a list
CUT = ("parataxis", "discourse", "cc", "dep", "list", "vocative", "mark")  # what is no part of a clause
FACING = ("nsubj", "csubj", "cop", "aux", "mark", "advmod", "advcl", "cc", "expl", "obl", "punct", "ccomp", *ASIDE)
CLOSING = {'"': ('"', "“", "”"), "”": ("“", "”"), "’": ("‘", "’"), "'": ("'", "‘")}  # closing mark → its pair
QUOTED = 40  # tokens that an opening mark is looked for
PLACES = frozenset({"GPE", "LOC", "FAC"})
PEOPLE = frozenset({"PERSON", "ORG", "NORP"})


@dataclass(frozen=True, slots=True)
class Proposition:
    """A predicate with its subject, object and arguments; head words are token indices, the rest characters."""

    head: int
    lemma: str
    attribution: int | None
    start: int
    end: int
    subject: Span | None
    subject_head: int | None
    predicate: Span
    object: Span | None
    object_head: int | None
    arguments: tuple[tuple[str, Span], ...]
    matrix: int  # the first verb of a chain ("failed" in "failed to pay"), which carries tense; else the head
    rule: str


@cache
def roles() -> dict[str, tuple[str, str, str]]:
    """Preposition → its role when it names a place, a person or body, something else; from `roles.tsv`."""
    return {row[0]: (row[1], row[2], row[3]) for row in read_rows("roles.tsv")}


def read_rows(name: str) -> list[list[str]]:
    """The rows of one of the room's lexicons, without its comments and header."""
    text = files("newslab.claims").joinpath(name).read_text(encoding="utf8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")][1:]


class Phrases:
    """The stretches of text around the words of one tree."""

    def __init__(self, tree: Tree, views: Views, lookup: Lookup, attributions: Sequence[Attribution]) -> None:
        self.tree = tree
        self.views = views
        self.lookup = lookup
        self.attributions = attributions

    def span(self, i: int, without: tuple[str, ...] = ()) -> Span:
        """The run of the subtree around the word; the word alone where crossing branches leave no such run."""
        tree = self.tree
        left, right = tree.bounds(i, without)
        if not left <= i <= right:
            return tree.start[i], tree.end[i]
        while left < i and (tree.pos[left] in ("PUNCT", "SPACE") or EDGE.issuperset(tree.text[left])):
            left += 1
        while right > i and (tree.pos[right] in ("PUNCT", "SPACE") or EDGE.issuperset(tree.text[right])):
            right -= 1
        if right + 1 < len(tree) and tree.text[right + 1] in CLOSING:  # "the “quiet season”" keeps its mark
            pair = CLOSING[tree.text[right + 1]]
            right += sum(word in pair for word in tree.text[max(left, right - QUOTED) : right + 1]) % 2
        return tree.start[left], tree.end[right]

    def noun_phrase(self, j: int | None) -> Span | None:
        """The span of a subject or object, without its relative clauses and appositions; None of None."""
        if j is None:
            return None
        tree = self.tree
        if tree.pos[j] in ("VERB", "AUX"):
            return self.span(j)
        if tree.child(j, "cop") is not None:
            return self.span(j, FACING)
        return self.span(j, PHRASE if tree.child(j, "conj") is None else LISTED)

    def role(self, k: int, dep: str) -> str:
        """The role of a prepositional phrase under a predicate."""
        if self.lookup.time[k] is not None or dep.endswith(":tmod"):
            return "time"
        if dep == "obl:agent":
            return "agent"
        preposition = self.tree.preposition(k)
        if preposition is None:
            return "measure" if self.lookup.quantity[k] is not None else "other"
        found = roles().get(preposition) or roles().get(preposition.partition(" ")[0])
        if found is None:
            return "other"
        label = self.lookup.label.get(k)
        if preposition == "by" and self.tree.agent(self.tree.heads[k]) == k:
            return "agent"
        if preposition in ("in", "at", "on") and label not in PLACES and label is not None and found[0] == "place":
            return found[1] if label in PEOPLE else "place"
        return found[0] if label in PLACES else found[1] if label in PEOPLE else found[2]

    def clip(self, position: int, place: int, start: int, end: int) -> Span:
        """The part of the clause that lies in the same part of the attribution's content."""
        for first, last in self.attributions[position].content:
            if first <= place < last:
                start, end = max(start, first), min(end, last)
        return start, end

    def tokens(self, first: int, last: int) -> range:
        """The tokens that begin in a stretch of text."""
        return range(bisect_left(self.tree.start, first), bisect_left(self.tree.start, last))
