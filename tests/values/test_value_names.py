"""Words of time and number inside names."""

from __future__ import annotations

from datetime import datetime

import pytest
import spacy
from spacy.tokens import Doc, Span

from newslab.values import find_quantities, find_times

VOCAB = spacy.blank("en").vocab
PUBLISHED = datetime(2024, 3, 14)

CASES = [
    ("She told Harbour Today of it", "Harbour Today", "ORG", []),
    ("She told Tarn Courier today", "Tarn Courier", "ORG", ["today"]),
    ("He works at Six Cranes now", "Six Cranes", "ORG", ["now"]),
    ("the 2008 Harbour Games began", "2008 Harbour Games", "EVENT", ["2008"]),
    ("the Tarn 2008 group began", "Tarn 2008", "ORG", []),
    ("It fell on Christmas", "Christmas", "EVENT", ["Christmas"]),
    ("It was sold for 3 days", "3 days", "DATE", ["3 days"]),
]


@pytest.mark.parametrize(("text", "name", "label", "expected"), CASES)
def test_inside_a_name(text: str, name: str, label: str, expected: list[str]) -> None:
    """An expression strictly inside a name is none, unless it is the year of an event or work."""
    words = text.split()
    doc = Doc(VOCAB, words=words)
    first = words.index(name.split()[0])
    doc.ents = [Span(doc, first, first + len(name.split()), label=label)]
    times = find_times(doc, None, PUBLISHED)
    assert [doc.text[t.start : t.end] for t in times] == expected
    assert find_quantities(doc, None, times) == []
