"""Links: matched by their claims, gold's candidates, within an article and across."""

import pytest

from newslab.evaluate.links import score

from .fakes import claim, counts, found, reading

A = "The port raised fees. The port lost ships. Okoro denied that. Brandt agreed."
B = "The port had not raised fees. Ships came."
CLAIMS = {
    "a": [claim(A, "The port raised fees", "c1", "raised"), claim(A, "The port lost ships", "c2", "lost"),
          claim(A, "Okoro denied that", "c3", "denied"), claim(A, "Brandt agreed", "c4", "agreed")],
    "b": [claim(B, "The port had not raised fees", "c1", "had not raised"), claim(B, "Ships came", "c2", "came")],
}  # fmt: skip
DENIAL = {"from_claim_id": "a#c3", "to_claim_id": "a#c1", "relation": "denies", "basis": "anaphora",
          "candidate_ids": ["a#c1", "a#c2"]}  # fmt: skip
ACROSS = {"from_claim_id": "b#c1", "to_claim_id": "a#c1", "relation": "denies", "basis": "inferred",
          "candidate_ids": ["a#c1"]}  # fmt: skip
WITHIN_DENIALS = "within an article: denies, disputes, corrects, "
GOLD = [{"id": "a", "text": A, "claims": CLAIMS["a"], "links": [DENIAL]},
        {"id": "b", "text": B, "claims": CLAIMS["b"], "links": [ACROSS]}]  # fmt: skip


def scores(*links):
    """The scores of links given as "a3 denies a1"."""
    tables = {a: [found(one, f"{a}{one['claim_id'][1:]}") for one in claims] for a, claims in CLAIMS.items()}
    by_article: dict[str, list[dict]] = {}
    for source, relation, target in map(str.split, links):
        link = {"from_claim_id": source, "to_claim_id": target, "relation": relation, "rule": "hand"}
        by_article.setdefault(source[0], []).append(link)
    return score(GOLD, reading(links=by_article, claims=tables))


@pytest.mark.parametrize(
    ("links", "right", "together"),
    [
        (["a3 denies a1"], (1, 1, 1), (1, 1, 1)),
        (["a3 denies a2"], (1, 1, 1), (1, 1, 1)),
        (["a3 denies a2", "a3 denies a1"], (1, 2, 1), (1, 2, 1)),
        (["a3 disputes a1"], (0, 1, 1), (1, 1, 1)),
        (["a3 repeats a1"], (0, 0, 1), (0, 0, 1)),
        (["a1 denies a3"], (0, 1, 1), (0, 1, 1)),
        (["a4 denies a1"], (0, 1, 1), (0, 1, 1)),
        ([], (0, 0, 1), (0, 0, 1)),
    ],
)
def test_denials_within_an_article(links, right, together):
    """A link is right when both claims and the relation are; gold's candidates serve as targets, each link once."""
    made = counts(scores(*links))
    assert made[f"{WITHIN_DENIALS}relation right"][0] == right
    assert made[f"{WITHIN_DENIALS}one for another"][0] == together


def test_links_across_articles_count_for_the_one_that_reacts():
    """Links between articles are counted apart; one to an article that is not annotated is left out."""
    made = counts(scores("b1 denies a1", "b2 repeats a2", "b2 repeats z1"))
    assert made["across articles: all, relation right"] == [(0, 0, 0), (1, 2, 1)]
    assert made["within an article: all, relation right"] == [(0, 0, 1), (0, 0, 0)]


def test_recall_by_basis():
    """What is explicit, by anaphora and inferred is counted apart, whatever its relation."""
    made = counts(scores("a3 disputes a1"))
    assert made["within an article: recall of anaphora ones"][0] == (1, 1)
    assert made["within an article: recall of inferred ones"] == [(0, 0), (0, 0)]


def test_differences_say_why():
    """What is missed says whether a claim is missing or the link is the other way round."""
    listed = [(d.error, d.gold, d.found) for d in scores("a1 denies a3", "a4 affirms a1").differences]
    assert listed[0] == ("missed", "denies (anaphora)", "turned round: denies (hand)")
    assert ("extra", None, "affirms (hand)") in listed
    gold = [{"id": "a", "text": A, "claims": CLAIMS["a"], "links": [DENIAL]}]
    some = {"a": [found(CLAIMS["a"][2], "a3")]}
    assert [d.error for d in score(gold, reading(claims=some)).differences] == ["missed: no claim to"]
