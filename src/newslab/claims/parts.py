"""The parts of a clause: its subject, predicate, object and arguments, and where it begins and ends.

A predicate is the verb group with its auxiliaries, negation and particle; with a copula it takes the complement in
("was *a colonel*"), up to the complement's own head, and there is no object.
"""

from __future__ import annotations

from bisect import bisect_left

from newslab.claims.dependents import WH
from newslab.claims.nominals import Nominals
from newslab.claims.phrases import ASIDE, PHRASE
from newslab.reader.syntax import EDGE
from newslab.records import Span

CONCESSIVE = frozenset({"although", "though", "while", "whereas"})
MOST = 200  # dependents of one word; a sentence with more is a heap of words and no prose
RELATIVE = frozenset({"which", "that", "who", "whom"})
NEGATIONS = frozenset({"not", "n't", "n’t", "never"})
PARTICLES = frozenset({"in", "out", "off", "up", "down", "back", "away", "ahead", "over", "past", "through"})
BECOMING = frozenset(
    {"become", "get", "feel", "seem", "look", "remain", "stay", "go", "turn", "prove", "sound", "grow"}
)
# verbs whose object is who is told, not what they are told
TELLING_WHOM = frozenset({"assure", "warn", "convince", "persuade", "remind", "inform", "notify"})
IDIOMS = frozenset({("give", "way"), ("take", "place"), ("take", "part"), ("take", "effect")})
SAYING = frozenset({"say", "think", "do", "tell", "believe", "hope"})


