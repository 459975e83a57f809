"""Which found mention is which gold mention."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newslab.evaluate.mentions import aligned, gold_ids, match

from .fakes import mention, reading

TEXT = "Commissioner Dalia Brandt, the head of the port of Selby, said she would not go."


def at(part: str, kind: str, entity: str = "e"):
    return mention(TEXT, part, kind, entity)


@pytest.mark.parametrize(
    ("gold", "found", "same"),
    [
        (("Dalia Brandt", "name"), ("Dalia Brandt", "name"), True),
        (("Brandt", "name"), ("Commissioner Dalia Brandt", "name"), True),
        (("Dalia Brandt", "name"), ("Dalia", "name"), True),
        (("the head of the port of Selby", "nominal"), ("the head", "nominal"), True),
        (("the port of Selby", "nominal"), ("Selby", "name"), False),
        (("the head of the port of Selby", "nominal"), ("the port of Selby", "nominal"), True),
        (("she", "pronoun"), ("Brandt", "name"), False),
    ],
)
def test_mentions_that_are_the_same(gold, found, same):
    """Half in common is enough; of one kind, also the same beginning, and of names the same end."""
    assert bool(match([at(*gold)], [at(*found)])) == same


SIDE = st.lists(
    st.builds(
        lambda start, length, kind: {"start": start, "end": start + length, "kind": kind},
        st.integers(0, 30), st.integers(1, 9), st.sampled_from(["name", "nominal", "pronoun"]),
    ),
    max_size=8,
)  # fmt: skip


@given(SIDE, SIDE)
def test_one_to_one(gold, found):
    """Nothing matches twice, and what matches overlaps."""
    pairs = match(gold, found)
    assert len(set(pairs.values())) == len(pairs)
    assert all(gold[g]["start"] < found[f]["end"] and found[f]["start"] < gold[g]["end"] for g, f in pairs.items())


def test_entities_are_aligned_by_their_names_first():
    """A found entity is the gold entity that it shares most mentions with, those by name before all others."""
    gold = [{"id": "a", "text": TEXT, "mentions": [at("Dalia Brandt", "name", "brandt"), at("Selby", "name", "selby"),
             at("she", "pronoun", "selby"), at("the head", "nominal", "selby")]}]  # fmt: skip
    found = [at("Dalia Brandt", "name", "e1"), at("she", "pronoun", "e1"), at("the head", "nominal", "e1")]
    assert aligned(gold, reading(mentions={"a": found})) == {"e1": "brandt"}
    assert gold_ids(["e1", "e9"], {"e1": "brandt+okoro"}) == {"brandt", "okoro", "e9"}
