"""Links that nothing tells: claims of two voices about one thing that differ in polarity or amount, or that agree.

Claims are compared within blocks of equal key, each with a few before it, so the work grows with their number.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from newslab.claims.linking import EMPTY, LONG, SAME, Linking, bounds, extent
from newslab.records import Claim, Link, Span

PATIENT_SUBJECT = frozenset({"die", "dead", "perish", "fall", "rise"})
RECENT = 12  # claims of one block that a later one is compared with
NOBODY = frozenset({"nobody", "none", "no-one"})
BESIDE = 3  # sentences between "nobody died" and "three men died", at most
NEAR = 20  # sentences between a claim and its contrary, at most
SMALL = frozenset({"PUNCT", "SPACE", "DET", "AUX"})
SAID = 3  # words that one claim repeats of another, at least
ALIKE = 0.7  # part of the words of both that is the same
MAIN = ("clause", "conjunct")
FURTHER = frozenset({"more", "other", "others", "another", "additional", "further"})  # amounts that add to another


@dataclass(frozen=True, slots=True)
class _Sense:
    """What a claim is compared by."""

    key: tuple[str, str]  # predicate and the participant that it happens to or that does it
    object: str
    agent: str
    amount: tuple[float, float] | None
    polarity: str
    voice: str


class Contrasts(Linking):
    """The rules, over one article."""

    def inferred(self) -> Iterator[Link]:
        """Claims of one predicate and participant: the later one repeats, denies or disputes the earlier."""
        blocks: dict[tuple[str, str], list[tuple[int, _Sense]]] = defaultdict(list)
        said: dict[str, list[int]] = defaultdict(list)
        for k, claim in enumerate(self.claims):
            if claim.rule not in MAIN:
                continue
            predicate = self.word[claim.predicate_head] or (
                claim.predicate_lemma if claim.predicate_lemma != "be" else ""
            )
            before = list(reversed(said[predicate][-RECENT:])) if predicate else []
            contrary = next((j for j in before if self._contrary(k, j)), None)
            said[predicate].append(k)
            if contrary is not None:
                yield Link(k, contrary, "denies", self._denial(claim), "inferred", (contrary,), False, "contrary", 0.6)
            again = next((j for j in before if self._same_words(k, j)), None)
            if again is not None and contrary is None:
                yield Link(k, again, "repeats", None, "inferred", (again,), False, "same-words", 0.8)
            sense = self._sense(claim)
            if sense is None or again is not None:
                continue
            block = blocks[sense.key]
            for earlier, other in reversed(block[-RECENT:]):
                relation = self._relation(claim, sense, self.claims[earlier], other)
                if relation is not None and earlier != contrary:
                    cue = self._denial(claim) if relation == "denies" else None
                    yield Link(k, earlier, relation, cue, "inferred", (earlier,), False, "same-predicate", 0.6)
                    break
            block.append((k, sense))

    def _contrary(self, k: int, j: int) -> bool:
        """Tell whether of two voices one says of the same things that it is so, and the other that it is not."""
        one, other = self.claims[k], self.claims[j]
        if {one.polarity, other.polarity} != {"positive", "negative"} or not self._two_voices(one, other):
            return False
        if one.attribution is None or other.attribution is None:
            return False  # the article tells of many things that differ
        if "Uu" in (one.source_factuality, other.source_factuality) or self.number[k] - self.number[j] > NEAR:
            return False
        shared = self.stems[k] & self.stems[j]
        subject, thing = (
            self._agree(*pair) for pair in zip(self._participants(one), self._participants(other), strict=True)
        )
        if subject is False or thing is False or not self._same_roles(one, other):
            return False
        said = sum(stem[0] != "#" for stem in shared)
        predicate = self.word[one.predicate_head] in shared  # "know", "tell" say little, and are no stems
        if predicate and self.number[k] - self.number[j] <= BESIDE and (self._is_nobody(one) or self._is_nobody(other)):
            return True
        bare = one.object is None and other.object is None
        enough = said >= 2 or (len(shared) > predicate and said >= 1 and (thing is True or bare))
        return enough and (subject is True or (thing is True and (said >= 2 or self._is_done_to(one, other))))

    def _is_done_to(self, one: Claim, other: Claim) -> bool:
        return self.tree.is_passive(one.predicate_head) or self.tree.is_passive(other.predicate_head)

    def _is_nobody(self, claim: Claim) -> bool:
        return claim.subject is not None and self.tree.lower[self.head_of(claim.subject)] in NOBODY

    def _participants(self, claim: Claim) -> tuple[Span | None, Span | None]:
        """Who does it and to what; of a passive, its subject is to what."""
        passive = self.tree.is_passive(claim.predicate_head)
        return (None, claim.subject) if passive else (claim.subject, claim.object)

    def _agree(self, one: Span | None, other: Span | None) -> bool | None:
        """Whether two noun phrases mean the same; None where one is lacking, or a pronoun."""
        if one is None or other is None:
            return None
        first, second = self.head_of(one), self.head_of(other)
        mine, theirs = self.about(one), self.about(other)
        if {self.word[first], self.name(first)} & theirs - {""} or {self.word[second], self.name(second)} & mine - {""}:
            return True
        return None if "PRON" in (self.tree.pos[first], self.tree.pos[second]) or NOBODY & {*mine, *theirs} else False

    def _same_words(self, k: int, j: int) -> bool:
        """Tell whether a claim repeats nearly all words of another, as a pull quote or a summary does."""
        one, other = self.claims[k], self.claims[j]
        if one.polarity != other.polarity or self.overlap(k, j) or self.number[k] == self.number[j]:
            return False
        if "Uu" in (one.source_factuality, other.source_factuality) or self.amounts[k] != self.amounts[j]:
            return False  # "to vote", twice; the scores of two games
        if all(word[0] == "#" for word in self.stems[k]):
            return False  # "I can do it"
        mine, theirs = self._lemmas(one), self._lemmas(other)
        return len(mine & theirs) >= SAID and len(mine & theirs) >= ALIKE * len(mine | theirs)

    def _lemmas(self, claim: Claim) -> set[str]:
        tree = self.tree
        first = bisect_left(tree.start, claim.start)
        last = min(bisect_left(tree.start, claim.end), first + LONG)
        return {tree.lemma[i].lower() for i in range(first, last) if tree.pos[i] not in SMALL}

    def _two_voices(self, one: Claim, other: Claim) -> bool:
        if one.attribution is None and other.attribution is None:
            return False
        mine, theirs = self.speakers(one.attribution), self.speakers(other.attribution)
        if one.attribution is not None and other.attribution is not None:
            heads = (self.record.attributions[a].source_head for a in (one.attribution, other.attribution))
            if self.differ(*heads):
                return True
        return mine.isdisjoint(theirs) and self.voice(one.attribution) != self.voice(other.attribution)

    def _denial(self, claim: Claim) -> Span | None:
        """The cue that denies the claim: "*denied* that they were sold"."""
        if claim.attribution is None or self.record.attributions[claim.attribution].cue_class != "deny":
            return None
        return extent(self.record.attributions[claim.attribution].cue)

    def _sense(self, claim: Claim) -> _Sense | None:
        """None where nothing definite is said of anybody in particular."""
        tree = self.tree
        head = claim.predicate_head
        if claim.rule in ("fragment", "apposition", "nominal", "age"):
            return None
        lemma = claim.predicate_lemma
        subject, thing = tree.subject(head), tree.child(head, "obj")
        passive = tree.is_passive(head)
        if thing is None and tree.pos[head] in ("NOUN", "PROPN", "NUM"):
            thing = head
            lemma = "be"
        canonical = SAME.get(lemma, lemma)
        spot = subject if passive or lemma in PATIENT_SUBJECT or canonical not in ("kill", "injure") else thing
        if spot is None:
            return None
        amount = self._amount(spot) if spot != subject or canonical in ("kill", "injure") else None
        if amount is None and thing is not None:
            amount = self._amount(thing)
        name = "person" if canonical in ("kill", "injure") and amount is not None else self.name(spot)
        object_name = self.name(thing) if thing is not None and thing != spot else ""
        if thing == head:  # "is the mayor": the noun, not whom it refers to
            proper = tree.pos[head] == "PROPN" and claim.object is not None
            object_name = (
                self.record.text[slice(*claim.object)] if proper and claim.object else tree.lemma[head]
            ).lower()
        if not name or (lemma in EMPTY and not object_name):
            return None
        manner = [tree.lower[k] for k in tree.children(head, "advmod") if tree.lower[k].endswith("ly")]
        agent = subject if canonical in ("kill", "injure") and spot != subject else tree.agent(head)
        return _Sense(
            (canonical, name), " ".join([object_name, *manner]).strip(), self.name(agent) if agent is not None else "",
            amount, claim.polarity, self.voice(claim.attribution),
        )  # fmt: skip

    def _relation(self, claim: Claim, sense: _Sense, before: Claim, other: _Sense) -> str | None:
        if sense.agent and other.agent and sense.agent != other.agent:
            return None
        if claim.time is not None and before.time is not None and self._time(claim) != self._time(before):
            return None
        if sense.amount is not None and other.amount is not None and sense.object == other.object:
            low, high = max(sense.amount[0], other.amount[0]), min(sense.amount[1], other.amount[1])
            main = claim.rule in MAIN and before.rule in MAIN
            if not self._two_voices(claim, before) or not main or not self._same_roles(claim, before):
                return None  # one voice that gives two amounts speaks of two events
            if low > high:
                dated = claim.time is not None or before.time is not None
                return (
                    "disputes"
                    if not dated or (claim.attribution is not None and before.attribution is not None)
                    else None
                )
            return "repeats" if sense.amount[0] == other.amount[0] or sense.amount[1] == other.amount[1] else None
        if (sense.amount is None) != (other.amount is None) or sense.object != other.object:
            return None
        if "unclear" in (sense.polarity, other.polarity):
            return None
        if not self._same_rest(claim, before, sense) or not self._two_voices(claim, before):
            return None
        return "denies" if sense.polarity != other.polarity else None

    def _same_rest(self, claim: Claim, before: Claim, sense: _Sense) -> bool:
        """Tell whether the arguments agree where both have one of a role; a bare predicate needs one that does."""
        shared = self._roles(claim).keys() & self._roles(before).keys()
        return self._same_roles(claim, before) and (bool(sense.object) or bool(shared))

    def _same_roles(self, claim: Claim, before: Claim) -> bool:
        mine, others = self._roles(claim), self._roles(before)
        return all(mine[role] == others[role] for role in mine.keys() & others.keys())

    def _time(self, claim: Claim) -> str | None:
        return self.record.times[claim.time].timex if claim.time is not None else None

    def _roles(self, claim: Claim) -> dict[str, str]:
        text = self.record.text
        return {role: text[start:end].lower() for role, (start, end) in claim.arguments}

    def _amount(self, i: int) -> tuple[float, float] | None:
        near = (i, *self.tree.children(i, "nummod", "amod", "det", "nmod"))
        if any(self.tree.lower[k] in FURTHER for k in near):
            return None
        for k in near:
            number = self.quantity[k]
            if number is not None:
                return bounds(self.record.quantities[number])
        return None
