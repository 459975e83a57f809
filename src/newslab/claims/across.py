"""Links between the claims of different articles: what is repeated, denied or told with another amount.

A claim is linked to the first article's claim with the same content: the same words (a wire story printed again), the
same content words, of fewer where the same source says them again, or the same predicate of the same entities. One link
a claim and key, so the work grows with the number of claims.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from spacy.lang.en.stop_words import STOP_WORDS

from newslab.claims.linking import EMPTY, SAME, bounds, stem
from newslab.records import ArticleRecord, Claim, Span

WORD = re.compile(r"[^\W_]+")
Amount = tuple[float, float]
RULES = ("same-words", "same-source", "same-content", "same-predicate")  # the surest first
LEAST = 6  # words that two claims must share in order to count as the same sentence
SAID_AGAIN = 2  # content words that a source must say again
TOLD_AGAIN = 4  # content words that another must say again
STOP = STOP_WORDS - {"serious", "empty", "fire", "bottom", "top", "call", "move"}  # content words in its list
MARGINAL = frozenset({"fragment", "apposition", "nominal", "age", "participle", "adverbial"})
SURE = {"same-words": 0.9, "same-source": 0.7, "same-content": 0.7, "same-predicate": 0.5}


class ResolutionLike(Protocol):
    """Which entity of the corpus each article's cluster of mentions is."""

    @property
    def entity_of(self) -> Mapping[tuple[str, int], str]:
        """(article_id, cluster) → entity_id."""


@dataclass(frozen=True, slots=True)
class CrossLink:
    """A relation between claims of two articles; each is an article_id and the claim's position in its record."""

    source: tuple[str, int]
    target: tuple[str, int]
    relation: str  # denies, disputes, repeats
    basis: str
    rule: str
    confidence: float


def find_links_across(records: Sequence[ArticleRecord], resolution: ResolutionLike) -> list[CrossLink]:
    """The links between articles, from the later to the earlier, in the order of `records` (give them by date).

    The records must have their claims, quantities and mentions. Within one article nothing is linked here.
    """
    first: dict[tuple[str, ...], tuple[str, int, Claim, tuple[float, float] | None]] = {}
    found: dict[tuple[tuple[str, int], tuple[str, int]], CrossLink] = {}
    for record in records:
        reader = ClaimReader(record, resolution.entity_of)
        for position, claim in enumerate(record.claims):
            amount = reader.amount(position, claim)
            for key, rule in reader.keys(claim, amount):
                earlier = first.setdefault(key, (record.article_id, position, claim, amount))
                if earlier[0] == record.article_id:
                    continue
                relation = relation_of(claim.polarity, amount, earlier[2].polarity, earlier[3], rule)
                if relation is not None:
                    source, target = (record.article_id, position), (earlier[0], earlier[1])
                    found.setdefault((source, target), cross_link(source, target, relation, rule))
                    break
    return list(found.values())


def cross_link(source: tuple[str, int], target: tuple[str, int], relation: str, rule: str) -> CrossLink:
    """A link between two articles' claims; links between articles are never explicit."""
    return CrossLink(source, target, relation, "inferred", rule, SURE[rule])


def relation_of(polarity: str, amount: Amount | None, before: str, other: Amount | None, rule: str) -> str | None:
    """What a claim does to an earlier one with the same key, by their polarities and amounts."""
    if rule == "same-words":
        return "repeats"
    if amount is not None and other is not None and max(amount[0], other[0]) > min(amount[1], other[1]):
        return "disputes"
    if (amount is None) != (other is None) or "unclear" in (polarity, before):
        return None
    return "repeats" if polarity == before else "denies"


class ClaimReader:
    """What the claims of one article are compared by."""

    def __init__(self, record: ArticleRecord, entity_of: Mapping[tuple[str, int], str]) -> None:
        self.record = record
        self.entity_of = entity_of
        self.ends: dict[int, int] = {}  # end of a mention → its cluster
        for mention in record.mentions:
            if mention.cluster is not None:
                self.ends[mention.end] = mention.cluster
        self.amounts: dict[int, list[int]] = {}
        for number, position in enumerate(record.quantity_claims):
            if position is not None:
                self.amounts.setdefault(position, []).append(number)

    def keys(self, claim: Claim, amount: tuple[float, float] | None) -> Iterator[tuple[tuple[str, ...], str]]:
        """The keys under which the claim is looked for, the surest first."""
        words = WORD.findall(self.record.text[claim.start : claim.end].lower())
        if claim.rule in ("apposition", "nominal", "age"):
            return
        if len(words) >= LEAST:
            yield ("words", *words), "same-words"
        if claim.rule in MARGINAL or claim.source_factuality[:2] in ("PS", "Uu"):
            return
        content = self.content(claim)
        if claim.attribution is not None and len(content) >= SAID_AGAIN:
            for source in self.sources(claim.attribution):
                yield ("source", source, *content), "same-source"
        if len(content) >= TOLD_AGAIN:
            yield ("content", *content), "same-content"
        lemma = SAME.get(claim.predicate_lemma, claim.predicate_lemma)
        subject, thing = self.name(claim.subject), self.name(claim.object)
        if lemma in ("kill", "injure") and amount is not None:
            place = next((self.name(span) for role, span in claim.arguments if role == "place"), "")
            if place:
                yield (lemma, "people", place), "same-predicate"
            return
        if subject.startswith("#") and thing and thing not in STOP and lemma not in EMPTY:
            yield (lemma, subject, "" if amount is not None else thing), "same-predicate"

    def content(self, claim: Claim) -> list[str]:
        """The stems of the content words of a claim, without those of its subject where that is an entity."""
        text = self.record.text
        named = self.name(claim.subject)
        first = claim.subject[1] if claim.subject and named.startswith("#") and claim.subject[0] <= claim.start else 0
        words = WORD.findall(text[max(claim.start, first) : claim.end].lower())
        found = {stem(word) for word in words if word not in STOP and not word[0].isdigit() and len(word) > 2}
        return sorted(found | ({named} if named.startswith("#") and found else set()))

    def sources(self, position: int) -> list[str]:
        """The entities of the corpus that say what an attribution holds."""
        clusters = self.record.speakers[position].clusters if position < len(self.record.speakers) else ()
        known = (self.entity_of.get((self.record.article_id, cluster)) for cluster in clusters)
        return [entity for entity in known if entity is not None]

    def amount(self, position: int, claim: Claim) -> tuple[float, float] | None:
        """The amount that the claim's subject or object gives, where it gives one."""
        for number in self.amounts.get(position, ()):
            quantity = self.record.quantities[number]
            for span in (claim.object, claim.subject):
                if span is not None and span[0] <= quantity.start and quantity.end <= span[1]:
                    return bounds(quantity)
        return None

    def name(self, span: Span | None) -> str:
        """The entity that a span names, or its last word; empty where there is none."""
        if span is None:
            return ""
        cluster = self.ends.get(span[1])
        entity = self.entity_of.get((self.record.article_id, cluster)) if cluster is not None else None
        if entity is not None:
            return f"#{entity}"
        words = WORD.findall(self.record.text[span[0] : span[1]].lower())
        return words[-1] if words else ""
