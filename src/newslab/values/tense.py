"""Whether a bare "on Friday" or "in May" lies behind or ahead: the tense of the verb that governs it."""

from __future__ import annotations

from functools import cache

from newslab.reader.syntax import Tree
from newslab.values.patterns import read_table

_STEPS = 12  # how far up the tree the governing verb is looked for
_PAST = ("VBD", "VBN")


@cache
def tense_words() -> dict[str, frozenset[str]]:
    """Class → words, from tense.tsv."""
    return {row["class"]: frozenset(row["words"].split()) for row in read_table("tense.tsv")}


def tense_at(tree: Tree, i: int, known: dict[int, str | None] | None = None) -> str | None:
    """past, present or future: the tense of the clause that token i stands in; None where no verb tells.

    An infinitive under *plan*, *due*, … is future, whatever the tense of *plan*, and so is what is *due* or *plans*
    itself in the present; a modal ("would meet on Friday") counts as future; other infinitives and participles take the
    tense of the clause above. `known` remembers the tense of each verb from one call to the next: a verb may have
    thousands of children.
    """
    known = {} if known is None else known
    words = tense_words()
    before = i - 1
    while before > 0 and i - before < 3 and tree.lower[before] in ("on", "in", "late", "early"):
        before -= 1
    if before >= 0 and tree.tag[before] == "VBD" and tree.pos[before] == "VERB":
        return "past"  # "the minister said on Friday"
    for _ in range(_STEPS):
        if i not in known:
            known[i] = _own_tense(tree, i, words)
        if known[i] is not None:
            return known[i]
        head = tree.heads[i]
        if head == i:
            return None
        if tree.tag[i] == "VB" and tree.lemma[head] in words["plan"] and tree.pos[head] in ("VERB", "ADJ", "ADP"):
            return "future"
        i = head
    return None


def _own_tense(tree: Tree, i: int, words: dict[str, frozenset[str]]) -> str | None:
    helpers = tree.children(i, "aux", "cop")
    if tree.pos[i] not in ("VERB", "AUX") and not helpers:
        return None
    lower = [tree.lower[k] for k in helpers]
    if helpers and any(tree.lower[k] == "due" and tree.tag[k] == "JJ" for k in tree.children(i, "case", "mark")):
        return (
            None if any(tree.tag[k] == "VBD" for k in helpers) else "future"
        )  # "is due to vote", read as one preposition
    mark = tree.child(i, "mark")
    if mark is not None and tree.lower[mark] == "to" and "have" not in lower:
        return "future" if any(word in ("is", "are", "was", "were", "'s", "'re") for word in lower) else None
    if any(word in words["future"] for word in lower):
        return "future"
    if tree.lemma[i] in words["fixed"] and helpers and tree.tag[i] in ("VBN", "JJ", "IN"):
        return None if any(tree.tag[k] == "VBD" for k in helpers) else "future"  # "is due on Friday"
    if any(tree.tag[k] == "MD" or word in words["modal"] for k, word in zip(helpers, lower, strict=True)):
        perfect = "have" in lower  # "would have met", "may have met": not ahead
        return "past" if perfect else "future"
    if any(tree.tag[k] in _PAST for k in helpers) or (tree.tag[i] == "VBD"):
        return "past"
    if any(tree.lemma[k] == "have" for k in helpers):
        return "past"
    if any(tree.tag[k] in ("VBZ", "VBP") for k in helpers):
        return "present"
    if tree.tag[i] in ("VBZ", "VBP"):
        return "future" if tree.lemma[i] in words["begin"] | words["plan"] else "present"
    if tree.tag[i] == "VBN" and tree.heads[i] != i:
        return "future" if tree.lemma[i] in words["fixed"] else None if tree.lemma[i] in words["plan"] else "past"
    return None
