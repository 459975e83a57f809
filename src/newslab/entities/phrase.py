"""A noun phrase that may be a mention, and the look-ups over the tree that all steps share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from newslab.reader.syntax import Tree


@dataclass(slots=True, eq=False)
class Phrase:
    """One candidate mention, in token indices; what its words say of number, gender and kind of thing."""

    first: int
    stop: int  # token after the last one
    head: int  # head token inside the span
    top: int  # token by which the whole noun phrase hangs in the tree: *President* of "President Lena Brandt", or head
    kind: str  # name, nominal, pronoun, group (a coordination)
    label: str | None = None
    noun_class: str = "other"  # person, people, org, state, facility, place, event, …
    number: str = "sg"  # sg, pl, any
    gender: str | None = None  # m, f, n, p (a person), None
    person: int = 3
    determiner: str = "none"  # definite, demonstrative, possessive, indefinite, quantified, none, compound, bare
    words: tuple[str, ...] = ()  # lower-case content words: of names all, of nominals modifiers, then the head's lemma
    rule: str = ""
    confidence: float = 0.9
    members: list[Phrase] = field(default_factory=list)  # of a group


class Nominals:
    """What hangs on each token, gathered in one pass: determiners, possessors, modifiers, copulas, conjuncts."""

    __slots__ = ("appositions", "case", "conjuncts", "copula", "determiner", "modifiers", "possessor", "tree")

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.determiner: dict[int, str] = {}
        self.possessor: dict[int, int] = {}
        self.modifiers: dict[int, list[int]] = {}
        self.copula: dict[int, int] = {}
        self.conjuncts: dict[int, list[int]] = {}
        self.appositions: list[tuple[int, int]] = []
        self.case: dict[int, str] = {}
        heads, lower = tree.heads, tree.lower
        for i, dep in enumerate(tree.deps):
            head = heads[i]
            if dep == "det" or dep == "det:predet":
                self.determiner.setdefault(head, lower[i])
            elif dep == "nmod:poss":
                self.possessor[head] = i
            elif dep in ("amod", "compound", "nummod", "flat", "nmod:desc"):
                self.modifiers.setdefault(head, []).append(i)
            elif dep == "cop":
                self.copula[head] = i
            elif dep == "conj":
                self.conjuncts.setdefault(head, []).append(i)
            elif dep == "appos" and _owns(tree, head, i):
                self.possessor[i] = head
            elif dep == "appos":
                self.appositions.append((head, i))
            elif dep == "case" and i < head:
                self.case[head] = lower[i]

    def top(self, i: int) -> int:
        """The token that carries the phrase of which `i` is a flat or titular part."""
        heads, deps = self.tree.heads, self.tree.deps
        for _ in range(8):
            if deps[i] not in ("flat", "flat:name", "nmod:desc", "goeswith"):
                return i
            i = heads[i]
        return i

    def subject(self, i: int) -> int | None:
        """The subject of a verb or nominal predicate that stands in the same clause."""
        return self.tree.child(i, "nsubj")


def _owns(tree: Tree, head: int, i: int) -> bool:
    """Tell whether a possessive 's stands between the two ("Oslan's chief executive"), whatever the tree says."""
    return any(tree.tag[k] == "POS" and tree.heads[k] in range(head, k) for k in range(head + 1, min(i, head + 6)))


def head_of(tree: Tree, first: int, stop: int) -> int:
    """The token of the span that hangs outside it (the first of several, the last token when there is none)."""
    for i in range(first, stop):
        head = tree.heads[i]
        if (head == i or not first <= head < stop) and tree.deps[i] not in ("punct", "case", "det"):
            return i
    return stop - 1


def overlaps(spans: Iterable[tuple[int, int]], size: int) -> list[int]:
    """Per token the position of the span that covers it, or -1; earlier spans win."""
    cover = [-1] * size
    for k, (first, stop) in enumerate(spans):
        for i in range(first, stop):
            if cover[i] < 0:
                cover[i] = k
    return cover
