"""Attributions: found, with their source and cue, of which kind; and the attributes of those that match."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from newslab.evaluate.attributions import (
    KINDS,
    ROLES,
    Attribution,
    Pair,
    all_characters,
    kind,
    match,
    overlap,
    quoted,
    spans,
)
from newslab.evaluate.gold import Row
from newslab.evaluate.measures import F1, RECALL, SHARE, Difference, Measure, Scores, around
from newslab.evaluate.mentions import aligned, gold_ids
from newslab.evaluate.reading import Reading

NAME = re.compile(r"\b(?!The\b)[A-Z]\w")
ARTICLES = frozenset({"the", "a", "an", "'s", "s", "’s"})


def found_rows(reading: Reading, row: Row, alignment: dict[str, str] | None = None) -> Iterator[Row]:
    """The article's rows of the table `quotes` in the gold's terms; `alignment` leads to the gold's entities."""
    for quote in reading.rows("quotes", row):
        start = quote["speaker_start"]
        yield {
            "id": quote["quote_id"], "content": quote["spans"], "cue": quote["cue_spans"],
            "source": [] if start is None else [[int(start), int(quote["speaker_end"])]], "depth": int(quote["depth"]),
            "class": quote["cue_class"], "addressee": quote["addressee"], "negated": bool(quote["negated"]),
            "parent": quote["parent_id"], "type": quote["speaker_type"],
            "kind": quote["kind"], "entities": gold_ids(quote["speaker_ids"], alignment or {}),
            "names": [reading.names.get(identity, []) for identity in quote["speaker_ids"]],
        }  # fmt: skip


def score(gold: Sequence[Row], reading: Reading) -> Scores:
    """All measures of the layer.

    Gold without depths holds outermost attributions only, as PolNeAR does: nested ones are then left out of what is
    found, and count only in the measure that says so.
    """
    tally = Tally()
    nested = any("depth" in a for row in gold for a in row["attributions"])
    alignment = aligned(gold, reading) if all("mentions" in row for row in gold) else {}
    for row in gold:
        found = list(found_rows(reading, row, alignment))
        tally.add(row, found if nested else [a for a in found if not a["depth"]], None if nested else found)
    return tally.scores()


class Tally:
    """Counts a document, by measure."""

    def __init__(self) -> None:
        self.counts: dict[str, list[tuple[float, ...]]] = {}
        self.differences: list[Difference] = []
        self.attributes: dict[str, list[tuple[int, int]]] = {name: [] for name in ATTRIBUTES}

    def add(self, row: Row, found_here: Iterable[Row], nested_too: Iterable[Row] | None = None) -> None:
        """Count one article."""
        text = row["text"]
        gold = [Attribution(text, a) for a in row["attributions"] if a["content"]]
        found = [Attribution(text, a) for a in found_here if a["content"]]
        pairs = match(gold, found)
        near = [pair for pair in pairs if pair.overlap >= 0.3]
        same = [p for p in pairs if gold[p.gold].exact("content") == found[p.found].exact("content")]
        both = [p for p in near if all(overlap(gold[p.gold], found[p.found], role) for role in ("source", "cue"))]
        full = [
            p for p in same if all(gold[p.gold].exact(role) == found[p.found].exact(role) for role in ("source", "cue"))
        ]
        rights = {
            "content, overlap >= .3": near, "content, overlap >= .8": [p for p in pairs if p.overlap >= 0.8],
            "content exact": same, "content >= .3, source and cue overlap": both, "all three exact": full,
        }  # fmt: skip
        for name, right in rights.items():
            self._count(name, len(right), len(found), len(gold))
        if nested_too is not None:
            everything = [Attribution(text, a) for a in nested_too if a["content"]]
            hits = sum(pair.overlap >= 0.3 for pair in match(gold, everything))
            self._count("content, overlap >= .3, nested ones found too", hits, len(everything), len(gold))
        for role in ROLES:
            theirs, ours = all_characters(gold, role), all_characters(found, role)
            self._count(f"characters of {role}s", len(theirs & ours), len(ours), len(theirs))
        inside = quoted(text)
        kinds = [a.row.get("kind") or kind(a, inside) for a in gold]
        for name in KINDS:
            self._count(f"recall of {name} ones", sum(kinds[p.gold] == name for p in near), kinds.count(name))
        for role in ("source", "cue"):
            agree = sum(overlap(gold[p.gold], found[p.found], role) for p in near)
            self._count(f"{role} overlaps, of those found", agree, len(near))
            agree = sum(gold[p.gold].exact(role) == found[p.found].exact(role) for p in near)
            self._count(f"{role} exact, of those found", agree, len(near))
        self._attributes(row, gold, found, near)
        self._differ(row, gold, found, near)

    def _count(self, name: str, *counts: int) -> None:
        self.counts.setdefault(name, []).append(counts)

    def _attributes(self, row: Row, gold: list[Attribution], found: list[Attribution], near: list[Pair]) -> None:
        partner = {gold[p.gold].row.get("id"): found[p.found].row.get("id") for p in near}
        for name, (key, agrees) in ATTRIBUTES.items():
            judged = []
            for pair in near:
                g, f = gold[pair.gold], found[pair.found]
                verdict = agrees(g, f, partner) if key in g.row else None
                if verdict is not None:
                    judged.append(verdict)
                if verdict is False:
                    self._note(row, g, name, _shown(g, key), _shown(f, "names" if key == "speaker_entity" else key))
            self.attributes[name].append((sum(judged), len(judged)))

    def _differ(self, row: Row, gold: list[Attribution], found: list[Attribution], near: list[Pair]) -> None:
        golds, founds = {p.gold for p in near}, {p.found for p in near}
        for i, a in enumerate(gold):
            if i not in golds:
                self._note(row, a, "missed", f"{a.as_written('source')} | {a.as_written('cue')}", None)
        for j, a in enumerate(found):
            if j not in founds:
                self._note(row, a, "extra", None, f"{a.as_written('source')} | {a.as_written('cue')}")
        for i, j, _ in near:
            for role in ("source", "cue"):
                if not overlap(gold[i], found[j], role):
                    self._note(row, gold[i], role, gold[i].as_written(role), found[j].as_written(role))

    def _note(self, row: Row, a: Attribution, error: str, gold: str | None, found: str | None) -> None:
        start, end = min(s for s, _ in a.content), max(e for _, e in a.content)
        shown = around(a.text, start, end)
        self.differences.append(Difference(str(row["id"]), error, start, end, a.text[start:end], gold, found, shown))

    def scores(self) -> Scores:
        """The measures in order; of attributes, those that the gold has."""
        forms = {name: RECALL if name.startswith("recall") else F1 for name in self.counts}
        forms |= {name: SHARE for name in self.counts if name.endswith("of those found")}
        measures = [Measure(name, forms[name], counts) for name, counts in self.counts.items()]
        for name, counts in self.attributes.items():
            if any(total for _, total in counts):
                measures.append(Measure(f"{name}, of those found", SHARE, counts))
        return Scores(measures, self.differences)


