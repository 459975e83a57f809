"""How certain a clause is: for its source, and for the article, in FactBank's values.

Each clause gets a value of its own (negation, modals, hedging adverbs) and one from where it stands (under a verb, noun or
adjective that implies, presupposes or leaves open what it governs; in an if-clause; in a question). The two are
composed down the tree after Nairn, Condoravdi & Karttunen, "Computing relative polarity for textual inference" (2006);
the values are those of Saurí & Pustejovsky, "FactBank" (2009). The words that decide stand in `factuality.tsv`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from newslab.reader.syntax import Tree
from newslab.records import Attribution

RANK = {"U": 0, "PS": 1, "PR": 2, "CT": 3}
VALUES = ("Uu", "PS", "PR", "CT")
CONDITIONAL = frozenset({"if", "unless", "whether", "lest", "in case", "as if", "as though", "so that", "provided", "even if"})
CONTRARY = frozenset({"without", "instead of", "rather than"})
WH = frozenset({"who", "whom", "whose", "what", "which", "when", "where", "why", "how", "whoever", "whatever"})
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
PRESUPPOSED = frozenset({"nsubj", "nmod", "obl", "appos", "compound", "amod", "dislocated", "nummod", "vocative", "iobj"})
# how a source that is reported with a cue of this class stands to the content
STANCE = {"deny": "CT-", "ask": "Uu", "demand": "Uu", "promise": "PR+", "intend": "PR+", "believe": "PR+"}
NAMING = frozenset({"call", "describe", "label", "dub", "brand", "term", "dismiss", "denounce", "portray", "characterise"})
MOST = 6  # words of evidence kept for one clause


@dataclass(frozen=True, slots=True)
class Signature:
    """What a word says of the clause that it governs, when it holds and when it is negated."""

    holds: str
    negated: str
    kind: str


TRANSPARENT = Signature("CT+", "CT-", "none")
OPEN = Signature("Uu", "Uu", "none")
ASSUMED = Signature("PR+", "Uu", "none")


@dataclass(frozen=True, slots=True)
class Context:
    """Where one word stands: what its surroundings and its own auxiliaries say of it.

    `value` is what its own voice says (the article, or the source of the attribution that it stands in).
    """

    environment: str
    value: str
    governor: int | None
    frame: str | None
    kind: str  # the governor's kind of signature
    modal: int | None
    negation: int | None
    question: bool
    imperative: bool
    conditional: bool
    mark: str | None
    evidence: tuple[int, ...]


@cache
def lexicon() -> dict[tuple[str, str], Signature]:
    """(word, frame) → signature, from `factuality.tsv`."""
    text = files("newslab.claims").joinpath("factuality.tsv").read_text(encoding="utf8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return {(word, frame): Signature(holds, negated, kind) for word, frame, holds, negated, kind in rows[1:]}


def combine(outer: str, inner: str) -> str:
    """The value of a clause that is `inner` where what holds is `outer`: the weaker certainty, the polarities multiplied."""
    if outer == "CT+":
        return inner
    if outer == "Uu" or inner == "Uu":
        return "Uu"
    certainty = VALUES[min(RANK[outer[:2]], RANK[inner[:2]])]
    return certainty + ("+" if outer[2] == inner[2] else "-")


def embed(governor: str, signature: Signature) -> str:
    """The value of what a word governs, given the word's own value."""
    if governor == "CT+" or signature.holds == signature.negated:
        return signature.holds
    if governor == "Uu":
        return "Uu"
    inner = signature.holds if governor[2] == "+" else signature.negated
    return inner if inner == "Uu" else VALUES[min(RANK[governor[:2]], RANK[inner[:2]])] + inner[2]


