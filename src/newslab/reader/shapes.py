"""What a word looks like, for an encoder that knows no capitals; shared by training and reading."""

from __future__ import annotations

MAX_PIECES = 8  # wordpieces kept of one word: the first ones and the last


def shape(word: str) -> int:
    """Casing: 1 capitals, 2 mixed, 3 capital first, 4 with a digit, 5 a mark, 6 lower case, 7 one capital letter."""
    if len(word) == 1:
        return 7 if word.isupper() else 4 if word.isdigit() else 6 if word.isalpha() else 5
    if word.isupper():
        return 1
    if word[0].isupper():
        return 2 if any(c.isupper() for c in word[1:]) else 3
    if any(c.isdigit() for c in word):
        return 4
    if any(c.isupper() for c in word):
        return 2
    return 6 if word[0].isalpha() or any(c.isalpha() for c in word) else 5
