"""What a noun for an office or a body says of who is meant: "the governor" after "Governor NAME"."""

from __future__ import annotations

from collections.abc import Sequence

from newslab.entities.lexicon import institutions, titles
from newslab.entities.phrase import Nominals, Phrase
from newslab.entities.roles import title_before
from newslab.reader.syntax import Tree

# before a title: the office is held no longer or not yet
NOT_HOLDING = frozenset({"former", "ex", "late", "then", "onetime", "incoming", "elect", "designate", "deputy", "vice"})


def kinds_of(phrase: Phrase) -> frozenset[str]:
    """The kinds of body that the words of a name, or the noun of a nominal, say that it is; none where they do not."""
    words = phrase.words if phrase.kind == "name" else phrase.words[-1:] if phrase.kind == "nominal" else ()
    return frozenset().union(*(institutions().get(word, ()) for word in words))


def officeholders(tree: Tree, nominals: Nominals, phrases: Sequence[Phrase], named: Sequence[int]) -> dict[int, int]:
    """*The governor* → the only one so far whose name has that title before it ("Governor NAME").

    `named` gives for each phrase the number of its cluster of names. What the nominal says besides must stand in the
    title too: "the Kenyan president" is not "French President NAME".
    """
    held: dict[str, dict[int, set[str]]] = {}  # noun → holder's cluster of names → all words of the titles
    found = {}
    for k, p in enumerate(phrases):
        if p.kind == "name" and p.label == "PERSON":
            first, stop = title_before(tree, nominals, p.first, p.head)
            words = tree.lower[first:stop]
            if words and NOT_HOLDING.isdisjoint(words):
                held.setdefault(words[-1], {}).setdefault(named[k], set()).update(words)
        elif p.kind == "nominal" and p.determiner == "definite" and p.number == "sg" and p.stop == p.head + 1:
            if titles().get(p.words[-1], "address") == "address" or not NOT_HOLDING.isdisjoint(p.words):
                continue
            holders = held.get(p.words[-1], {})
            if len(holders) == 1:
                ((holder, words_of_title),) = holders.items()
                if words_of_title.issuperset(p.words):
                    found[k] = holder
    return found
