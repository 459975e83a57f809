"""What must hold of annotations with offsets: inside the text, whole words, known ids, allowed values, true nesting."""

from __future__ import annotations

import itertools
import re
from typing import Any

from .articles import Article, Span
from .form import CLASSES, KINDS, LABELS, MODIFIERS, TYPES

LAYERS = ("names", "coreference", "attributions", "times", "amounts")
TIMEX = re.compile(
    r"(PRESENT_REF|PAST_REF|FUTURE_REF"
    r"|P(?=.)(?:[\dX.]+[YMWDE]|[\dX.]+(?:DE|CE))*(?:T(?:[\dX.]+[HMS])+)?"
    r"|(?:BC)?[\dX]{2,4}(?:-(?:[\dX]{2}(?:-[\dX]{2})?|W[\dX]{2}(?:-(?:WE|[1-7X]))?|Q[1-4X]|H[12X]|SP|SU|FA|WI))?"
    r"(?:T(?:[\dX]{2}(?::\d{2}){0,2}|MO|MI|AF|EV|NI|DT))?)"
)


def spans_of(row: dict[str, Any]) -> list[Span]:
    """All spans of one annotation."""
    if "start" in row:
        return [(row["start"], row["end"])]
    single = [row[key] for key in ("source", "addressee", "medium") if row[key]]
    return [(s, e) for s, e in [*row["cue"], *row["content"], *single]]


def problems(article: Article, layers: dict[str, list[dict[str, Any]]]) -> list[str]:
    """Everything that is wrong with one article's annotations, a sentence each; empty when all is right."""
    found: list[str] = []
    text = article.text
    for layer, rows in layers.items():
        for row in rows:
            found += [f"{layer}: {p}" for s in spans_of(row) if (p := _span_problem(text, s))]
        if layer in ("names", "times"):
            ordered = sorted((r["start"], r["end"]) for r in rows)
            found += [f"{layer}: {text[slice(*b)]!r} overlaps" for a, b in itertools.pairwise(ordered) if b[0] < a[1]]
    known = {r["entity"] for r in layers.get("names", [])}
    known |= {e for r in layers.get("coreference", []) for e in r["entities"]}
    found += [f"names: label {r['label']!r}" for r in layers.get("names", []) if r["label"] not in LABELS]
    for row in layers.get("attributions", []):
        found += [f"attributions: {row['id']}: {p}" for p in _attribution_problems(row, layers["attributions"], known)]
    for row in layers.get("times", []):
        if row["value"] is not None and not TIMEX.fullmatch(row["value"]):
            found.append(f"times: {text[row['start'] : row['end']]!r}: {row['value']!r} is no TIMEX3 value")
        if row["modifier"] not in (None, *MODIFIERS):
            found.append(f"times: modifier {row['modifier']!r}")
    for row in layers.get("amounts", []):
        if None not in (row["low"], row["high"]) and row["low"] > row["high"]:
            found.append(f"amounts: {text[row['start'] : row['end']]!r}: lower bound above the upper one")
    return found


def _span_problem(text: str, span: Span) -> str | None:
    start, end = span
    if not 0 <= start < end <= len(text):
        return f"{start}:{end} is outside the text"
    inside = text[start:end]
    cut = start > 0 and text[start - 1].isalnum() and inside[0].isalnum()
    cut = cut or (end < len(text) and text[end].isalnum() and inside[-1].isalnum())
    if cut or inside != inside.strip():
        return f"{inside!r} ({start}:{end}) cuts a word or begins or ends with a space"
    return None


def _attribution_problems(row: dict[str, Any], rows: list[dict[str, Any]], known: set[str]) -> list[str]:
    found = []
    if row["class"] not in CLASSES or row["kind"] not in KINDS or row["type"] not in TYPES:
        found.append("class, kind or type has a value that is not allowed")
    if unknown := set(row["entities"]) - known:
        found.append(f"unknown entity {sorted(unknown)}")
    if not row["source"] and not row["cue"]:
        found.append("neither source nor cue: write at least one of the two")
    content = row["content"]
    for start, end in [*row["cue"], *([row["source"]] if row["source"] else [])]:
        if any(a < end and start < b for a, b in content):
            found.append("source or cue overlaps its own content")
    by_id = {r["id"]: r for r in rows}
    seen, parent = {row["id"]}, row["parent"]
    while parent:
        if parent not in by_id:
            return [*found, f"parent {parent!r} does not exist"]
        if parent in seen:
            return [*found, "is inside itself"]
        seen.add(parent)
        parent = by_id[parent]["parent"]
    if row["parent"]:
        outer = by_id[row["parent"]]["content"]
        first, last = min(s for s, _ in outer), max(e for _, e in outer)
        if any(s < first or e > last for s, e in [*row["cue"], *content]):
            found.append(f"cue or content lies outside the content of its parent {row['parent']}")
    return found
