"""A capital that speaks for its state: "Nairobi said", "talks between Oslo and Lima"."""

from __future__ import annotations

from newslab.entities.lexicon import words
from newslab.entities.phrase import Nominals
from newslab.entities.places import look_up
from newslab.reader.syntax import Tree

# what states do and cities do not
BETWEEN = frozenset({"between", "with", "against"})


def stands_for_state(tree: Tree, nominals: Nominals, top: int, name: str) -> str | None:
    """The country (ISO 3166 alpha-3) as whose government a capital acts or is dealt with; None where it does not."""
    capital = next((place for place in look_up(name) if place.kind == "capital"), None)
    return capital.country if capital and _acts(tree, nominals, top) else None


def _acts(tree: Tree, nominals: Nominals, top: int) -> bool:
    dep, head = tree.deps[top], tree.heads[top]
    first = top
    while tree.deps[first] == "conj" and tree.heads[first] != first:
        first = tree.heads[first]
    dep, head = tree.deps[first], tree.heads[first]
    lemma = tree.lemma[head].lower()
    if dep == "nsubj":
        verb = head if lemma in words("act of a state") else None
        return verb is not None
    if dep == "obl:agent" or (dep == "obl" and nominals.case.get(first) == "by"):
        return lemma in words("act of a state")
    if dep == "nmod:poss":
        return lemma in words("dealing of states")
    if dep == "nmod" and nominals.case.get(first) in BETWEEN:
        return lemma in words("dealing of states")
    return False
