"""Claims: found, with the right source, and the values of those found.

A found claim matches a gold claim when their spans overlap by half (Jaccard index over characters), as in the
agreement of the gold's annotators: one to one, those with the same predicate first, then best overlap. The source is
right when both are the article's own voice, or the speakers of both innermost attributions overlap or are one entity.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from newslab.evaluate.gold import Row
from newslab.evaluate.measures import F1, RECALL, SHARE, Difference, Measure, Scores, around
from newslab.evaluate.mentions import aligned, gold_ids
from newslab.evaluate.reading import Reading
from newslab.evaluate.spans import one_to_one

HALF = 0.5
VALUES = ("source_factuality", "author_factuality", "claim_type", "tense")
PARTS = ("subject", "predicate", "object")
WORD = re.compile(r"[\w'’]+")
ARTICLES = frozenset({"the", "a", "an"})
Span = tuple[int, int]


def match(gold: Sequence[Row], found: Sequence[Row], text: str) -> dict[int, int]:
    """Positions of gold → positions of found."""
    scored = []
    own = [set(range(claim["start"], claim["end"])) for claim in found]
    predicates = [_places(text, claim) for claim in found]
    for g, claim in enumerate(gold):
        theirs = {i for start, end in claim["spans"] for i in range(start, end)}
        start, end, *_ = claim["predicate"]
        for f, other in enumerate(found):
            if other["start"] >= claim["end"] or claim["start"] >= other["end"]:
                continue
            share = len(theirs & own[f]) / len(theirs | own[f])
            if share >= HALF:
                same = any(first < end and start < last for first, last in predicates[f])
                scored.append((same, share, -g, -f))
    return one_to_one((-g, -f) for _, _, g, f in sorted(scored, reverse=True))


def score(gold: Sequence[Row], reading: Reading) -> Scores:
    """All measures of the layer."""
    alignment = aligned(gold, reading)
    counts: dict[str, list[tuple[int, ...]]] = {}
    differences: list[Difference] = []

    def count(name: str, *numbers: int) -> None:
        counts.setdefault(name, []).append(numbers)

    for row in gold:
        claims, found = row["claims"], reading.rows("claims", row)
        placed = match(claims, found, row["text"])
        pairs = [(claims[g], found[f]) for g, f in sorted(placed.items())]
        voices = Voices(row, reading, alignment)
        sources = [voices.agree(g, f) for g, f in pairs]
        count("found", len(pairs), len(found), len(claims))
        count("found, right source", sum(sources), len(found), len(claims))
        same = sum((g["start"], g["end"]) == (f["start"], f["end"]) for g, f in pairs)
        count("found, same span", same, len(found), len(claims))
        for name, reported in (("the article's own", False), ("reported", True)):
            those = [k for k, claim in enumerate(claims) if (claim["quote_id"] is not None) == reported]
            count(f"recall of {name}", sum(k in placed for k in those), len(those))
        count("source right, of those found", sum(sources), len(pairs))
        for name in VALUES:
            count(f"{name}, of those found", sum(g[name] == f[name] for g, f in pairs), len(pairs))
        for part in PARTS:
            written = [(_written(g[part]), f[part] or "") for g, f in pairs]
            count(f"{part} the same, of those found", sum(words(a) == words(b) for a, b in written), len(pairs))
            count(f"{part} overlaps by half, of those found", sum(alike(a, b) for a, b in written), len(pairs))
        for (g, f), right in zip(pairs, sources, strict=True):
            differences += _values(row, g, f, None if right else (voices.of_gold(g), voices.of_found(f)))
        differences += [
            _difference(row, c, "missed", voices.of_gold(c), None) for k, c in enumerate(claims) if k not in placed
        ]
        extra = sorted(set(range(len(found))) - set(placed.values()))
        differences += [
            _difference(row, found[k], "extra", None, f"{voices.of_found(found[k])} ({found[k]['rule']})")
            for k in extra
        ]
    measures = []
    for name, counted in counts.items():
        form = RECALL if name.startswith("recall") else SHARE if "of those found" in name else F1
        measures.append(Measure(name, form, counted))
    return Scores(measures, differences)


class Voices:
    """Who asserts a claim of either side: the innermost attribution's speaker."""

    def __init__(self, row: Row, reading: Reading, alignment: Mapping[str, str]) -> None:
        self.alignment = dict(alignment)
        self.gold = {a["quote_id"]: a for a in row["attributions"]}
        self.found = {q["quote_id"]: q for q in reading.rows("quotes", row)}

    def agree(self, gold: Row, found: Row) -> bool:
        """Whether both are the article's own voice or the same source's."""
        if gold["quote_id"] is None or found["quote_id"] is None:
            return gold["quote_id"] is None and found["quote_id"] is None
        a, q = self.gold[gold["quote_id"]], self.found[found["quote_id"]]
        ids, own = set(a["speaker_ids"]), gold_ids(q["speaker_ids"], self.alignment)
        if ids & own:
            return True
        if a["speaker"] is None or q["speaker_start"] is None:
            return a["speaker"] is None and q["speaker_start"] is None and not (ids and own)
        return bool(a["speaker"][0] < q["speaker_end"] and q["speaker_start"] < a["speaker"][1])

    def of_gold(self, claim: Row) -> str:
        """The source of a gold claim as written, or its entity."""
        if claim["quote_id"] is None:
            return "article"
        a = self.gold[claim["quote_id"]]
        return a["speaker_text"] or a["speaker_entity"]["canonical"] or "nobody named"

    def of_found(self, claim: Row) -> str:
        """The source of a found claim."""
        return "article" if claim["quote_id"] is None else str(claim["source_chain"][-1])


def words(written: str) -> list[str]:
    """The words of a part, without articles and punctuation."""
    return [word for word in WORD.findall(written.casefold()) if word not in ARTICLES]


def alike(a: str, b: str) -> bool:
    """Whether two parts have half of their words in common; neither there is alike."""
    one, other = set(words(a)), set(words(b))
    return one == other or len(one & other) >= HALF * len(one | other)


def _written(part: Sequence[object] | None) -> str:
    return str(part[2]) if part else ""


def _places(text: str, claim: Row) -> list[Span]:
    """Where the predicate of a found claim may stand, since the tables have its words alone."""
    if not claim["predicate"]:
        return []
    inside = re.compile(rf"(?<!\w){re.escape(claim['predicate'])}(?!\w)")
    return [found.span() for found in inside.finditer(text, claim["start"], claim["end"])]


def _values(row: Row, gold: Row, found: Row, sources: tuple[str, str] | None) -> Iterator[Difference]:
    if sources:
        yield _difference(row, gold, "source", *sources)
    for name in VALUES:
        if gold[name] != found[name]:
            yield _difference(row, gold, name, gold[name], found[name])
    for part in PARTS:
        theirs, own = _written(gold[part]), found[part] or ""
        if words(theirs) != words(own):
            yield _difference(row, gold, part, theirs or None, own or None)


def _difference(row: Row, claim: Row, error: str, gold: str | None, found: str | None) -> Difference:
    text, start, end = row["text"], int(claim["start"]), int(claim["end"])
    return Difference(str(row["id"]), error, start, end, text[start:end], gold, found, around(text, start, end))
