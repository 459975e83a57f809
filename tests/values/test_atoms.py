import pytest
from hypothesis import given
from hypothesis import strategies as st

from newslab.values.atoms import atomise

CASES = [
    ("mid-2011", ["mid", "-", "2011"]),
    ("€2.5bn", ["€", "2.5", "bn"]),
    ("3 p.m. on 7/8/07", ["3", "p.m.", "on", "7/8/07"]),
    ("the U.S. at 14:58", ["the", "u.s.", "at", "14:58"]),
    ("1,200 A320s", ["1,200", "a320s"]),
    ("20–30", ["20", "-", "30"]),
    ("the ’90s and 1980s", ["the", "'90s", "and", "1980s"]),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_atoms(text: str, expected: list[str]) -> None:
    """An atom is a word, a number, a date, a clock time or a mark, whatever the tokeniser would make of it."""
    assert [atom.norm for atom in atomise(text)] == expected


def test_blank_line() -> None:
    """A blank line is an atom that no pattern matches; a line break is none."""
    assert [atom.kind for atom in atomise("a\nb\n\nc")] == ["word", "word", "break", "word"]


@given(st.text())
def test_atoms_cover_the_text(text: str) -> None:
    """Atoms lie in the text in order, without overlap, and leave nothing out but white space."""
    at = 0
    for atom in atomise(text):
        assert at <= atom.start < atom.end <= len(text)
        assert not text[at : atom.start].strip()
        at = atom.end
    assert not text[at:].strip()