class Parts(Nominals):
    """The rules for the parts of clauses, over one tree."""

    def _is_clause(self, i: int) -> bool:
        tree = self.tree
        if tree.pos[i] in ("PUNCT", "SPACE", "SYM") or self._modifies(i):
            return False
        kids = tree.children(i)
        if tree.pos[i] in ("VERB", "AUX") or tree.tag[i][:2] == "VB":
            if tree.tag[i] == "VBG" and tree.deps[i] in ("root", "parataxis"):
                return any(tree.is_(k, "aux", "nsubj") for k in kids)
            return tree.tag[i] not in ("VBG", "VBN") or tree.deps[i] != "acl" or bool(kids)
        if any(tree.deps[k] in ("cop", "nsubj", "csubj", "nsubj:pass", "nsubj:outer") for k in kids):
            return True
        head = tree.heads[i]
        return tree.deps[i] == "conj" and tree.pos[i] == "ADJ" == tree.pos[head] and tree.child(head, "cop") is not None

    def _modifies(self, i: int) -> bool:
        """Tell whether it is a conjunct of a mere modifier: "an early and *negotiated* end"."""
        head = self.tree.heads[i]
        return self.tree.deps[i] == "conj" and self.tree.is_(head, "amod", "compound") and head < i

    def _cited(self, i: int) -> int | None:
        """Who says it in "quoted *Venn* as saying"."""
        tree = self.tree
        head = tree.heads[i]
        if tree.tag[i] != "VBG" or tree.lemma[head] not in ("quote", "cite") or tree.preposition(i) != "as":
            return None
        return tree.child(head, "obj", "nsubj:pass")

    def _without_clauses(self, i: int, matrix: int, start: int, end: int) -> Span:
        """The clause without the adverbial clause that it begins with, a concession after it, and its own "when"."""
        tree = self.tree
        for k in dict.fromkeys((*tree.children(matrix, "advcl"), *tree.children(i, "advcl"))):
            left, right = tree.edges(k)
            while left < k and tree.text[left] in EDGE:
                left += 1
            if self.views.at(k).mark is None or right - left > MOST:
                continue
            if right < min(i, matrix) and tree.start[left] <= start:
                after = right + 1
                while after < i and tree.text[after] in EDGE:
                    after += 1
                start = max(start, tree.start[after])
            elif left > max(i, matrix) and self.views.at(k).mark in CONCESSIVE and tree.text[left - 1] in EDGE:
                before = left - 1
                while before > i and tree.text[before] in EDGE:
                    before -= 1
                end = min(end, tree.end[before])
        first = bisect_left(tree.start, start)
        if first < i and tree.lower[first] == "when" and tree.heads[first] in (i, matrix):
            start = tree.start[first + 1]
        return start, end

    def _subject(self, i: int, j: int | None) -> Span | None:
        """The subject's span, without the participle clause that says this of it ("boats *built there*")."""
        span = self.noun_phrase(j)
        if j is not None and span is not None and self.tree.deps[i].startswith("acl") and self.tree.heads[i] == j:
            own = self.span(j, (*PHRASE, "acl"))
            return own if span[0] <= own[0] and own[1] <= span[1] else span
        return span

    def _object(self, i: int, nominal: bool) -> tuple[int | None, Span | None]:
        """The head and the span of the object; of a copula the complement's head alone."""
        if nominal:
            return i, None
        k = self._object_head(i)
        if k is None:
            return None, None
        tree = self.tree
        if tree.is_(k, "ccomp", "csubj") or (tree.lower[k] in WH and tree.child(k, "acl") is not None):
            start, end = self.span(k)
            first = bisect_left(tree.start, start)
            if tree.lower[first] == "that" and tree.deps[first] == "mark" and first < k:
                start = tree.start[first + 1]
            return k, (start, end)
        return k, self.noun_phrase(k)

    def _object_head(self, i: int) -> int | None:
        tree = self.tree
        k = tree.child(i, "obj")
        if k is None and tree.deps[i] == "conj":  # "seized and sold *the boats*"
            k = next((c for c in tree.children(tree.heads[i], "obj") if c > i), None)
        if k is not None:
            if (tree.lemma[i].lower(), tree.lower[k]) in IDIOMS:
                return None
            return tree.heads[i] if tree.deps[i] == "acl:relcl" and tree.lower[k] in RELATIVE else k
        clause = next((c for c in tree.children(i, "ccomp", "xcomp") if c > i), None)
        if clause is None:
            so = next((c for c in tree.children(i, "advmod") if c == i + 1 and tree.lower[c] == "so"), None)
            return so if so is not None and tree.lemma[i] in SAYING else self._antecedent(i)
        whom = tree.child(i, "iobj")
        open_clause = tree.deps[clause] == "xcomp"
        if whom is not None and (open_clause or tree.lemma[i].lower() in TELLING_WHOM):
            return whom
        told = self.views.voice[clause] != self.views.voice[i]
        if open_clause and (self._becomes(i) == clause or (not told and (tree.is_passive(i) or tree.pos[i] == "ADJ"))):
            return None
        return clause

    def _antecedent(self, i: int) -> int | None:
        """What a relative clause without a pronoun is about where it lacks an object: "a figure *nobody checked*"."""
        tree = self.tree
        subject = tree.child(i, "nsubj")
        if tree.deps[i] != "acl:relcl" or subject is None or tree.lower[subject] in RELATIVE or tree.is_passive(i):
            return None
        if tree.pos[i] != "VERB" or any(tree.is_(k, "obl", "xcomp", "ccomp", "advmod") for k in tree.children(i)):
            return None
        return tree.heads[i]

    def _becomes(self, i: int) -> int | None:
        """The adjective or noun that a verb such as *become* takes as a copula does."""
        tree = self.tree
        if tree.lemma[i].lower() not in BECOMING:
            return None
        k = next((k for k in tree.children(i, "xcomp") if k > i and tree.tag[k][:2] in ("JJ", "NN")), None)
        return k if k is not None and tree.preposition(k) is None else None

    def _predicate(self, i: int, matrix: int, nominal: bool) -> Span:
        tree = self.tree
        words = [k for k in tree.children(matrix, "aux", "cop") if k < i]
        to = tree.child(matrix, "mark")
        if to is not None and tree.lower[to] == "to" and to < matrix:
            words.append(to - 1 if tree.lower[to - 1] in ("not", "never") and tree.heads[to - 1] == matrix else to)
        last = self._last(i)
        if nominal:
            cop = tree.child(i, "cop")
            assert cop is not None
            words = [*words, cop]
            last = max(last, cop)
        words.append(matrix if matrix < last and not (nominal and matrix == i) else last)
        first = min(words)
        subject = tree.child(matrix, "nsubj", "csubj")
        if subject is not None and first < subject < last:
            first = min(min((k for k in words if k > subject), default=last), last)
        if first and tree.lower[first - 1] == "never" and tree.heads[first - 1] in (i, matrix):
            first -= 1
        while first > 1 and tree.text[first - 1] == "-" and tree.end[first - 2] + 1 == tree.start[first]:
            first -= 2  # "cross-examined"
        return tree.start[first], tree.end[last]

    def _last(self, i: int) -> int:
        """The last word of the predicate: the word itself, what belongs to a name or verb, or "not" in "did *not*"."""
        tree = self.tree
        last = self._becomes(i)
        if last is not None:
            return last
        thing = tree.child(i, "obj")
        if thing is not None and (tree.lemma[i].lower(), tree.lower[thing]) in IDIOMS:
            return max(thing, i)
        last = i
        while last + 1 < len(tree) and tree.heads[last + 1] == i:
            follows, word = tree.deps[last + 1], tree.lower[last + 1]
            adverb = follows == "advmod" and (word in PARTICLES or (word in NEGATIONS and tree.pos[i] == "AUX"))
            if not (adverb or follows == "compound:prt" or follows.partition(":")[0] == "flat"):
                break
            last += 1
        return last

    def _arguments(self, i: int, matrix: int, taken: int | None) -> tuple[tuple[str, Span], ...]:
        tree = self.tree
        found: list[tuple[str, Span]] = []
        for k in tree.children(i) if matrix == i else [*tree.children(matrix), *tree.children(i)]:
            if k == taken or (k + 2 == i and tree.text[k + 1] == "-"):
                continue
            dep = tree.deps[k]
            main = dep.partition(":")[0]
            if main == "iobj":
                found.append(("recipient", self.span(k, ASIDE)))
            elif main == "obl" or dep in ("nmod:tmod", "obl:tmod") or (main == "nmod" and k > i):
                found.append((self.role(k, dep), self.span(k, ASIDE)))
            elif main == "xcomp" and tree.pos[k] not in ("VERB", "AUX"):  # "left two *dead*"
                found.append(("complement", self.span(k, ASIDE)))
            elif main == "advmod" and self.lookup.time[k] is not None:
                found.append(("time", self.span(k)))
            elif main == "advcl":
                mark = tree.preposition(k)
                if mark in ("because", "since"):
                    found.append(("cause", self.span(k)))
                elif mark == "as":  # of time more often than of cause
                    found.append(("circumstance", self.span(k)))
                elif mark in ("to", "in order to", "so as to"):
                    found.append(("purpose", self.span(k)))
                elif mark in ("if", "unless"):
                    found.append(("condition", self.span(k)))
        return tuple(sorted(found, key=lambda a: a[1]))
