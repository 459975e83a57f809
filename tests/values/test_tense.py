import pytest

from newslab.values.tense import tense_at

CASES = [
    ("She/PRP/2/nsubj spoke/VBD/0/root on/IN/4/case Friday/NNP/2/obl", "past"),
    ("She/PRP/3/nsubj will/MD/3/aux speak/VB/0/root on/IN/5/case Friday/NNP/3/obl", "future"),
    ("She/PRP/3/nsubj would/MD/3/aux speak/VB/0/root on/IN/5/case Friday/NNP/3/obl", "future"),
    ("She/PRP/4/nsubj would/MD/4/aux have/VB/4/aux spoken/VBN/0/root on/IN/6/case Friday/NNP/4/obl", "past"),
    ("She/PRP/2/nsubj plans/VBZ/0/root to/TO/4/mark speak/VB/2/xcomp on/IN/6/case Friday/NNP/4/obl", "future"),
    ("She/PRP/2/nsubj wanted/VBD/0/root to/TO/4/mark speak/VB/2/xcomp on/IN/6/case Friday/NNP/4/obl", "future"),
    ("She/PRP/3/nsubj has/VBZ/3/aux spoken/VBN/0/root on/IN/5/case Friday/NNP/3/obl", "past"),
    ("Talks/NNS/3/nsubj are/VBP/3/aux:pass scheduled/VBN/0/root for/IN/5/case Friday/NNP/3/obl", "future"),
    ("Talks/NNS/2/nsubj begin/VBP/0/root on/IN/4/case Friday/NNP/2/obl", "future"),
    ("It/PRP/5/nsubj is/VBZ/5/aux to/TO/5/mark be/VB/5/aux held/VBN/0/root on/IN/7/case Friday/NNP/5/obl", "future"),
    ("Talks/NNS/3/nsubj were/VBD/3/cop due/JJ/0/root on/IN/5/case Friday/NNP/3/obl", None),
    ("Talks/NNS/3/nsubj are/VBP/3/cop due/JJ/0/root on/IN/5/case Friday/NNP/3/obl", "future"),
    ("the/DT/2/det talks/NNS/0/root on/IN/4/case Friday/NNP/2/nmod", None),
]  # fmt: skip


@pytest.mark.parametrize(("written", "expected"), CASES)
def test_tense(parse, written: str, expected: str | None) -> None:
    """The governing verb, its auxiliaries and the plan it stands under decide; without a verb nothing is decided."""
    _, tree = parse(written)
    assert tense_at(tree, len(tree) - 1) == expected


def test_verb_before_the_day(parse) -> None:
    """A past verb right before the day decides, even where the parser has attached the day elsewhere."""
    _, tree = parse(
        "It/PRP/3/nsubj will/MD/3/aux close/VB/6/ccomp ,/,/6/punct he/PRP/6/nsubj said/VBD/0/root Friday/NNP/3/obl"
    )
    assert tense_at(tree, 6) == "past"


def test_long_chain(parse) -> None:
    """The search for a verb ends after a few steps, however long the chain of heads is."""
    _, tree = parse(" ".join(["day/NN/0/root", *(f"day/NN/{i}/nmod" for i in range(1, 500))]))
    assert tense_at(tree, 499) is None
