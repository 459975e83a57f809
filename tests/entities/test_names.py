"""newslab.entities.names"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from newslab.entities import find_mentions
from newslab.entities.names import READERS
from newslab.reader.syntax import Tree

REFUSED = """
{title}Kenya NNP nsubj {verb}
refused VBD root 0 refuse
it PRP obj {verb}
. . punct {verb}
"""


def labels(doc: Doc) -> dict[str, str | None]:
    return {doc.text[m.start : m.end]: m.label for m in find_mentions(doc, Tree.of(doc)) if m.kind == "name"}


@pytest.mark.parametrize(("title", "expected"), [("", "GPE"), ("Mr. NNP compound 2\n", "PERSON")])
def test_a_country_read_as_a_person_is_the_country(build: Callable[..., Doc], title: str, expected: str) -> None:
    """A country's name that the reader took for a person's is the country's, unless it has a title."""
    doc = build(REFUSED.format(title=title, verb=3 if title else 2), {"Kenya": "PERSON"})
    assert labels(doc)["Kenya"] == expected


def test_a_persons_name_is_no_country(build: Callable[..., Doc]) -> None:
    """Part of a person's longer name in the article stays a person's."""
    first = "Ada NNP compound 2\nKenya NNP nsubj 3\nleft VBD root 0 leave\n. . punct 3"
    second = "Kenya NNP nsubj 2\nreturned VBD root 0 return\n. . punct 2"
    doc = build(f"{first}\n\n{second}", {"Ada Kenya": "PERSON", "Kenya": "PERSON"})
    assert set(labels(doc).values()) == {"PERSON"}


def test_the_readers_probability_is_the_mentions(build: Callable[..., Doc]) -> None:
    """A name's confidence is what the reader gave it."""
    if not Doc.has_extension(READERS):
        Doc.set_extension(READERS, default=None)
    doc = build(REFUSED.format(title="", verb=2), {"Kenya": "GPE"})
    doc._.set(READERS, {(0, 1): 0.61})
    (mention,) = [m for m in find_mentions(doc, Tree.of(doc)) if m.kind == "name"]
    assert mention.confidence == 0.61


@pytest.mark.parametrize(
    ("verb", "article", "noun", "expected"),
    [
        ("told tell", "The", "Record", {"Record": "ORG"}),
        ("told tell", "the", "Whistle", {"Whistle": "ORG"}),
        ("told tell", "the", "record", {}),
        ("told tell", "The", "Boss", {}),
        ("kept keep", "the", "Record", {}),
    ],
)
def test_an_outlet_may_be_called_as_a_common_noun_is(
    build: Callable[..., Doc], verb: str, article: str, noun: str, expected: dict[str, str]
) -> None:
    """What is spoken to and written as a name is an outlet's, though the reader saw a common noun."""
    word, lemma = verb.split()
    table = f"He PRP nsubj 2\n{word} VBD root 0 {lemma}\n{article} DT det 4\n{noun} NN iobj 2\n. . punct 2"
    doc = build(table)
    assert {name: label for name, label in labels(doc).items() if name == noun} == expected
