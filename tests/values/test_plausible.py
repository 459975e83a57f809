import pytest

from newslab.values.atoms import atomise
from newslab.values.plausible import names_of_months, token_at


@pytest.mark.parametrize(
    ("text", "names"),
    [("Then Mrs May left.", {"may"}), ("Mrs. May left.", {"may"}), ("It began in May.", set()), ("April Okoro", set())],
)
def test_names_of_months(text: str, names: set[str]) -> None:
    """A month after a capitalised word that is no preposition is somebody's name in this text."""
    assert names_of_months(text, atomise(text)) == names


def test_token_at(parse) -> None:
    """A character belongs to the token that it lies in."""
    _, tree = parse("She/PRP/2/nsubj left/VBD/0/root ./,/2/punct")
    assert [token_at(tree, offset) for offset in (0, 2, 4, 8, 9)] == [0, 0, 1, 1, 2]


def test_published_at_the_edge_of_the_calendar() -> None:
    """A date of publication that leaves no room to count from it is taken for none."""
    from datetime import datetime

    import spacy

    from newslab.values import find_times

    doc = spacy.blank("en")("on Friday and last year")
    for published in (datetime.min, datetime.max):
        assert [t.earliest for t in find_times(doc, None, published)] == [None, None]
