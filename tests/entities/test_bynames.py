"""newslab.entities.bynames"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from newslab.entities import find_mentions
from newslab.reader.syntax import Tree

KNOWN = """
Ada NNP nsubj 9
Moyo NNP flat 1
, , punct 4
known VBN acl 1 know
as IN case 7
" `` punct 7
Beto NNP obl 4
" '' punct 7
left VBD root 0 leave
. . punct 9
"""
CALLED = "Ada NNP nsubj 2\n{verb} VBD root 0\nBeto NNP obj 2\n. . punct 2"


def clusters(doc: Doc) -> dict[str, int | None]:
    return {doc.text[m.start : m.end]: m.cluster for m in find_mentions(doc, Tree.of(doc)) if m.kind == "name"}


def test_known_as_gives_another_name(build: Callable[..., Doc]) -> None:
    """Who is known as another name has that name too."""
    found = clusters(build(KNOWN, {"Ada Moyo": "PERSON", "Beto": "PERSON"}))
    assert found["Ada Moyo"] == found["Beto"]


@pytest.mark.parametrize("verb", ["called", "met"])
def test_who_calls_is_not_who_is_called(build: Callable[..., Doc], verb: str) -> None:
    """In the active, one who calls or meets somebody is somebody else."""
    found = clusters(build(CALLED.format(verb=verb), {"Ada": "PERSON", "Beto": "PERSON"}))
    assert found["Ada"] != found["Beto"]
