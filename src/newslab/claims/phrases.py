"""Phrases: the stretches of text that a proposition's parts are, and the roles of its arguments."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
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
MARK = re.compile(r"[\"“”„«»‘’'()\[\]\n]")
OPENS = {")": "(", "]": "[", "”": "“„", "“": "„", "»": "«", "’": "‘", '"': '"', "'": "'"}  # closing mark → its openers
DEEP = 8  # marks that may be open at once
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


def pairs_of_marks(text: str) -> dict[int, int]:
    """Place of each bracket and quotation mark that has a partner in its paragraph → place of the partner."""
    partner: dict[int, int] = {}
    stack: list[int] = []
    for match in MARK.finditer(text):
        at, mark = match.start(), match[0]
        before, after = text[at - 1 : at], text[at + 1 : at + 2]
        if mark == "\n":
            stack.clear()
            continue
        if mark in "'’" and before.isalnum() and after.isalnum():
            continue  # an apostrophe
        known = next((k for k in reversed(stack) if text[k] in OPENS.get(mark, "")), None)
        if known is not None and (mark not in "\"'" or not before.isspace()):
            del stack[stack.index(known) :]
            partner[known], partner[at] = at, known
        elif mark in "“„«‘([" or (mark in "\"'" and after.strip() and not (mark == "'" and before.strip(' \n([“"'))):
            stack = [*stack[-DEEP + 1 :], at]
    return partner


class Phrases:
    """The stretches of text around the words of one tree."""

    def __init__(self, tree: Tree, views: Views, lookup: Lookup, attributions: Sequence[Attribution]) -> None:
        self.tree = tree
        self.views = views
        self.lookup = lookup
        self.attributions = attributions
        self.text = tree.doc.text
        self.partner = pairs_of_marks(self.text)

    def balanced(self, span: Span) -> Span:
        """The span with the marks at its edges whose partners lie inside, without those whose partners lie outside."""
        text, partner = self.text, self.partner
        start, end = span
        if partner.get(end - 1, start) < start and end - start > 1:
            end -= 1
        if partner.get(start, start) >= end and end - start > 1:
            start += 1
        for _ in range(DEEP):
            after = end
            while after < end + 2 and text[after : after + 1] in (".", ",", "!", "?"):
                after += 1
            if start <= partner.get(after, -1) < end:
                end = after + 1
            elif start and end > partner.get(start - 1, -1) >= start:
                start -= 1
            else:
                break
        return start, end

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
        return tree.start[left], tree.end[right]

    def with_marks(self, p: Proposition) -> Proposition:
        """The proposition with balanced marks in all its parts."""
        if not self.partner:
            return p
        start, end = self.balanced((p.start, p.end))
        predicate = self.balanced(p.predicate)
        return replace(
            p,
            start=min(start, predicate[0]),
            end=max(end, predicate[1]),
            predicate=predicate,
            subject=None if p.subject is None else self.balanced(p.subject),
            object=None if p.object is None else self.balanced(p.object),
            arguments=tuple((role, self.balanced(span)) for role, span in p.arguments),
        )

    def noun_phrase(self, j: int | None) -> Span | None:
        """The span of a subject or object, without its relative clauses and appositions; None of None."""
        if j is None:
            return None
        tree = self.tree
        if tree.pos[j] in ("VERB", "AUX"):
            return self.span(j)
        if tree.child(j, "cop") is not None:
            return self.span(j, FACING)
        return self._ageless(j, self.span(j, PHRASE if tree.child(j, "conj") is None else LISTED))

    def _ageless(self, j: int, span: Span) -> Span:
        """The phrase without an age after a name: "Dina Ferro, *29*"."""
        last = bisect_left(self.tree.start, span[1]) - 1
        number = self.lookup.quantity[last]
        if number not in self.lookup.ages or last - 2 < j or self.tree.text[last - 1] != ",":
            return span
        return span[0], self.tree.end[last - 2]

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
