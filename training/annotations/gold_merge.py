"""Two annotations and the decisions between them → the gold. Where nothing was decided, the first one stands."""

from __future__ import annotations

import copy
from typing import Any

from .gold_compare import Layers, Row, counterparts, disagreements, same_entities

COLUMNS = {  # a field that is compared → the columns that hold it
    "text": ("start", "end", "text", "spans"),
    "speaker_text": ("speaker", "speaker_text"),
    "cue_text": ("cue", "cue_text"),
    "subject_text": ("subject",),
    "predicate_text": ("predicate",),
    "object_text": ("object",),
    "own_voice": ("quote_id",),
    "depth": ("depth", "parent_id"),
}
KEYS = {
    "mentions": "mention_id", "attributions": "quote_id", "claims": "claim_id", "times": "time_id",
    "quantities": "quantity_id",
}  # fmt: skip
Decisions = dict[tuple[str, ...], str]


def merge(
    article_id: str,
    first: Layers,
    second: Layers,
    decisions: Decisions,
    elsewhere: dict[str, dict[str, str]] | None = None,
) -> Layers:
    """The layers with each disagreement decided; `decisions` has the columns of `disagreements` but the last one.

    An annotation that only the second has is taken in, under an id of its own, where that was decided. `elsewhere` has
    of the other articles the second's claims and what they are called now, for links into them.
    """
    entities = same_entities(first.get("mentions", []), second.get("mentions", []))
    renamed = _new_names(first, second)
    final = {layer: copy.deepcopy(rows) for layer, rows in first.items()}
    for layer, rows in second.items():
        final.setdefault(
            layer,
            [] if layer in first else [_renamed(r, renamed, entities, elsewhere or {}) for r in copy.deepcopy(rows)],
        )
    for layer, row_first, row_second, field, words in disagreements(article_id, first, second):
        chosen = decisions.get((article_id, layer, *words), "first")
        if chosen != "second":
            continue
        if row_first is None and row_second is not None:
            final[layer].append(_renamed(copy.deepcopy(row_second), renamed, entities, elsewhere or {}))
        elif row_first is not None and row_second is None:
            final[layer].remove(next(r for r in final[layer] if _same_row(layer, r, row_first)))
        elif row_first is not None and row_second is not None:
            now = next(r for r in final[layer] if _same_row(layer, r, row_first))
            later = _renamed(copy.deepcopy(row_second), renamed, entities, elsewhere or {})
            now.update({column: later[column] for column in COLUMNS.get(field, (field,)) if column in later})
    if "links" in final:
        final["links"] = led_to(final["links"], {article_id: heirs(first, final)})
    return _whole(final)


def heirs(first: Layers, final: Layers) -> dict[str, str | None]:
    """The first annotation's claims that were left out → the claim that has their predicate now, or none."""
    now = {c["claim_id"]: c for c in final.get("claims", [])}
    found: dict[str, str | None] = {}
    for claim in first.get("claims", []):
        if claim["claim_id"] not in now:
            alike = [c for c in now.values() if c["predicate"][:2] == claim["predicate"][:2]]
            found[claim["claim_id"]] = alike[0]["claim_id"] if alike else None
    return found


def led_to(links: list[Row], left: dict[str, dict[str, str | None]]) -> list[Row]:
    """The links with claims that were left out (by article) replaced by their heirs; without those that have none."""

    def lead(address: str) -> str | None:
        article, _, claim = address.rpartition("#")
        heir = left.get(article, {}).get(claim, claim)
        return f"{article}#{heir}" if heir else None

    kept: dict[tuple[str, str], Row] = {}
    for link in links:
        ends = lead(link["from_claim_id"]), lead(link["to_claim_id"])
        if ends[0] and ends[1] and ends[0] != ends[1]:
            candidates = [c for c in map(lead, link["candidate_ids"]) if c]
            row = link | {"from_claim_id": ends[0], "to_claim_id": ends[1], "candidate_ids": candidates}
            kept.setdefault((ends[0], ends[1]), row)
    return list(kept.values())


def _same_row(layer: str, a: Row, b: Row) -> bool:
    if layer == "links":
        return (a["from_claim_id"], a["to_claim_id"]) == (b["from_claim_id"], b["to_claim_id"])
    return bool(a[KEYS[layer]] == b[KEYS[layer]])


