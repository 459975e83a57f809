"""newslab.reader.agreement"""

import numpy as np
import pytest

from newslab.reader.agreement import Name, agreed, evidence, whole

LABELS = ["PERSON", "ORG", "GPE"]
TAGS = ["O", "B-PERSON", "I-PERSON", "B-ORG", "I-ORG", "B-GPE", "I-GPE"]


def name(label, probability, weights):
    return Name(0, 1, label, probability, np.array(weights))


@pytest.mark.parametrize(
    ("weak", "sure", "expected"),
    [
        (name("PERSON", 0.5, [0.5, 0.1, 0.4]), name("GPE", 0.98, [0.01, 0.01, 0.98]), ["GPE", "GPE"]),
        (name("PERSON", 0.97, [0.97, 0.01, 0.02]), name("GPE", 0.98, [0.01, 0.01, 0.98]), ["PERSON", "GPE"]),
        (name("PERSON", 0.6, [0.6, 0.0, 0.4]), name("GPE", 0.6, [0.4, 0.0, 0.6]), ["PERSON", "GPE"]),
    ],
)
def test_a_weak_reading_follows_a_sure_one(weak, sure, expected):
    """A form read in two ways takes the label with the most evidence, unless it is sure where it stands."""
    assert [n.label for n in agreed([weak, sure], ["Selby", "Selby"], LABELS)] == expected


def test_other_forms_do_not_count():
    """Names of another form change nothing."""
    names = [name("PERSON", 0.5, [0.5, 0.1, 0.4]), name("GPE", 0.98, [0.01, 0.01, 0.98])]
    assert agreed(names, ["Selby", "Port Selby"], LABELS) == names


def test_evidence():
    """The evidence is a distribution over the labels, by the words' own tags."""
    scores = np.zeros((2, len(TAGS)), dtype=np.float32)
    scores[0, TAGS.index("B-ORG")] = scores[1, TAGS.index("I-ORG")] = 5
    found = evidence(scores, 0, 2, TAGS, 1.0)
    assert found.sum() == pytest.approx(1) and found.argmax() == 1


@pytest.mark.parametrize(
    ("text", "read", "expected"),
    [
        ("Lund & Roy sued", [(0, 1, "PERSON"), (2, 3, "GPE")], [(0, 3, "ORG")]),
        ("Ada Lund af Berg left", [(0, 2, "PERSON"), (3, 4, "PERSON")], [(0, 4, "PERSON")]),
        ("Ivo Roy de la Torre left", [(0, 2, "PERSON"), (4, 5, "PERSON")], [(0, 5, "PERSON")]),
        ("Ada Lund and Berg left", [(0, 2, "PERSON"), (3, 4, "PERSON")], [(0, 2, "PERSON"), (3, 4, "PERSON")]),
        ("Selby de Lund left", [(0, 1, "GPE"), (2, 3, "PERSON")], [(0, 1, "GPE"), (2, 3, "PERSON")]),
        ("Brig. Gen. Ada Moyo left", [(0, 1, "PERSON"), (2, 4, "PERSON")], [(2, 4, "PERSON")]),
    ],
)
def test_a_name_in_two_parts_is_one(text, read, expected):
    """A firm's "&" and a person's particle join two parts of a name; other words do not; a rank alone is no name."""
    names = [Name(start, end, label, 0.9, np.ones(3) / 3) for start, end, label in read]
    found = whole(names, text.split(), {"af", "de", "la"}, {"Brig."})
    assert [(name.start, name.end, name.label) for name in found] == expected
