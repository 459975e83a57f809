"""A Doc → windows for the encoder: whole paragraphs where they fit, else cut where a sentence seems to end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from newslab.reader.decoding import may_begin
from newslab.reader.encoder import LONGEST, Encoder, Window

AIM, MOST = 100, 130  # words of a window
ENDS = frozenset({".", "!", "?", "…", '."', ".”", '"', "”", "’", ")", "..."})


def words_and_gaps(texts: Sequence[str], spaced: Sequence[bool]) -> tuple[list[int], list[int]]:
    """The tokens that are words, by index, and what stands before each. Tokens of white space are no words."""
    indices, gaps = [], []
    gap = 3
    for i, text in enumerate(texts):
        if text.isspace() or not text:
            breaks = text.count("\n") + text.count("\r") - text.count("\r\n") + 2 * text.count("\u2029")
            gap = max(gap, 3 if breaks > 1 else 2 if breaks == 1 else 1)
            continue
        indices.append(i)
        gaps.append(gap)
        gap = 1 if spaced[i] else 0
    return indices, gaps


def cut(words: Sequence[str], gaps: Sequence[int], encoder: Encoder) -> Iterator[Window]:
    """Windows over all words in order, each short enough for the encoder."""
    start = 0
    while start < len(words):
        end = _end(words, gaps, start)
        sizes = [len(encoder.pieces(word)) for word in words[start:end]]
        while sum(sizes) > LONGEST:
            end = start + max(1, (end - start) // 2)
            sizes = sizes[: end - start]
        yield Window(list(words[start:end]), [3, *gaps[start + 1 : end]] if start == 0 else list(gaps[start:end]))
        start = end


def _end(words: Sequence[str], gaps: Sequence[int], start: int) -> int:
    """Where the window that begins at `start` ends: the best break between AIM and MOST words, or the last before."""
    limit = min(len(words), start + MOST)
    if limit == len(words):
        return limit
    best, rank = limit, 0.0
    for i in range(start + 1, limit + 1):
        seems = words[i - 1] in ENDS and words[i][:1].isupper() and may_begin(words, gaps, i)
        kind = gaps[i] if gaps[i] >= 2 else 1.0 if seems else 0.0
        if kind and kind + (i - start) / MOST * 1.5 > rank:
            best, rank = i, kind + (i - start) / MOST * 1.5
    return best
