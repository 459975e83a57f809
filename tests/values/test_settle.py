"""Times that the clause around them decides."""

from __future__ import annotations

from datetime import datetime

import pytest

from newslab.values import find_times

THURSDAY = datetime(2024, 3, 14)

TODAY = [
    ("The/DT/2/det island/NN/5/nsubj today/NN/5/obl is/VBZ/5/cop barren/JJ/0/root", "PRESENT_REF"),
    ("The/DT/2/det island/NN/5/nsubj today/NN/5/obl was/VBD/5/cop barren/JJ/0/root", "2024-03-14"),
    ("I/PRP/3/nsubj am/VBP/3/cop proud/JJ/0/root today/NN/3/obl", "2024-03-14"),
    ("Today/NN/4/nsubj is/VBZ/4/cop the/DT/4/det day/NN/0/root", "2024-03-14"),
    ("She/PRP/3/nsubj is/VBZ/3/aux leaving/VBG/0/root today/NN/3/obl", "2024-03-14"),
    ("Today/NN/3/nmod:poss 's/POS/1/case dockers/NNS/4/nsubj left/VBD/0/root", "PRESENT_REF"),
    ("Today/NN/3/nmod:poss 's/POS/1/case polls/NNS/4/nsubj closed/VBD/0/root", "2024-03-14"),
]


@pytest.mark.parametrize(("written", "value"), TODAY)
def test_today_or_these_days(parse, written: str, value: str) -> None:
    """Today is PRESENT_REF with a state in the present or before a plural noun, the day of publication elsewhere."""
    doc, tree = parse(written)
    assert find_times(doc, tree, THURSDAY)[0].timex == value


SPEECHES = [
    ("on/IN/2/case Tuesday/NNP/4/obl", "2024-03-13", False),
    ("in/IN/2/case January/NNP/4/obl", "2024-03-15", True),
    ("at/IN/2/case last/JJ/4/obl", "2024-03-15", False),
]


@pytest.mark.parametrize(("when", "value", "ambiguous"), SPEECHES)
def test_counted_from_a_dated_speech(parse, when: str, value: str, ambiguous: bool) -> None:
    """Inside a quotation the day of the cue's clause is counted from; a month there leaves it ambiguous."""
    rest = 'she/PRP/4/nsubj said/VBD/0/root :/:/8/punct "/``/8/punct We/PRP/8/nsubj leave/VBP/4/ccomp tomorrow/NN/8/obl'
    doc, tree = parse(f"{when} {rest} \"/''/8/punct")
    time = find_times(doc, tree, THURSDAY)[-1]
    assert (time.timex, time.anchor, time.ambiguous) == (value, "utterance", ambiguous)


NAMED = [
    ("on/IN/2/case 2024-03-20/CD/4/obl he/PRP/4/nsubj left/VBD/0/root the/DT/7/det same/JJ/7/amod day/NN/4/obl", None),
    (
        "on/IN/2/case 2024-03-04/CD/4/obl he/PRP/4/nsubj left/VBD/0/root the/DT/7/det same/JJ/7/amod day/NN/4/obl",
        "2024-03-04",
    ),
    ("by/IN/2/case 2024-03-04/CD/4/obl he/PRP/4/nsubj left/VBD/0/root ./,/4/punct", "2024-03-04"),
]


@pytest.mark.parametrize(("written", "value"), NAMED)
def test_the_past_is_not_ahead(parse, written: str, value: str | None) -> None:
    """What happened "the same day" did not happen after publication."""
    doc, tree = parse(written)
    assert find_times(doc, tree, THURSDAY)[-1].timex == value


def test_part_of_the_day_named_before(parse) -> None:
    """With a verb in the past, "in the evening" is that of the last day named."""
    doc, tree = parse(
        "on/IN/2/case 2024-03-04/CD/4/obl he/PRP/4/nsubj left/VBD/0/root ./,/4/punct "
        "she/PRP/7/nsubj came/VBD/4/parataxis in/IN/10/case the/DT/10/det evening/NN/7/obl"
    )
    assert find_times(doc, tree, THURSDAY)[-1].timex == "2024-03-04TEV"