class Views:
    """The context of every word of a tree, worked out when asked for, each once; linear altogether."""

    def __init__(self, tree: Tree, voice: Sequence[int | None], attributions: Sequence[Attribution]) -> None:
        self.tree = tree
        self.voice = voice  # attribution of each token
        self.attributions = attributions
        self._contexts: dict[int, Context] = {}
        self._stances: dict[int, tuple[str, str]] = {}

    def at(self, i: int) -> Context:
        """The context of the word."""
        pending = []
        while i not in self._contexts:
            pending.append(i)
            head = self.tree.heads[i]
            if head == i:
                break
            i = head
        for j in reversed(pending):
            self._contexts[j] = self._context(j)
        return self._contexts[pending[0] if pending else i]

    def source(self, i: int) -> str:
        """How certain the clause of the word is for the innermost source."""
        return combine(self.stance(self.voice[i])[0], self.at(i).value)

    def author(self, i: int) -> str:
        """How certain it is for the article."""
        return combine(self.stance(self.voice[i])[1], self.at(i).value)

    def stance(self, position: int | None) -> tuple[str, str]:
        """How certain the content of an attribution is for its source and for the article.

        For the source it follows from the cue's class and verb; for the article it is open unless the cue presupposes
        the content (*acknowledged*) or its falsity (*pretended*).
        """
        chain: list[int] = []
        while position is not None and position not in self._stances and position not in chain:
            chain.append(position)
            position = self.attributions[position].parent
        author = self._stances[position][1] if position in self._stances else "CT+"
        result = self._stances.get(position, ("CT+", "CT+")) if position is not None else ("CT+", "CT+")
        for k in reversed(chain):
            attribution = self.attributions[k]
            lemma, group = attribution.cue_lemma or "", attribution.cue_class or "report"
            known = lexicon().get((lemma, "that"))
            source = STANCE.get(group, "CT+")
            if group == "believe" and known is not None:
                source = embed("CT+", known)
            if lemma in NAMING:
                source = "CT+"
            if attribution.negated:
                source = "PR-" if group == "believe" and source[-1] == "+" else "Uu"
            if known is not None and known.kind in ("factive", "contrafactive"):
                author = combine(author, known.holds)
            elif self._falsely(attribution.cue_head):
                author = combine(author, "CT-")
            else:
                author = "Uu"
            result = self._stances[k] = (source, author)
        return result

    def _falsely(self, cue: int | None) -> bool:
        tree = self.tree
        return cue is not None and any(tree.lower[k] in ("falsely", "wrongly") for k in tree.children(cue, "advmod"))

    def _context(self, i: int) -> Context:
        tree = self.tree
        head, dep = tree.heads[i], tree.deps[i]
        main = dep.partition(":")[0]
        if main == "conj" and tree.pos[i] in ("VERB", "AUX", "ADJ", "NOUN") and self.voice[i] == self.voice[head]:
            first = self._contexts[head]
            environment, governor, frame, kind = first.environment, first.governor, first.frame, first.kind
            conditional, mark, inherited = first.conditional, first.mark, first.evidence
        else:
            environment, governor, frame, kind, conditional, mark = self._environment(i, main)
            above = self._contexts[head] if head != i and self.voice[i] == self.voice[head] else None
            inherited = above.evidence if above is not None and environment != "CT+" else ()
            if governor is not None and environment != "CT+":
                inherited = (*inherited, governor)
            if conditional or mark in CONTRARY:
                inherited = (*inherited, *tree.children(i, "mark"))
        modal, negation, adverbs = self._own(i)
        value = "CT-" if negation is not None else "CT+"
        words = lexicon()
        evidence = [k for k in (negation, modal) if k is not None]
        if modal is not None:
            value = embed(value, words.get((self._modal(modal), "modal"), TRANSPARENT))
            if self._counterfactual(i, modal):
                value = "CT-" if value[-1] != "-" else "CT+"
        for k in adverbs:
            value = embed(value, words[(tree.lower[k], "adverb")])
            evidence.append(k)
        question = self._question(i)
        imperative = self._imperative(i)
        if question or imperative or self._has_condition(i):
            value = "Uu"
        return Context(
            environment, combine(environment, value), governor, frame, kind, modal, negation, question, imperative,
            conditional, mark, tuple(dict.fromkeys((*evidence, *inherited)))[:MOST],
        )  # fmt: skip

    def _environment(self, i: int, main: str) -> tuple[str, int | None, str | None, str, bool, str | None]:
        """What the word's head and its own introducing words say of it, before its own negation and modals."""
        tree = self.tree
        head = tree.heads[i]
        if head == i or main in ("parataxis", "root", "list", "discourse", "orphan") or self.voice[i] != self.voice[head]:
            return "CT+", None, None, "none", False, None
        mark = tree.preposition(i) if main in ("advcl", "ccomp", "acl", "xcomp", "csubj") else None
        above = self._contexts[head].value
        if main == "advcl":
            if mark in CONDITIONAL or (mark and mark.partition(" ")[0] in ("if", "unless", "whether")):
                return "Uu", None, None, "condition", True, mark
            if mark in CONTRARY:
                return "CT-", None, None, "contrary", False, mark
            if tree.tag[i] == "VBG" and mark is not None and mark != "while":
                known = self._known(head, "ing")
                if known is not None and known.holds == "CT-":
                    return embed(above, known), head, "ing", known.kind, False, mark
            if mark in ("to", "in order to", "so as to"):
                return self._purpose(head), None, "to", "purpose", False, mark
            if mark is None and tree.tag[i] in ("VBG", "VBN"):
                return above, None, None, "none", False, mark
            return "CT+", None, None, "none", False, mark
        if main == "acl":
            if tree.deps[i] == "acl:relcl":
                return "CT+", None, None, "relative", False, mark
            frame = self._frame(i, mark)
            if frame == "ing":
                return "CT+", None, None, "participle", False, mark
            known = self._known(head, frame) or (OPEN if frame in ("to", "whether") else ASSUMED)
            return embed("CT+", known), head, frame, known.kind, False, mark
        if main in ("xcomp", "ccomp", "csubj"):
            if main == "xcomp" and tree.tag[i][:2] in ("JJ", "NN", "RB", "CD"):
                known = self._known(head, "to") if tree.lemma[head] in ("seem", "appear", "look", "prove") else None
                return embed(above, known or TRANSPARENT), head, "bare", "none", False, mark
            frame = self._frame(i, mark)
            if frame == "wh":
                return "CT+", head, frame, "question", False, mark
            known = self._known(head, frame)
            if known is None:
                known = {"to": OPEN, "whether": OPEN, "that": ASSUMED, "ing": TRANSPARENT}[frame]
            return embed(above, known), head, frame, known.kind, False, mark
        if main == "obj":
            known = self._known(head, "obj")
            return (embed(above, known), head, "obj", known.kind, False, None) if known else (above, None, None, "none", False, None)
        return "CT+", None, None, "presupposed", False, None

    def _known(self, governor: int, frame: str) -> Signature | None:
        tree = self.tree
        if frame == "whether":
            return OPEN
        particle = tree.child(governor, "compound:prt")
        lemma = tree.lemma[governor].lower()
        if particle is not None:
            found = lexicon().get((f"{lemma} {tree.lower[particle]}", frame))
            if found is not None:
                return found
        return lexicon().get((lemma, frame)) or lexicon().get((tree.lower[governor], frame))

    def _frame(self, i: int, mark: str | None) -> str:
        tree = self.tree
        if mark is not None and mark.partition(" ")[0] in ("whether", "if"):
            return "whether"
        kids = tree.children(i)
        if any(tree.lower[k] == "to" and tree.deps[k] == "mark" for k in kids) or (
            tree.tag[i] == "VB" and not any(tree.is_(k, "aux", "nsubj") for k in kids)
        ):
            return "to"
        if kids and kids[0] < i and tree.lower[kids[0]] in WH and mark is None:
            return "wh"
        if tree.tag[i] in ("VBG", "VBN") and not any(tree.is_(k, "aux", "nsubj", "cop") for k in kids):
            return "ing"
        return "that"

    def _purpose(self, head: int) -> str:
        tree = self.tree
        for k in tree.children(head, "advmod"):
            if tree.lower[k] == "too":
                return "CT-"
            if tree.lower[k] == "enough":
                return "PS+"
        return "Uu"

    def _own(self, i: int) -> tuple[int | None, int | None, list[int]]:
        """The word's modal, negation and hedging adverbs; a conjunct without auxiliaries shares the first verb's modal."""
        tree = self.tree
        modal, adverbs, finite = None, [], False
        words = lexicon()
        for k in tree.children(i):
            dep = tree.deps[k]
            if dep == "aux" and tree.tag[k] == "MD":
                modal = k if modal is None else modal
            elif dep == "advmod" and (tree.lower[k], "adverb") in words:
                if tree.lower[k] != "never" and tree.lower[k] not in ("neither", "nor"):
                    adverbs.append(k)
            finite = finite or dep in ("aux", "aux:pass", "nsubj", "nsubj:pass", "cop", "mark")
        if modal is None and not finite and tree.deps[i] == "conj" and tree.tag[i] in ("VB", "VBN", "VBG"):
            above = self._contexts.get(tree.heads[i])
            modal = above.modal if above is not None else None
        negation = tree.negation(i)
        if negation is None:  # "nobody came", "nothing happened"
            negation = next(
                (k for k in tree.children(i, "nsubj", "obj") if self._negative(k)), None
            )
        return modal, negation, adverbs

    def _negative(self, k: int) -> bool:
        tree = self.tree
        if tree.lower[k] in ("nobody", "nothing", "none", "neither", "no-one", "noone"):
            return True
        return any(tree.lower[j] in ("no", "neither") for j in tree.children(k, "det"))

    def _modal(self, k: int) -> str:
        tree = self.tree
        return {"’ll": "'ll", "’d": "'d"}.get(tree.lower[k], tree.lower[k])

    def _counterfactual(self, i: int, modal: int) -> bool:
        tree = self.tree
        if self._modal(modal) not in ("would", "'d", "should") or tree.tag[i] != "VBN":
            return False
        return any(tree.lower[k] in ("have", "'ve", "’ve") for k in tree.children(i, "aux"))

    def _question(self, i: int) -> bool:
        tree = self.tree
        return any(tree.text[k].startswith("?") for k in tree.children(i, "punct"))

    def _imperative(self, i: int) -> bool:
        tree = self.tree
        if tree.tag[i] != "VB" or tree.deps[i] not in ("root", "parataxis", "conj", "ccomp"):
            return False
        if tree.deps[i] == "conj":
            above = self._contexts.get(tree.heads[i])
            if above is None or not above.imperative:
                return False
        return not any(
            tree.is_(k, "nsubj", "csubj", "mark", "expl") or (tree.deps[k] == "aux" and tree.lemma[k] != "do")
            for k in tree.children(i)
        )

    def _has_condition(self, i: int) -> bool:
        tree = self.tree
        return any(
            tree.lower[m] in ("if", "unless") for k in tree.children(i, "advcl") for m in tree.children(k, "mark")
        )
