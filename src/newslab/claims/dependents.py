"""What a word's own dependents say of it: negation, modals, hedging adverbs, question marks, conditions."""

from __future__ import annotations

from dataclasses import dataclass

from newslab.claims.signatures import lexicon
from newslab.reader.syntax import NEGATORS, Tree

WH = frozenset({"who", "whom", "whose", "what", "which", "when", "where", "why", "how", "whoever", "whatever"})
SUBJECTS = frozenset({"nsubj", "nsubj:pass", "nsubj:outer", "csubj", "csubj:pass", "csubj:outer", "expl"})
NOBODY = frozenset({"nobody", "nothing", "none", "neither", "no-one", "noone"})


@dataclass(frozen=True, slots=True)
class Own:
    """What the dependents of a word say of it."""

    modal: int | None
    negation: int | None
    adverbs: list[int]
    marks: list[int]
    subject: bool
    auxiliary: bool
    copula: bool
    infinitive: bool
    question: bool
    condition: bool
    perfect: bool
    wh: bool
    conjunct: bool


def own(tree: Tree, i: int, above: int | None) -> Own:
    """What the word's own dependents say, read in one pass over them; `above` is the modal of the head."""
    words = lexicon()
    modal: int | None = None
    negation: int | None = None
    adverbs: list[int] = []
    marks: list[int] = []
    subject = auxiliary = copula = infinitive = question = condition = perfect = wh = False
    for k in tree.children(i):
        dep, low = tree.deps[k], tree.lower[k]
        if dep in ("aux", "aux:pass"):
            auxiliary = auxiliary or tree.lemma[k] != "do"
            if tree.tag[k] == "MD" and modal is None:
                modal = k
            perfect = perfect or low in ("have", "'ve", "’ve")
        elif dep == "cop":
            copula = True
        elif dep == "mark" or (dep == "case" and k < i):
            marks.append(k)
            infinitive = infinitive or (low == "to" and dep == "mark")
        elif dep in SUBJECTS or dep in ("obj", "obl"):
            subject = subject or dep in SUBJECTS
            if negation is None:
                negation = _negative(tree, k)
        elif dep == "amod":
            if negation is None and (low, "amod") in words:
                negation = k  # "the *cancelled* deal"
        elif dep == "punct":
            question = question or tree.text[k][:1] == "?"
        elif dep == "advcl":
            condition = condition or (
                inverted(tree, k) or any(tree.lower[m] in ("if", "unless") for m in tree.children(k, "mark"))
            )
        if dep in ("advmod", "discourse") and low not in NEGATORS and (low, "adverb") in words:
            adverbs.append(k)
        wh = wh or (k < i and low in WH and not marks)
    conjunct = tree.deps[i] == "conj" and tree.pos[i] in ("VERB", "AUX", "ADJ", "NOUN")
    if conjunct and modal is None and not (subject or auxiliary or copula or marks):
        modal = above if tree.tag[i] in ("VB", "VBN", "VBG") else None
    known = tree.negation(i)
    return Own(
        modal, known if known is not None else negation, adverbs, marks, subject, auxiliary, copula, infinitive,
        question, condition, perfect, wh, conjunct,
    )  # fmt: skip


def inverted(tree: Tree, i: int) -> bool:
    """Tell whether an adverbial clause is a condition by its order: "*Were it* to fall", "*Had they* known"."""
    first = tree.edges(i)[0]
    while first < i and tree.pos[first] in ("PUNCT", "SPACE"):
        first += 1
    if tree.lower[first] not in ("were", "had", "should") or (first != i and tree.heads[first] != i):
        return False
    return first + 1 < len(tree) and tree.tag[first + 1] in (
        "PRP",
        "DT",
        "NNP",
        "NNS",
        "NN",
        "PRP$",
        "NNPS",
        "EX",
        "JJ",
    )


def imperative(tree: Tree, i: int, own: Own, above: bool) -> bool:
    """Tell whether the word is an order; `above` whether its head is one."""
    dep = tree.deps[i]
    if tree.tag[i] != "VB" or own.subject or own.auxiliary or own.marks:
        return False
    if dep == "conj":
        return above
    return dep in ("root", "parataxis", "ccomp")


def _negative(tree: Tree, k: int) -> int | None:
    """The word that makes a subject or object negative: *nobody*, *no* boats."""
    if tree.lower[k] in NOBODY:
        return k
    for j in tree.children(k):
        if tree.lower[j] in ("no", "neither") and tree.deps[j] == "det":
            return j
        if tree.lower[j] == "not" and j + 1 < len(tree) and tree.tag[j + 1] in ("CD", "DT") and j < k:
            return j  # "not one of them"
    return None
