"""Titles and roles of an article's entities, as written: "Kenyan President", "port's director"."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc

from newslab.entities.lexicon import class_of, titles, words
from newslab.entities.phrase import Nominals
from newslab.reader.syntax import Tree
from newslab.records import Mention

AROUND = ("acl:relcl", "appos", "parataxis", "conj", "cc", "punct", "cop", "nsubj", "aux", "advmod", "mark", "advcl",
          "case", "det", "obl", "dep", "discourse", "ccomp", "expl")  # fmt: skip
ROLE_CLASSES = {"PERSON": ("person",), "ORG": ("org", "people", "facility", "object", "communication"),
                "FAC": ("facility", "place", "org"), "LOC": ("place", "state"), "GPE": ("state", "place"),
                "NORP": ("people", "org")}  # fmt: skip
LONGEST = 12  # words of a role
NO_ROLES = frozenset({"name", "comrade"})


def describe(doc: Doc, tree: Tree, mentions: Sequence[Mention]) -> dict[int, tuple[str, ...]]:
    """For each cluster with a name its titles and roles as written: first those that say of what, then the commonest.

    Read off titles before the name ("Kenyan President NAME"), appositions ("NAME, the port's director,") and predicates
    ("NAME is a lawyer"); forms of address (*Mr*) are no roles. Articles and possessive pronouns are left out.
    """
    nominals = Nominals(tree)
    text = doc.text
    by_top = {nominals.top(m.head): m for m in mentions if m.kind == "name" and m.cluster is not None}
    counts: dict[int, dict[str, int]] = {}

    def add(m: Mention, first: int, stop: int) -> None:
        role = _role(tree, text, first, stop)
        if role and m.cluster is not None:
            tally = counts.setdefault(m.cluster, {})
            tally[role] = tally.get(role, 0) + 1

    for m in by_top.values():
        if m.label == "PERSON":
            first = m.head
            while first > 0 and tree.end[first - 1] > m.start:
                first -= 1
            add(m, *title_before(tree, nominals, first, m.head))
    for top, other in nominals.appositions:
        for of, by in ((top, other), (other, top)):
            named = by_top.get(of)
            if named is not None and by not in by_top and _fits(tree, named, by):
                add(named, *_bounds(tree, by))
    for predicate in nominals.copula:
        subject = tree.child(predicate, "nsubj")
        named = by_top.get(subject) if subject is not None else None
        if (
            named is None
            or predicate in by_top
            or not _fits(tree, named, predicate)
            or tree.negation(predicate) is not None
        ):
            continue
        if not nominals.case.get(predicate) and not tree.children(predicate, "aux", "mark"):
            add(named, *_bounds(tree, predicate))
    return {
        cluster: tuple(sorted(tally, key=lambda role: (" of " not in role, -tally[role])))
        for cluster, tally in counts.items()
    }


def title_before(tree: Tree, nominals: Nominals, start: int, head: int) -> tuple[int, int]:
    """The tokens before a personal name that are its title: nouns and what modifies them, up to a determiner.

    `start` is the name's first token, `head` its head; the two are equal where there is no title.
    """
    top = nominals.top(head)
    first = stop = start
    while first > 0 and stop - first < LONGEST:
        i = first - 1
        inside = tree.heads[i] in (top, head) or first <= tree.heads[i] < stop or i == top
        nominal = tree.pos[i] in ("NOUN", "PROPN", "ADJ", "NUM") or tree.text[i] in ("-", "–", ".")
        if not inside or not nominal or tree.deps[i] in ("nmod:poss", "det", "case", "conj"):
            break
        first = i
    if 0 < first < stop and tree.lower[first] == "general" and tree.lower[first - 1] in words("general"):
        first -= 1  # "Attorney General NAME", where the tree has the two apart
    named = any(_is_role(tree, i) for i in range(first, stop))
    return (first, stop) if named else (stop, stop)


def _is_role(tree: Tree, i: int) -> bool:
    word = tree.lower[i].rstrip(".")
    kind = titles().get(word)
    if kind is not None:
        return kind != "address"
    return tree.pos[i] in ("NOUN", "PROPN") and class_of(tree.lemma[i].lower()) == "person"


def _fits(tree: Tree, m: Mention, i: int) -> bool:
    """Tell whether the noun denotes the sort of thing that the name does, and is no count or pronoun."""
    if tree.pos[i] not in ("NOUN", "PROPN"):
        return False
    if m.label == "PERSON" and tree.tag[i] in ("NNS", "NNPS"):
        return False
    found = class_of(tree.lemma[i].lower())
    return found in ROLE_CLASSES.get(m.label or "", ("person", "org", "event", "object", "communication"))


def _bounds(tree: Tree, i: int) -> tuple[int, int]:
    first, last = tree.bounds(i, AROUND)
    return min(first, i), max(last, i) + 1


def _is_kin(tree: Tree, first: int, stop: int) -> bool:
    """*Brother* of "brother of the driver" says who somebody is; in "Brother Abel" it is an address."""
    return tree.pos[first] == "NOUN" and (first + 1 == stop or tree.pos[first + 1] in ("ADP", "PUNCT"))


def _role(tree: Tree, text: str, first: int, stop: int) -> str | None:
    """The text of a role without determiners, possessive pronouns and marks at its edges; None where none is left."""
    while first < stop and (tree.pos[first] in ("DET", "PUNCT", "SPACE", "ADP") or tree.tag[first] == "PRP$"):
        first += 1
    while stop > first and tree.pos[stop - 1] in ("PUNCT", "SPACE", "ADP", "DET", "CCONJ"):
        stop -= 1
    if first < stop and titles().get(tree.lower[first].rstrip(".")) == "address" and not _is_kin(tree, first, stop):
        first += 1
    if first >= stop or any("\n" in tree.text[i] for i in range(first, stop)):
        return None
    if stop - first > LONGEST or tree.lower[stop - 1] in NO_ROLES:
        return None
    return text[tree.start[first] : tree.end[stop - 1]]
