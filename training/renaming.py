"""Other names in a window's place: what a name is must be read from what is said of it, not from having met it.

A third of the windows get other names of the same number of words, one word for one word, alike wherever it returns in
the window. Words that say what a body or place is (Bank, University, Lake) are left; so are trees, tags and spans.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

Sentence = dict[str, Any]
KINDS = ("PERSON", "ORG", "GPE", "LOC", "FAC", "PRODUCT")
BEGIN, END = "^^^", "$"


class Renaming:
    """Pools of name words by label and place in the name, and a chain of letters that makes up words like them."""

    def __init__(self, sentences: Iterable[Sentence]) -> None:
        pools: dict[tuple[str, bool], set[str]] = defaultdict(set)
        seen: dict[str, Counter[str]] = defaultdict(Counter)
        common: Counter[str] = Counter()
        for s in sentences:
            for word, tag in zip(s["words"], s.get("tags", ()), strict=False):
                if tag in ("NN", "NNS", "JJ") and word.islower() and len(word) > 2:
                    common[word] += 1
            for start, end, label in s.get("names", ()):
                if label in KINDS:
                    for i in range(start, end):
                        word = s["words"][i]
                        if _plain(word):
                            seen[label][word] += 1
                            pools[label, i == start and end - start > 1].add(word)
        self.generic = {
            word for word in seen["ORG"] | seen["LOC"] | seen["FAC"] | seen["PRODUCT"] if common[word.lower()] > 2
        }
        self.familiar = {word for word, n in seen["GPE"].items() if n > 15}
        self.pools = {key: sorted(words - self.generic - self.familiar) for key, words in sorted(pools.items())}
        self.common = sorted(word.capitalize() for word, n in common.items() if n > 4 and 3 < len(word) < 10)
        self.chain: dict[str, list[str]] = defaultdict(list)
        for label in ("PERSON", "GPE", "ORG"):
            for word in sorted(seen[label]):
                if word not in self.generic and 4 < len(word) < 12:
                    letters = BEGIN + word.lower() + END
                    for i in range(3, len(letters)):
                        self.chain[letters[i - 3 : i]].append(letters[i])

    def invented(self, chance: random.Random) -> str:
        """A word that looks like a name of somewhere."""
        while True:
            word = BEGIN
            while not word.endswith(END) and len(word) < 16:
                word += chance.choice(self.chain[word[-3:]])
            word = word[3:].rstrip(END)
            if 4 <= len(word) <= 11:
                return word.capitalize()

    def word(self, label: str, first: bool, alone: bool, chance: random.Random) -> str:
        """Another word for one in a name of this label: `first` of several, or `alone`."""
        dice = chance.random()
        if dice < (0.55 if label == "PERSON" else 0.4):
            return chance.choice(self.pools.get((label, first)) or self.pools[label, False])
        if label == "ORG" and dice < 0.55:
            return chance.choice(self.common)
        if label == "ORG" and dice < 0.7:
            return chance.choice(self.pools["PERSON", False] if alone or dice < 0.63 else self.pools["GPE", False])
        if label in ("GPE", "LOC", "FAC") and dice < 0.5:
            return chance.choice(self.pools["PERSON", False])
        return self.invented(chance)

    def __call__(self, window: list[Sentence], chance: random.Random, share: float = 0.35) -> list[Sentence]:
        """The window with other names, or as it is."""
        if chance.random() >= share:
            return window
        other: dict[tuple[str, str], str] = {}
        out = []
        for s in window:
            words = list(s["words"])
            for start, end, label in s.get("names", ()):
                if label not in KINDS:
                    continue
                for i in range(start, end):
                    old = words[i]
                    known = (
                        self.familiar
                        if label == "GPE"
                        else self.generic
                        if end - start > 1 and label != "PERSON"
                        else ()
                    )
                    if not _plain(old) or old in known:
                        continue
                    key = ("" if label == "PERSON" else label, old)
                    if key not in other:
                        new = chance.random() < 0.85
                        other[key] = (
                            self.word(label, i == start and end - start > 1, end - start == 1, chance) if new else old
                        )
                    words[i] = other[key]
            out.append(s | {"words": words})
        return out


def _plain(word: str) -> bool:
    return len(word) > 2 and word[:1].isupper() and word[1:].isalpha() and not word.isupper()
