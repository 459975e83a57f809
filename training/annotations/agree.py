"""How well two annotations of the same articles agree: F1 of what was found, Cohen's κ of the values given to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from itertools import combinations
from typing import Any

from .articles import Span

Row = dict[str, Any]
Layers = dict[str, list[Row]]


def f1(first: Iterable[Hashable], second: Iterable[Hashable]) -> tuple[int, int, int]:
    """How many are in both, in the first, in the second; `score` makes F1 of them."""
    a, b = Counter(first), Counter(second)
    return sum((a & b).values()), sum(a.values()), sum(b.values())


def score(counts: tuple[int, ...]) -> float:
    """F1 of (both, first, second); 1 where nothing was to find."""
    both, first, second = counts
    return 2 * both / (first + second) if first + second else 1.0


def kappa(pairs: list[tuple[Hashable, Hashable]]) -> float:
    """Cohen's κ of two annotators' values for the same items; 1 when both only ever use one and the same value."""
    if not pairs:
        return 1.0
    left, right = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    expected = sum(left[v] * right[v] for v in left) / len(pairs) ** 2
    observed = sum(a == b for a, b in pairs) / len(pairs)
    return 1.0 if expected == 1 else (observed - expected) / (1 - expected)


def overlap(a: list[Span], b: list[Span]) -> float:
    """Jaccard overlap of two contents, in characters."""
    left = {i for s, e in a for i in range(s, e)}
    right = {i for s, e in b for i in range(s, e)}
    return len(left & right) / max(len(left | right), 1)


def match(first: list[Row], second: list[Row]) -> list[tuple[Row, Row]]:
    """Attributions of the two that are the same: contents overlap by half or more, same cue before other cues."""
    candidates = sorted(
        ((a["cue"] == b["cue"], overlap(a["content"], b["content"]), i, j))
        for i, a in enumerate(first)
        for j, b in enumerate(second)
    )
    pairs, left, right = [], set[int](), set[int]()
    for _, share, i, j in reversed(candidates):
        if share >= 0.5 and i not in left and j not in right:
            left.add(i)
            right.add(j)
            pairs.append((first[i], second[j]))
    return pairs


def links(layers: Layers) -> list[tuple[Span, Span]]:
    """Pairs of mentions of one entity, each mention linked to the next one of the same entity."""
    by_entity: dict[str, list[Span]] = {}
    for row in layers.get("names", []):
        by_entity.setdefault(row["entity"], []).append((row["start"], row["end"]))
    for row in layers.get("coreference", []):
        for entity in row["entities"]:
            by_entity.setdefault(entity, []).append((row["start"], row["end"]))
    return [pair for spans in by_entity.values() for pair in combinations(sorted(spans), 2)]


def report(pairs: list[tuple[Layers, Layers]]) -> list[str]:
    """Lines that say, layer by layer, how the second annotation agrees with the first."""

    def total(layer: str, key: Callable[[Row], Hashable]) -> tuple[int, int, int]:
        parts = [f1(map(key, a[layer]), map(key, b[layer])) for a, b in pairs if layer in a and layer in b]
        return tuple(map(sum, zip(*parts, strict=True))) if parts else (0, 0, 0)  # type: ignore[return-value]

    def values(layer: str, key: str) -> list[tuple[Hashable, Hashable]]:
        found = []
        for a, b in pairs:
            other = {(r["start"], r["end"]): r for r in b.get(layer, [])}
            found += [(r[key], other[s][key]) for r in a.get(layer, []) if (s := (r["start"], r["end"])) in other]
        return found

    span = lambda r: (r["start"], r["end"])
    lines = []
    for name, counts in [
        ("names, spans", total("names", span)),
        ("names, spans and labels", total("names", lambda r: (*span(r), r["label"]))),
        ("other mentions, spans", total("coreference", span)),
        ("times, spans", total("times", span)),
        ("amounts, spans", total("amounts", span)),
    ]:
        lines.append(f"{name}: F1 {score(counts):.3f} ({counts[0]} in both, {counts[1]} and {counts[2]})")
    linked = [f1(links(a), links(b)) for a, b in pairs if "coreference" in a and "coreference" in b]
    lines.append(f"coreference, links: F1 {score(tuple(map(sum, zip(*linked, strict=True)))):.3f}" if linked else "")
    for layer, key in (
        ("names", "label"),
        ("times", "value"),
        ("amounts", "low"),
        ("amounts", "high"),
        ("amounts", "unit"),
    ):
        both = values(layer, key)
        lines.append(f"{layer}, {key}: κ {kappa(both):.3f} over {len(both)} shared spans")
    attributed = [
        (a["attributions"], b["attributions"]) for a, b in pairs if "attributions" in a and "attributions" in b
    ]
    same = [p for a, b in attributed for p in match(a, b)]
    counts = (len(same), sum(len(a) for a, _ in attributed), sum(len(b) for _, b in attributed))
    lines.append(f"attributions: F1 {score(counts):.3f} ({counts[0]} in both, {counts[1]} and {counts[2]})")
    for key in ("source", "cue", "content"):
        share = sum(a[key] == b[key] for a, b in same) / max(len(same), 1)
        lines.append(f"attributions, {key}: {share:.3f} of the shared ones are the same to the character")
    for key in ("kind", "class", "type", "negated"):
        lines.append(f"attributions, {key}: κ {kappa([(a[key], b[key]) for a, b in same]):.3f}")
    nested = kappa([(bool(a["parent"]), bool(b["parent"])) for a, b in same])
    return [*[line for line in lines if line], f"attributions, nested or not: κ {nested:.3f}"]
