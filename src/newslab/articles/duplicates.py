"""Near-duplicates: the same story in two outlets, or twice in one export.

MinHash over shingles of four words (Broder 1997), candidates by locality-sensitive hashing in bands (Indyk & Motwani
1998; Leskovec et al., Mining of Massive Datasets, ch. 3). Time and memory grow linearly with the articles; the hashes
are fixed, so the result does not change from run to run.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

import numpy as np
import numpy.typing as npt

Signature = npt.NDArray[np.uint32]
Trace = Signature | bytes | None

SHINGLE = 4  # words
BANDS, ROWS = 32, 4  # two texts that share 60 % of their shingles meet in a band with probability 0.99
SIMILAR = 0.6  # estimated Jaccard similarity from which two articles are near-duplicates (standard error 0.04)
SHORTEST = 12  # words; shorter texts are duplicates only when all their words are the same
BUCKET = 40  # originals compared in one bucket
_WORD = re.compile(r"\w+")
_PRIME = np.uint64(4294967291)  # the largest below 2**32
_SEEDS = np.random.Generator(np.random.PCG64(1997)).integers(1, int(_PRIME), (2, BANDS * ROWS), dtype=np.uint64)


def find_duplicates(texts: Sequence[str], published: Sequence[datetime | None]) -> list[int | None]:
    """For each text the position of the earliest near-duplicate of it, or None when it is the earliest or the only one.

    Earliest by `published` (undated last), then by position. The answer is never itself a duplicate of another.
    """
    traces = [trace_of(text) for text in texts]
    everything = [(1 << BANDS) - 1] * len(texts)
    order = sorted(range(len(texts)), key=lambda i: (published[i] is None, published[i] or datetime.min, i))
    found: list[int | None] = [None] * len(texts)
    for i, original in match(order, traces, everything):
        found[i] = original
    return found


def trace_of(text: str) -> Trace:
    """What a text is compared by: its signature; below 12 words a digest of all its words; nothing without words."""
    words = _words(text)
    if not words:
        return None
    if len(words) < SHORTEST:
        return hashlib.blake2b(" ".join(words).encode(), digest_size=8).digest()
    return signature_of(words)


def match(
    order: Sequence[int], traces: Sequence[Trace] | Mapping[int, Trace], bands: Sequence[int] | Mapping[int, int]
) -> Iterator[tuple[int, int]]:
    """Each text that nearly repeats an earlier one, and the earliest such one; `order` has the earliest first.

    `bands` has a bit for each band of a text in which it can meet another.
    """
    rank = {i: place for place, i in enumerate(order)}
    buckets: dict[tuple[int, bytes], list[int]] = {}
    exact: dict[bytes, int] = {}
    for i in order:
        trace = traces[i]
        if trace is None:
            continue
        if isinstance(trace, bytes):
            original = exact.setdefault(trace, i)
            if original != i:
                yield i, original
            continue
        keys = [
            (band, trace[band * ROWS : (band + 1) * ROWS].tobytes()) for band in range(BANDS) if bands[i] >> band & 1
        ]
        candidates = {other for key in keys for other in buckets.get(key, ())}
        similar = [other for other in candidates if np.mean(traces[other] == trace) >= SIMILAR]
        if similar:
            yield i, min(similar, key=rank.__getitem__)
            continue
        for key in keys:
            bucket = buckets.setdefault(key, [])
            if len(bucket) < BUCKET:
                bucket.append(i)


def signature_of(words: Sequence[str]) -> Signature:
    """The smallest value of each of 128 hash functions over the text's shingles."""
    hashes = np.fromiter((zlib.crc32(word.encode()) for word in words), dtype=np.uint64, count=len(words))
    shingles = np.zeros(max(1, len(hashes) - SHINGLE + 1), dtype=np.uint64)
    for offset in range(min(SHINGLE, len(hashes))):
        shingles = (shingles * np.uint64(1000003) + hashes[offset : offset + len(shingles)]) % _PRIME
    shingles = np.unique(shingles)
    smallest = np.full(BANDS * ROWS, _PRIME, dtype=np.uint64)
    for start in range(0, len(shingles), 4096):
        block = shingles[start : start + 4096, None]
        smallest = np.minimum(smallest, ((block * _SEEDS[0] + _SEEDS[1]) % _PRIME).min(axis=0))
    return smallest.astype(np.uint32)


def _words(text: str) -> list[str]:
    """Words without case and accents: agencies and papers spell the same names with and without them."""
    return _WORD.findall(_folded(text))


def _folded(text: str) -> str:
    if text.isascii():
        return text.lower()
    parts: Iterable[str] = unicodedata.normalize("NFKD", text)
    return "".join(part for part in parts if not unicodedata.combining(part)).lower()
