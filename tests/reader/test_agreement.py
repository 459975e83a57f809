"""newslab.reader.agreement"""

import numpy as np
import pytest

from newslab.reader.agreement import Name, agreed, evidence

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
