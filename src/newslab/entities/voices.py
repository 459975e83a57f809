"""*I* and *we* inside somebody's words: who speaks, or the body that a spokesman speaks for.

Mentions are found before attributions, so that this comes last: a first person in a quotation is who is quoted,
wherever the layout or the sentence said who that is (signed posts, turns of an interview, block quotations).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from newslab.records import ArticleRecord, Attribution, Mention, Speaker

I = frozenset({"i", "me", "my", "mine", "myself"})  # noqa: E741
WE = frozenset({"we", "us", "our", "ours", "ourselves"})
OPEN = 20  # quotations inside each other that are looked at


def first_persons(record: ArticleRecord) -> list[Mention]:
    """The article's mentions, first persons in direct speech with the cluster of the one speaker that is known.

    Linear in mentions and attributions; everything else of the mentions stays as it is.
    """
    text = record.text
    spans = sorted(
        (start, -end, k)
        for k, attribution in enumerate(record.attributions)
        if attribution.kind != "indirect"
        for start, end in attribution.quoted or (attribution.content if attribution.kind == "direct" else ())
    )
    spokesmen = _bodies(record)
    found: list[Mention] = []
    active: list[tuple[int, int]] = []  # end, attribution: of the quotations that are open here, outermost first
    at = 0
    for mention in record.mentions:
        while at < len(spans) and spans[at][0] <= mention.start:
            active = [*active[-OPEN:], (-spans[at][1], spans[at][2])]
            at += 1
        active = [(end, k) for end, k in active if end >= mention.end]
        word = text[mention.start : mention.end].lower()
        if active and mention.kind == "pronoun" and (word in I or word in WE):
            k = active[-1][1]
            cluster = _who(word, record.speakers[k], spokesmen.get(k)) if k < len(record.speakers) else None
            if cluster is not None and cluster != mention.cluster:
                mention = replace(mention, cluster=cluster, confidence=min(mention.confidence, 0.9))
        found.append(mention)
    return found


def _who(word: str, speaker: Speaker, body: int | None) -> int | None:
    """The cluster of *I* or *we* of a speaker; None where several speak or nobody is known."""
    own = speaker.clusters[0] if len(speaker.clusters) == 1 else None
    if word in I:
        return own if speaker.type in ("person", "unnamed") and (speaker.count or 1) == 1 else None
    return body if body is not None else own if speaker.type in ("organisation", "group") else None


def _bodies(record: ArticleRecord) -> dict[int, int]:
    """Attribution → the cluster of the body whose spokesman its source is: "a spokeswoman for the port"."""
    found: dict[int, int] = {}
    sources = sorted((a.source, k) for k, a in enumerate(record.attributions) if a.source and _is_spokesman(record, a))
    bodies: Sequence[Mention] = [
        m for m in record.mentions if m.cluster is not None and m.kind != "pronoun" and m.label in ("ORG", "GPE")
    ]
    at = 0
    for (start, end), k in sources:
        while at < len(bodies) and bodies[at].start < start:
            at += 1
        inside = [m for m in bodies[at : at + OPEN] if m.end <= end]
        if inside:
            found[k] = inside[0].cluster or 0
    return found


def _is_spokesman(record: ArticleRecord, attribution: Attribution) -> bool:
    source = attribution.source
    return source is not None and "spokes" in record.text[source[0] : source[1]].lower()
