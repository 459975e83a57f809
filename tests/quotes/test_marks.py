"""Quotation marks, however they come."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newslab.quotes.marks import find_quotations, paragraphs

CASES = [
    ("“A,” he said, “B.”", [["A,"], ["B."]]),
    ('"A," he said, "B."', [["A,"], ["B."]]),
    ("''A,'' he said. ''It's B.''", [["A,"], ["It's B."]]),
    ("``Yes,'' he said.", [["Yes,"]]),
    ("‘We can’t go,’ the boys’ coach said.", [["We can’t go,"]]),
    ("„Nein“, sagte er. «Non», dit-il.", [["Nein"], ["Non"]]),
    ("“One.\n\n“Two.\n\n“Three,” she said.", [["One.", "Two.", "Three,"]]),
    ('“One.\n\n"Two," he said.', [["One."], ["Two,"]]),
    ("“He said ‘no’ to me,” Venn said.", [["He said ‘no’ to me,"], ["no"]]),
    ('He called it "odd and left. She said "no."', [["no."]]),
    ("“I did it, he said. “And more.”", [["And more."]]),
    ('the "quiet season" and 5\'10" tall', [["quiet season"]]),
    ("the '90s band's 'tour', rock 'n' roll", [["tour"]]),
    ("It’s the dockers’ crane, isn’t it?", []),
    ("An odd ” mark.\n\n“Fine,” he said.", [["Fine,"]]),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_quotations(text: str, expected: list[list[str]]) -> None:
    """Marks of every style pair up, paragraphs join, apostrophes and odd marks cost nothing."""
    found = find_quotations(text)
    assert [[text[slice(*part)] for part in quotation.inner] for quotation in found] == expected


def test_levels() -> None:
    """A quotation inside another one is at level 1."""
    assert [q.level for q in find_quotations("“He said ‘no’ to me,” Venn said.")] == [0, 1]


def test_an_odd_mark_costs_one_paragraph() -> None:
    """An unclosed mark ends with its paragraph at the latest."""
    text = "He said “this is odd.\n\nThen he left.\n\n“Good,” she said."
    assert [text[slice(*q.inner[0])] for q in find_quotations(text)] == ["Good,"]


@settings(deadline=None)
@given(st.text(alphabet="“”„\"'‘’«»`´ab .,\n😀\u202e", max_size=80))
def test_any_text(text: str) -> None:
    """On any text the spans lie inside it, in order, and no inner part is empty."""
    found = find_quotations(text)
    for quotation in found:
        for start, end in (*quotation.parts, *quotation.inner):
            assert 0 <= start < end <= len(text)
    assert [q.start for q in found] == sorted(q.start for q in found)
    assert all(0 <= start < end <= len(text) for start, end in paragraphs(text))


@pytest.mark.parametrize("piece", ['"a ', "“", "”", "'a ", "“a” ", "''", "“a\n\n", "“a\n\n“b” ", "‘a’ "])
def test_twenty_thousand_marks_are_linear(piece: str) -> None:
    """Twenty thousand marks take seconds."""
    begin = time.process_time()
    find_quotations(piece * 20_000)
    assert time.process_time() - begin < 10
