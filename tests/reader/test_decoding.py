"""newslab.reader.decoding"""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newslab.reader.decoding import best_tree, dateline, heads_of, is_tree, names_of, sentence_numbers, with_datelines

TAGS = ["O", "B-PERSON", "I-PERSON", "B-ORG", "I-ORG"]


@pytest.mark.parametrize(
    ("heads", "expected"),
    [([0], True), ([2, 0], True), ([2, 1], False), ([0, 0], False), ([3, 1, 2, 0], False), ([2, 0, 2, 3], True)],
)
def test_is_tree(heads, expected):
    """A tree has one root and no cycle."""
    assert is_tree(heads) is expected


def exhaustive(scores):
    n = len(scores)
    trees = (heads for heads in itertools.product(range(n + 1), repeat=n) if is_tree(list(heads)))
    return max(sum(scores[i, h] for i, h in enumerate(heads)) for heads in trees)


@given(st.integers(1, 4), st.integers(0, 10_000))
@settings(max_examples=60, deadline=None)
def test_best_tree_is_the_best(n, seed):
    """No tree with one root scores higher than the one that is found."""
    scores = np.random.default_rng(seed).normal(size=(n, n + 1))
    heads = best_tree(scores)
    assert is_tree(heads.tolist())
    assert sum(scores[i, h] for i, h in enumerate(heads)) == pytest.approx(exhaustive(scores))


@given(st.integers(1, 40), st.integers(0, 10_000))
@settings(max_examples=40, deadline=None)
def test_every_sentence_is_a_tree_of_its_own(n, seed):
    """Heads stay inside their sentence, and each sentence has one root and no cycle, whatever the scores."""
    chance = np.random.default_rng(seed)
    sentences = np.cumsum(np.r_[0, chance.random(n - 1) < 0.2])
    heads = heads_of(chance.normal(size=(n, n + 1)).astype(np.float32), sentences)
    for number in set(sentences.tolist()):
        (own,) = np.where(sentences == number)
        local = [0 if heads[i] == 0 else int(heads[i]) - int(own[0]) for i in own]
        assert all(0 <= head <= len(own) for head in local)
        assert is_tree(local)


def test_a_blank_line_always_begins_a_sentence():
    """After a blank line a new sentence begins, whatever the network says."""
    assert sentence_numbers(np.array([-5.0, -5.0, -5.0, 5.0]), list("abcd"), [3, 1, 3, 1]).tolist() == [0, 0, 1, 2]


@pytest.mark.parametrize(
    ("words", "gaps", "expected"),
    [
        (["said", ".", "“", "We"], [3, 0, 1, 0], [0, 0, 1, 1]),
        (["said", ",", "“", "We"], [3, 0, 1, 0], [0, 0, 0, 0]),
        (["lost", ".", "”", "He"], [3, 0, 0, 1], [0, 0, 0, 0]),
    ],
)
def test_an_opening_quotation_after_a_stop_begins_a_sentence(words, gaps, expected):
    """A quotation that opens after a full stop begins a sentence; one that closes does not."""
    assert sentence_numbers(np.full(4, -5.0), words, gaps).tolist() == expected


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("PORT SELBY , Jan 17 ( HarbourWire ) - Kenya on Friday rejected it", "Kenya"),
        ("SELBY — The minister resigned", "The"),
        ("SELBY , Kenya — Rain fell", "Rain"),
        ("NATO said - again - no", None),
        ("The minister - no", None),
        ("SELBY", None),
    ],
)
def test_a_dateline_is_a_sentence_of_its_own(text, rest):
    """What stands before the dash of a dateline is parted from the sentence after it."""
    words = text.split()
    gaps = [3] + [1] * (len(words) - 1)
    end = dateline(words, gaps, 0)
    assert (None if end is None else words[end]) == rest
    numbers = sentence_numbers(np.full(len(words), -5.0), words, gaps).tolist()
    assert numbers == [0] * (end or len(words)) + [1] * (len(words) - (end or len(words)))


