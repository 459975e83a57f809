"""newslab.entities.labels"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from newslab.entities import find_mentions
from newslab.reader.syntax import Tree

AFTER = (
    "Oslan NNP nsubj 6\n, , punct 4\n{det} DT det 4\n{noun} NN appos 1\n, , punct 4\nleft VBD root 0 leave\n. . punct 6"
)
BEFORE = "The DT det 3\n{noun} NN compound 3\nOslan NNP nsubj 4\nleft VBD root 0 leave\n. . punct 4"


@pytest.mark.parametrize(
    ("table", "noun", "expected"),
    [
        (AFTER, "company", "ORG"),
        (AFTER, "lawyer", "PERSON"),
        (AFTER, "drone", "PRODUCT"),
        (BEFORE, "drug", "PRODUCT"),
        (BEFORE, "lawyer", "PERSON"),
        (BEFORE, "group", "ORG"),
    ],
)
def test_the_noun_beside_a_name_says_what_it_is(
    build: Callable[..., Doc], table: str, noun: str, expected: str
) -> None:
    """A name read as a person's, beside a noun for a body or a thing, is a body's or a thing's."""
    doc = build(table.format(det="a", noun=noun), {"Oslan": "PERSON"})
    found = [m.label for m in find_mentions(doc, Tree.of(doc)) if "Oslan" in doc.text[m.start : m.end]]
    assert found[0] == expected or expected in found


def test_a_title_decides(build: Callable[..., Doc]) -> None:
    """Behind a title a name is a person's, whatever stands beside it."""
    name = "Mr. NNP compound 2\nOslan NNP nsubj 6\n, , punct 5\na DT det 5\ncompany NN appos 2"
    table = name + "\nleft VBD root 0 leave\n. . punct 6"
    doc = build(table, {"Oslan": "PERSON"})
    assert [m.label for m in find_mentions(doc, Tree.of(doc)) if m.kind == "name"] == ["PERSON"]
