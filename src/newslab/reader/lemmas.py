"""Lemmas and morphology from a word and its tag: exceptions first, then the ending's rule.

`weights/lemmas.json` is made from the treebanks by `training/lemmas.py`: for each tag, endings with what to cut and to
append; words that the rules get wrong; and the features of each tag.
"""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files
from typing import Any

LONGEST_ENDING = 6


class Lemmatizer:
    """Lemmas and Universal features (`Number=Plur`) by word and tag."""

    def __init__(self, table: dict[str, Any]) -> None:
        self.exceptions: dict[str, str] = table["exceptions"]
        self.rules: dict[str, dict[str, list[Any]]] = table["rules"]
        self.features: dict[str, str] = table["features"]
        self.lemma = lru_cache(maxsize=100_000)(self._lemma)

    @classmethod
    def load(cls) -> Lemmatizer:
        """The shipped tables."""
        return cls(json.loads((files("newslab.reader") / "weights" / "lemmas.json").read_text("utf8")))

    def _lemma(self, word: str, tag: str) -> str:
        lower = word.lower()
        known = self.exceptions.get(f"{lower} {tag}")
        if known is not None:
            return known
        rules = self.rules.get(tag)
        if rules is None:
            return lower
        for size in range(min(LONGEST_ENDING, len(lower)), -1, -1):
            rule = rules.get(lower[len(lower) - size :])
            if rule is not None and len(lower) > rule[0]:
                base = word if rule[2] else lower
                return base[: len(base) - rule[0]] + rule[1]
        return lower

    def morph(self, word: str, tag: str, pos: str) -> str:
        """Universal features of the word, as `Key=Value|Key=Value`; empty where there are none."""
        own = self.features.get(f"{word.lower()} {tag} {pos}")
        return own if own is not None else self.features.get(f"{tag} {pos}", "")
