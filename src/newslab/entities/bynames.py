"""Other names that a text itself gives: "known as Beto", "spelt as Munzir Karawi", "born Ada Venn"."""

from __future__ import annotations

from collections.abc import Sequence

from newslab.entities.phrase import Nominals, Phrase
from newslab.reader.syntax import Tree

WITH_AS = frozenset({"known", "spelt", "spelled", "written", "transliterated", "listed"})
NAMING = WITH_AS | {"called", "nicknamed", "dubbed", "born", "styled"}
FAR = 14  # tokens from the verb to the other name
ENDS = frozenset({".", "!", "?", ";", ":"})


def bynames(tree: Tree, nominals: Nominals, names: Sequence[Phrase]) -> list[tuple[int, int]]:
    """Pairs of positions of names: who or what is called something, and that, in passives and participles.

    The other name stands after *as* ("known to all as NAME and NAME") or right after the verb ("nicknamed NAME").
    """
    starting = {name.first: k for k, name in enumerate(names)}
    by_top = {name.top: k for k, name in enumerate(names)}
    found = []
    for top, other in nominals.appositions:
        for one, partner in ((top, other), (other, top)):
            if one not in by_top and partner in by_top:
                by_top[one] = by_top[partner]  # "the director, NAME, known as …"
    for i, word in enumerate(tree.lower):
        if word not in NAMING or tree.tag[i] not in ("VBN", "VBD"):
            continue
        k = by_top.get(_called(tree, i))
        others = _others(tree, i, starting, as_too=word in WITH_AS) if k is not None else []
        found += [(k, other) for other in others if k is not None and other != k and _alike(names[k], names[other])]
    return found


def _called(tree: Tree, i: int) -> int:
    """The token of what is called: the noun that the participle is about, or the subject of the passive; else -1."""
    if tree.is_(i, "acl") and tree.heads[i] < i:
        return tree.heads[i]
    subject = tree.subject(i) if tree.is_passive(i) else None
    return -1 if subject is None else subject


def _others(tree: Tree, i: int, starting: dict[int, int], *, as_too: bool) -> list[int]:
    """The name after *as*, or right after the verb where it needs none; with *and* and *or* also those that follow."""
    at = i + 1
    if as_too:
        stop = min(len(tree), i + FAR)
        at = next((k for k in range(i + 1, stop) if tree.lower[k] == "as" or tree.text[k] in ENDS), stop)
        if at == stop or tree.lower[at] != "as":
            return []
        at += 1
    found: list[int] = []
    while at < len(tree) and len(found) < 4:
        while at < len(tree) and tree.text[at] in ('"', "“", "‘", "'", "”", "’"):
            at += 1
        k = starting.get(at)
        if k is None:
            break
        found.append(k)
        while (at < len(tree) and tree.pos[at] == "PROPN") or (at < len(tree) and tree.text[at] in ("-", "”", '"')):
            at += 1
        if at >= len(tree) or tree.lower[at] not in ("and", "or"):
            break
        at += 1
    return found


def _alike(a: Phrase, b: Phrase) -> bool:
    return a.label == b.label or None in (a.label, b.label)
