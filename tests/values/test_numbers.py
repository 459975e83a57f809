import pytest
from hypothesis import given
from hypothesis import strategies as st

from newslab.values.atoms import atomise
from newslab.values.numbers import merge_numbers

PIECES = "a an half one five twenty - and hundred thousand million dozen 3 ½ / second bn"

CASES = [
    ("1,200", [1200]),
    ("2.5 million", [2_500_000]),
    ("€1.5-billion", [1_500_000_000]),
    ("two and a half", [2.5]),
    ("2½", [2.5]),
    ("5 1/2", [5.5]),
    ("half a million", [500_000]),
    ("half a dozen", [6]),
    ("a hundred", [100]),
    ("three hundred and twenty-one thousand", [321_000]),
    ("two thousand and nine", [2009]),
    ("500 crore", [5_000_000_000]),
    ("three and four", [3, 4]),
    ("a dog", []),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_values(text: str, expected: list[float]) -> None:
    """A number phrase is one atom with its value."""
    assert [a.value for a in merge_numbers(atomise(text)) if a.value is not None] == expected


def test_ordinals() -> None:
    """Ordinals in words and figures are ordinals, with their value."""
    found = [(a.kind, a.value) for a in merge_numbers(atomise("the twenty-first, 3rd and second"))]
    assert [f for f in found if f[1]] == [("ordinal", 21), ("ordinal", 3), ("ordinal", 2)]


@given(st.lists(st.sampled_from(PIECES.split())))
def test_any_sequence_of_number_words(words: list[str]) -> None:
    """Any sequence of number words is read without an error, in order and without overlap."""
    at = 0
    for atom in merge_numbers(atomise(" ".join(words))):
        assert at <= atom.start < atom.end
        at = atom.end
