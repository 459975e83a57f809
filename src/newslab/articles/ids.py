"""Unique ids of articles: the given one, else the file's path, else a hash of the url or text.

Repeats are found by 64-bit digests, eight bytes an article, so that the ids of a corpus of any size need little memory.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from newslab.articles.decoding import clean
from newslab.articles.fields import as_text, is_missing

GIVEN, PATH, HASH = 0, 1, 2  # where an id is from
Digests = npt.NDArray[np.uint64]
Renamed = tuple[int, str, str]  # row, id, note


def wanted_ids(rows: Mapping[str, Sequence[Any]]) -> tuple[list[str], list[int]]:
    """The id that each row would have if it were alone, and where it is from."""
    wanted, origins = [], []
    for value, stem, url, title, text in zip(
        rows["article_id"], rows["_stem"], rows["url"], rows["title"], rows["text"], strict=True
    ):
        if not is_missing(value):
            wanted.append(clean(value if isinstance(value, str) else as_text(value) or "")[0])
            origins.append(GIVEN)
        elif stem is not None:
            wanted.append(clean(stem)[0])
            origins.append(PATH)
        else:
            wanted.append(_hash(url or f"{title or ''}\n{text}"))
            origins.append(HASH)
    return wanted, origins


def digest(text: str) -> int:
    """64 bits that stand for a text."""
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def digests(texts: Iterable[str]) -> Digests:
    """The digest of each text."""
    return np.fromiter(map(digest, texts), dtype=np.uint64)


def repeats(found: Digests, origins: npt.NDArray[Any]) -> list[int]:
    """The rows whose wanted id another row has before them.

    First come given ids, so that a file's path or a number never takes one away.
    """
    given = np.asarray(origins) == GIVEN
    order = np.concatenate([np.flatnonzero(given), np.flatnonzero(~given)])
    again = np.ones(len(order), dtype=bool)
    again[np.unique(found[order], return_index=True)[1]] = False
    return [int(i) for i in order[again]]


def rename(rows: Iterable[tuple[int, str, int, str]], found: Digests) -> Iterator[Renamed]:
    """New ids for the rows (number, wanted id, its origin, source) that `repeats` names, in its order."""
    taken = _Taken(found)
    copies: dict[str, int] = {}
    for i, base, origin, source in rows:
        if origin == PATH and source not in taken:
            new = source
            note = f"Two files have the path {base} without extension; this one got its whole name as article_id."
        else:
            number = copies.get(base, 1) + 1
            while f"{base}~{number}" in taken:
                number += 1
            copies[base] = number
            new = f"{base}~{number}"
            what = "The article_id" if origin == GIVEN else "The url or text behind the article_id"
            note = f"{what} {base!r} occurs more than once; this article became {new}. Give every article its own id."
        taken.add(new)
        yield i, new, note


class _Taken:
    """The ids that are in use, by their digests."""

    def __init__(self, found: Digests) -> None:
        self.first = np.unique(found)
        self.more: set[int] = set()

    def __contains__(self, text: str) -> bool:
        wanted = digest(text)
        at = int(np.searchsorted(self.first, np.uint64(wanted)))
        return wanted in self.more or (at < len(self.first) and int(self.first[at]) == wanted)

    def add(self, text: str) -> None:
        self.more.add(digest(text))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
