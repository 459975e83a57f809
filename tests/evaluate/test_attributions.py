"""Attributions beside gold: matching as the field's script does it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newslab.evaluate.attributions import Attribution, kind, match, quoted
from newslab.evaluate.quotes import Tally

TEXT = 'Okoro said "the fees are a scandal" and that nobody would pay them, the port wrote.'


def at(part: str) -> list[int]:
    return [TEXT.index(part), TEXT.index(part) + len(part)]


def row(source: str | None, cue: str, content: str, **more) -> dict:
    return {"source": [at(source)] if source else [], "cue": [at(cue)], "content": [at(content)], **more}


GOLD = {"id": "a", "text": TEXT, "attributions": [row("Okoro", "said", "the fees are a scandal")]}


@pytest.mark.parametrize(
    ("found", "right"),
    [
        (row("Okoro", "said", "the fees are a scandal"), (1, 1, 1, 1, 1)),
        (row("Okoro", "said", '"the fees are a scandal"'), (1, 1, 1, 1, 1)),
        (row("the port", "said", "the fees are a scandal"), (1, 1, 1, 0, 0)),
        (row("Okoro", "wrote", "the fees are a scandal"), (1, 1, 1, 0, 0)),
        (row("Okoro", "said", "the fees are"), (1, 0, 0, 1, 0)),
        (row("Okoro", "said", "scandal"), (1, 0, 0, 1, 0)),
        (row("Okoro", "said", "and that nobody would pay them"), (0, 0, 0, 0, 0)),
    ],
)
def test_what_counts_as_right(found, right):
    """Marks and edge punctuation do not count; overlap is by characters; source and cue must meet."""
    tally = Tally()
    tally.add(GOLD, [found])
    counts = [numbers[0][0] for numbers in list(tally.counts.values())[:5]]
    assert tuple(counts) == right


def test_best_overlap_first():
    """Each attribution matches once, and the better of two wins."""
    gold = [Attribution(TEXT, a) for a in GOLD["attributions"]]
    found = [Attribution(TEXT, row("Okoro", "said", part)) for part in ("the fees", "the fees are a scandal")]
    assert [(p.gold, p.found, p.overlap) for p in match(gold, found)] == [(0, 1, 1.0)]


@pytest.mark.parametrize(
    ("content", "expected"),
    [("the fees are a scandal", "direct"), ('a scandal" and that nobody would', "mixed"), ("nobody", "indirect")],
)
def test_kinds(content, expected):
    """The share of the content inside quotation marks decides its kind."""
    assert kind(Attribution(TEXT, row(None, "said", content)), quoted(TEXT)) == expected


def test_nested_ones_apart():
    """Where gold is outermost only, nested finds count in a measure of their own."""
    nested = row("the port", "wrote", "that nobody would pay them")
    tally = Tally()
    tally.add(GOLD, [GOLD["attributions"][0]], [GOLD["attributions"][0], nested])
    assert tally.counts["content, overlap >= .3"] == [(1, 1, 1)]
    assert tally.counts["content, overlap >= .3, nested ones found too"] == [(1, 2, 1)]


def test_attributes_of_those_found():
    """Class, addressee, parent, type and speaker are judged where gold has them, of the attributions found."""
    gold = GOLD | {"attributions": [GOLD["attributions"][0] | {
        "id": "q1", "class": "report", "addressee": None, "parent": None, "type": "person", "negated": False,
        "kind": "mixed", "speaker_entity": {"canonical": "Iris Okoro"}}]}  # fmt: skip
    found = GOLD["attributions"][0] | {
        "id": "x", "class": "deny", "addressee": "reporters", "parent": None, "type": "person", "negated": False,
        "kind": "direct", "names": [["Okoro", "Ms. Okoro"]]}  # fmt: skip
    tally = Tally()
    tally.add(gold, [found])
    values = {name: counts[0] for name, counts in tally.attributes.items()}
    assert values == {"kind": (0, 1), "cue class": (0, 1), "addressee": (0, 1), "parent": (1, 1), "negated": (1, 1),
                      "speaker type": (1, 1), "speaker's entity": (1, 1),
                      "speaker's entity, unnamed ones too": (0, 0)}  # fmt: skip


@pytest.mark.parametrize(
    ("named", "entities", "expected"),
    [(True, {"okoro"}, [(1, 1), (1, 1)]), (True, set(), [(0, 1), (0, 1)]), (False, set(), [(0, 0), (0, 1)])],
)
def test_speakers_by_ids(named, entities, expected):
    """Gold with ids of entities is judged by them; sources without a name count only in the second measure."""
    entity = {"canonical": "Iris Okoro", "ids": ["okoro"], "named": named}
    gold = GOLD | {"attributions": [GOLD["attributions"][0] | {"speaker_entity": entity}]}
    tally = Tally()
    tally.add(gold, [GOLD["attributions"][0] | {"entities": entities}])
    assert [tally.attributes[f"speaker's entity{end}"][0] for end in ("", ", unnamed ones too")] == expected


SPAN = st.tuples(st.integers(0, 80), st.integers(1, 40)).map(lambda s: [s[0], min(s[0] + s[1], len(TEXT))])
SIDE = st.lists(st.fixed_dictionaries({"content": st.lists(SPAN, min_size=1, max_size=2), "cue": st.just([[6, 10]]),
                                       "source": st.just([])}), max_size=5)  # fmt: skip


@given(SIDE, SIDE)
def test_matches_are_one_to_one(left, right):
    """Whatever the spans, nothing matches twice, and a side beside itself matches whole."""
    gold, found = ([Attribution(TEXT, a) for a in side] for side in (left, right))
    pairs = match(gold, found)
    assert len({p.gold for p in pairs}) == len({p.found for p in pairs}) == len(pairs)
    tally = Tally()
    tally.add({"id": "a", "text": TEXT, "attributions": left}, left)
    visible = [a for a in gold if a.overlapping]
    assert tally.counts["content, overlap >= .8"] == [(len(visible), len(gold), len(gold))]
