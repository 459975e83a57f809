"""CoNLL-U files: sentences with their comments and the ten columns of each word."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

Words = list[list[str]]


def read_sentences(path: str | Path) -> Iterator[tuple[dict[str, str], Words]]:
    """Sentences of a `.conllu[.gz]` file: their `# key = value` comments and the ten columns of each word.

    Multiword tokens are given as their words; `SpaceAfter=No` of the multiword token moves to its last word, and its
    earlier words get it too, so that joining the words gives back the text where the words spell the token.
    """
    opener = gzip.open if str(path).endswith(".gz") else open
    comments: dict[str, str] = {}
    words: Words = []
    glued: dict[int, bool] = {}
    with opener(path, "rt", encoding="utf8") as lines:
        for line in lines:
            line = line.rstrip("\n")
            if line.startswith("#"):
                key, _, value = line[1:].partition("=")
                comments[key.strip()] = value.strip()
            elif not line:
                if words:
                    yield comments, words
                comments, words, glued = {}, [], {}
            else:
                columns = line.split("\t")
                if "-" in columns[0]:
                    first, last = map(int, columns[0].split("-"))
                    for number in range(first, last):
                        glued[number] = True
                    glued[last] = "SpaceAfter=No" in columns[9]
                elif columns[0].isdigit():
                    if glued.get(int(columns[0])):
                        columns[9] = "SpaceAfter=No"
                    words.append(columns)
    if words:
        yield comments, words