def _shown(a: Attribution, key: str) -> str | None:
    value = a.row.get(key)
    if key == "addressee" and isinstance(value, list):
        return " ".join(a.text[s:e] for s, e in spans(value))
    return None if value in (None, "", []) else str(value)


def _words(name: str) -> frozenset[str]:
    return frozenset(re.findall(r"[\w'’-]+", name.casefold())) - ARTICLES


def _same_class(gold: Attribution, found: Attribution, _: dict[Any, Any]) -> bool | None:
    return None if gold.row["class"] is None else gold.row["class"] == found.row.get("class")


def _same_type(gold: Attribution, found: Attribution, _: dict[Any, Any]) -> bool | None:
    return None if gold.row["type"] is None else gold.row["type"] == found.row.get("type")


def _same_negation(gold: Attribution, found: Attribution, _: dict[Any, Any]) -> bool:
    return bool(gold.row["negated"]) == bool(found.row.get("negated"))


def _same_addressee(gold: Attribution, found: Attribution, _: dict[Any, Any]) -> bool:
    """Both have none, or they share a word that is no article."""
    a, b = (_words(_shown(side, "addressee") or "") for side in (gold, found))
    return bool(a & b) or (not a and not b)


def _same_parent(gold: Attribution, found: Attribution, partner: dict[Any, Any]) -> bool:
    """Both stand in none, or in attributions that match."""
    parent, guess = gold.row["parent"], found.row.get("parent")
    return guess is None if parent is None else guess is not None and partner.get(parent) == guess


def _same_speaker(gold: Attribution, found: Attribution, _: dict[Any, Any]) -> bool | None:
    """Judged where gold names the speaker: a name of the one entity found has the gold's words, or some of them.

    Gold with `ids` of entities is judged by these, where all of them have a name: the entities found are those.
    """
    entity = gold.row["speaker_entity"] or {}
    if "ids" in entity:
        return _same_ids(gold, found) if entity["named"] else None
    written = entity.get("canonical") or ""
    name = _words(written)
    if not NAME.search(written) or len(gold.row.get("entities") or [1]) > 1:
        return None
    return any(
        words and (words <= name or name <= words)
        for names in found.row.get("names") or []
        for words in map(_words, names)
    )


def _same_any_speaker(gold: Attribution, found: Attribution, _: dict[Any, Any]) -> bool | None:
    """By ids of entities, also of sources that are named nowhere ("an official")."""
    return _same_ids(gold, found) if "ids" in (gold.row["speaker_entity"] or {}) else None


def _same_ids(gold: Attribution, found: Attribution) -> bool | None:
    ids = set(gold.row["speaker_entity"]["ids"])
    return ids == found.row["entities"] if ids else None


def _same_kind(gold: Attribution, found: Attribution, _: dict[Any, Any]) -> bool:
    return bool(gold.row["kind"] == found.row.get("kind"))


ATTRIBUTES = {
    "kind": ("kind", _same_kind),
    "cue class": ("class", _same_class),
    "addressee": ("addressee", _same_addressee),
    "parent": ("parent", _same_parent),
    "negated": ("negated", _same_negation),
    "speaker type": ("type", _same_type),
    "speaker's entity": ("speaker_entity", _same_speaker),
    "speaker's entity, unnamed ones too": ("speaker_entity", _same_any_speaker),
}