def scores_for(tags, margin=4.0):
    scores = np.zeros((len(tags), len(TAGS)), dtype=np.float32)
    for i, tag in enumerate(tags):
        scores[i, TAGS.index(tag)] = margin
    return scores


@pytest.mark.parametrize(
    ("tags", "sentences", "expected"),
    [
        (["O", "B-PERSON", "I-PERSON", "O"], [0, 0, 0, 0], [(1, 3, "PERSON")]),
        (["B-ORG", "B-ORG"], [0, 0], [(0, 1, "ORG"), (1, 2, "ORG")]),
        (["B-ORG", "I-ORG"], [0, 1], [(0, 1, "ORG"), (1, 2, "ORG")]),
        (["O", "O"], [0, 0], []),
    ],
)
def test_names(tags, sentences, expected):
    """Names are read off the tags and end with their sentence."""
    found = names_of(scores_for(tags), TAGS, np.array(sentences), 1.0)
    assert [name[:3] for name in found] == expected
    assert all(0 < p <= 1 for *_, p in found)


def test_an_inside_tag_follows_its_own():
    """The best sequence in which no I- stands without its B- is chosen, not the best tag of each word."""
    scores = scores_for(["O", "I-PERSON"])
    scores[0, TAGS.index("B-PERSON")] = 3.5
    assert [name[:3] for name in names_of(scores, TAGS, np.array([0, 0]), 1.0)] == [(0, 2, "PERSON")]


def test_temperature_softens():
    """A higher temperature gives lower probabilities and the same names."""
    scores = scores_for(["B-ORG", "I-ORG", "O"])
    (hot,), (cold,) = (names_of(scores, TAGS, np.zeros(3, int), t) for t in (3.0, 1.0))
    assert hot[:3] == cold[:3] and hot[3] < cold[3]


@pytest.mark.parametrize(
    ("words", "gaps", "said", "begins"),
    [
        ('Brandt said , " We will pay .', [3, 1, 0, 1, 0, 1, 1, 0], 4, []),
        ('She left . " We will pay .', [3, 1, 0, 1, 0, 1, 1, 0], 4, [3]),
        ('It was too much , " Brandt said .', [3, 1, 1, 1, 0, 0, 1, 1, 0], 6, []),
        ("He came , Brandt said .", [3, 1, 0, 1, 1, 0], 3, []),
        ("He came . Brandt spoke .", [3, 1, 0, 1, 1, 0], 3, [3]),
        ('" We will pay .', [3, 0, 1, 1, 0], 1, []),
    ],
)
def test_no_sentence_begins_behind_an_opening_mark_or_a_comma(words, gaps, said, begins):
    """What the network begins behind an opening mark begins with the mark or not at all; none follows a comma."""
    words = words.split()
    scores = np.where(np.arange(len(words)) == said, 5.0, -5.0)
    numbers = sentence_numbers(scores, words, gaps)
    assert [i for i in range(1, len(words)) if numbers[i] != numbers[i - 1]] == begins


@pytest.mark.parametrize(
    ("text", "gaps", "label", "expected"),
    [
        ("PORT SELBY , Italy — The quay closed", [3, 1, 0, 1, 1, 1, 1, 1], "PERSON", "GPE"),
        ("PORT SELBY , Italy — The quay closed", [3, 1, 0, 1, 1, 1, 1, 1], "LOC", "LOC"),
        ("PORT SELBY closed , and we — all — left", [3, 1, 1, 0, 1, 1, 1, 1, 1, 1], "ORG", "ORG"),
    ],
)
def test_capitals_that_open_a_dateline_are_a_place(text, gaps, label, expected):
    """What stands in capitals before a dateline's comma is a place, whatever the network says; elsewhere it is not."""
    assert with_datelines([(0, 2, label, 0.6)], text.split(), gaps) == [(0, 2, expected, 0.6)]
