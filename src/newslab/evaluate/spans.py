"""Expressions found beside gold ones, one to one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from newslab.evaluate.gold import Row


def match(gold: Sequence[Row], found: Sequence[Row]) -> dict[int, int]:
    """Positions of gold → positions of found: the pairs that overlap most, as a share of both together, first."""
    pairs = []
    order = sorted(range(len(found)), key=lambda f: found[f]["start"])
    for g, one in enumerate(gold):
        for f in order:
            if found[f]["start"] >= one["end"]:
                break
            shared = min(one["end"], found[f]["end"]) - max(one["start"], found[f]["start"])
            if shared > 0:
                union = max(one["end"], found[f]["end"]) - min(one["start"], found[f]["start"])
                pairs.append((-shared / union, g, f))
    return one_to_one((g, f) for _, g, f in sorted(pairs))


def one_to_one(pairs: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Each side at most once, of pairs that come best first."""
    chosen: dict[int, int] = {}
    used: set[int] = set()
    for g, f in pairs:
        if g not in chosen and f not in used:
            chosen[g] = f
            used.add(f)
    return chosen


def same_span(gold: Row, found: Row) -> bool:
    """Whether both begin and end alike."""
    return bool(gold["start"] == found["start"] and gold["end"] == found["end"])
