"""Links between claims: found, with the right relation, within an article and across articles.

A found link is a gold link when its two claims match the gold link's claims (see `claims`); instead of the claim that
gold links to, it may be another of gold's candidates. One to one, gold's own target first. Links from or to articles
that the gold does not annotate are left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from newslab.evaluate.claims import match
from newslab.evaluate.gold import Row
from newslab.evaluate.measures import F1, RECALL, SHARE, Difference, Measure, Scores, around
from newslab.evaluate.reading import Reading

CONTRARY = frozenset({"denies", "disputes", "corrects"})
LIKE = frozenset({"affirms", "repeats"})
GROUPS = {
    "all": CONTRARY | LIKE | {"qualifies"},
    "denies, disputes, corrects": CONTRARY,
    "affirms, repeats": LIKE,
}
BASES = ("explicit", "anaphora", "inferred")
PLACES = {"within an article": False, "across articles": True}


class Claims(NamedTuple):
    """The claims of all articles by gold address: (row, start, end) of each, and found id → address."""

    places: dict[str, tuple[Row, int, int]]
    address: dict[str, str]  # of a found claim that matches none, its own id


class Pair(NamedTuple):
    """A link of either side, by addresses of claims."""

    source: str
    target: str
    relation: str
    others: frozenset[str]  # gold's candidates besides the target
    shown: str


def score(gold: Sequence[Row], reading: Reading) -> Scores:
    """All measures of the layer; a link counts for the article of the claim that reacts."""
    claims = claims_of(gold, reading)
    counts: dict[str, list[tuple[int, ...]]] = {}
    relations: list[tuple[int, int]] = []
    bases: dict[str, list[tuple[int, int]]] = {basis: [] for basis in BASES}
    differences: list[Difference] = []
    for row in gold:
        theirs = [_of_gold(link) for link in row["links"]]
        theirs = [link for link in theirs if link.target in claims.places]
        found = [link for link in found_links(row, reading, claims) if link is not None]
        pairs = pair(theirs, found)
        relations.append((sum(theirs[g].relation == found[f].relation for g, f in pairs.items()), len(pairs)))
        for basis, recalled in bases.items():
            those = [g for g, one in enumerate(theirs) if one.shown == basis and not _across(one, claims)]
            recalled.append((sum(g in pairs for g in those), len(those)))
        for place, across in PLACES.items():
            for group, members in GROUPS.items():
                gs = {g for g, one in enumerate(theirs) if one.relation in members and _across(one, claims) == across}
                fs = {f for f, one in enumerate(found) if one.relation in members and _across(one, claims) == across}
                both = [(g, f) for g, f in pairs.items() if g in gs and f in fs]
                same = sum(theirs[g].relation == found[f].relation for g, f in both)
                together = "whatever the relation" if group == "all" else "one for another"
                for name, right in (("relation right", same), (together, len(both))):
                    counts.setdefault(f"{place}: {group}, {name}", []).append((right, len(fs), len(gs)))
        differences += _differences(theirs, found, pairs, claims)
    measures = [Measure(name, F1, counted) for name, counted in counts.items()]
    measures += [Measure(f"within an article: recall of {name} ones", RECALL, bases[name]) for name in BASES]
    return Scores([*measures, Measure("relation right, of those found", SHARE, relations)], differences)


def claims_of(gold: Sequence[Row], reading: Reading) -> Claims:
    """All gold claims, and the found ones with the gold claim that each matches."""
    made = Claims({}, {})
    for row in gold:
        found = reading.rows("claims", row)
        for claim in row["claims"]:
            made.places[f"{row['id']}#{claim['claim_id']}"] = (row, claim["start"], claim["end"])
        for claim in found:
            made.address[claim["claim_id"]] = claim["claim_id"]
            made.places[claim["claim_id"]] = (row, claim["start"], claim["end"])
        for g, f in match(row["claims"], found, row["text"]).items():
            made.address[found[f]["claim_id"]] = f"{row['id']}#{row['claims'][g]['claim_id']}"
    return made


def found_links(row: Row, reading: Reading, claims: Claims) -> list[Pair]:
    """The links from one article's claims to claims of annotated articles."""
    return [
        Pair(
            claims.address[link["from_claim_id"]], claims.address[link["to_claim_id"]], link["relation"], frozenset(),
            link["rule"],
        )
        for link in reading.links(row)
        if link["from_claim_id"] in claims.address and link["to_claim_id"] in claims.address
    ]  # fmt: skip


def pair(gold: Sequence[Pair], found: Sequence[Pair]) -> dict[int, int]:
    """Positions of gold links → positions of found ones: gold's own target first, then the right relation."""
    scored = sorted(
        (one.target != other.target, one.relation != other.relation, g, f)
        for g, one in enumerate(gold)
        for f, other in enumerate(found)
        if one.source == other.source and other.target in {one.target, *one.others}
    )
    chosen: dict[int, int] = {}
    used: set[int] = set()
    for _, _, g, f in scored:
        if g not in chosen and f not in used:
            chosen[g] = f
            used.add(f)
    return chosen


def _of_gold(link: Row) -> Pair:
    others = frozenset(link["candidate_ids"]) - {link["to_claim_id"]}
    return Pair(link["from_claim_id"], link["to_claim_id"], link["relation"], others, link["basis"])


def _across(link: Pair, claims: Claims) -> bool:
    return claims.places[link.source][0]["id"] != claims.places[link.target][0]["id"]


def _differences(
    theirs: Sequence[Pair], found: Sequence[Pair], pairs: dict[int, int], claims: Claims
) -> list[Difference]:
    """Missed, extra and wrongly related links; of missed ones, whether a claim is missing or the link alone."""
    known = set(claims.address.values())
    turned = {(link.target, link.source): link for link in found}
    made = []
    for g, link in enumerate(theirs):
        if g in pairs:
            other = found[pairs[g]]
            if other.relation != link.relation:
                made.append(_difference(link, "relation", claims, link.relation, f"{other.relation} ({other.shown})"))
            continue
        lacking = [name for name, end in (("from", link.source), ("to", link.target)) if end not in known]
        error = f"missed: no claim {' and '.join(lacking)}" if lacking else "missed"
        back = turned.get((link.source, link.target))
        guess = f"turned round: {back.relation} ({back.shown})" if back else None
        made.append(_difference(link, error, claims, f"{link.relation} ({link.shown})", guess))
    for f, link in enumerate(found):
        if f not in pairs.values():
            made.append(_difference(link, "extra", claims, None, f"{link.relation} ({link.shown})"))
    return made


def _difference(link: Pair, error: str, claims: Claims, gold: str | None, found: str | None) -> Difference:
    """`text` is the claim that reacts, `context` the one that it reacts to, with its article where that is another."""
    row, start, end = claims.places[link.source]
    there, first, last = claims.places[link.target]
    where = f"{there['id']}: " if there is not row else ""
    context = f"{where}{around(there['text'], first, last, 20)}"
    return Difference(str(row["id"]), error, start, end, row["text"][start:end], gold, found, context)
