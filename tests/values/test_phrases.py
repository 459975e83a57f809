from newslab.values.atoms import atomise
from newslab.values.phrases import Phrases

PHRASES = Phrases([("more than", "more"), ("than", "than"), ("no more than", "most")])


def test_longest_phrase_forwards() -> None:
    """The longest phrase that begins at an atom is found, also at the end of the text."""
    atoms = atomise("no more than")
    assert PHRASES.starting(atoms, 0) == (3, "most")
    assert PHRASES.starting(atoms, 2) == (3, "than")
    assert PHRASES.starting(atoms, 3) is None


def test_longest_phrase_backwards() -> None:
    """The longest phrase that ends before an atom is found."""
    atoms = atomise("with no more than 3")
    assert PHRASES.ending(atoms, 4) == (1, "most")
    assert PHRASES.ending(atoms, 1) is None
