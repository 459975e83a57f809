"""Links that the text tells: "rejected a report that …", "called that a fairy tale", "said it did not".

The object of a word that denies, disputes or affirms is what it is about: a clause of its own (explicit), or a word
that stands for something said before (anaphora). Then the claims of another voice in the nearest sentence before are
the candidates; of these the main claims of the last attribution are taken, and it is ambiguous when there are several.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from newslab.claims.factuality import NAMING
from newslab.claims.linking import SAME, Linking, extent, negative, vocabulary
from newslab.claims.nominals import event_nouns
from newslab.records import Claim, Link, Span

DEMONSTRATIVE = frozenset({"that", "this", "it", "they", "these", "those", "both", "either", "so"})
POINTING = frozenset({"the", "that", "this", "these", "those", "such", "all"})
OPPOSITE = {"denies": "affirms", "disputes": "affirms"}  # what it is not to deny
ELLIPTIC = frozenset({"do", "be", "have", "can", "will", "would", "could", "may", "might", "should", "must"})
UNAWARE = frozenset({"aware", "see", "hear", "recall", "remember"})  # not to have heard of it is not to deny it
LEAST = 0.6  # weight of the words that two claims must share
MAIN = frozenset({"clause", "conjunct"})
BACK = 3  # sentences that an anaphor looks back
SHORT = 30  # characters of an elliptic clause, at most
NEAR = 60  # claims of one sentence that an anaphor looks at
MOST = 12  # candidates of one anaphor


class Reactions(Linking):
    """The rules, over one article."""

    def reactions(self) -> Iterator[Link]:
        """The links that words tell, explicit ones first."""
        words = vocabulary()
        for k, claim in enumerate(self.claims):
            relation = words.get(("cue", self.lemma(claim.predicate_head)))
            if relation is not None and claim.rule not in ("apposition", "nominal", "age"):
                if claim.source_factuality[-1] == "-":
                    relation = OPPOSITE.get(relation)
                if relation is not None:
                    yield from self._clause(k, claim, relation)
            elif self.lemma(claim.predicate_head) in NAMING:
                yield from self._named(k, claim)
            yield from self._content(k, claim)

    def _clause(self, k: int, claim: Claim, relation: str) -> Iterator[Link]:
        """ "Okoro rejected that", "denied a report *that it sank*": the whole clause reacts."""
        tree, head = self.tree, claim.predicate_head
        cue, reactor = claim.predicate, self._reactor(claim)
        for i in tree.children(head, "ccomp", "xcomp"):
            content = self.heads.get(i)
            if content is None or relation == "repeats" or (relation == "affirms" and tree.deps[i] == "xcomp"):
                continue
            best = self._best(content, reactor)
            for source in (k, content) if relation == "denies" else (k,):
                if best is not None:
                    yield Link(source, best, relation, cue, "explicit", (best,), False, "same-words", 0.55)
                elif relation == "denies" and (pronoun := self._pronoun(i)) is not None:
                    yield from self._resolve(source, relation, cue, pronoun, reactor)
        for i in self._objects(head):
            target = self._clause_of(i)
            if target is not None and target != k:
                yield Link(k, target, relation, cue, "explicit", (target,), False, "noun-clause", 0.85)
            elif self._stands_for(i) and not (relation == "affirms" and tree.pos[i] == "NOUN"):
                yield from self._resolve(k, relation, cue, i, reactor)  # to accept a report affirms no one claim of it

    def _objects(self, head: int) -> Iterator[int]:
        """What the verb is about: object, passive subject, "laughed *at that*", "a revision *that they disputed*"."""
        tree = self.tree
        found = [
            i
            for i in tree.children(head, "obj", "nsubj:pass", "obl")
            if not tree.is_(i, "obl") or tree.preposition(i) in ("with", "to", "at")
        ]
        if tree.deps[head] == "acl:relcl" and tree.child(tree.heads[head], "case") is None:
            found = [i for i in found if tree.tag[i] not in ("WDT", "WP") and tree.lower[i] != "that"]
            if tree.child(head, "nsubj") is not None and not any(tree.is_(i, "obj") for i in found):
                found.append(tree.heads[head])
        yield from found

    def _named(self, k: int, claim: Claim) -> Iterator[Link]:
        """ "Okoro called that a sham", where no attribution was found: the complement of the verb says what it is."""
        tree, head = self.tree, claim.predicate_head
        thing = tree.child(head, "obj")
        if thing is None or not self._stands_for(thing):
            return
        for i in tree.children(head, "xcomp", "obl", "obj", "advcl"):
            label = self._label(i)
            if i != thing and label is not None and not negative(claim):
                cue = tree.start[i], tree.end[i]
                yield from self._resolve(k, label, cue, thing, self._reactor(claim))

    def _pronoun(self, i: int) -> int | None:
        """The argument of a denied clause that stands for what was said: "denied giving *it*", "*the order*"."""
        tree = self.tree
        for j in tree.children(i, "obj", "nsubj"):
            such = any(tree.lower[m] == "such" for m in tree.children(j, "amod", "det", "det:predet"))
            if tree.lower[j] in ("it", "that", "this") or such:
                return j
        return None

    def _denied(self, k: int, head: int, cue: Span | None, reactor: str) -> Iterator[Link]:
        """ "denied *having sold the boats*": what was said before of the same things, or what "it" stands for."""
        best = self._best(k, reactor)
        if best is not None:
            yield Link(k, best, "denies", cue, "explicit", (best,), False, "same-words", 0.55)
            return
        pronoun = self._pronoun(head)
        if pronoun is not None:
            yield from self._resolve(k, "denies", cue, pronoun, reactor)

    def _best(self, k: int, reactor: str, least: float = LEAST) -> int | None:
        """The earlier claim of another voice that shares most with it; None when none shares enough."""
        shared = self.shared(k, self.keys[k])
        mine = self.claims[k]
        best, most = None, least
        for j, weight in sorted(shared.items()):
            if (
                weight >= most
                and self._is_candidate(j, mine, mine.predicate_head, reactor)
                and not negative(self.claims[j])
            ):
                best, most = j, weight
        return best

    def _described(self, noun: int) -> list[int]:
        """The claims that a noun with a description of its own can stand for: "the *wedding* story"."""
        tree = self.tree
        found: set[int] = set()
        for i in tree.children(noun, "compound", "amod"):
            if tree.tag[i][:2] == "NN":
                found.update(self.holding.get(tree.lemma[i].lower(), [])[:NEAR])
        return sorted(found)

    def _clause_of(self, noun: int) -> int | None:
        """The claim that a noun like *report* has as its clause."""
        if ("anaphor", self.tree.lemma[noun].lower()) not in vocabulary():
            return None
        for i in self.tree.children(noun, "acl", "ccomp", "advcl", "nmod"):
            if i in self.heads and (self.tree.deps[i] != "acl:relcl" or self._is_whole(i)):
                return self.heads[i]
        return None

    def _is_whole(self, clause: int) -> bool:
        """Tell whether what is read as a relative clause lacks nothing: "claims *he sold the boats*"."""
        kids = self.tree.children(clause)
        if any(self.tree.tag[k] in ("WDT", "WP", "WRB") for k in kids):
            return False
        return any(self.tree.deps[k].startswith("nsubj") for k in kids) and any(
            self.tree.deps[k] == "obj" for k in kids
        )

    def _content(self, k: int, claim: Claim) -> Iterator[Link]:
        """What an attribution says reacts: a label, an ellipsis, "nothing of the sort", the content of *denied*."""
        tree, words = self.tree, vocabulary()
        head = claim.predicate_head
        attribution = self.record.attributions[claim.attribution] if claim.attribution is not None else None
        naming = attribution is not None and attribution.cue_lemma in NAMING
        label = words.get(("label", claim.predicate_lemma)) or self._label(head)
        subject = tree.subject(head)
        if subject is None and tree.deps[head] == "ccomp" and tree.deps[tree.heads[head]] == "acl:relcl":
            subject = tree.heads[tree.heads[head]]  # "a figure the union says is a lie"
        reactor = self.voice(claim.attribution) or "article"
        cue: Span | None = claim.predicate
        if claim.rule == "fragment":
            relation = self.cue_relation(claim.attribution)
            anaphor = head
            if naming and claim.subject is not None:
                relation, anaphor = label or relation or "disputes", self.head_of(claim.subject)
            elif naming or attribution is None or relation is None:
                return
            else:
                cue = extent(attribution.cue)
            if naming or self._stands_for(anaphor):
                yield from self._resolve(k, relation, cue, anaphor, reactor)
            return
        open_ = claim.source_factuality == "Uu"
        if (
            label is not None
            and not open_
            and subject is not None
            and self._stands_for(subject)
            and claim.rule != "apposition"
        ):
            if negative(claim):
                label = {"affirms": "denies", "denies": "affirms"}.get(label, label)
            yield from self._resolve(k, label, cue, subject, reactor)
        elif self._elliptic(claim):
            if claim.polarity == "negative":
                yield from self._resolve(k, "denies", cue, head, reactor, back=1)
        elif negative(claim) and (such := self._such(head)) is not None:
            relation = "disputes" if claim.predicate_lemma in UNAWARE else "denies"
            yield from self._resolve(k, relation, cue, such, reactor)
        elif attribution is not None and negative(claim) and self.cue_relation(claim.attribution) == "denies":
            yield from self._denied(k, head, extent(attribution.cue), reactor)

    def _elliptic(self, claim: Claim) -> bool:
        """ "most survivors say it *did* not": a clause that denies another by its auxiliary alone."""
        if claim.predicate_lemma not in ELLIPTIC or claim.attribution is None:
            return False
        tree = self.tree
        kids = tree.children(claim.predicate_head)
        short = claim.end - claim.start <= SHORT and claim.subject is not None
        bare = claim.predicate_lemma != "be" and tree.child(claim.predicate_head, "cop") is None
        return short and bare and all(tree.is_(k, "nsubj", "advmod", "punct", "cc", "mark") for k in kids)

    def _such(self, head: int) -> int | None:
        """ "any *such* call", "nothing of the sort": the argument of a verb that stands for what was said."""
        tree = self.tree
        for i in tree.children(head, "obj", "nsubj", "nsubj:pass", "obl"):
            if any(tree.lower[k] == "such" for k in tree.children(i, "amod", "det", "det:predet")):
                return i
            if tree.lower[i] in ("nothing", "none") and any(
                tree.lower[k] in ("sort", "kind") for k in tree.children(i, "nmod")
            ):
                return i
        return None

    def _reactor(self, claim: Claim) -> str:
        """Who reacts in a clause of its own: its subject, else its voice."""
        subject = self.tree.subject(claim.predicate_head)
        cluster = self.cluster.get(subject) if subject is not None else None
        return f"#{cluster}" if cluster is not None else self.voice(claim.attribution) or "?"

    def _resolve(
        self, k: int, relation: str, cue: Span | None, anaphor: int, reactor: str, back: int = BACK
    ) -> Iterator[Link]:
        """Links to the main claims of another voice in the nearest sentence before the anaphor that has any."""
        tree = self.tree
        number = tree.sentence[anaphor]
        mine = self.claims[k]
        owner = tree.child(anaphor, "nmod:poss")
        whose = self.cluster.get(owner) if owner is not None else None
        noun = tree.lemma[anaphor].lower() if tree.pos[anaphor] == "NOUN" else ""
        known_noun = ("anaphor", noun) in vocabulary()
        if noun and (not known_noun or any(tree.lower[m] == "such" for m in tree.children(anaphor))):
            wanted = event_nouns().get(noun, noun)
            holders = self.holding.get(SAME.get(wanted, wanted), [])
            at = bisect_left(holders, k)
            named = [j for j in holders[max(at - NEAR, 0) : at] if self._is_candidate(j, mine, anaphor, reactor)]
            if named:
                yield Link(k, named[-1], relation, cue, "anaphora", tuple(named[-MOST:]), len(named) > 1, "such", 0.45)
            if named or not known_noun:
                return
        if noun and (described := self._described(anaphor)):
            known = [j for j in described if j < k and self._is_candidate(j, mine, anaphor, reactor)][:MOST]
            if known:
                yield Link(k, known[0], relation, cue, "anaphora", tuple(known), len(known) > 1, "described", 0.45)
                return
        for distance in range(back + 1):
            candidates = [
                j for j in self._before(k, number - distance) if self._is_candidate(j, mine, anaphor, reactor)
            ]
            if whose is not None:
                candidates = [j for j in candidates if whose in self.speakers(self.claims[j].attribution)]
            if noun in ("number", "figure", "count", "toll", "total", "estimate"):
                candidates = [j for j in candidates if self.claims[j].claim_type == "quantity"]
            if not all(self._is_infinitive(j) for j in candidates):
                candidates = [j for j in candidates if not self._is_infinitive(j)]
            if not all(self._reacts(j) for j in candidates):
                candidates = [j for j in candidates if not self._reacts(j)]
            if any(self.claims[j].rule in MAIN for j in candidates):
                candidates = [j for j in candidates if self.claims[j].rule in MAIN]
            if any(self.claims[j].attribution is not None for j in candidates):
                candidates = [j for j in candidates if self.claims[j].attribution is not None]
            if candidates:
                break
        else:
            return
        candidates = candidates[-MOST:]
        last = self.claims[candidates[-1]].attribution
        group = [j for j in candidates if self.claims[j].attribution == last]
        first = next((j for j in group if not any(self._inside(j, other) for other in group)), group[0])
        beside = set(tree.conjuncts(self.claims[first].predicate_head)) if last is not None else set()
        targets = [j for j in group if j == first or self.claims[j].predicate_head in beside]
        ambiguous = len(candidates) > 1
        sure = 0.45 if ambiguous else 0.6
        for target in targets:
            yield Link(k, target, relation, cue, "anaphora", tuple(candidates), ambiguous, "anaphor", sure)

    def _is_candidate(self, j: int, mine: Claim, anaphor: int, reactor: str) -> bool:
        claim = self.claims[j]
        if claim.predicate_head >= anaphor or claim.start <= mine.start < claim.end:
            return False
        if claim.rule in ("apposition", "age", "nominal"):
            return False
        return (self.voice(claim.attribution) or "article") != reactor

    def _reacts(self, j: int) -> bool:
        """Tell whether the claim denies another itself: of "He denied that it sank" what is meant is that it sank."""
        relation = vocabulary().get(("cue", self.lemma(self.claims[j].predicate_head)))
        return relation in OPPOSITE and self.claims[j].rule in MAIN

    def _is_infinitive(self, j: int) -> bool:
        claim = self.claims[j]
        return self.record.text[claim.predicate[0] : claim.predicate[0] + 3].lower() == "to "

    def _inside(self, j: int, other: int) -> bool:
        a, b = self.claims[j], self.claims[other]
        return b.start <= a.start and a.end <= b.end and (b.start, b.end) != (a.start, a.end)

    def _before(self, k: int, sentence: int) -> list[int]:
        """The latest claims of a sentence that come before a claim."""
        known = self.sentences.get(sentence, [])
        at = bisect_left(known, k)
        return known[max(at - NEAR, 0) : at]

    def _label(self, head: int) -> str | None:
        """The relation that a label expresses, also a compound one: "fairy tale"."""
        tree = self.tree
        for k in tree.children(head, "compound", "amod"):
            found = vocabulary().get(("label", f"{tree.lower[k]} {tree.lower[head]}"))
            if found is None and tree.is_(k, "amod"):
                found = vocabulary().get(("label", tree.lower[k]))
            if found is not None:
                return found
        return vocabulary().get(("label", tree.lower[head]))

    def _stands_for(self, i: int) -> bool:
        """Tell whether the word stands for something said before: "that", "it", "the allegations"."""
        tree = self.tree
        if tree.lower[i] in DEMONSTRATIVE:
            return self.cluster.get(i) is None or tree.lower[i] != "they"
        if ("anaphor", tree.lemma[i].lower()) not in vocabulary() or any(
            tree.deps[k] in ("acl", "nmod") for k in tree.children(i)
        ):
            return False  # "a suggestion to the contrary" says itself what it is about
        if tree.deps[i] == "appos":
            return True  # "a suggestion that she called shameful"
        pointing = any(tree.lower[k] in POINTING for k in tree.children(i, "det", "amod"))
        return pointing or tree.child(i, "nmod:poss") is not None
