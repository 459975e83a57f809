"""Measures of coreference."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newslab.evaluate.clusters import assignment, ceaf_e
from newslab.evaluate.coreference import compare

PARTS = st.lists(st.integers(0, 5), min_size=2, max_size=14)


def clusters(labels):
    """Clusters of the positions with the same label, of two or more."""
    groups = {}
    for position, label in enumerate(labels):
        groups.setdefault(label, set()).add(position)
    return [frozenset(g) for g in groups.values() if len(g) > 1]


def test_known_values():
    """Figures by hand: gold {1 2 3 4}, found {1 2} and {3 4}."""
    parts = compare([frozenset({1, 2, 3, 4})], [frozenset({1, 2}), frozenset({3, 4})])
    assert parts["mentions"] == (4, 4, 4, 4)
    assert parts["MUC"] == (2, 2, 2, 3)
    assert parts["B³"] == (4, 4, 2, 4)
    assert parts["CEAFe"] == pytest.approx((2 / 3, 2, 2 / 3, 1))
    assert parts["LEA"] == pytest.approx((4, 4, 4 * 2 / 6, 4))


@given(PARTS)
def test_perfect_is_whole(labels):
    """Clusters beside themselves are right in every measure."""
    gold = clusters(labels)
    for a, b, c, d in compare(gold, gold).values():
        assert a == pytest.approx(b) and c == pytest.approx(d)


@given(PARTS, PARTS)
def test_parts_of_wholes(left, right):
    """No measure gives more than all; nothing found is nothing right."""
    gold, found = clusters(left), clusters(right)
    for a, b, c, d in compare(gold, found).values():
        assert 0 <= a <= b + 1e-9 and 0 <= c <= d + 1e-9
    assert all(a == c == 0 for a, _, c, _ in compare(gold, []).values())
    assert ceaf_e(gold, found) == pytest.approx(ceaf_e(found, gold))


def test_assignment_is_the_best():
    """The assignment is the best of all permutations."""
    import itertools

    import numpy as np

    values = np.random.default_rng(3).random((4, 6))
    best = max(sum(values[i, p[i]] for i in range(4)) for p in itertools.permutations(range(6), 4))
    assert assignment(values) == pytest.approx(best) == pytest.approx(assignment(values.T))
