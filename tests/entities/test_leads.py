"""newslab.entities.leads"""

from __future__ import annotations

from collections.abc import Callable

from spacy.tokens import Doc

from newslab.entities import find_mentions
from newslab.reader.syntax import Tree

LEAD = """
The DT det 2
judge NN nsubj 3
spoke VBD root 0 speak
. . punct 3
{other} NNP nmod:desc 6
Moyo NNP nsubj 7
left VBD root 0 leave
. . punct 7
"""


def clusters(doc: Doc) -> dict[str, int | None]:
    return {doc.text[m.start : m.end]: m.cluster for m in find_mentions(doc, Tree.of(doc))}


def test_who_a_lead_speaks_of_is_named_later(build: Callable[..., Doc]) -> None:
    """The role of a lead is the only later name with that title."""
    found = clusters(build(LEAD.format(other="Judge"), {"Moyo": "PERSON"}))
    assert found["The judge"] == found["Moyo"]


def test_another_role_is_another_person(build: Callable[..., Doc]) -> None:
    """A later name with another title is not who the lead speaks of."""
    found = clusters(build(LEAD.format(other="Senator"), {"Moyo": "PERSON"}))
    assert found.get("The judge") != found["Moyo"]
