"""Where two annotations of the gold differ, and what was decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator
from typing import Any

from .agree import match
from .gold_agree import Layers, Row, matching_claims

HEAD = ("article_id", "layer", "start", "words", "field", "first_value", "second_value", "decided")
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


Found = tuple[str, Row | None, Row | None, str, tuple[str, str, str, str, str]]


def disagreements(article_id: str, first: Layers, second: Layers) -> Iterator[Found]:
    """Each value that the two give differently and each annotation that one of them lacks.

    Of each the layer, the two rows as they were (None for the lacking one), the field, and what a list shows:
    where it begins, the words, the field, the two values.
    """
    seen = [_comparable(side, first) for side in (first, second)]
    for layer, fields in FIELDS.items():
        if layer not in first or layer not in second:
            continue
        was = [
            {id(now): row for now, row in zip(new[layer], old[layer], strict=True)}
            for new, old in zip(seen, (first, second), strict=True)
        ]
        both = counterparts(layer, seen[0][layer], seen[1][layer])
        for a, b in both:
            for field in fields:
                if a[field] != b[field]:
                    shown = (_start(a), a["words"], field, _shown(a[field]), _shown(b[field]))
                    yield layer, was[0][id(a)], was[1][id(b)], field, shown
        for side in (0, 1):
            paired = {id(pair[side]) for pair in both}
            for row in seen[side][layer]:
                if id(row) not in paired:
                    old = was[side][id(row)]
                    shown = (_start(row), row["words"], "is one", *(("yes", "") if side == 0 else ("", "yes")))
                    yield layer, None if side else old, old if side else None, "is one", shown


def by_guidelines(layer: str, first: Row | None, second: Row | None, field: str) -> str:
    """What the guidelines decide without a further look.

    A reported state that holds on is present; a predicate has nothing at its edges; an object is the whole noun phrase,
    without "that" and without what follows a comma.
    """
    if layer != "claims" or first is None or second is None:
        return "first"
    if field == "tense" and first["quote_id"] and {first["claim_type"], second["claim_type"]} & {"state", "opinion"}:
        return "second" if (first["tense"], second["tense"]) == ("past", "present") else "first"
    column = field.removesuffix("_text")
    if column not in ("predicate", "object") or not first[column] or not second[column]:
        return "first"
    shorter = second[column][2] in first[column][2]
    longer = first[column][2] in second[column][2]
    rest = (first if shorter else second)[column][2][len((second if shorter else first)[column][2]) :]
    wordy = (
        column == "predicate" or rest.startswith(",") or (first if shorter else second)[column][2].startswith("that ")
    )
    return "second" if (shorter if wordy else longer) and shorter != longer else "first"


def _start(row: Row) -> str:
    return str(row.get("start", ""))


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
                same = (
                    claims
                    if layers is first
                    else {
                        b["claim_id"]: a["text"]
                        for a, b in counterparts("claims", first.get("claims", []), layers.get("claims", []))
                    }
                )
                ends = [row[key].rpartition("#")[2] for key in ("from_claim_id", "to_claim_id")]
                article = row["to_claim_id"].rpartition("#")[0]
                inside = article == row["from_claim_id"].rpartition("#")[0]
                ours = [same.get(end, claims.get(end)) for end in ends]
                row["text"] = f"{ours[0]} → {ours[1] if inside else article}"
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


def counterparts(layer: str, first: list[Row], second: list[Row]) -> list[tuple[Row, Row]]:
    """The rows of the two that annotate the same thing."""
    if layer == "claims":
        return matching_claims(first, second)
    if layer == "attributions":
        return _matching_attributions(first, second)
    place: Callable[[Row], Hashable] = lambda r: r["words"] if layer == "links" else (r["start"], r["end"])
    by_key = {place(r): r for r in second}
    return [(r, by_key[place(r)]) for r in first if place(r) in by_key]


def _matching_attributions(first: list[Row], second: list[Row]) -> list[tuple[Row, Row]]:
    left, right = {r["quote_id"]: r for r in first}, {r["quote_id"]: r for r in second}
    pairs = match([r | {"content": r["spans"]} for r in first], [r | {"content": r["spans"]} for r in second])
    return [(left[a["quote_id"]], right[b["quote_id"]]) for a, b in pairs]
