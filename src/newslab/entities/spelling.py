"""Spellings of one word that count as equal."""

from __future__ import annotations

import unicodedata
from functools import lru_cache


@lru_cache(maxsize=4096)
def folded(word: str) -> str:
    """The word without diacritics, apostrophes and case, so that spelling variants are equal: "Núñez" → "nunez"."""
    decomposed = unicodedata.normalize("NFKD", word)
    kept = "".join(c for c in decomposed if not unicodedata.combining(c) and c not in "'’‘`ʼʻ\u200b\u200c\u200d")
    return kept.casefold().replace("ø", "o").replace("ł", "l").replace("đ", "d").replace("ß", "ss").replace("æ", "ae")
