"""How certain a clause is: for its source, and for the article, in FactBank's values.

Each clause gets a value of its own (negation, modals, hedging adverbs) and one from where it stands (under a verb,
noun or adjective that implies, presupposes or leaves open what it governs; in an if-clause; in a question). The two are
composed down the tree after Nairn, Condoravdi & Karttunen, "Computing relative polarity for textual inference" (2006);
the values are those of Saurí & Pustejovsky, "FactBank" (2009). The words that decide stand in `factuality.tsv`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from newslab.claims.dependents import imperative as is_imperative
from newslab.claims.dependents import own as read_own
from newslab.claims.embedding import Place
from newslab.claims.embedding import place as read_place
from newslab.claims.signatures import TRANSPARENT, Signature, combine, embed, lexicon
from newslab.reader.syntax import Tree
from newslab.records import Attribution

FINITE = frozenset({"VBD", "VBZ", "VBP"})
COUNTERFACTUAL = frozenset({"would", "'d", "should"})
# how a source that is reported with a cue of this class stands to the content
STANCE = {"deny": "CT-", "ask": "Uu", "demand": "Uu", "promise": "PR+", "intend": "Uu", "believe": "PR+"}
NAMING = frozenset({"call", "describe", "label", "dub", "brand", "term", "dismiss", "denounce", "portray", "slam"})
SILENT = frozenset({"decline"})  # cues of which nothing is said
OPPOSING = frozenset({"deny", "intend", "demand"})  # classes whose value is that of the complement alone
WILLED = frozenset({"demand", "intend", "promise"})  # classes that want infinitives or modals
TOWARDS = frozenset({"with", "to", "of", "about", "against", "from", "for", "over", "at"})  # "disagreed *with* …"
APART = frozenset({",", ";", ":", ".", "-", "--", "–", "—"})  # what sets a quotation off from its cue
OUTER = ('"', "“", "”", "„", "«", "»", "‘", "’", "'", "''", "``")
CONSEQUENT = Signature("PR+", "CT-", "condition")
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
    below: bool  # the part of the sign that comes from where it stands
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


class Views:
    """The context of every word of a tree, worked out when asked for, each once; linear altogether."""

    def __init__(self, tree: Tree, voice: Sequence[int | None], attributions: Sequence[Attribution]) -> None:
        self.tree = tree
        self.voice = voice  # attribution of each token
        self.attributions = attributions
        self._contexts: dict[int, Context] = {}
        self._stances: dict[int, tuple[str, str]] = {}
        self._beside: dict[tuple[int, int], bool] = {}

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
        if position is not None and self.attributions[position].cue_class in WILLED and self._finite(i):
            return self.at(i).value  # "told the court that he left" asks for nothing, "to sell what it owns" is owned
        return combine(self._stance_of(i)[0], self.at(i).value)

    def author(self, i: int) -> str:
        """How certain it is for the article."""
        return combine(self._stance_of(i)[1], self.at(i).value)

    def _finite(self, i: int) -> bool:
        """Tell whether the clause is in the indicative."""
        tree = self.tree
        first = next((k for k in tree.children(i) if tree.deps[k] in ("aux", "aux:pass", "cop")), i)
        return tree.tag[first] in FINITE or (tree.deps[i] == "acl:relcl" and tree.tag[first] == "MD")

    def polarity(self, i: int) -> str:
        """Whether the innermost source affirms or denies it, however certainly: positive, negative or unclear."""
        context = self.at(i)
        position = self.voice[i]
        stance = self._stance_of(i)[0]
        if position is not None and stance == "Uu" and self.attributions[position].negated:
            return "unclear"
        would = context.modal is not None and self.tree.lower[context.modal] == "would" and context.value[:2] == "PR"
        hedged = any((self.tree.lower[k], "adverb") in lexicon() for k in context.evidence)
        if would and not hedged and not self._backshifted(i):
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

    def _stance_of(self, i: int) -> tuple[str, str]:
        """The stance of a word's attribution, or of one who speaks on: *He rejected the report: "We paid."*"""
        position = self.voice[i]
        if position is None:
            return "CT+", "CT+"
        attribution = self.attributions[position]
        if attribution.cue_class in OPPOSING or attribution.negated:
            part = bisect_right(attribution.content, (self.tree.start[i], len(self.tree.doc.text))) - 1
            known = self._beside.get((position, part))
            if known is None:
                known = self._beside[position, part] = part >= 0 and self._is_beside(attribution, part)
            if known:
                return "CT+", "Uu"
        return self.stance(position)

    def _is_beside(self, attribution: Attribution, part: int) -> bool:
        """Tell whether a part of the content is a whole quotation that stands beside the cue, not a complement of it.

        So it is when it stands in another sentence, or when a mark sets it off from a cue that is active or has a
        target of its own ("disagreed *with the findings*: …").
        """
        tree, cue = self.tree, attribution.cue_head
        start, end = attribution.content[part]
        first, last = bisect_left(tree.start, start), bisect_left(tree.start, end) - 1
        if cue is None or first > last or first <= cue <= last:
            return False
        if not any(a - start <= 2 and end - b <= 2 for a, b in attribution.quoted):
            return False
        if tree.sentence[cue] != tree.sentence[first]:
            return True
        before, after = first - 1, last + 1
        while before > cue and tree.text[before] in OUTER:
            before -= 1
        if not any(t in APART for t in ([tree.text[before]] if cue < first else tree.text[last - 1 : after + 1])):
            return False
        target = False
        for k in tree.children(cue):
            if first <= k <= last:
                if tree.is_(k, "obj", "nsubj", "csubj:pass"):
                    return False
            elif tree.is_(k, "obj", "nsubj:pass") or (tree.is_(k, "obl") and tree.preposition(k) in TOWARDS):
                target = True
        return target or not (attribution.negated or tree.is_passive(cue))

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
        above = self._contexts[head] if head != i else None
        own = read_own(tree, i, above.modal if above is not None else None)
        same = head != i and self.voice[i] == self.voice[head]
        inherited: tuple[int, ...] = ()
        under: Context | None = None
        if above is not None and own.conjunct and same:
            environment, plain_environment, inherited = above.environment, above.plain_environment, above.outside
            place = Place(above.governor, above.frame, above.kind, conditional=above.conditional, mark=above.mark)
        else:
            place = read_place(tree, i, own, above is not None and above.modal is not None)
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
        if environment != "Uu":
            below = environment[-1] == "-"
        elif own.conjunct and same and above is not None:
            below = above.below
        else:  # "would cease *looking*", "to prevent *a collapse*"
            holds = place.signature.holds
            below = holds[-1] == "-" and not (under is not None and under.negative)
        imperative = is_imperative(tree, i, own, above is not None and above.imperative)
        if own.question or imperative:
            value = "Uu"
        elif own.condition:  # what would be is probable at most; what would have been is not
            value = embed(value, CONSEQUENT)
        return Context(
            environment, combine(environment, value), negative != below, below,
            plain_environment, combine(plain_environment, value), place.governor, place.frame, place.kind,
            own.modal, own.negation, own.question, imperative, place.conditional, place.mark,
            tuple(dict.fromkeys((*evidence, *inherited)))[:MOST], inherited[:MOST],
        )  # fmt: skip

    def _backshifted(self, i: int) -> bool:
        """Tell whether *would* is the *will* of reported speech: "said that it would close"."""
        position = self.voice[i]
        cue = None if position is None else self.attributions[position].cue_head
        return cue is not None and self.tree.tag[cue] in ("VBD", "VBN", "NN")


def _modal(word: str) -> str:
    return {"’ll": "'ll", "’d": "'d"}.get(word, word)
