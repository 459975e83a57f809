"""Readings that the clause around decides: *today* for these days, and times counted from the day of a dated speech."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from datetime import date

from newslab.reader.syntax import Tree
from newslab.values import calendars
from newslab.values.atoms import Atom
from newslab.values.context import Reading
from newslab.values.patterns import Found
from newslab.values.plausible import context_words, token_at
from newslab.values.tense import tense_words

_STEPS = 6  # how far up the tree the verb that a date belongs to is looked for
Timed = tuple[Found, Reading]


def means_nowadays(tree: Tree, i: int) -> bool:
    """Tell whether *today* at a token means these days: "the island today is barren", "today's teenagers".

    In the present tense with *be* and a predicate or a verb of state, *today* is no day, unless it is the subject or
    the speaker talks of themself ("I am proud today"); before a plural noun, unless that is dated ("today's polls").
    """
    head = tree.heads[i]
    if tree.deps[i] == "nmod:poss":
        return tree.tag[head] == "NNS" and tree.lower[head] not in context_words()["dated"]
    if head == i or tree.is_(i, "nsubj", "root"):
        return False
    copula = tree.child(head, "cop")
    if copula is not None:
        if tree.tag[copula] not in ("VBZ", "VBP") or tree.pos[head] not in ("ADJ", "NOUN"):
            return False
    elif tree.tag[head] not in ("VBZ", "VBP") or tree.lemma[head] not in tense_words()["state"]:
        return False
    subject = tree.child(head, "nsubj")
    helped = tree.child(head, "aux") is not None
    return subject is not None and tree.lower[subject] not in ("i", "we", "today") and not helped


def count_from_speech(
    atoms: Sequence[Atom],
    readings: list[Timed],
    tree: Tree,
    quoted: Sequence[int],
    reread: Callable[[Found, date], Reading | None],
) -> list[Timed]:
    """Inside quotation marks, count from the day that the cue's clause names: "We leave tomorrow," she said on Tuesday.

    Where that clause names a time that is no day ("she said in March") nothing can be counted: ambiguous. Without one
    the speech is as old as the article. `quoted` holds the offsets at which quotations begin and end in turn.
    """
    outside: dict[int, list[Reading]] = {}
    for found, reading in readings:
        start = atoms[found.start].start
        if reading.type in ("DATE", "TIME") and reading.timex and bisect_right(quoted, start) % 2 == 0:
            token = token_at(tree, start)
            if _is_of_speech(tree, token, quoted):
                outside.setdefault(tree.sentence[token], []).append(reading)
    if not outside:
        return readings
    settled = []
    for found, reading in readings:
        start = atoms[found.start].start
        k = bisect_right(quoted, start)
        if k % 2 and reading.anchor == "published":
            first = max(bisect_left(tree.start, quoted[k - 1]) - 1, 0)
            last = token_at(tree, quoted[k]) if k < len(quoted) else token_at(tree, start)
            if first > 0 and tree.text[first] in (".", "!", "?"):
                first += 1
            told = [r for s in sorted({tree.sentence[first], tree.sentence[last]}) for r in outside.get(s, ())]
            days = calendars.interval((told[0].timex or "")[:10]) if told else None
            if told and told[0].timex != "PRESENT_REF":
                if days is not None and (days[1] - days[0]).days == 1:
                    reading = reread(found, days[0]) or reading
                else:
                    reading = reading._replace(ambiguous=True)
        settled.append((found, reading))
    return settled


def _is_of_speech(tree: Tree, token: int, quoted: Sequence[int]) -> bool:
    """Tell whether the verb that a date belongs to is one of saying, outside the quotation."""
    i = token
    for _ in range(_STEPS):
        if tree.pos[i] == "VERB":
            if bisect_right(quoted, tree.start[i]) % 2:  # hung across the marks: the verb before it outside
                i = next((j for j in range(token - 1, max(token - _STEPS, -1), -1) if tree.pos[j] == "VERB"), i)
            return not bisect_right(quoted, tree.start[i]) % 2 and tree.lemma[i] in tense_words()["say"]
        if tree.heads[i] == i:
            return False
        i = tree.heads[i]
    return False
