"""Where two annotations of the gold differ, and what was decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator
from typing import Any

from .agree import match
from .gold_agree import Layers, Row, matching_claims

HEAD = ("article_id", "layer", "words", "field", "first", "second", "decided")
Matcher = Callable[[list[Row], list[Row]], list[tuple[Row, Row]]]
FIELDS = {
    "mentions": ("label", "kind", "entity_ids"),
    "times": ("timex", "type", "modifier"),
    "quantities": ("low", "high", "unit", "modifier"),
    "attributions": (
        *("text", "speaker_text", "cue_text", "kind", "cue_class", "speaker_type", "speaker_count", "speaker_ids"),
        *("negated", "depth"),
    ),
    "claims": (
        *(
            "text",
            "own_voice",
            "subject_text",
            "predicate_text",
            "object_text",
            "source_factuality",
            "author_factuality",
        ),
        *("claim_type", "tense"),
    ),
    "links": ("relation", "basis", "ambiguous"),
}


def disagreements(article_id: str, first: Layers, second: Layers, final: Layers) -> Iterator[tuple[str, ...]]:
    """One row, as HEAD says, for each value that the two give differently and each annotation that one of them lacks."""
    first, second, final = _comparable(first, first), _comparable(second, first), _comparable(final, first)
    for layer, fields in FIELDS.items():
        if layer not in first or layer not in second:
            continue
        pairs = _matcher(layer)
        both = pairs(first[layer], second[layer])
        kept = {id(a): f for a, f in pairs(first[layer], final.get(layer, []))}
        later = {id(b): f for b, f in pairs(second[layer], final.get(layer, []))}
        for a, b in both:
            now = kept.get(id(a)) or later.get(id(b))
            for field in fields:
                if a[field] != b[field]:
                    values = (_shown(a[field]), _shown(b[field]), _shown(now[field]) if now else "left out")
                    yield article_id, layer, a["words"], field, *values
        for rows, partners, name in ((first[layer], kept, "first"), (second[layer], later, "second")):
            paired = {id(p[name == "second"]) for p in both}
            for row in rows:
                if id(row) not in paired:
                    seen = ("yes", "") if name == "first" else ("", "yes")
                    yield article_id, layer, row["words"], "is one", *seen, "yes" if id(row) in partners else "left out"


def _shown(value: Any) -> str:
    return " ".join(("+".join(value) if isinstance(value, list) else str(value)).split())


def _comparable(layers: Layers, first: Layers) -> Layers:
    """Rows with what is compared: entities under the first annotator's names, links by the words of their claims."""
    renamed = same_entities(first.get("mentions", []), layers.get("mentions", []))
    claims = {c["claim_id"]: c["text"] for c in layers.get("claims", [])}
    out: Layers = {}
    for layer, rows in layers.items():
        out[layer] = []
        for r in rows:
            row = dict(r)
            for key in ("entity_ids", "speaker_ids"):
                if key in row:
                    row[key] = sorted(renamed.get(e, e) for e in row[key])
            if layer == "claims":
                row |= {f"{key}_text": row[key] and row[key][2] for key in ("subject", "predicate", "object")}
                row["own_voice"] = row["quote_id"] is None
            if layer == "links":
                ends = [row[key].rpartition("#")[2] for key in ("from_claim_id", "to_claim_id")]
                article = row["to_claim_id"].rpartition("#")[0]
                inside = article == row["from_claim_id"].rpartition("#")[0]
                row["text"] = f"{claims.get(ends[0])} → {claims.get(ends[1]) if inside else article}"
            row["words"] = _shown(row["text"])
            out[layer].append(row)
    return out


def same_entities(first: list[Row], second: list[Row]) -> dict[str, str]:
    """The second's entity ids → the first's that stand for the same mentions, the commonest pairs first."""
    at: dict[tuple[int, int], list[str]] = {(m["start"], m["end"]): m["entity_ids"] for m in first}
    shared = Counter(
        (a, b)
        for m in second
        for b in m["entity_ids"]
        for a in at.get((m["start"], m["end"]), [])
        if len(m["entity_ids"]) == len(at[m["start"], m["end"]]) == 1
    )
    named: dict[str, str] = {}
    for (a, b), _ in shared.most_common():
        if b not in named and a not in named.values():
            named[b] = a
    return named


def _matcher(layer: str) -> Matcher:
    if layer == "claims":
        return matching_claims
    if layer == "attributions":
        return _matching_attributions
    return _same_text if layer == "links" else _same_place


def _matching_attributions(first: list[Row], second: list[Row]) -> list[tuple[Row, Row]]:
    left, right = {r["quote_id"]: r for r in first}, {r["quote_id"]: r for r in second}
    pairs = match([r | {"content": r["spans"]} for r in first], [r | {"content": r["spans"]} for r in second])
    return [(left[a["quote_id"]], right[b["quote_id"]]) for a, b in pairs]


def _same_place(first: list[Row], second: list[Row]) -> list[tuple[Row, Row]]:
    return _same(first, second, lambda r: (r["start"], r["end"]))


def _same_text(first: list[Row], second: list[Row]) -> list[tuple[Row, Row]]:
    return _same(first, second, lambda r: r["words"])


def _same(first: list[Row], second: list[Row], key: Callable[[Row], Hashable]) -> list[tuple[Row, Row]]:
    by_key = {key(r): r for r in second}
    return [(r, by_key[key(r)]) for r in first if key(r) in by_key]
