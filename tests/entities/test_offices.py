"""Offices, bodies and what a noun for them says of who is meant."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from newslab.entities import describe, find_mentions
from newslab.reader.syntax import Tree

GOVERNOR = """
Governor NNP nmod:desc 2
Lena NNP nsubj 4
Brandt NNP flat 2
signed VBD root 0 sign
. . punct 4

Mayor NNP nmod:desc 2
Abel NNP nsubj 4
Okoro NNP flat 2
objected VBD root 0 object
. . punct 4

The DT det 2
governor NN nsubj 3
left VBD root 0 leave
. . punct 3
"""
BODIES = """
The DT det 3
Harbour NNP compound 3
{name} NNP nsubj 4
met VBD root 0 meet
. . punct 4

The DT det 2
{noun} NN nsubj 3
objected VBD root 0 object
. . punct 3
"""
STATE = """
The DT det 2
{noun} NN nsubj 5
of IN case 4
{of} {tag} nmod 2
ends VBZ root 0 end
. . punct 5
"""
YOU = """
Okoro NNP nsubj 2
said VBD root 0 say
, , punct 2
" `` punct 6
You PRP nsubj 6
know VBP ccomp 2
. . punct 6
" '' punct 6
"""
GENERALS = """
The DT det 3
attorneys NNS compound 3 attorney
general NN nsubj 4
sued VBD root 0 sue
. . punct 4
"""
BROTHER = """
Abel NNP nsubj 8
Okoro NNP flat 1
, , punct 4
brother NN appos 1
of IN case 6
Sela NNP nmod 4
, , punct 4
left VBD root 0 leave
. . punct 8
"""


def rows(doc: Doc) -> dict[str, tuple[str | None, int | None, bool]]:
    return {doc.text[m.start : m.end]: (m.label, m.cluster, m.plural) for m in find_mentions(doc, Tree.of(doc))}


def test_the_governor(build: Callable[..., Doc]) -> None:
    """A noun for an office is the one person so far whose name has it as its title, not the last one named."""
    found = rows(build(GOVERNOR, {"Lena Brandt": "PERSON", "Abel Okoro": "PERSON"}))
    assert found["Lena Brandt"][1] == found["The governor"][1] != found["Abel Okoro"][1]


@pytest.mark.parametrize("name", ["Committee", "Congress", "Police"])
@pytest.mark.parametrize("noun", ["administration", "court", "bank", "hospital"])
def test_bodies_of_different_kinds(build: Callable[..., Doc], name: str, noun: str) -> None:
    """A committee is not taken up as a court, a bank or an administration."""
    found = rows(build(BODIES.format(name=name, noun=noun), {f"Harbour {name}": "ORG"}))
    assert found[f"Harbour {name}"][1] != found[f"The {noun}"][1]


@pytest.mark.parametrize(
    ("noun", "of", "tag", "labelled"), [("state", "emergency", "NN", False), ("state", "Velmark", "NNP", True)]
)
def test_state_of_emergency(build: Callable[..., Doc], noun: str, of: str, tag: str, labelled: bool) -> None:
    """A "state of emergency" is no state."""
    found = rows(build(STATE.format(noun=noun, of=of, tag=tag)))
    assert any(text.startswith("The state") and row[0] == "GPE" for text, row in found.items()) is labelled


def test_quoted_you_is_not_its_speaker(build: Callable[..., Doc]) -> None:
    """*You* in a quotation is never who speaks it."""
    found = rows(build(YOU, {"Okoro": "PERSON"}))
    assert found["You"][1] != found["Okoro"][1]


def test_attorneys_general(build: Callable[..., Doc]) -> None:
    """ "Attorneys general" is one mention, and plural."""
    found = rows(build(GENERALS))
    assert list(found) == ["The attorneys general"]
    assert found["The attorneys general"][2]


def test_brother_is_a_role(build: Callable[..., Doc]) -> None:
    """*Brother* with whose it is says who somebody is; it is no form of address there."""
    doc = build(BROTHER, {"Abel Okoro": "PERSON", "Sela": "PERSON"})
    tree = Tree.of(doc)
    assert ("brother of Sela",) in describe(doc, tree, find_mentions(doc, tree)).values()
