"""Links that nothing tells: claims of two voices about one thing that differ in polarity or amount, or that agree.

Claims are compared within blocks of equal key, each with a few before it, so the work grows with their number.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from newslab.claims.linking import EMPTY, SAME, Linking, bounds, extent
from newslab.records import Claim, Link, Span

PATIENT_SUBJECT = frozenset({"die", "dead", "perish", "fall", "rise"})
RECENT = 12  # claims of one block that a later one is compared with
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
        """Claims of one predicate and participant: the later one repeats, denies, corrects or disputes the earlier."""
        blocks: dict[tuple[str, str], list[tuple[int, _Sense]]] = defaultdict(list)
        for k, claim in enumerate(self.claims):
            sense = self._sense(claim)
            if sense is None:
                continue
            block = blocks[sense.key]
            for earlier, other in reversed(block[-RECENT:]):
                relation = self._relation(claim, sense, self.claims[earlier], other)
                if relation is not None:
                    cue = self._denial(claim) if relation == "denies" else None
                    said = cue is not None
                    basis, sure = ("explicit", 0.55) if said else ("inferred", 0.4)
                    yield Link(k, earlier, relation, cue, basis, (earlier,), False, "same-predicate", sure)
                    break
            block.append((k, sense))

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
            if sense.voice == other.voice or not main or not self._same_roles(claim, before):
                return None  # one voice that gives two amounts speaks of two events
            if low > high:
                return "disputes"
            return "repeats" if sense.amount[0] == other.amount[0] or sense.amount[1] == other.amount[1] else None
        if (sense.amount is None) != (other.amount is None) or sense.object != other.object:
            return None
        if "unclear" in (sense.polarity, other.polarity):
            return None
        if not self._same_rest(claim, before, sense):
            return None
        if sense.polarity != other.polarity:
            return "denies" if sense.voice != other.voice else None
        hedged = claim.source_factuality[:2] != "CT" and before.source_factuality[:2] == "CT"
        return "qualifies" if hedged and sense.voice != other.voice else "repeats"

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
