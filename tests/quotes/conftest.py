"""Invented sentences with their analysis, so that the grammar's tests need no reader."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc

from newslab.quotes import find_attributions
from newslab.reader.syntax import Tree
from newslab.records import Attribution

VOCAB = spacy.blank("en").vocab


def read_trees() -> dict[str, Doc]:
    """The Docs of `trees.txt` by their text."""
    found = {}
    for block in Path(__file__).with_name("trees.txt").read_text("utf8").split("\n\n"):
        rows = [line.split("\t") for line in block.splitlines() if not line.startswith("#")]
        if not rows:
            continue
        words, spaces, lemmas, tags, pos, heads, deps, starts = (list(column) for column in zip(*rows, strict=True))
        words = [word.replace("\\n", "\n") for word in words]
        doc = Doc(
            VOCAB,
            words=words,
            spaces=[space == "1" for space in spaces],
            lemmas=lemmas,
            tags=tags,
            pos=pos,
            heads=[int(head) for head in heads],
            deps=["ROOT" if dep == "root" else dep for dep in deps],
        )
        for token, start in zip(doc, starts, strict=True):
            assert token.is_sent_start == (start == "1") or token.i == 0
        found[doc.text] = doc
    return found


@pytest.fixture(scope="session")
def trees() -> dict[str, Doc]:
    return read_trees()


@pytest.fixture
def attribute(trees: dict[str, Doc]) -> Callable[[str], list[Attribution]]:
    """Attributions of one of the sentences."""

    def find(text: str) -> list[Attribution]:
        doc = trees[text]
        return find_attributions(doc, Tree.of(doc), [])

    return find