def new_claims(first: Layers, second: Layers) -> dict[str, str]:
    """The second's claims → what they are called in the gold."""
    return {name: now for (layer, name), now in _new_names(first, second).items() if layer == "claims"}


def _new_names(first: Layers, second: Layers) -> dict[tuple[str, str], str]:
    """(layer, the second's id) → the first's id of the same annotation, or a new one."""
    names = {}
    for layer, key in KEYS.items():
        same = {b[key]: a[key] for a, b in counterparts(layer, first.get(layer, []), second.get(layer, []))}
        for row in second.get(layer, []):
            names[layer, row[key]] = same.get(row[key], f"{row[key]}b")
    return names


def _renamed(
    row: Row, names: dict[tuple[str, str], str], entities: dict[str, str], elsewhere: dict[str, dict[str, str]]
) -> Row:
    of = {"mention_id": "mentions", "quote_id": "attributions", "parent_id": "attributions", "claim_id": "claims"}
    of |= {"time_id": "times", "quantity_id": "quantities"}
    for key, layer in of.items():
        if row.get(key):
            row[key] = names.get((layer, row[key]), row[key])
    for key in ("entity_ids", "speaker_ids"):
        if key in row:
            row[key] = [entities.get(e, e) for e in row[key]]
    own = row.get("from_claim_id", "").rpartition("#")[0]

    def address(claim: str) -> str:
        where, _, name = claim.rpartition("#")
        there = names.get(("claims", name), name) if where == own else elsewhere.get(where, {}).get(name, name)
        return f"{where}#{there}"

    for key in ("from_claim_id", "to_claim_id"):
        if key in row:
            row[key] = address(row[key])
    if "candidate_ids" in row:
        row["candidate_ids"] = [address(c) for c in row["candidate_ids"]]
    return row


def _whole(final: Layers) -> Layers:
    """Without references to what was left out, in text order, depths and smallest claims counted anew."""
    claims = {c["claim_id"] for c in final.get("claims", [])}
    own = next((r["from_claim_id"].rpartition("#")[0] for r in final.get("links", [])), "")
    there = lambda a: a.rpartition("#")[0] != own or a.rpartition("#")[2] in claims
    kept = [r for r in final.get("links", []) if there(r["from_claim_id"]) and there(r["to_claim_id"])]
    for r in kept:
        r["candidate_ids"] = list(dict.fromkeys([r["to_claim_id"], *filter(there, r["candidate_ids"])]))
    if "links" in final:
        final["links"] = kept
    quotes = {r["quote_id"]: r for r in final.get("attributions", [])}
    for r in quotes.values():
        r["parent_id"] = r["parent_id"] if r["parent_id"] in quotes else None
    for r in quotes.values():
        r["depth"] = _depth(r, quotes)
    times = {t["time_id"] for t in final.get("times", [])}
    for c in final.get("claims", []):
        c["time_id"] = c["time_id"] if c["time_id"] in times else None
        c["quote_id"] = _innermost(c, quotes)
    for q in final.get("quantities", []):
        holding = [c for c in final.get("claims", []) if _within((q["start"], q["end"]), c["spans"])]
        q["claim_id"] = min(holding, key=lambda c: c["end"] - c["start"])["claim_id"] if holding else None
    for layer, rows in final.items():
        if layer != "links":
            rows.sort(key=lambda r: (r["start"], -r["end"]))
    return final


def _depth(row: Row, quotes: dict[str, Row]) -> int:
    seen: set[str] = set()
    parent = row["parent_id"]
    while parent and parent not in seen:
        seen.add(parent)
        parent = quotes[parent]["parent_id"]
    return len(seen)


def _innermost(claim: Row, quotes: dict[str, Row]) -> str | None:
    holding = [q for q, r in quotes.items() if all(_within(s, r["spans"]) for s in claim["spans"])]
    if claim["quote_id"] in holding and all(quotes[q]["depth"] <= quotes[claim["quote_id"]]["depth"] for q in holding):
        return str(claim["quote_id"])
    return max(holding, key=lambda q: quotes[q]["depth"], default=None)


def _within(span: Any, outer: Any) -> bool:
    return any(first <= span[0] and span[1] <= last for first, last in outer)
