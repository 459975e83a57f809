"""Who the pronouns of a quotation can mean: *I* its speaker, *you* never, *he* and *she* somebody else."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from newslab.entities.features import Table, paragraphs
from newslab.entities.phrase import Phrase
from newslab.reader.syntax import Tree


def spoken(table: Table, phrases: Sequence[Phrase]) -> dict[int, int]:
    """*I* in a quotation whose speaker the sentence names → that phrase."""
    by_top = {p.top: k for k, p in enumerate(phrases) if p.kind != "group"}
    found = {}
    for k, p in enumerate(phrases):
        if p.kind == "pronoun" and p.person == 1 and p.number == "sg":
            quote = int(table.quote[p.top])
            speaker = by_top.get(table.speaker.get(quote, -1)) if quote else None
            if speaker is not None and phrases[speaker].number != "pl":
                found[k] = speaker
    return found


def addressed(table: Table, phrases: Sequence[Phrase], candidates: np.ndarray, k: int) -> np.ndarray:
    """Which candidates a quoted *you* may be: another *you* of that quotation; never its speaker or who it is about."""
    quote = table.quote[phrases[k].top]
    return np.array(
        [bool(table.quote[phrases[c].top] == quote and phrases[c].person == 2) for c in candidates.tolist()]
    )


def voices(tree: Tree, table: Table, phrases: Sequence[Phrase]) -> tuple[dict[int, set[int]], dict[int, set[int]]]:
    """Phrase → the quotations that it speaks, and phrase → those that speak of it as *he* or *she*: never one entity.

    Only whole sentences count: in *she was "proud of her team"* the words in marks are about their speaker. The next
    quotation of a paragraph ('"He knew," Okoro said. "He did nothing."') is the same speaker's.
    """
    speakers, whole = _speakers(tree, table)
    by_top = {p.top: k for k, p in enumerate(phrases) if p.kind != "group"}
    speaks: dict[int, set[int]] = {}
    about: dict[int, set[int]] = {}
    for quote, token in speakers.items():
        if quote in whole and token in by_top:
            speaks.setdefault(by_top[token], set()).add(quote)
    for k, p in enumerate(phrases):
        quote = int(table.quote[p.top])
        if p.kind == "pronoun" and p.number == "sg" and quote in whole:
            if p.person == 1:
                speaks.setdefault(k, set()).add(quote)
            elif p.person == 3 and p.gender in ("m", "f"):
                about.setdefault(k, set()).add(quote)
    return speaks, about


def _speakers(tree: Tree, table: Table) -> tuple[dict[int, int], set[int]]:
    """The speaker's token of each quotation that has one, and the quotations that begin a sentence."""
    speakers: dict[int, int] = {}
    whole: set[int] = set()
    paragraph = paragraphs(tree)
    edges = np.flatnonzero(np.diff(table.quote, prepend=0)).tolist()
    last = -1
    for i in edges:
        quote = int(table.quote[i])
        if quote == 0 or i + 1 >= len(tree):
            continue
        if tree.text[i + 1][:1].isupper():
            whole.add(quote)
        if quote in table.speaker:
            speakers[quote] = table.speaker[quote]
        elif (
            last in speakers
            and quote in whole
            and i
            and tree.text[i - 1] in (".", "!", "?")
            and (paragraph[speakers[last]] == paragraph[i])
        ):
            speakers[quote] = speakers[last]
        last = quote
    return speakers, whole
