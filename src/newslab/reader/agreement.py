"""The names of one article see each other: a form read in two ways gets the label that its places speak for together.

A sentence often does not say what a name is ("Amman rejected this"), another one does. The evidence of every place
where the same form stands is added up, and a place whose own evidence is weak follows the sum.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import NamedTuple

import numpy as np

SURE = 0.95  # a place that is so sure of its label keeps it
CLEAR = 2.0  # how many times the evidence another label must have to be taken over


class Name(NamedTuple):
    """A name: its tokens, label, the label's probability, and the evidence for each label."""

    start: int
    end: int
    label: str
    probability: float
    evidence: np.ndarray


def evidence(scores: np.ndarray, start: int, end: int, tags: Sequence[str], temperature: float) -> np.ndarray:
    """How much the words from start to end speak for each label, as a distribution over the labels in `tags`' order.

    The geometric mean of the words' probabilities of the label's tags.
    """
    part = scores[start:end] / temperature
    logs = part - part.max(1, keepdims=True)
    logs = logs - np.log(np.exp(logs).sum(1, keepdims=True))
    first = logs[0, [i for i, tag in enumerate(tags) if tag.startswith("B-")]]
    rest = logs[1:, [i for i, tag in enumerate(tags) if tag.startswith("I-")]]
    mean = np.concatenate([first[None], rest]).mean(0)
    total = np.exp(mean - mean.max())
    return total / total.sum()


def agreed(names: Sequence[Name], forms: Sequence[str], labels: Sequence[str]) -> list[Name]:
    """The names with labels that agree where one form stands in several places; `forms` are their texts."""
    places: dict[str, list[int]] = defaultdict(list)
    for i, form in enumerate(forms):
        places[form].append(i)
    result = list(names)
    for indices in places.values():
        if len({names[i].label for i in indices}) < 2:
            continue
        total = np.sum([names[i].evidence for i in indices], axis=0)
        best = int(total.argmax())
        for i in indices:
            own = labels.index(names[i].label)
            if own != best and names[i].probability < SURE and total[best] > CLEAR * total[own]:
                probability = float(total[best] / total.sum())
                result[i] = names[i]._replace(label=labels[best], probability=probability)
    return result


def whole(
    names: Sequence[Name], words: Sequence[str], particles: Collection[str], ranks: Collection[str]
) -> list[Name]:
    """The names, one that was read in two parts made one again, and without those that are only a rank.

    A firm's name goes on behind its "&", a person's behind at most two particles (Annika Lund af Berg).
    """
    result: list[Name] = []
    for name in names:
        if all(word in ranks for word in words[name.start : name.end]):
            continue
        before = result[-1] if result else None
        between = words[before.end : name.start] if before else []
        if before and between == ["&"] and {before.label, name.label} <= {"PERSON", "ORG", "GPE"}:
            result[-1] = before._replace(
                end=name.end, label="ORG", probability=min(before.probability, name.probability)
            )
        elif (
            before
            and 1 <= len(between) <= 2
            and before.label == name.label == "PERSON"
            and all(word in particles for word in between)
        ):
            result[-1] = before._replace(end=name.end, probability=min(before.probability, name.probability))
        else:
            result.append(name)
    return result
