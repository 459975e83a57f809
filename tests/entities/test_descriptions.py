from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from newslab.entities import describe, find_mentions
from newslab.entities.coreference import Clusters
from newslab.entities.names import find_names
from newslab.entities.nominals import find_phrases
from newslab.entities.phrase import Nominals
from newslab.reader.syntax import Tree

SECRETARIES = """
The DT det 2
Secretary NN nsubj 5
of IN case 4
State NN nmod 2
met VBD root 0 meet
the DT det 7
Secretary NN obj 5
of IN case 9
Justice NN nmod 7
. . punct 5
"""
ON_BOARD = """
Okoro NNP nsubj 2
spoke VBD root 0 speak
in IN case 4
staff NN obl 2
. . punct 2
"""
BROKEN = """
The DT det 2
guests NNS nsubj 6 guest
of IN case 4
honour NN nmod 2
" `` punct 4
left VBD root 0 leave
. . punct 6
"""
RIDERS = """
A DT det 2
group NN nsubj 5
of IN case 4
motorcycles NNS nmod 2 motorcycle
left VBD root 0 leave
. . punct 5
"""


def texts(doc: Doc) -> list[str]:
    return [doc.text[m.start : m.end] for m in find_mentions(doc, Tree.of(doc))]


def test_different_complements_are_different_offices(build: Callable[..., Doc]) -> None:
    """The secretary of one thing is not the secretary of another."""
    doc = build(SECRETARIES)
    rows = [m for m in find_mentions(doc, Tree.of(doc)) if "Secretary" in doc.text[m.start : m.end]]
    assert len({m.cluster for m in rows}) == len(rows) == 2


@pytest.mark.parametrize(("table", "absent"), [(ON_BOARD, "staff"), (RIDERS, "A group of motorcycles")])
def test_no_mention(build: Callable[..., Doc], table: str, absent: str) -> None:
    """A bare noun after a preposition is no mention of its own, and a group of things is no body."""
    assert absent not in texts(build(table))


def test_marks_are_in_pairs(build: Callable[..., Doc]) -> None:
    """A mention ends before a quotation mark that has no other half in it."""
    assert not any('"' in text for text in texts(build(BROKEN)))


def test_plural_is_no_name_that_ends_in_it(build: Callable[..., Doc]) -> None:
    """ "Airlines" are not the one company whose name ends so."""
    doc = build(
        "Sarn NNP compound 2\nAirlines NNPS nsubj 3\nled VBD root 0 lead\nairlines NNS obj 3 airline\n. . punct 3",
        {"Sarn Airlines": "ORG"},
    )
    tree = Tree.of(doc)
    nominals = Nominals(tree)
    phrases = find_phrases(tree, nominals, find_names(tree, nominals))
    assert [p.kind for p in phrases] == ["name", "nominal"]
    assert not Clusters(phrases).may_join(0, 1)


BARE_AND_FULL = """
Director NN nmod:desc 2
Okoro NNP nsubj 3
spoke VBD root 0 speak
. . punct 3

Okoro NNP nsubj 4
is VBZ cop 4 be
the DT det 4
director NN root 0
of IN case 7
the DT det 7
port NN nmod 4
. . punct 4

Director NN nmod:desc 2
Okoro NNP nsubj 3
left VBD root 0 leave
. . punct 3
"""


def test_role_that_says_of_what_comes_first(build: Callable[..., Doc]) -> None:
    """A role with its complement stands before a bare title that is used more often."""
    doc = build(BARE_AND_FULL, {"Okoro": "PERSON"})
    tree = Tree.of(doc)
    (roles,) = describe(doc, tree, find_mentions(doc, tree)).values()
    assert roles[0] == "director of the port"
