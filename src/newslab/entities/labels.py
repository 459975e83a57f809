"""What the words around a name say that it is, where it was read as a person: "the drug Oslan", "Velm, a firm"."""

from __future__ import annotations

from collections.abc import Sequence

from newslab.entities.lexicon import class_of, gender_of, titles, words
from newslab.entities.phrase import Nominals, head_of
from newslab.entities.places import look_up
from newslab.reader.syntax import Tree

Found = tuple[int, int, str | None]  # first token, token after the last one, label
LABEL_OF_NOUN = {"org": "ORG", "facility": "FAC", "state": "GPE", "place": "LOC"}
WHERE = frozenset({"in", "near", "outside", "inside", "across", "throughout"})
BETWEEN = frozenset({",", "(", "the", "a", "an", "its", "their", "called", "named", '"', "“", "‘", "'"})


def relabelled(tree: Tree, nominals: Nominals, spans: Sequence[Found]) -> list[Found]:
    """The names with the label that the sentence states; others, and names with a title, as they were.

    A noun right before a name or in apposition says what it is: a body, something made, a building, a place. A single
    word after "in" that is a known place is that; nobody is called "the NAME".
    """
    partners: dict[int, list[int]] = {}
    for top, other in nominals.appositions:
        partners.setdefault(top, []).append(other)
        partners.setdefault(other, []).append(top)
    return [
        (first, stop, _stated(tree, nominals, partners, first, stop) if label == "PERSON" else label)
        for first, stop, label in spans
    ]


def _stated(tree: Tree, nominals: Nominals, partners: dict[int, list[int]], first: int, stop: int) -> str | None:
    if first and tree.lower[first - 1].rstrip(".") in titles():
        return "PERSON"
    head = head_of(tree, first, stop)
    top = nominals.top(head)
    if first and tree.tag[first - 1] in ("NN", "NNP") and _is_described(tree, first - 1, head):
        return label_of_noun(tree, first - 1) or "PERSON"
    case = nominals.case.get(top)
    if stop - first == 1 and case in WHERE and tree.lower[first - 1] == case and look_up(tree.text[first]):
        return "GPE"
    beside = [i for i in partners.get(top, ()) if tree.tag[i] == "NN" and _is_beside(tree, i, first, stop)]
    stated = {found for i in beside if (found := label_of_noun(tree, i))}
    if len(stated) == 1 and "PERSON" not in stated:
        return stated.pop()
    if stated:
        return "PERSON"
    if first and tree.lower[first - 1] == "the" and tree.tag[head] == "NNP" and tree.heads[first - 1] == top:
        return "ORG" if tree.is_(top, "nsubj") else None
    return "PERSON"


def label_of_noun(tree: Tree, i: int) -> str | None:
    """The label of what a noun denotes; None where it is none of the table's, or anything may be called so."""
    lemma = tree.lemma[i].lower()
    if lemma in words("made thing"):
        return "PRODUCT"
    found = class_of(lemma)
    if found == "person" or gender_of(lemma):
        return "PERSON"
    return LABEL_OF_NOUN.get(found)


def _is_beside(tree: Tree, i: int, first: int, stop: int) -> bool:
    """Tell whether a noun in apposition stands right before the name, or the name right before its phrase."""
    if i < first:
        return all(tree.lower[k] in BETWEEN for k in range(i + 1, first))
    return i >= stop and tree.text[stop] in (",", "(") and tree.heads[i] in range(first, stop)


def _is_described(tree: Tree, i: int, head: int) -> bool:
    """Tell whether a common noun and the name right after it are one phrase, of which the noun is no mere modifier."""
    if tree.pos[i] != "NOUN":
        return False
    if tree.heads[head] == i:
        return True
    return tree.heads[i] == head and tree.deps[i] in ("compound", "flat", "nmod:desc", "appos")
