"""Propositions: who is said to do or be what, one for each asserted clause, apposition and telling nominal.

Clauses are those of an asserted context: not questions, orders, if-parts, purposes or what a word leaves open ("wants
to go"), unless an attribution reports just that. Verbs that only colour the next one ("failed to pay", "began to sell")
form one predicate with it. Conjuncts are rows of their own, with the shared subject restored.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from newslab.claims.dependents import WH
from newslab.claims.factuality import NAMING, SILENT, Context, Views
from newslab.claims.graded import tense as form
from newslab.claims.nominals import event_nouns
from newslab.claims.parts import MOST, Parts
from newslab.claims.phrases import CUT, Proposition
from newslab.claims.voices import Lookup
from newslab.reader.syntax import EDGE, Tree
from newslab.records import Attribution

CLAUSAL = frozenset(
    ["root", "conj", "ccomp", "csubj", "advcl", "acl", "xcomp", "parataxis", "dep", "list", "dislocated"]
)
LIGHT = frozenset({"aspect", "implicative", "hedge", "modal"})
GERUND_MARKS = frozenset({"after", "while", "since", "when", "by", "before", "thereby", "because", "having"})
OPENING = ('"', "“", "‘", "'")
# attributions that are no deed when the article reports them
PLAIN = frozenset({"report", "ask", "believe", "concede"})


def find_propositions(
    tree: Tree, views: Views, lookup: Lookup, attributions: Sequence[Attribution]
) -> list[Proposition]:
    """The propositions of an article in text order; needs tags, lemmas, a parse and the attributions."""
    grammar = _Grammar(tree, views, lookup, attributions)
    heaps = {tree.sentence[i] for i in range(len(tree)) if len(tree.children(i)) > MOST}
    found = [p for i in range(len(tree)) if tree.sentence[i] not in heaps for p in grammar.at(i)]
    voiced = {p.attribution for p in found}
    for k, attribution in enumerate(attributions):
        if k not in voiced:
            found.extend(p for p in grammar.fragment(k, attribution, heaps))
    found.extend(grammar.answers({(p.attribution, tree.sentence[p.head]) for p in found}, heaps))
    return sorted(map(grammar.with_marks, found), key=lambda p: (p.start, p.end, p.head))


class _Grammar(Parts):
    """The rules for clauses, over one tree."""

    def __init__(self, tree: Tree, views: Views, lookup: Lookup, attributions: Sequence[Attribution]) -> None:
        super().__init__(tree, views, lookup, attributions)
        self.cues = {a.cue_head: a for a in attributions if a.cue_head is not None}

    def at(self, i: int) -> Iterator[Proposition]:
        """The propositions that the token heads."""
        dep = self.tree.deps[i]
        if dep == "appos":
            yield from self.apposition(i)
        if self.lookup.quantity[i] is not None:
            yield from self.age(i)
        if dep != "appos" and self.tree.pos[i] == "NOUN" and self.tree.lemma[i].lower() in event_nouns():
            yield from self.nominal(i)
        if (dep.partition(":")[0] in CLAUSAL or self._after_colon(i)) and self._is_clause(i) and self._is_asserted(i):
            yield self._clause(i)

    def _after_colon(self, i: int) -> bool:
        """Tell whether a clause with a subject of its own stands where an apposition would: after a colon."""
        return self.tree.deps[i] == "appos" and self.tree.child(i, "nsubj") is not None

    def _is_asserted(self, i: int) -> bool:
        tree = self.tree
        context = self.views.at(i)
        if context.question or context.imperative or context.conditional:
            return False
        if self._in_question(i, context):
            return False
        if context.environment == "Uu":
            return False
        if tree.deps[i] in ("root", "parataxis") and any(
            tree.tag[k] in ("WP", "WRB", "WDT") and tree.is_(k, "nsubj", "advmod", "obj") for k in tree.children(i)
        ):
            return False  # a question without its mark
        position = self.views.voice[i]
        if position is not None and self._asks(position) and not (self._infinitive(i) and not self._silent(position)):
            return False
        if self._light(i) is not None:
            return False
        attribution = self.cues.get(i)
        if attribution is not None and position is None and self._plain(attribution):
            return False
        if self._indirect_question(i):
            return False
        first = i
        while (
            tree.deps[first] == "conj"
            and tree.child(first, "nsubj", "csubj") is None
            and self._is_clause(tree.heads[first])
        ):
            first = tree.heads[first]
        return self._stands(first)

    def _plain(self, attribution: Attribution) -> bool:
        if attribution.cue_lemma == "tell" or attribution.cue_lemma in NAMING or attribution.cue_lemma in SILENT:
            return True
        return attribution.cue_class in PLAIN

    def _stands(self, i: int) -> bool:
        """Tell whether the place of a clause lets it be asserted: no subject clause, gerund after *of* and the like."""
        tree = self.tree
        context, position = self.views.at(i), self.views.voice[i]
        if position is not None and self.views.voice[tree.heads[i]] != position:
            return True
        main = tree.deps[i].partition(":")[0]
        if main == "acl" and (self._restricts(i) or (tree.tag[i] == "VBG" and context.mark is not None)):
            return False  # "restrictions on fishing"
        if main in ("csubj", "dislocated") and context.frame not in ("that",):
            return False
        if main == "advcl" and tree.tag[i] in ("VBG", "VBN") and tree.child(i, "nsubj", "aux") is None:
            return context.mark is None or context.mark.partition(" ")[0] in GERUND_MARKS
        if tree.deps[i] == "advcl:relcl" or (main == "advcl" and context.mark == "than"):
            return False  # "that is how *it ends*", "better than *we had*"
        if main in ("xcomp", "advcl", "ccomp") and tree.pos[tree.heads[i]] == "ADJ" and self._infinitive(i):
            return self._chain(i) != i  # not "sorry *to hear it*"
        if main == "xcomp" and tree.pos[i] not in ("VERB", "AUX"):
            return tree.child(i, "cop") is not None and self._chain(i) != i
        return not (tree.deps[i] == "acl" and context.frame == "to")

    def _restricts(self, i: int) -> bool:
        """Tell whether a relative clause or participle but says which one is meant: "the letter *published this week*".

        One after a comma does not, nor one of something new: "a letter *that names the buyer*"; but what a source says
        in the present of such a thing tells what sort it is ("a gate *that is closed* makes no noise").
        """
        tree = self.tree
        if tree.child(i, "mark") is not None or (tree.deps[i] == "acl" and tree.tag[i] not in ("VBG", "VBN")):
            return False
        first = tree.edges(i)[0]
        while first < i and tree.text[first] in EDGE:
            first += 1
        if first and tree.text[first - 1] in EDGE and tree.text[first - 1] not in OPENING:
            return False
        return (
            tree.deps[i] == "acl"
            or (self.views.voice[i] is not None and form(tree, i) in ("pres", "fut", "modal"))
            or not any(tree.lower[k] in ("a", "an") for k in tree.children(tree.heads[i], "det"))
        )

    def _in_question(self, i: int, context: Context) -> bool:
        """Tell whether a question holds it as its own: "Did he say that it fell?", "did not say when it fell"."""
        tree = self.tree
        if context.frame == "wh" and tree.deps[i] == "ccomp":
            return True
        for _ in range(8):
            if tree.deps[i] not in ("conj", "ccomp", "xcomp"):
                return False
            if self.views.voice[i] != self.views.voice[tree.heads[i]]:
                return False
            i = tree.heads[i]
            above = self.views.at(i)
            if above.question and tree.deps[i] != "ccomp":
                return True
        return False

    def _indirect_question(self, i: int) -> bool:
        """Tell whether it is what somebody asks, knows or shows: "who sold it", "how many sank"."""
        tree = self.tree
        if not tree.is_(i, "ccomp", "csubj", "obj", "nmod", "obl", "acl", "xcomp", "conj", "advcl"):
            return False
        if tree.deps[i] == "acl:relcl" and tree.pos[tree.heads[i]] in ("NOUN", "PROPN"):
            return False
        first = tree.edges(i)[0]
        if tree.lower[first] in ("on", "of", "about", "over", "to", "for") and first + 1 < i:
            first += 1
        if tree.lower[first] in ("when", "where") and tree.deps[i] in ("advcl", "conj"):
            return tree.lower[first] == "where"
        return tree.lower[first] in (*WH, "whether") and first <= i

    def _asks(self, position: int) -> bool:
        """Tell whether the content is a question: "asked who sold it", "did not say when it fell"; or nothing."""
        attribution = self.attributions[position]
        if attribution.cue_class == "ask" or self._silent(position):
            return True
        first = bisect_left(self.tree.start, attribution.content[0][0])
        return attribution.negated and first < len(self.tree) and self.tree.lower[first] in (*WH, "whether", "if")

    def _silent(self, position: int) -> bool:
        """Tell whether nothing is said: "declined to comment"."""
        return self.attributions[position].cue_lemma in SILENT

    def _infinitive(self, i: int) -> bool:
        return any(self.tree.lower[k] == "to" for k in self.tree.children(i, "mark"))

    def _light(self, i: int) -> int | None:
        """The verb that this one only colours ("pay" for the *failed* of "failed to pay"), or None."""
        tree = self.tree
        for k in tree.children(i, "xcomp"):
            if self.views.voice[k] != self.views.voice[i] or tree.child(i, "obj") is not None:
                continue
            context = self.views.at(k)
            if context.kind in LIGHT and (tree.pos[k] in ("VERB", "AUX") or tree.child(k, "cop") is not None):
                return k
        return None

    def _chain(self, i: int) -> int:
        """The first verb of the chain that ends in this one: *failed* in "failed to pay"."""
        tree = self.tree
        for _ in range(8):
            head = tree.heads[i]
            if tree.deps[i] != "xcomp" or self._light(head) != i:
                break
            i = head
        return i

    def _clause(self, i: int) -> Proposition:
        tree = self.tree
        matrix = self._chain(i)
        attribution = self.views.voice[i]
        nominal = tree.pos[i] in ("NOUN", "PROPN", "PRON", "NUM") and tree.child(i, "cop") is not None
        subject = self._cited(i) or tree.subject(i)
        head, thing = self._object(i, nominal)
        predicate = self._predicate(i, matrix, nominal)
        labels = (*CUT, "conj") if any(self._is_clause(k) for k in tree.children(matrix, "conj")) else CUT
        start, end = self.span(matrix, labels)
        if matrix != i:
            own = self.span(i, (*CUT, "conj"))
            start, end = min(start, own[0]), max(end, own[1])
        start, end = self._without_clauses(i, matrix, start, end)
        start, end = min(start, predicate[0]), max(end, predicate[1])
        if thing is not None and head != tree.heads[i] and thing[1] - end < 400:
            start, end = min(start, thing[0]), max(end, thing[1])
        if attribution is not None:
            start, end = self.clip(attribution, tree.start[i], start, end)
            start, end = min(start, predicate[0]), max(end, predicate[1])
        dep = tree.deps[i]
        rule = {"acl:relcl": "relative", "acl": "participle", "conj": "conjunct", "advcl": "adverbial"}.get(
            dep, "clause"
        )
        lemma = tree.lemma[i].lower()
        particle = tree.child(i, "compound:prt")
        if particle is not None:
            lemma = f"{lemma} {tree.lower[particle]}"
        return Proposition(
            i, lemma, attribution, start, end, self._subject(i, subject), subject, predicate, thing, head,
            self._arguments(i, matrix, head), matrix, rule,
        )  # fmt: skip
