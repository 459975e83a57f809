"""Mentions on text: which found mention is which gold mention, and so which found entity is which gold entity."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from newslab.evaluate.gold import Row
from newslab.evaluate.reading import Reading
from newslab.evaluate.spans import one_to_one

HALF = 0.5


class Mentions(NamedTuple):
    """The mentions of one article: gold and found ones, and gold positions → found positions of those that match."""

    row: Row
    gold: list[Row]
    found: list[Row]
    pairs: dict[int, int]


def match(gold: Sequence[Row], found: Sequence[Row]) -> dict[int, int]:
    """Positions of gold → positions of found, one to one, best overlap first.

    Two mentions may match when they overlap by half, or have the same kind and begin alike ("the head", "the head of
    the port"); names also when they end alike (a title outside and inside).
    """
    scored = []
    for g, one in enumerate(gold):
        for f, other in enumerate(found):
            shared = min(one["end"], other["end"]) - max(one["start"], other["start"])
            if shared <= 0:
                continue
            share = shared / (max(one["end"], other["end"]) - min(one["start"], other["start"]))
            alike = one["kind"] == other["kind"] and (
                one["start"] == other["start"] or (one["kind"] == "name" and one["end"] == other["end"])
            )
            if share >= HALF or alike:
                scored.append((one["kind"] == other["kind"], share, -g, -f))
    return one_to_one((-g, -f) for _, _, g, f in sorted(scored, reverse=True))


def entity(mention: Row) -> str:
    """The gold entity of a mention; of several ("they"), the group."""
    return "+".join(sorted(mention["entity_ids"]))


def of_articles(gold: Sequence[Row], reading: Reading) -> list[Mentions]:
    """Both sides in every article. What is found without an entity, or once and by no name, is left out as in gold."""
    times = Counter(m["entity_id"] for row in gold for m in reading.rows("mentions", row))
    made = []
    for row in gold:
        found = [
            m
            for m in reading.rows("mentions", row)
            if m["entity_id"] is not None and (m["kind"] == "name" or times[m["entity_id"]] > 1)
        ]
        made.append(Mentions(row, row["mentions"], found, match(row["mentions"], found)))
    return made


def aligned(gold: Sequence[Row], reading: Reading) -> dict[str, str]:
    """Found entity → the gold entity that it has most mentions in common with; names count first."""
    shared: dict[str, Counter[str]] = {}
    for article in of_articles(gold, reading):
        for g, f in article.pairs.items():
            weight = 1000 if article.gold[g]["kind"] == article.found[f]["kind"] == "name" else 1
            shared.setdefault(article.found[f]["entity_id"], Counter())[entity(article.gold[g])] += weight
    return {found: counts.most_common(1)[0][0] for found, counts in shared.items()}


def gold_ids(entities: Sequence[str], alignment: dict[str, str]) -> set[str]:
    """The gold entities that found ones are; those that are none keep their own ids."""
    return {identity for one in entities for identity in alignment.get(one, one).split("+")}
