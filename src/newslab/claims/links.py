"""Links between the claims of one article: who denies, disputes, affirms, corrects, qualifies or repeats what.

Explicit links are read off the clause ("rejected a report *that …*"); anaphoric ones take the claims of the sentence
before ("called *that* a fairy tale"), all of them as candidates where "that" does not say which; inferred ones join
claims of one predicate and participant that differ in polarity or amount. Claims are compared within blocks of equal
key, so the work grows with the number of claims and not with its square. The words stand in `links.tsv`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from spacy.tokens import Doc

from newslab.claims.factuality import NAMING
from newslab.claims.voices import innermost
from newslab.reader.syntax import Tree
from newslab.records import ArticleRecord, Claim, Link, Quantity, Span

DEMONSTRATIVE = frozenset({"that", "this", "it", "they", "these", "those", "both", "either"})
SAME = {"die": "kill", "dead": "kill", "perish": "kill", "murder": "kill", "wound": "injure", "hurt": "injure"}
PATIENT_SUBJECT = frozenset({"die", "dead", "perish", "fall", "rise"})
EMPTY = frozenset(
    {"be", "have", "do", "get", "go", "make", "take", "give", "say", "tell", "come", "see", "know", "think"}
)
BACK = 2  # sentences that an anaphor looks back
RECENT = 12  # claims of one block that a later one is compared with
MAIN = ("clause", "conjunct")
FURTHER = frozenset({"more", "other", "others", "another", "additional", "further"})  # amounts that add to another
SHORT = 30  # characters of an elliptic clause, at most
NEAR = 60  # claims of one sentence that an anaphor looks at
MOST = 12  # candidates of one anaphor


@cache
def vocabulary() -> dict[tuple[str, str], str]:
    """(use, word) → relation, from `links.tsv`."""
    text = files("newslab.claims").joinpath("links.tsv").read_text(encoding="utf8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")][1:]
    return {(use, word): relation for word, use, relation in rows}


def find_links(doc: Doc, tree: Tree, record: ArticleRecord) -> list[Link]:
    """The links between the record's claims, by position; `record` must have its claims.

    `source` is the claim that reacts, `target` the one that it reacts to.
    """
    reader = _Reader(tree, record)
    found: dict[tuple[int, int], Link] = {}
    for link in (*reader.explicit(), *reader.anaphoric(), *reader.inferred()):
        if link.source != link.target:
            found.setdefault((link.source, link.target), link)
    return sorted(found.values(), key=lambda link: (link.source, link.target))


@dataclass(frozen=True, slots=True)
class _Sense:
    """What a claim is compared by."""

    key: tuple[str, str]  # predicate and the participant that it happens to or that does it
    object: str
    agent: str
    amount: tuple[float, float] | None
    polarity: str
    voice: str


class _Reader:
    """The rules, over one article."""

    def __init__(self, tree: Tree, record: ArticleRecord) -> None:
        self.tree = tree
        self.record = record
        self.claims = record.claims
        self.cluster = {m.head: m.cluster for m in record.mentions if m.cluster is not None}
        self.quantity = innermost([(q.start, q.end, k) for k, q in enumerate(record.quantities)], tree.start)
        self.sentences: dict[int, list[int]] = defaultdict(list)
        self.contents: dict[int, list[int]] = defaultdict(list)
        self.heads: dict[int, int] = {}
        self.inner: dict[int, list[int]] = defaultdict(list)
        for k, claim in enumerate(self.claims):
            self.sentences[tree.sentence[claim.predicate_head]].append(k)
            self.heads.setdefault(claim.predicate_head, k)
            if claim.attribution is not None:
                self.contents[claim.attribution].append(k)
        for k, attribution in enumerate(record.attributions):
            if attribution.parent is not None:
                self.inner[attribution.parent].append(k)

    def explicit(self) -> Iterator[Link]:
        """ "rejected a report *that the vehicles were sold*": the noun's clause is what is denied."""
        for k, attribution in enumerate(self.record.attributions):
            relation = self._cue_relation(k)
            cue = _extent(attribution.cue)
            if relation is None:
                continue
            for source in self.contents[k]:
                head = self.claims[source].predicate_head
                if ("anaphor", self.tree.lemma[head].lower()) not in vocabulary():
                    continue
                for clause in self.tree.children(head, "acl", "ccomp", "advcl"):
                    target = self.heads.get(clause)
                    if target is not None:
                        yield Link(source, target, relation, cue, "explicit", (target,), False, "noun-clause", 0.85)

    def anaphoric(self) -> Iterator[Link]:
        """ "called that a fairy tale", "denied it", "said this was not true": what was said just before."""
        tree, words = self.tree, vocabulary()
        for k, claim in enumerate(self.claims):
            head = claim.predicate_head
            attribution = self.record.attributions[claim.attribution] if claim.attribution is not None else None
            label = words.get(("label", claim.predicate_lemma)) or self._label(head)
            naming = attribution is not None and attribution.cue_lemma in NAMING
            subject = tree.subject(head)
            if claim.rule == "fragment":
                relation = self._cue_relation(claim.attribution) if claim.attribution is not None else None
                anaphor = head
                if label is not None and naming and claim.subject is not None:
                    relation, anaphor = label, self._head_of(claim.subject)
                if relation is None or not self._stands_for(anaphor):
                    continue
                cue = _extent(attribution.cue) if attribution is not None else None
                if naming:
                    cue = claim.predicate
            elif label is not None and subject is not None and self._stands_for(subject):
                relation, anaphor = label, subject
                if claim.source_factuality[-1] == "-":
                    relation = {"affirms": "denies", "denies": "affirms"}.get(label, label)
                cue = claim.predicate
            elif self._elliptic(claim):
                relation, anaphor, cue = "denies", head, claim.predicate
            else:
                continue
            yield from self._resolve(k, relation, cue, anaphor)

    def _elliptic(self, claim: Claim) -> bool:
        """ "most survivors say it *did* not": a clause that denies another by its auxiliary alone."""
        if claim.predicate_lemma != "do" or claim.attribution is None or claim.polarity != "negative":
            return False
        tree = self.tree
        kids = tree.children(claim.predicate_head)
        short = claim.end - claim.start <= SHORT and claim.subject is not None
        return short and all(tree.is_(k, "nsubj", "advmod", "punct", "cc", "mark") for k in kids)

    def _resolve(self, k: int, relation: str, cue: Span | None, anaphor: int) -> Iterator[Link]:
        """Links to the latest claims before the anaphor that another voice makes; earlier ones are candidates too."""
        number = self.tree.sentence[anaphor]
        owner = self._owner(anaphor)
        voice = self._voice(self.claims[k].attribution)
        for back in range(BACK + 1):
            candidates = [
                j
                for j in self._before(k, number - back)
                if j != k
                and self.claims[j].predicate_head < anaphor
                and self._voice(self.claims[j].attribution) != voice
                and not self.claims[j].start <= self.claims[k].start < self.claims[j].end
                and (self.claims[j].attribution is not None or self.claims[j].rule not in ("apposition", "nominal"))
            ]
            if any(self.claims[j].attribution is not None for j in candidates):
                candidates = [j for j in candidates if self.claims[j].attribution is not None]
            if owner is not None:
                candidates = [j for j in candidates if owner in self._speakers(self.claims[j].attribution)]
            if candidates:
                break
        else:
            return
        candidates = candidates[-MOST:]
        last = self.claims[candidates[-1]].attribution
        targets = [j for j in candidates if self.claims[j].attribution == last]
        ambiguous = len(candidates) > 1
        for target in targets:
            yield Link(
                k,
                target,
                relation,
                cue,
                "anaphora",
                tuple(candidates),
                ambiguous,
                "anaphor",
                0.6 if ambiguous else 0.75,
            )

    def _owner(self, anaphor: int) -> int | None:
        """Whose claim the anaphor says that it is: "*Venn's* statement"."""
        owner = self.tree.child(anaphor, "nmod:poss")
        return self.cluster.get(owner) if owner is not None else None

    def _speakers(self, position: int | None) -> tuple[int, ...]:
        if position is None or position >= len(self.record.speakers):
            return ()
        return self.record.speakers[position].clusters

    def _before(self, k: int, sentence: int) -> list[int]:
        """The latest claims of a sentence that come before a claim."""
        known = self.sentences.get(sentence, [])
        at = bisect_left(known, k)
        return known[max(at - NEAR, 0) : at]

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
                    basis, sure = ("explicit", 0.75) if said else ("inferred", 0.6)
                    yield Link(k, earlier, relation, cue, basis, (earlier,), False, "same-predicate", sure)
                    break
            block.append((k, sense))

    def _denial(self, claim: Claim) -> Span | None:
        """The cue that denies the claim: "*denied* that they were sold"."""
        if claim.attribution is None or self.record.attributions[claim.attribution].cue_class != "deny":
            return None
        return _extent(self.record.attributions[claim.attribution].cue)

    def _sense(self, claim: Claim) -> _Sense | None:
        """None where nothing definite is said of anybody in particular."""
        tree = self.tree
        head = claim.predicate_head
        if claim.rule in ("fragment", "apposition", "nominal"):
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
        name = "person" if canonical in ("kill", "injure") and amount is not None else self._name(spot)
        object_name = self._name(thing) if thing is not None and thing != spot else ""
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
            (canonical, name), " ".join([object_name, *manner]).strip(), self._name(agent) if agent is not None else "",
            amount, claim.polarity, self._voice(claim.attribution),
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

    def _name(self, i: int) -> str:
        """The entity or the noun; empty for pronouns that refer to nobody known."""
        if i in self.cluster:
            return f"#{self.cluster[i]}"
        return "" if self.tree.pos[i] in ("PRON", "DET") else self.tree.lemma[i].lower()

    def _amount(self, i: int) -> tuple[float, float] | None:
        near = (i, *self.tree.children(i, "nummod", "amod", "det", "nmod"))
        if any(self.tree.lower[k] in FURTHER for k in near):
            return None
        for k in near:
            number = self.quantity[k]
            if number is not None:
                return bounds(self.record.quantities[number])
        return None

    def _cue_relation(self, position: int | None) -> str | None:
        """What the cue of an attribution does to its content: *denied* denies it, *confirmed* affirms it."""
        if position is None:
            return None
        attribution = self.record.attributions[position]
        found = vocabulary().get(("cue", attribution.cue_lemma or ""))
        if found is None and attribution.cue_class == "deny":
            found = "denies"
        return None if attribution.negated else found

    def _label(self, head: int) -> str | None:
        """The relation that a compound label expresses: "fairy tale"."""
        for k in self.tree.children(head, "compound", "amod"):
            found = vocabulary().get(("label", f"{self.tree.lower[k]} {self.tree.lower[head]}"))
            if found is None and self.tree.is_(k, "amod"):
                found = vocabulary().get(("label", self.tree.lower[k]))
            if found is not None:
                return found
        return vocabulary().get(("label", self.tree.lower[head]))

    def _head_of(self, span: Span) -> int:
        """The word of a stretch that the others hang on."""
        tree = self.tree
        first, last = bisect_left(tree.start, span[0]), bisect_left(tree.start, span[1])
        return next((i for i in range(first, last) if not first <= tree.heads[i] < last), first)

    def _stands_for(self, i: int) -> bool:
        """Tell whether the word stands for something said before: "that", "it", "the allegations"."""
        tree = self.tree
        if tree.lower[i] in DEMONSTRATIVE:
            return self.cluster.get(i) is None or tree.lower[i] != "they"
        if ("anaphor", tree.lemma[i].lower()) not in vocabulary():
            return False
        if tree.child(i, "acl") is not None:
            return False
        return any(
            tree.lower[k] in ("the", "that", "this", "these", "those", "such", "all") for k in tree.children(i, "det")
        ) or (tree.child(i, "nmod:poss") is not None)

    def _voice(self, position: int | None) -> str:
        """Who says it: the speaker's entities, the source as written, or the article."""
        if position is None:
            return ""
        if position < len(self.record.speakers) and self.record.speakers[position].clusters:
            return "#" + ",".join(str(c) for c in sorted(self.record.speakers[position].clusters))
        source = self.record.attributions[position].source
        return self.record.text[source[0] : source[1]].lower() if source else f"?{position}"


def _extent(spans: tuple[Span, ...]) -> Span | None:
    return (min(s for s, _ in spans), max(e for _, e in spans)) if spans else None


def bounds(quantity: Quantity) -> tuple[float, float]:
    """The least and the most that an amount can be; an approximate one has a tenth of slack."""
    low = quantity.low if quantity.low is not None else float("-inf")
    high = quantity.high if quantity.high is not None else float("inf")
    if quantity.modifier == "approximate" and quantity.low is not None and quantity.high is not None:
        slack = 0.1 * abs(high)
        return low - slack, high + slack
    return low, high
