"""What links are read off: the claims of one article by sentence, head and attribution; who speaks; the lexicon."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from functools import cache, cached_property
from math import log

from newslab.claims.nominals import event_nouns
from newslab.claims.phrases import read_rows
from newslab.claims.voices import innermost
from newslab.reader.syntax import Tree
from newslab.records import ArticleRecord, Claim, Quantity, Span

SAME = {"die": "kill", "dead": "kill", "perish": "kill", "murder": "kill", "wound": "injure", "hurt": "injure"}
UNWILLING = frozenset({"decline", "refuse", "oppose", "resist", "skepticism", "scepticism", "opposition", "refusal"})
EMPTY = frozenset(
    {"be", "have", "do", "get", "go", "make", "take", "give", "say", "tell", "come", "see", "know", "think"}
)


GENERAL = frozenset(
    {"thing", "sort", "kind", "way", "such", "other", "more", "last", "first", "many", "year", "day", "want"}
)
LONG = 40  # tokens of a claim that are compared
LATEST = 25  # claims with one key that a later one is compared with


@cache
def vocabulary() -> dict[tuple[str, str], str]:
    """(use, word) → relation, from `links.tsv`."""
    return {(use, word): relation for word, use, relation in read_rows("links.tsv")}


class Linking:
    """The claims of one article, as the rules for links look at them."""

    def __init__(self, tree: Tree, record: ArticleRecord) -> None:
        self.tree = tree
        self.record = record
        self.claims = record.claims
        self.cluster = {m.head: m.cluster for m in record.mentions if m.cluster is not None}
        self.quantity = innermost([(q.start, q.end, k) for k, q in enumerate(record.quantities)], tree.start)
        self.sentences: dict[int, list[int]] = defaultdict(list)
        self.contents: dict[int, list[int]] = defaultdict(list)
        self.heads: dict[int, int] = {}
        for k, claim in enumerate(self.claims):
            self.sentences[tree.sentence[claim.predicate_head]].append(k)
            self.heads.setdefault(claim.predicate_head, k)
            if claim.attribution is not None:
                self.contents[claim.attribution].append(k)

    @cached_property
    def keys(self) -> list[frozenset[str]]:
        """For each claim, what it is about: its entities, its nouns, verbs and adjectives, events named by a noun."""
        tree, events = self.tree, event_nouns()
        word: list[str] = []
        named: list[str] = []  # the nouns of nominal mentions, besides their entities
        for i, tag in enumerate(tree.tag):
            lemma = tree.lemma[i].lower()
            named.append(lemma if i in self.cluster and tag in ("NN", "NNS") and lemma not in GENERAL else "")
            if i in self.cluster:
                word.append(f"#{self.cluster[i]}")
            elif tag[:2] in ("NN", "VB", "JJ") and lemma not in EMPTY and lemma not in GENERAL and len(lemma) > 2:
                lemma = events.get(lemma, lemma)
                word.append(SAME.get(lemma, lemma))
            else:
                word.append("")
        found = []
        for claim in self.claims:
            first, last = bisect_left(tree.start, claim.start), bisect_left(tree.start, claim.end)
            about = {key for i in range(first, min(last, first + LONG)) for key in (word[i], named[i]) if key}
            for span in (claim.subject, claim.object):
                about |= {word[i] for i in self._within(span) if word[i]}
            found.append(frozenset(about))
        return found

    @cached_property
    def holding(self) -> dict[str, list[int]]:
        """Key → the claims that have it, in order."""
        found: dict[str, list[int]] = defaultdict(list)
        for k, keys in enumerate(self.keys):
            for key in keys:
                found[key].append(k)
        return found

    def shared(self, k: int, keys: frozenset[str]) -> dict[int, float]:
        """Earlier claims that share keys with the claim → the weight of what they share; a rare key weighs more."""
        found: dict[int, float] = defaultdict(float)
        for key in keys:
            holders = self.holding.get(key, ())
            weight = 1.0 / (1.0 + log(max(len(holders) - 1, 1)))
            at = bisect_left(holders, k)
            for j in holders[max(at - LATEST, 0) : at]:
                found[j] += weight if not key.startswith("#") else 0.5 * weight
        return found

    @cached_property
    def amounts(self) -> list[list[tuple[str, float, float]]]:
        """For each claim, the amounts in it: unit, least, most."""
        found: list[list[tuple[str, float, float]]] = [[] for _ in self.claims]
        quantities = self.record.quantities
        starts = sorted((q.start, n) for n, q in enumerate(quantities))
        for k, claim in enumerate(self.claims):
            at = bisect_left(starts, (claim.start, -1))
            for start, n in starts[at : at + 6]:
                if start >= claim.end:
                    break
                if quantities[n].low is not None or quantities[n].high is not None:
                    found[k].append((quantities[n].unit or quantities[n].dimension, *bounds(quantities[n])))
        return found

    @cached_property
    def parts(self) -> list[tuple[str, str, str]]:
        """For each claim its predicate, subject and object, as lemma or entity."""
        found = []
        for claim in self.claims:
            subject, thing = (
                self.name(self.head_of(span)) if span is not None else "" for span in (claim.subject, claim.object)
            )
            found.append((SAME.get(claim.predicate_lemma, claim.predicate_lemma), subject, thing))
        return found

    def _within(self, span: Span | None) -> range:
        if span is None:
            return range(0)
        first = bisect_left(self.tree.start, span[0])
        return range(first, min(bisect_left(self.tree.start, span[1]), first + LONG))

    def name(self, i: int) -> str:
        """The entity or the noun; empty for pronouns that refer to nobody known."""
        if i in self.cluster:
            return f"#{self.cluster[i]}"
        return "" if self.tree.pos[i] in ("PRON", "DET") else self.tree.lemma[i].lower()

    def voice(self, position: int | None) -> str:
        """Who says it: the speaker's entities, the source as written, or the article."""
        if position is None:
            return ""
        if position < len(self.record.speakers) and self.record.speakers[position].clusters:
            return "#" + ",".join(str(c) for c in sorted(self.record.speakers[position].clusters))
        source = self.record.attributions[position].source
        return self.record.text[source[0] : source[1]].lower() if source else f"?{position}"

    def speakers(self, position: int | None) -> tuple[int, ...]:
        """The entities that speak."""
        if position is None or position >= len(self.record.speakers):
            return ()
        return self.record.speakers[position].clusters

    def head_of(self, span: Span) -> int:
        """The word of a stretch that the others hang on."""
        tree = self.tree
        first, last = bisect_left(tree.start, span[0]), bisect_left(tree.start, span[1])
        return next((i for i in range(first, last) if not first <= tree.heads[i] < last), first)

    def cue_relation(self, position: int | None) -> str | None:
        """What the cue of an attribution does to its content: *denied* denies it, *confirmed* affirms it."""
        if position is None:
            return None
        attribution = self.record.attributions[position]
        found = vocabulary().get(("cue", attribution.cue_lemma or ""))
        if found is None and attribution.cue_class == "deny" and attribution.cue_lemma not in UNWILLING:
            found = "denies"
        return None if attribution.negated else found

    def lemma(self, i: int) -> str:
        """The dictionary form of a verb with its particle: "rule out"."""
        particle = self.tree.child(i, "compound:prt")
        lemma = self.tree.lemma[i].lower()
        return lemma if particle is None else f"{lemma} {self.tree.lower[particle]}"


def negative(claim: Claim) -> bool:
    """Tell whether its source says that it is not so."""
    return claim.source_factuality[-1] == "-"


def extent(spans: tuple[Span, ...]) -> Span | None:
    """From the first to the last of the spans."""
    return (min(s for s, _ in spans), max(e for _, e in spans)) if spans else None


def bounds(quantity: Quantity) -> tuple[float, float]:
    """The least and the most that an amount can be; an approximate one has a tenth of slack."""
    low = quantity.low if quantity.low is not None else float("-inf")
    high = quantity.high if quantity.high is not None else float("inf")
    if quantity.modifier == "approximate" and quantity.low is not None and quantity.high is not None:
        slack = 0.1 * abs(high)
        return low - slack, high + slack
    return low, high
