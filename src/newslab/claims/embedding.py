"""What the head of a clause says of it: what implies, presupposes or leaves open; conditions, purposes, questions."""

from __future__ import annotations

from dataclasses import dataclass

from newslab.claims.dependents import Own, inverted
from newslab.claims.signatures import ASSUMED, DEFAULT, OPEN, TRANSPARENT, YET, Signature, lexicon
from newslab.reader.syntax import Tree

CONDITIONAL = frozenset({"if", "unless", "whether", "lest", "in case", "as if", "as though", "so that", "provided"})
CONTRARY = frozenset({"without", "instead of", "rather than"})
EMBEDDED = frozenset({"xcomp", "ccomp", "csubj", "advcl", "acl", "obj"})
EVIDENTIAL = frozenset({"seem", "appear", "look", "prove"})
# "fell *to reach* a low": what came of it
RESULT = frozenset({"become", "reach", "find", "discover", "total", "finish", "end", "close"})
SINGLED = frozenset({"first", "second", "third", "last", "only", "one", "few", "latest", "next"})
DEFINITE = frozenset({"the", "this", "that", "these", "those", "his", "her", "its", "their", "our", "my", "your"})


@dataclass(frozen=True, slots=True)
class Place:
    """What the head of a clause says of it; `below` when it depends on how the head itself stands."""

    governor: int | None
    frame: str | None
    kind: str
    signature: Signature = TRANSPARENT
    below: bool = False
    conditional: bool = False
    mark: str | None = None


def place(tree: Tree, i: int, own: Own, governor_modal: bool) -> Place:
    """What the word's head and its own introducing words say of it; `governor_modal`: that has a modal."""
    head = tree.heads[i]
    main = tree.deps[i].partition(":")[0]
    if head == i or main not in EMBEDDED:
        return Place(None, None, "none" if main in ("root", "parataxis") or head == i else "presupposed")
    if main == "obj":
        known = _known(tree, head, "obj")
        if known is None and any(tree.lower[k] in DEFINITE for k in tree.children(i, "det", "nmod:poss")):
            return Place(None, None, "presupposed")
        return Place(None, None, "none", below=True) if known is None else Place(head, "obj", known.kind, known, True)
    mark = tree.preposition(i) if own.marks else None
    if main == "advcl":
        return _adverbial(tree, i, own, head, mark)
    if tree.deps[i] == "acl:relcl":
        return Place(None, None, "relative", mark=mark)
    frame = _frame(tree, i, own, mark)
    if main == "acl":
        if frame == "ing":
            return Place(None, None, "participle", mark=mark)
        if frame == "to" and _singled_out(tree, head):
            return Place(head, frame, "singled out", mark=mark)
        unknown = OPEN if frame in ("to", "whether") else ASSUMED if mark else TRANSPARENT
        known = _known(tree, head, frame) or unknown
        return Place(head, frame, known.kind, known, mark=mark)
    if main == "xcomp" and mark is None and tree.tag[i][:2] in ("JJ", "NN", "RB", "CD"):
        known = _known(tree, head, "to") if tree.lemma[head] in EVIDENTIAL else None
        return Place(head, "bare", "none", known or TRANSPARENT, True)
    if frame == "wh":
        return Place(head, frame, "question", mark=mark)
    known = _known(tree, head, frame) or DEFAULT[frame]
    if known.kind == "factive" and frame == "to" and governor_modal:
        known = OPEN  # "would be glad to go"
    return Place(head, frame, known.kind, known, True, mark=mark)


def _adverbial(tree: Tree, i: int, own: Own, head: int, mark: str | None) -> Place:
    first = mark.partition(" ")[0] if mark is not None else None
    if mark in CONDITIONAL or first in ("if", "unless", "whether"):
        return Place(None, None, "condition", OPEN, False, True, mark)
    if mark in CONTRARY:
        return Place(None, None, "contrary", Signature("CT-", "CT-", "none"), mark=mark)
    if mark is None and inverted(tree, i):
        return Place(None, None, "condition", OPEN, False, True, mark)
    if mark is None:
        return Place(None, None, "none", below=tree.tag[i] in ("VBG", "VBN"))
    if tree.tag[i] == "VBG" and mark != "while":
        known = _known(tree, head, "ing")
        if known is not None and known.holds == "CT-":
            return Place(head, "ing", known.kind, known, True, mark=mark)
    if own.infinitive and not own.subject:
        value = "CT+" if tree.lemma[i] in RESULT else _purpose(tree, head)
        return Place(None, "to", "purpose", Signature(value, value, "purpose"), mark=mark)
    return Place(None, None, "none", mark=mark)


def _known(tree: Tree, governor: int, frame: str) -> Signature | None:
    if frame == "whether":
        return OPEN
    lemma = tree.lemma[governor].lower()
    if frame == "to" and lemma in ("have", "be") and any(tree.lower[k] == "yet" for k in tree.children(governor)):
        return YET
    particle = tree.child(governor, "compound:prt")
    if particle is not None:
        found = lexicon().get((f"{lemma} {tree.lower[particle]}", frame))
        if found is not None:
            return found
    return lexicon().get((lemma, frame)) or lexicon().get((tree.lower[governor], frame))


def _frame(tree: Tree, i: int, own: Own, mark: str | None) -> str:
    if mark is not None and mark.partition(" ")[0] in ("whether", "if"):
        return "whether"
    tag = tree.tag[i]
    if own.infinitive or (tag == "VB" and not (own.auxiliary or own.subject)):
        return "to"
    if own.wh and mark is None:
        return "wh"
    if tag in ("VBG", "VBN") and not (own.auxiliary or own.subject or own.copula):
        return "ing"
    return "that"


def _singled_out(tree: Tree, noun: int) -> bool:
    """ "the first woman to lead", "one of the few to rise": who did so."""
    return any(tree.lower[k] in SINGLED or tree.tag[k] == "JJS" for k in (noun, *tree.children(noun, "amod", "nummod")))


def _purpose(tree: Tree, head: int) -> str:
    for k in tree.children(head):
        if tree.lower[k] == "too" and k < head:
            return "CT-"
        if tree.lower[k] == "enough":
            return "PS+"
    return "Uu"
