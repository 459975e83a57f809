"""Where the content ends and whose it is, in sentences with more than one cue."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from newslab.quotes.attribution import find_candidates
from newslab.reader.syntax import Tree
from newslab.records import Attribution

# text, cue, source, content
ONE_OF = [
    ("Orla Venn put the death toll at 48.", "put", "Orla Venn", "the death toll at 48"),
    (
        "At the request of the mayor, the council closed the bridge.",
        "at request",
        "the mayor",
        "the council closed the bridge",
    ),
    ("By early reports, two dockers were hurt.", "by", "early reports", "two dockers were hurt"),
    (
        "The dockers' demands include more pay and a new crane.",
        "demand",
        "The dockers",
        "more pay and a new crane",
    ),
    ("The goal of the union is to save the harbour.", "goal", "the union", "to save the harbour"),
    ("Venn had one theory: the crane was broken.", "theory", "Venn", "the crane was broken"),
    (
        "The mayor denied a report that the crane had failed, calling it a fairy tale.",
        "deny",
        "The mayor",
        "a report that the crane had failed",
    ),
    (
        "The mayor denied a report that the crane had failed, calling it a fairy tale.",
        "report",
        None,
        "that the crane had failed",
    ),
    (
        "The mayor denied a report that the crane had failed, calling it a fairy tale.",
        "call",
        "The mayor",
        "it a fairy tale",
    ),
    ("They had been told by their lawyer that the file was lost.", "tell", "their lawyer", "that the file was lost"),
    ("Asked whether he would leave, Venn said, “It is late.”", "say", "Venn", "“It is late.”"),
    ("Venn said sales were weak and thanked the dockers.", "say", "Venn", "sales were weak"),
    ("Venn said sales were weak and thanked the dockers.", "thank", "Venn", "the dockers"),
    (
        "The mayor confirmed that a notice had been served but would not discuss it.",
        "confirm",
        "The mayor",
        "that a notice had been served",
    ),
    (
        "Employee concerns that the crane could fall were ignored.",
        "concern",
        "Employee",
        "that the crane could fall",
    ),
    (
        "The firm said it was aware and had opened an inquiry.",
        "say",
        "The firm",
        "it was aware and had opened an inquiry",
    ),
    ("Another fumed: “He thinks he is above the law.”", "fume", "Another", "“He thinks he is above the law.”"),
    (
        "TARN — The crane fell on Monday, officials said, quoting a docker.",
        "say",
        "officials",
        "The crane fell on Monday",
    ),
]


@pytest.fixture
def candidates(trees: dict[str, Doc]) -> Callable[[str], list[Attribution]]:
    """What the grammar proposes for one of the sentences, before the judge."""

    def find(text: str) -> list[Attribution]:
        doc = trees[text]
        return find_candidates(doc, Tree.of(doc), [])

    return find


@pytest.mark.parametrize(("text", "lemma", "source", "content"), ONE_OF)
def test_content_and_source(
    candidates: Callable[[str], list[Attribution]], text: str, lemma: str, source: str | None, content: str
) -> None:
    """A second cue, a participle, a dateline or a fronted phrase stays outside a content; each has its own source."""
    (found,) = [candidate for candidate in candidates(text) if candidate.cue_lemma == lemma]
    assert (found.source and text[slice(*found.source)]) == source
    assert " ".join(text[start:end] for start, end in found.content) == content


def test_nothing_is_said_where_it_is_declined(candidates: Callable[[str], list[Attribution]]) -> None:
    """`declined to say` is one attribution, of the refusal."""
    (found,) = candidates("He declined to say whether the crane was safe.")
    assert (found.cue_lemma, found.cue_class) == ("decline", "deny")


def test_no_evidence_is_negated(candidates: Callable[[str], list[Attribution]]) -> None:
    """What there is no evidence for is not asserted."""
    (found,) = [c for c in candidates("They found no evidence that the crane had failed.") if c.cue_lemma == "evidence"]
    assert found.negated
