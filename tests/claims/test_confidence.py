"""Confidence: what makes a claim surer."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from newslab.claims.confidence import confidence, weights


@given(st.lists(st.sampled_from([*sorted(weights()), "never seen"]), max_size=12))
def test_confidence_is_a_probability(names):
    """Whatever the features, the confidence lies between 0 and 1."""
    assert 0 <= confidence(names) <= 1


def test_what_lowers_it():
    """A participle in a long sentence is less sure than a finite clause that a sure attribution reports."""
    good = ["rule=clause", "middling", "voice=direct", "attribution sure", "finite", "place=ccomp"]
    assert confidence(good) > confidence(["rule=participle", "short", "long sentence", "no subject"]) + 0.3
