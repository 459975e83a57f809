from collections.abc import Callable
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from newslab.reader.syntax import Tree
from newslab.values import find_quantities, find_times

UNITS = [
    ("It/PRP/2/nsubj killed/VBD/0/root 12/CD/2/obj ./././punct", ["person"]),
    ("the/DT/2/det toll/NN/3/nsubj rose/VBD/0/root to/IN/5/case 31/CD/3/obl", ["person"]),
    (
        "number/NN/4/nsubj of/IN/3/case people/NNS/1/nmod rose/VBD/0/root to/IN/6/case 31/CD/4/obl",
        ["person"],
    ),
    ("a/DT/2/det magnitude/NN/0/root of/IN/4/case 5.1/CD/2/nmod", ["magnitude"]),
    ("12/CD/3/nsubj are/VBP/3/cop dead/JJ/0/root", ["person"]),
    (
        "seven/CD/2/nummod riders/NNS/3/nsubj died/VBD/0/root and/CC/6/cc three/CD/6/nsubj left/VBD/3/conj",
        ["rider", "rider"],
    ),
    ("It/PRP/2/nsubj sold/VBD/0/root 12/CD/2/obj", [None]),
    (
        "36/CD/2/nummod boats/NNS/3/nsubj left/VBD/0/root and/CC/6/cc 36/CD/6/nsubj stayed/VBD/3/conj",
        ["boat", "boat"],
    ),
    (
        "60/CD/2/nummod boats/NNS/3/nsubj left/VBD/0/root two/CD/7/nsubj of/IN/6/case them/PRP/4/nmod sank/VBD/3/conj",
        ["boat", "boat"],
    ),
    (
        "It/PRP/2/nsubj has/VBZ/0/root 60/CD/4/nummod boats/NNS/2/obj they/PRP/6/nsubj say/VBP/2/parataxis 40/CD/6/obj",
        ["boat", "boat"],
    ),
    ("three/CD/2/nummod others/NNS/3/nsubj left/VBD/0/root", ["person"]),
]


@pytest.mark.parametrize(("written", "units"), UNITS)
def test_units(parse: Callable[[str], tuple[Doc, Tree]], written: str, units: list[str | None]) -> None:
    """An amount without a noun counts what its context says, and nothing where that does not say."""
    doc, tree = parse(written.replace("./././punct", "././2/punct"))
    found = find_quantities(doc, tree, find_times(doc, tree, datetime(2024, 3, 14)))
    assert [amount.unit for amount in found] == units


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(["12", "dozens", "killed", "toll", "others", "and", ",", "the", "of"]), max_size=12))
def test_any_tree(parse: Callable[[str], tuple[Doc, Tree]], words: list[str]) -> None:
    """Restoring units never fails, whatever the words and the tree."""
    written = " ".join(f"{word}/NN/{k and 1}/{'obj' if k else 'root'}" for k, word in enumerate(words))
    doc, tree = parse(written)
    for amount in find_quantities(doc, tree, ()):
        assert 0 <= amount.start < amount.end <= len(doc.text)
