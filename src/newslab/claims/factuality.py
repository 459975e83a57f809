"""How certain a clause is: for its source, and for the article, in FactBank's values.

Each clause gets a value of its own (negation, modals, hedging adverbs) and one from where it stands (under a verb,
noun or adjective that implies, presupposes or leaves open what it governs; in an if-clause; in a question). The two are
composed down the tree after Nairn, Condoravdi & Karttunen, "Computing relative polarity for textual inference" (2006);
the values are those of Saurí & Pustejovsky, "FactBank" (2009). The words that decide stand in `factuality.tsv`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from newslab.claims.signatures import (
    ASSUMED,
    DEFAULT,
    OPEN,
    TRANSPARENT,
    YET,
    Signature,
    combine,
    embed,
    lexicon,
)
from newslab.reader.syntax import NEGATORS, Tree
from newslab.records import Attribution

CONDITIONAL = frozenset({"if", "unless", "whether", "lest", "in case", "as if", "as though", "so that", "provided"})
CONTRARY = frozenset({"without", "instead of", "rather than"})
WH = frozenset({"who", "whom", "whose", "what", "which", "when", "where", "why", "how", "whoever", "whatever"})
EMBEDDED = frozenset({"xcomp", "ccomp", "csubj", "advcl", "acl", "obj"})
SUBJECTS = frozenset({"nsubj", "nsubj:pass", "nsubj:outer", "csubj", "csubj:pass", "csubj:outer", "expl"})
NOBODY = frozenset({"nobody", "nothing", "none", "neither", "no-one", "noone"})
EVIDENTIAL = frozenset({"seem", "appear", "look", "prove"})
RESULT = frozenset(
    {"become", "reach", "find", "discover", "total", "finish", "end", "close"}
)  # "fell *to reach* a low": what came of it
SINGLED = frozenset({"first", "second", "third", "last", "only", "one", "few", "latest", "next"})
DEFINITE = frozenset({"the", "this", "that", "these", "those", "his", "her", "its", "their", "our", "my", "your"})
FINITE = frozenset({"VBD", "VBZ", "VBP"})
COUNTERFACTUAL = frozenset({"would", "'d", "should"})
# how a source that is reported with a cue of this class stands to the content
STANCE = {"deny": "CT-", "ask": "Uu", "demand": "Uu", "promise": "PR+", "intend": "Uu", "believe": "PR+"}
NAMING = frozenset({"call", "describe", "label", "dub", "brand", "term", "dismiss", "denounce", "portray", "slam"})
SILENT = frozenset({"decline"})  # cues of which nothing is said
MOST = 6  # words of evidence kept for one clause


@dataclass(frozen=True, slots=True)
class Context:
    """Where one word stands: what its surroundings and its own auxiliaries say of it.

    `value` is what its own voice says (the article, or the source of the attribution that it stands in); `plain` is the
    same with reporting verbs read as ordinary verbs.
    """

    environment: str
    value: str
    negative: bool  # the sign alone, also where the value is open
    plain_environment: str
    plain: str
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
    outside: tuple[int, ...]  # the part of the evidence that stands outside the clause


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
        known = self._contexts.get(i)
        if known is not None:
            return known
        pending = []
        j = i
        while j not in self._contexts:
            pending.append(j)
            if self.tree.heads[j] == j:
                break
            j = self.tree.heads[j]
        for j in reversed(pending):
            self._contexts[j] = self._context(j)
        return self._contexts[i]

    def source(self, i: int) -> str:
        """How certain the clause of the word is for the innermost source."""
        position = self.voice[i]
        if position is not None and self.attributions[position].cue_class == "demand" and self._finite(i):
            return self.at(i).value  # "told the court that he left" asks for nothing
        return combine(self.stance(position)[0], self.at(i).value)

    def author(self, i: int) -> str:
        """How certain it is for the article."""
        return combine(self.stance(self.voice[i])[1], self.at(i).value)

    def _finite(self, i: int) -> bool:
        """Tell whether the clause is in the indicative."""
        tree = self.tree
        first = next((k for k in tree.children(i) if tree.deps[k] in ("aux", "aux:pass", "cop")), i)
        return tree.tag[first] in FINITE

    def polarity(self, i: int) -> str:
        """Whether the innermost source affirms or denies it, however certainly: positive, negative or unclear."""
        context = self.at(i)
        position = self.voice[i]
        stance = self.stance(position)[0]
        if position is not None and stance == "Uu" and self.attributions[position].negated:
            return "unclear"
        if context.modal is not None and self.tree.lower[context.modal] == "would" and context.value[:2] == "PR":
            return "unclear"  # what would be
        if (
            context.question
            or context.conditional
            or (context.value == "Uu" and context.kind in ("condition", "question"))
        ):
            return "unclear"
        if context.value == "Uu" and context.environment == "CT+" and context.modal is None and not context.imperative:
            return "unclear"  # it depends on a condition
        return "negative" if context.negative != (stance[-1] == "-") else "positive"

    def stance(self, position: int | None) -> tuple[str, str]:
        """How certain the content of an attribution is for its source and for the article.

        For the source it follows from the cue's class and verb; for the article it is open unless the cue presupposes
        the content (*acknowledged*) or its falsity (*pretended*).
        """
        chain: list[int] = []
        while position is not None and position not in self._stances and position not in chain:
            chain.append(position)
            position = self.attributions[position].parent
        result = ("CT+", "CT+") if position is None else self._stances.get(position, ("CT+", "CT+"))
        for k in reversed(chain):
            result = self._stances[k] = self._stance(self.attributions[k], result[1])
        return result

    def _stance(self, attribution: Attribution, author: str) -> tuple[str, str]:
        lemma, group = attribution.cue_lemma or "", attribution.cue_class or "report"
        known = lexicon().get((lemma, "that"))
        source = STANCE.get(group, "CT+")
        if group == "believe" and known is not None:
            source = known.holds
        if lemma in NAMING:
            source = "CT+"
        if attribution.negated:
            source = "PR-" if group == "believe" and source[-1] == "+" else "Uu"
        if known is not None and known.kind in ("factive", "contrafactive"):
            return source, combine(author, known.holds)
        cue = attribution.cue_head
        if cue is not None and any(self.tree.lower[k] in ("falsely", "wrongly") for k in self.tree.children(cue)):
            return source, combine(author, "CT-")
        return source, "Uu"

    def _context(self, i: int) -> Context:
        tree = self.tree
        head = tree.heads[i]
        own = self._own(i)
        above = self._contexts[head] if head != i else None
        same = head != i and self.voice[i] == self.voice[head]
        inherited: tuple[int, ...] = ()
        if above is not None and own.conjunct and same:
            environment, plain_environment, inherited = above.environment, above.plain_environment, above.outside
            place = Place(above.governor, above.frame, above.kind, conditional=above.conditional, mark=above.mark)
        else:
            place = self._place(i, own)
            under = above if place.below else None
            plain_environment = embed(under.plain if under is not None else "CT+", place.signature)
            environment = embed(under.value if under is not None else "CT+", place.signature) if same else "CT+"
            if environment != "CT+":
                governor = () if place.governor is None else (place.governor,)
                inherited = (*(under.evidence if under is not None else ()), *governor, *own.marks)
        value = "CT-" if own.negation is not None else "CT+"
        words = lexicon()
        evidence = [k for k in (own.negation, own.modal) if k is not None]
        if own.modal is not None:
            modal = _modal(tree.lower[own.modal])
            if modal in ("would", "'d") and self._backshifted(i):
                modal = "will"
            value = embed(value, words.get((modal, "modal"), TRANSPARENT))
            if own.perfect and tree.tag[i] == "VBN" and _modal(tree.lower[own.modal]) in COUNTERFACTUAL:
                value = "CT+" if own.negation is not None else "CT-"
        for k in own.adverbs:
            value = embed(value, words[(tree.lower[k], "adverb")])
            evidence.append(k)
        negative = value[-1] == "-" if value != "Uu" else own.negation is not None
        imperative = self._imperative(i, own, above)
        if own.question or imperative or own.condition:
            value = "Uu"
        return Context(
            environment, combine(environment, value), negative != (environment[-1] == "-"),
            plain_environment, combine(plain_environment, value), place.governor, place.frame, place.kind,
            own.modal, own.negation, own.question, imperative, place.conditional, place.mark,
            tuple(dict.fromkeys((*evidence, *inherited)))[:MOST], inherited[:MOST],
        )  # fmt: skip

    def _own(self, i: int) -> Own:
        """What the word's own dependents say, read in one pass over them."""
        tree = self.tree
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
            elif dep in SUBJECTS or dep == "obj":
                subject = subject or dep != "obj"
                if negation is None:
                    negation = self._negative(k)
            elif dep == "punct":
                question = question or tree.text[k][:1] == "?"
            elif dep == "advcl":
                condition = condition or any(tree.lower[m] in ("if", "unless") for m in tree.children(k, "mark"))
            if dep in ("advmod", "discourse") and low not in NEGATORS and (low, "adverb") in words:
                adverbs.append(k)
            wh = wh or (k < i and low in WH and not marks)
        conjunct = tree.deps[i] == "conj" and tree.pos[i] in ("VERB", "AUX", "ADJ", "NOUN")
        if conjunct and modal is None and not (subject or auxiliary or copula or marks):
            above = self._contexts.get(tree.heads[i])
            modal = above.modal if above is not None and tree.tag[i] in ("VB", "VBN", "VBG") else None
        known = tree.negation(i)
        return Own(
            modal, known if known is not None else negation, adverbs, marks, subject, auxiliary, copula, infinitive,
            question, condition, perfect, wh, conjunct,
        )  # fmt: skip

    def _place(self, i: int, own: Own) -> Place:
        """What the word's head and its own introducing words say of it."""
        tree = self.tree
        head = tree.heads[i]
        main = tree.deps[i].partition(":")[0]
        if head == i or main not in EMBEDDED:
            return Place(None, None, "none" if main in ("root", "parataxis") or head == i else "presupposed")
        if main == "obj":
            known = self._known(head, "obj")
            if known is None and any(tree.lower[k] in DEFINITE for k in tree.children(i, "det", "nmod:poss")):
                return Place(None, None, "presupposed")
            return (
                Place(None, None, "none", below=True) if known is None else Place(head, "obj", known.kind, known, True)
            )
        mark = tree.preposition(i) if own.marks else None
        if main == "advcl":
            return self._adverbial(i, own, head, mark)
        if tree.deps[i] == "acl:relcl":
            return Place(None, None, "relative", mark=mark)
        frame = self._frame(i, own, mark)
        if main == "acl":
            if frame == "ing":
                return Place(None, None, "participle", mark=mark)
            if frame == "to" and self._singled_out(head):
                return Place(head, frame, "singled out", mark=mark)
            unknown = OPEN if frame in ("to", "whether") else ASSUMED if mark else TRANSPARENT
            known = self._known(head, frame) or unknown
            return Place(head, frame, known.kind, known, mark=mark)
        if main == "xcomp" and mark is None and tree.tag[i][:2] in ("JJ", "NN", "RB", "CD"):
            known = self._known(head, "to") if tree.lemma[head] in EVIDENTIAL else None
            return Place(head, "bare", "none", known or TRANSPARENT, True)
        if frame == "wh":
            return Place(head, frame, "question", mark=mark)
        known = self._known(head, frame) or DEFAULT[frame]
        if known.kind == "factive" and frame == "to" and self._contexts[head].modal is not None:
            known = OPEN  # "would be glad to go"
        return Place(head, frame, known.kind, known, True, mark=mark)

    def _adverbial(self, i: int, own: Own, head: int, mark: str | None) -> Place:
        first = mark.partition(" ")[0] if mark is not None else None
        if mark in CONDITIONAL or first in ("if", "unless", "whether"):
            return Place(None, None, "condition", OPEN, False, True, mark)
        if mark in CONTRARY:
            return Place(None, None, "contrary", Signature("CT-", "CT-", "none"), mark=mark)
        if mark is None:
            return Place(None, None, "none", below=self.tree.tag[i] in ("VBG", "VBN"))
        if self.tree.tag[i] == "VBG" and mark != "while":
            known = self._known(head, "ing")
            if known is not None and known.holds == "CT-":
                return Place(head, "ing", known.kind, known, True, mark=mark)
        if own.infinitive and not own.subject:
            value = "CT+" if self.tree.lemma[i] in RESULT else self._purpose(head)
            return Place(None, "to", "purpose", Signature(value, value, "purpose"), mark=mark)
        return Place(None, None, "none", mark=mark)

    def _known(self, governor: int, frame: str) -> Signature | None:
        tree = self.tree
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

    def _frame(self, i: int, own: Own, mark: str | None) -> str:
        if mark is not None and mark.partition(" ")[0] in ("whether", "if"):
            return "whether"
        tag = self.tree.tag[i]
        if own.infinitive or (tag == "VB" and not (own.auxiliary or own.subject)):
            return "to"
        if own.wh and mark is None:
            return "wh"
        if tag in ("VBG", "VBN") and not (own.auxiliary or own.subject or own.copula):
            return "ing"
        return "that"

    def _backshifted(self, i: int) -> bool:
        """Tell whether *would* is the *will* of reported speech: "said that it would close"."""
        position = self.voice[i]
        cue = None if position is None else self.attributions[position].cue_head
        return cue is not None and self.tree.tag[cue] in ("VBD", "VBN", "NN")

    def _singled_out(self, noun: int) -> bool:
        """ "the first woman to lead", "one of the few to rise": who did so."""
        tree = self.tree
        return any(
            tree.lower[k] in SINGLED or tree.tag[k] == "JJS" for k in (noun, *tree.children(noun, "amod", "nummod"))
        )

    def _purpose(self, head: int) -> str:
        tree = self.tree
        for k in tree.children(head):
            if tree.lower[k] == "too" and k < head:
                return "CT-"
            if tree.lower[k] == "enough":
                return "PS+"
        return "Uu"

    def _negative(self, k: int) -> int | None:
        """The word that makes a subject or object negative: *nobody*, *no* boats."""
        tree = self.tree
        if tree.lower[k] in NOBODY:
            return k
        return next((j for j in tree.children(k) if tree.lower[j] in ("no", "neither") and tree.deps[j] == "det"), None)

    def _imperative(self, i: int, own: Own, above: Context | None) -> bool:
        tree = self.tree
        dep = tree.deps[i]
        if tree.tag[i] != "VB" or own.subject or own.auxiliary or own.marks:
            return False
        if dep == "conj":
            return above is not None and above.imperative
        return dep in ("root", "parataxis", "ccomp")


def _modal(word: str) -> str:
    return {"’ll": "'ll", "’d": "'d"}.get(word, word)
