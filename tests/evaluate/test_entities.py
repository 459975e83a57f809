"""Entities across articles: B³, people split in two and merged wrongly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newslab.evaluate.clusters import b_cubed as over_clusters
from newslab.evaluate.entities import b_cubed, score

from .fakes import counts, mention, reading

A, B = "Dalia Brandt met Iris Okoro. She left.", "Brandt and Otto Brandt spoke."


def articles(*entities):
    """The mentions of both articles with these entities, in order."""
    she, dalia, okoro, brandt, otto = entities
    return {
        "a": [mention(A, "Dalia Brandt", "name", dalia), mention(A, "Iris Okoro", "name", okoro),
              mention(A, "She", "pronoun", she)],
        "b": [mention(B, "Brandt", "name", brandt), mention(B, "Otto Brandt", "name", otto)],
    }  # fmt: skip


GOLD = [
    {"id": name, "text": text, "mentions": articles("d", "d", "i", "d", "o")[name]}
    for name, text in (("a", A), ("b", B))
]


@pytest.mark.parametrize(
    ("entities", "split", "merged", "errors"),
    [
        (("1", "1", "2", "1", "3"), 3, 3, set()),
        (("1", "1", "2", "4", "3"), 2, 4, {("person split", "Brandt", "d")}),
        (("1", "1", "2", "3", "3"), 2, 2, {("person split", "Brandt", "d"), ("person merged", "Otto Brandt", "o")}),
        (("2", "1", "2", "1", "3"), 3, 3, set()),
    ],
)
def test_people_split_and_merged(entities, split, merged, errors):
    """Names of one person in two entities are a split, of two people in one a merger; both are listed."""
    scores = score(GOLD, reading(mentions=articles(*entities)))
    made = counts(scores)
    assert sum(right for right, _ in made["people not split"]) == split
    assert sum(right for right, _ in made["people not merged"]) == merged
    assert {(d.error, d.text, d.gold) for d in scores.differences} == errors
    assert (made["B³, names"] == [(2, 2, 2, 2)] * 2) == (not errors)


def test_a_pronoun_with_the_wrong_entity_costs_b_cubed():
    """B³ of all mentions counts pronouns, that of names does not."""
    made = counts(score(GOLD, reading(mentions=articles("2", "1", "2", "1", "3"))))
    assert sum(one[0] for one in made["B³, all mentions"]) < 5


def test_mentions_once_and_by_no_name_are_left_out():
    """As in gold, what is mentioned once in the corpus and by no name is no entity."""
    tables = articles("9", "1", "2", "1", "3")
    assert counts(score(GOLD, reading(mentions=tables)))["mentions found"] == [(2, 2, 3), (2, 2, 2)]


IDS = st.dictionaries(
    st.tuples(st.integers(0, 2), st.sampled_from(["gold", "found"]), st.integers(0, 4)), st.sampled_from("abc")
)


@given(IDS, IDS)
def test_the_sums_over_articles_are_those_of_the_measure(truth, guess):
    """B³ summed by article is B³ of the clusters of the whole corpus."""
    keys = {key: number for number, key in enumerate(truth.keys() | guess.keys())}
    sides = [
        [frozenset(keys[k] for k, v in side.items() if v == one) for one in sorted(set(side.values()))]
        for side in (guess, truth)
    ]
    sums = [sum(column) for column in zip(*b_cubed(truth, guess, set(keys), 3), strict=True)]
    assert sums == pytest.approx([*over_clusters(*sides), *over_clusters(*sides[::-1])])
