"""Agreement of two annotations; the examples are invented offsets."""

import pytest
from training.annotations.agree import f1, kappa, links, match, report, score


def attribution(content: list, **values) -> dict:
    row = {"source": [0, 2], "cue": [[3, 7]], "content": content, "kind": "indirect", "class": "report"}
    return row | {"type": "person", "negated": False, "parent": None} | values


def test_f1_counts_what_both_found():
    """F1 is twice the shared ones over all of both."""
    assert score(f1("abc", "bcde")) == pytest.approx(4 / 7)
    assert score(f1("", "")) == 1


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([("a", "a"), ("b", "b")], 1),
        ([("a", "b"), ("b", "a")], -1),
        ([("a", "a"), ("a", "b"), ("b", "a"), ("b", "b")], 0),
        ([("a", "a")], 1),
        ([], 1),
    ],
)
def test_kappa_is_agreement_beyond_chance(pairs: list, expected: float):
    """κ is 1 for full agreement, 0 for agreement by chance, and 1 where there is nothing to disagree on."""
    assert kappa(pairs) == pytest.approx(expected)


def test_attributions_match_when_contents_overlap_by_half():
    """An attribution is found again when half its content is; nested ones match their own cue first."""
    outer, inner = attribution([[10, 40]]), attribution([[12, 40]], cue=[[10, 11]])
    pairs = match([outer, inner], [inner, outer])
    assert all(a["cue"] == b["cue"] for a, b in pairs) and len(pairs) == 2
    assert match([outer], [attribution([[39, 80]])]) == []


def test_links_join_mentions_of_one_entity():
    """Names and pronouns of one entity are linked pairwise."""
    names = [{"start": 0, "end": 2, "entity": "e1"}, {"start": 9, "end": 11, "entity": "e1"}]
    assert links({"names": names, "coreference": [{"start": 4, "end": 6, "entities": ["e1"]}]}) == [
        ((0, 2), (4, 6)),
        ((0, 2), (9, 11)),
        ((4, 6), (9, 11)),
    ]


def test_an_annotation_agrees_with_itself():
    """All scores of an annotation against itself are 1."""
    name = {"start": 0, "end": 2, "label": "ORG", "entity": "e1"}
    time = {"start": 5, "end": 8, "value": "2024", "type": "DATE", "modifier": None}
    amount = {"start": 9, "end": 12, "low": 1.0, "high": 1.0, "unit": "boat", "modifier": "exact"}
    layers = {"names": [name, name | {"start": 3, "end": 4}], "coreference": [], "times": [time], "amounts": [amount]}
    layers["attributions"] = [attribution([[10, 40]])]
    lines = report([(layers, layers)])
    assert len(lines) == 20 and all("1.000" in line for line in lines)
