"""Propositions: who is said to do or be what, one for each asserted clause, apposition and telling nominal.

Clauses are those of an asserted context: not questions, orders, if-parts, purposes or what a word leaves open ("wants
to go"), unless an attribution reports just that. Verbs that only colour the next one ("failed to pay", "began to sell")
form one predicate with it. Conjuncts are rows of their own, with the shared subject restored.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from newslab.claims.factuality import NAMING, Context, Views
from newslab.claims.voices import Lookup
from newslab.reader.syntax import EDGE, Tree
from newslab.records import Attribution, Span

CLAUSAL = frozenset(
    {"root", "conj", "ccomp", "csubj", "advcl", "acl", "xcomp", "parataxis", "dep", "list", "dislocated"}
)
LIGHT = frozenset({"aspect", "implicative", "hedge", "modal"})
ASIDE = ("acl:relcl", "appos", "parataxis", "discourse", "dep", "list", "vocative")
PHRASE = (*ASIDE, "case", "cc", "punct")  # what is no part of a noun phrase as subject or object
LISTED = ("acl:relcl", "parataxis", "discourse", "dep", "case", "cc:preconj")  # the same where it is a list
CUT = ("parataxis", "discourse", "cc", "dep", "list", "vocative")
FACING = ("nsubj", "csubj", "cop", "aux", "mark", "advmod", "advcl", "cc", "expl", "obl", "punct", "ccomp", *ASIDE)
GERUND_MARKS = frozenset({"after", "while", "since", "when", "by", "before", "thereby", "because", "having"})
PLAIN = frozenset(
    {"report", "ask", "believe", "concede"}
)  # attributions that are no deed when the article reports them
PLACES = frozenset({"GPE", "LOC", "FAC"})
PEOPLE = frozenset({"PERSON", "ORG", "NORP"})
PRESENTING = frozenset({"after", "since", "following", "because of", "due to", "despite", "amid", "during", "with"})
TELLING = frozenset(
    {"demand", "promise", "deny", "concede", "accuse"}
)  # whose object tells what is the case or should be
MODIFIERS = ("det", "nmod:poss", "amod", "compound", "case", "nummod", "cop", "aux")
CONTENT = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "NUM", "PRON", "AUX"})


@dataclass(frozen=True, slots=True)
class Proposition:
    """A predicate with its subject, object and arguments; head words are token indices, the rest characters."""

    head: int
    lemma: str
    attribution: int | None
    start: int
    end: int
    subject: Span | None
    subject_head: int | None
    predicate: Span
    object: Span | None
    object_head: int | None
    arguments: tuple[tuple[str, Span], ...]
    matrix: int  # the first verb of a chain ("failed" in "failed to pay"), which carries tense; else the head
    rule: str


@cache
def roles() -> dict[str, tuple[str, str, str]]:
    """Preposition → its role when it names a place, a person or body, something else; from `roles.tsv`."""
    return {row[0]: (row[1], row[2], row[3]) for row in _rows("roles.tsv")}


@cache
def event_nouns() -> dict[str, str]:
    """Noun that names an event → its verb, from `event_nouns.tsv`."""
    return {row[0]: row[1] for row in _rows("event_nouns.tsv")}


def _rows(name: str) -> list[list[str]]:
    text = files("newslab.claims").joinpath(name).read_text(encoding="utf8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")][1:]


def find_propositions(
    tree: Tree, views: Views, lookup: Lookup, attributions: Sequence[Attribution]
) -> list[Proposition]:
    """The propositions of an article in text order; needs tags, lemmas, a parse and the attributions."""
    grammar = _Grammar(tree, views, lookup, attributions)
    found = [p for i in range(len(tree)) for p in grammar.at(i)]
    voiced = {p.attribution for p in found}
    for k, attribution in enumerate(attributions):
        if k not in voiced:
            found.extend(grammar.fragment(k, attribution))
    return sorted(found, key=lambda p: (p.start, p.end, p.head))


class _Grammar:
    """The rules, over one tree."""

    def __init__(self, tree: Tree, views: Views, lookup: Lookup, attributions: Sequence[Attribution]) -> None:
        self.tree = tree
        self.views = views
        self.lookup = lookup
        self.attributions = attributions
        self.cues = {a.cue_head: a for a in attributions if a.cue_head is not None}

    def at(self, i: int) -> Iterator[Proposition]:
        """The propositions that the token heads."""
        dep = self.tree.deps[i]
        if dep == "appos":
            yield from self._apposition(i)
        elif self.tree.pos[i] == "NOUN" and self.tree.lemma[i].lower() in event_nouns():
            yield from self._nominal(i)
        if dep.partition(":")[0] in CLAUSAL and self._is_clause(i) and self._is_asserted(i):
            yield self._clause(i)

    def _is_clause(self, i: int) -> bool:
        tree = self.tree
        if tree.pos[i] in ("PUNCT", "SPACE", "SYM"):
            return False
        kids = tree.children(i)
        if tree.pos[i] in ("VERB", "AUX") or tree.tag[i][:2] == "VB":
            return tree.tag[i] not in ("VBG", "VBN") or tree.deps[i] != "acl" or bool(kids)
        if any(tree.deps[k] in ("cop", "nsubj", "csubj", "nsubj:pass", "nsubj:outer") for k in kids):
            return True
        head = tree.heads[i]
        return tree.deps[i] == "conj" and tree.pos[i] == "ADJ" == tree.pos[head] and tree.child(head, "cop") is not None

    def _is_asserted(self, i: int) -> bool:
        tree = self.tree
        context = self.views.at(i)
        if context.question or context.imperative or context.conditional:
            return False
        if self._in_question(i, context):
            return False
        if context.environment == "Uu":
            return False
        position = self.views.voice[i]
        if position is not None and self.attributions[position].cue_class == "ask" and not self._infinitive(i):
            return False
        if self._light(i) is not None:
            return False
        attribution = self.cues.get(i)
        if attribution is not None and attribution.cue_class in PLAIN and position is None:
            return False
        first = i
        while (
            tree.deps[first] == "conj"
            and tree.child(first, "nsubj", "csubj") is None
            and self._is_clause(tree.heads[first])
        ):
            first = tree.heads[first]
        return self._stands(first)

    def _stands(self, i: int) -> bool:
        """Tell whether the place of a clause lets it be asserted: no subject clause, gerund after *of* and the like."""
        tree = self.tree
        context, position = self.views.at(i), self.views.voice[i]
        if position is not None and self.views.voice[tree.heads[i]] != position:
            return True
        main = tree.deps[i].partition(":")[0]
        if main in ("csubj", "dislocated") and context.frame not in ("that",):
            return False
        if main == "advcl" and tree.tag[i] in ("VBG", "VBN") and tree.child(i, "nsubj", "aux") is None:
            return context.mark is None or context.mark.partition(" ")[0] in GERUND_MARKS
        if main == "xcomp" and tree.pos[i] not in ("VERB", "AUX"):
            return tree.child(i, "cop") is not None and self._chain(i) != i
        if main == "acl" and tree.deps[i] == "acl" and context.frame == "to":
            return False
        return True

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
        subject = tree.subject(i)
        head, thing = self._object(i, nominal)
        predicate = self._predicate(i, matrix, nominal)
        labels = (*CUT, "conj") if any(self._is_clause(k) for k in tree.children(matrix, "conj")) else CUT
        start, end = self._span(matrix, labels)
        if matrix != i:
            own = self._span(i, (*CUT, "conj"))
            start, end = min(start, own[0]), max(end, own[1])
        start, end = min(start, predicate[0]), max(end, predicate[1])
        if thing is not None and thing[1] - end < 400:
            start, end = min(start, thing[0]), max(end, thing[1])
        if attribution is not None:
            start, end = self._clip(attribution, tree.start[i], start, end)
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

    def _span(self, i: int, without: tuple[str, ...] = ()) -> Span:
        """The run of the subtree around the word; the word alone where crossing branches leave no such run."""
        tree = self.tree
        left, right = tree.bounds(i, without)
        if not left <= i <= right:
            return tree.start[i], tree.end[i]
        while left < i and (tree.pos[left] in ("PUNCT", "SPACE") or EDGE.issuperset(tree.text[left])):
            left += 1
        while right > i and (tree.pos[right] in ("PUNCT", "SPACE") or EDGE.issuperset(tree.text[right])):
            right -= 1
        return tree.start[left], tree.end[right]

    def _noun_phrase(self, j: int | None) -> Span | None:
        if j is None:
            return None
        tree = self.tree
        if tree.pos[j] in ("VERB", "AUX"):
            return self._span(j)
        if tree.child(j, "cop") is not None:
            return self._span(j, FACING)
        return self._span(j, PHRASE if tree.child(j, "conj") is None else LISTED)

    def _subject(self, i: int, j: int | None) -> Span | None:
        """The subject's span, without the participle clause that says this of it ("boats *built there*")."""
        span = self._noun_phrase(j)
        if j is not None and span is not None and self.tree.deps[i].startswith("acl") and self.tree.heads[i] == j:
            own = self._span(j, (*PHRASE, "acl"))
            return own if span[0] <= own[0] and own[1] <= span[1] else span
        return span

    def _object(self, i: int, nominal: bool) -> tuple[int | None, Span | None]:
        tree = self.tree
        if nominal:
            labels = (*FACING, "conj") if any(self._is_clause(k) for k in tree.children(i, "conj")) else FACING
            return i, self._span(i, labels)
        k = tree.child(i, "obj")
        if k is None:
            k = next((c for c in tree.children(i, "ccomp", "xcomp") if c > i), None)
        return k, self._noun_phrase(k)

    def _predicate(self, i: int, matrix: int, nominal: bool) -> Span:
        tree = self.tree
        words = [k for k in tree.children(matrix, "aux", "cop") if k < i]
        last = i
        if nominal:
            cop = tree.child(i, "cop")
            assert cop is not None
            last = cop
            words = [*words, cop]
            if last + 1 < len(tree) and tree.lower[last + 1] in ("not", "n't", "n’t", "never") and last + 1 < i:
                last += 1
        elif last + 1 < len(tree) and tree.deps[last + 1] == "compound:prt" and tree.heads[last + 1] == i:
            last += 1
        words.append(matrix if matrix < last else last)
        first = min(words)
        subject = tree.child(matrix, "nsubj", "csubj")
        if subject is not None and first < subject < last:
            first = min(min((k for k in words if k > subject), default=last), last)
        return tree.start[first], tree.end[last]

    def _arguments(self, i: int, matrix: int, taken: int | None) -> tuple[tuple[str, Span], ...]:
        tree = self.tree
        found: list[tuple[str, Span]] = []
        for k in tree.children(i) if matrix == i else [*tree.children(matrix), *tree.children(i)]:
            if k == taken:
                continue
            dep = tree.deps[k]
            main = dep.partition(":")[0]
            if main == "iobj":
                found.append(("recipient", self._span(k, ASIDE)))
            elif main == "obl" or dep in ("nmod:tmod", "obl:tmod") or (main == "nmod" and k > i):
                found.append((self._role(k, dep), self._span(k, ASIDE)))
            elif main == "advmod" and self.lookup.time[k] is not None:
                found.append(("time", self._span(k)))
            elif main == "advcl":
                mark = tree.preposition(k)
                if mark in ("because", "since", "as"):
                    found.append(("cause", self._span(k)))
                elif mark in ("to", "in order to", "so as to"):
                    found.append(("purpose", self._span(k)))
                elif mark in ("if", "unless"):
                    found.append(("condition", self._span(k)))
        return tuple(sorted(found, key=lambda a: a[1]))

    def _role(self, k: int, dep: str) -> str:
        if self.lookup.time[k] is not None or dep.endswith(":tmod"):
            return "time"
        if dep == "obl:agent":
            return "agent"
        preposition = self.tree.preposition(k)
        if preposition is None:
            return "measure" if self.lookup.quantity[k] is not None else "other"
        found = roles().get(preposition) or roles().get(preposition.partition(" ")[0])
        if found is None:
            return "other"
        label = self.lookup.label.get(k)
        if preposition == "by" and self.tree.agent(self.tree.heads[k]) == k:
            return "agent"
        if preposition in ("in", "at", "on") and label not in PLACES and label is not None and found[0] == "place":
            return found[1] if label in PEOPLE else "place"
        return found[0] if label in PLACES else found[1] if label in PEOPLE else found[2]

    def _clip(self, position: int, place: int, start: int, end: int) -> Span:
        """The part of the clause that lies in the same part of the attribution's content."""
        for first, last in self.attributions[position].content:
            if first <= place < last:
                start, end = max(start, first), min(end, last)
        return start, end

    def _apposition(self, i: int) -> Iterator[Proposition]:
        """ "NAME, president of the council" and "the engineer, NAME": that the name is what the other side says."""
        tree = self.tree
        head = tree.heads[i]
        if self.views.voice[head] != self.views.voice[i] or tree.pos[head] not in ("PROPN", "NOUN", "PRON"):
            return
        name, noun = (head, i) if tree.pos[i] == "NOUN" else (i, head)
        if tree.pos[noun] != "NOUN" or tree.pos[name] != "PROPN" or self.lookup.time[noun] is not None:
            return
        if self.lookup.quantity[noun] is not None or tree.child(noun, "det", "nmod", "amod", "compound") is None:
            return
        if noun == head and tree.text[i].isupper() and tree.child(i, "compound", "flat") is None:
            return
        aside = (*PHRASE, "conj")
        subject, predicate = self._span(name, aside), self._span(noun, aside)
        if predicate[0] < subject[1] and subject[0] < predicate[1]:
            return
        start, end = min(subject[0], predicate[0]), max(subject[1], predicate[1])
        yield Proposition(
            noun, tree.lemma[noun].lower(), self.views.voice[i], start, end, subject, name, predicate, None, None,
            (), noun, "apposition",
        )  # fmt: skip

    def _nominal(self, i: int) -> Iterator[Proposition]:
        """ "after the sale of the boats": that they were sold."""
        tree = self.tree
        main = tree.deps[i].partition(":")[0]
        if main == "obl":
            if tree.preposition(i) not in PRESENTING:
                return
        elif main != "nsubj" or tree.child(i, "det", "nmod:poss") is None:
            return
        governor = self.views.at(tree.heads[i])
        if governor.value != "CT+" or self.views.at(i).negation is not None:
            return
        owner = tree.child(i, "nmod:poss")
        part = next((k for k in tree.children(i, "nmod") if k > i and tree.preposition(k) == "of"), None)
        agent = next((k for k in tree.children(i, "nmod") if k > i and tree.preposition(k) == "by"), None)
        if owner is None and part is None and agent is None:
            return
        verb = event_nouns()[tree.lemma[i].lower()]
        subject = agent if agent is not None else owner
        predicate = (tree.start[i], tree.end[i])
        start, end = self._span(i, (*ASIDE, "case", "punct"))
        found = []
        for k in tree.children(i, "nmod"):
            if k > i and k not in (part, agent):
                found.append((self._role(k, tree.deps[k]), self._span(k, ASIDE)))
        yield Proposition(
            i, verb, self.views.voice[i], min(start, predicate[0]), max(end, predicate[1]), self._noun_phrase(subject),
            subject, predicate, self._noun_phrase(part), part, tuple(found), i, "nominal",
        )  # fmt: skip

    def fragment(self, position: int, attribution: Attribution) -> Iterator[Proposition]:
        """What an attribution says that is no clause: "demanded *lower fees*", "called that *a fairy tale*"."""
        tree, voice = self.tree, self.views.voice
        if attribution.cue_class == "ask":
            return
        telling = attribution.quoted or attribution.cue_class in TELLING or attribution.cue_lemma in NAMING
        best = self._root_of(position, attribution) if telling else None
        if best is None or self.views.at(best).question or self.views.at(best).imperative:
            return
        if any(self.views.at(i).question for i in (tree.heads[best],) if voice[i] == position):
            return
        subject = None
        if attribution.cue_lemma in NAMING and attribution.cue_head is not None:
            subject = tree.child(attribution.cue_head, "obj")
            if subject == best:
                subject = None
        predicate = self._clip(position, tree.start[best], *self._span(best, (*ASIDE, "nsubj")))
        start, end = predicate
        phrase = self._noun_phrase(subject)
        yield Proposition(
            best, tree.lemma[best].lower(), position, start, end, phrase, subject, predicate, None, None, (), best,
            "fragment",
        )  # fmt: skip

    def _root_of(self, position: int, attribution: Attribution) -> int | None:
        """The word that heads the content: of several, the last where the cue names ("called *that* a *lie*")."""
        tree, voice = self.tree, self.views.voice
        roots, others = [], []
        for first, last in attribution.content:
            for i in self._tokens(first, last):
                if (
                    voice[i] == position
                    and tree.pos[i] in CONTENT
                    and tree.tag[i] != "UH"
                    and not tree.is_(i, *MODIFIERS)
                ):
                    (roots if tree.heads[i] == i or voice[tree.heads[i]] != position else others).append(i)
        if not roots:
            return others[0] if others else None
        return roots[-1] if attribution.cue_lemma in NAMING else roots[0]

    def _tokens(self, first: int, last: int) -> range:
        """The tokens that begin in a stretch of text."""
        return range(bisect_left(self.tree.start, first), bisect_left(self.tree.start, last))
