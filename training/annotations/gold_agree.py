"""How well two annotations of the gold agree, layer by layer."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from itertools import combinations
from typing import Any

from .agree import f1, kappa, match, overlap, score

Row = dict[str, Any]
Layers = dict[str, list[Row]]
Pairs = list[tuple[Layers, Layers]]


def report(pairs: Pairs) -> list[str]:
    """Lines that say, layer by layer, how the second annotation agrees with the first."""
    lines = [f"{len(pairs)} articles annotated twice"]
    names = lambda rows: [m for m in rows if m["kind"] == "name"]
    others = lambda rows: [m for m in rows if m["kind"] != "name"]
    lines += _spans(pairs, "mentions", "names", ("label",), names)
    lines += _spans(pairs, "mentions", "other mentions", ("kind",), others)
    both = [(a["mentions"], b["mentions"]) for a, b in pairs if "mentions" in a and "mentions" in b]
    lines.append(_f1("coreference, links", [f1(_links(a), _links(b)) for a, b in both]))
    lines += _spans(pairs, "times", "times", ("timex", "type", "modifier"))
    lines += _spans(pairs, "quantities", "quantities", ("low", "high", "unit", "modifier"))
    lines += _attributions(pairs)
    return lines + _claims(pairs)


def _f1(name: str, counts: list[tuple[int, int, int]]) -> str:
    total = tuple(map(sum, zip(*counts, strict=True))) if counts else (0, 0, 0)
    return f"{name}: F1 {score(total):.3f} ({total[0]} in both, {total[1]} and {total[2]})"


def _spans(
    pairs: Pairs,
    layer: str,
    name: str,
    keys: tuple[str, ...],
    some: Callable[[list[Row]], list[Row]] = lambda rows: rows,
) -> list[str]:
    both = [(some(a[layer]), some(b[layer])) for a, b in pairs if layer in a and layer in b]
    span: Callable[[Row], Hashable] = lambda r: (r["start"], r["end"])
    lines = [_f1(f"{name}, spans", [f1(map(span, a), map(span, b)) for a, b in both])]
    shared = [(r, other) for a, b in both for r in a if (other := next((o for o in b if span(o) == span(r)), None))]
    return lines + [f"{name}, {key}: κ {kappa([(a[key], b[key]) for a, b in shared]):.3f}" for key in keys]


def _links(mentions: list[Row]) -> list[Hashable]:
    by_entity: dict[str, list[tuple[int, int]]] = {}
    for m in mentions:
        for entity in m["entity_ids"]:
            by_entity.setdefault(entity, []).append((m["start"], m["end"]))
    return [pair for spans in by_entity.values() for pair in combinations(sorted(spans), 2)]


def _attributions(pairs: Pairs) -> list[str]:
    both = [(a["attributions"], b["attributions"]) for a, b in pairs if "attributions" in a and "attributions" in b]
    counts, same = [], []
    for a, b in both:
        matched = match([r | {"content": r["spans"]} for r in a], [r | {"content": r["spans"]} for r in b])
        counts.append((len(matched), len(a), len(b)))
        same += matched
    lines = [_f1("attributions, contents overlap by half", counts)]
    for key in ("speaker", "cue", "spans"):
        share = sum(a[key] == b[key] for a, b in same) / max(len(same), 1)
        lines.append(f"attributions, {key}: {share:.3f} of the shared ones are the same to the character")
    for key in ("kind", "cue_class", "speaker_type", "negated", "depth"):
        lines.append(f"attributions, {key}: κ {kappa([(a[key], b[key]) for a, b in same]):.3f}")
    return lines


def matching_claims(first: list[Row], second: list[Row]) -> list[tuple[Row, Row]]:
    """Claims of the two that are the same: spans overlap by half or more, the same predicate before other ones."""
    scored = []
    for i, a in enumerate(first):
        for j, b in enumerate(second):
            share = overlap(a["spans"], b["spans"])
            if share >= 0.5:
                scored.append((overlap([a["predicate"][:2]], [b["predicate"][:2]]) > 0, share, i, j))
    pairs, left, right = [], set[int](), set[int]()
    for _, _, i, j in sorted(scored, reverse=True):
        if i not in left and j not in right:
            left.add(i)
            right.add(j)
            pairs.append((first[i], second[j]))
    return pairs


def _claims(pairs: Pairs) -> list[str]:
    both = [(a, b) for a, b in pairs if "claims" in a and "claims" in b]
    counts, same, linked, related = [], [], [], []
    for a, b in both:
        matched = matching_claims(a["claims"], b["claims"])
        counts.append((len(matched), len(a["claims"]), len(b["claims"])))
        same += matched
        of_first = {y["claim_id"]: x["claim_id"] for x, y in matched}
        ours = {_ends(r, {}): r["relation"] for r in a["links"] if _inside(r)}
        theirs = {_ends(r, of_first): r["relation"] for r in b["links"] if _inside(r)}
        linked.append((len(ours.keys() & theirs.keys()), len(ours), len(theirs)))
        related += [(ours[k], theirs[k]) for k in ours.keys() & theirs.keys()]
    lines = [_f1("claims, spans overlap by half", counts)]
    for key in ("subject", "predicate", "object"):
        share = sum(a[key] == b[key] for a, b in same) / max(len(same), 1)
        lines.append(f"claims, {key}: {share:.3f} of the shared ones are the same to the character")
    for key in ("source_factuality", "author_factuality", "claim_type", "tense"):
        lines.append(f"claims, {key}: κ {kappa([(a[key], b[key]) for a, b in same]):.3f}")
    voiced: list[tuple[Hashable, Hashable]] = [(a["quote_id"] is None, b["quote_id"] is None) for a, b in same]
    lines += [f"claims, own voice or reported: κ {kappa(voiced):.3f}", _f1("links within an article", linked)]
    return [*lines, f"links, relation: κ {kappa(related):.3f}"]


def _inside(row: Row) -> bool:
    return bool(row["from_claim_id"].rpartition("#")[0] == row["to_claim_id"].rpartition("#")[0])


def _ends(row: Row, renamed: dict[str, str]) -> tuple[str, str]:
    """The two claims that a link joins, under the first annotation's ids."""
    source, target = (row[key].rpartition("#")[2] for key in ("from_claim_id", "to_claim_id"))
    return renamed.get(source, source), renamed.get(target, target)
