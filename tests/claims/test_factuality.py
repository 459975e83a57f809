"""Factuality: what negation, modals, hedges, implicatives, factives and attributions do to a clause."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import said
from newslab.claims.signatures import Signature, combine, embed, lexicon

VALUES = ("CT+", "PR+", "PS+", "CT-", "PR-", "PS-", "Uu")


@pytest.mark.parametrize(
    ("sentence", "predicate", "value", "evidence"),
    [
        ("It:PRP:2:nsubj fell:VBD:0:root:fall .:.:2:punct", "fell", "CT+", []),
        ("It:PRP:4:nsubj did:VBD:4:aux:do not:RB:4:advmod fall:VB:0:root .:.:4:punct", "did not fall", "CT-", ["not"]),
        ("It:PRP:3:nsubj may:MD:3:aux fall:VB:0:root .:.:3:punct", "may fall", "PS+", ["may"]),
        (
            "It:PRP:4:nsubj may:MD:4:aux not:RB:4:advmod fall:VB:0:root .:.:4:punct",
            "may not fall", "PS-", ["may", "not"],
        ),
        (
            "It:PRP:4:nsubj could:MD:4:aux not:RB:4:advmod sail:VB:0:root .:.:4:punct",
            "could not sail", "CT-", ["could", "not"],
        ),
        ("It:PRP:3:nsubj reportedly:RB:3:advmod fell:VBD:0:root:fall .:.:3:punct", "fell", "PR+", ["reportedly"]),
        ("No:DT:2:det boats:NNS:3:nsubj:boat sank:VBD:0:root:sink .:.:3:punct", "sank", "CT-", ["No"]),
        (
            "He:PRP:2:nsubj managed:VBD:0:root:manage to:TO:4:mark flee:VB:2:xcomp .:.:2:punct",
            "managed to flee", "CT+", [],
        ),
        (
            "He:PRP:2:nsubj failed:VBD:0:root:fail to:TO:4:mark pay:VB:2:xcomp .:.:2:punct",
            "failed to pay", "CT-", ["failed", "to"],
        ),
        (
            "He:PRP:4:nsubj did:VBD:4:aux:do not:RB:4:advmod fail:VB:0:root to:TO:6:mark pay:VB:4:xcomp .:.:4:punct",
            "did not fail to pay", "CT+", [],
        ),
        (
            "It:PRP:2:nsubj appears:VBZ:0:root:appear to:TO:4:mark leak:VB:2:xcomp .:.:2:punct",
            "appears to leak", "PR+", ["appears", "to"],
        ),
        (
            "He:PRP:3:nsubj is:VBZ:3:aux.pass:be said:VBN:0:root:say to:TO:6:mark have:VB:6:aux fled:VBN:3:xcomp:flee "
            ".:.:3:punct",
            "is said to have fled", "PR+", ["said", "to"],
        ),
        (
            "It:PRP:5:nsubj would:MD:5:aux have:VB:5:aux been:VBN:5:aux.pass:be sold:VBN:0:root:sell .:.:5:punct",
            "would have been sold", "CT-", ["would"],
        ),
    ],
)  # fmt: skip
def test_value_of_a_clause(read, sentence, predicate, value, evidence):
    """Each clause has FactBank's value for what negates or hedges it, and the words that decide are its evidence."""
    found = read(sentence)
    claim = found.claim(predicate)
    assert (claim.source_factuality, claim.author_factuality) == (value, value)
    assert sorted(found.evidence(predicate)) == sorted(evidence)


def test_main_clause_of_a_condition(read):
    """What holds only under a condition is probable at most."""
    found = read(
        "It:PRP:3:nsubj will:MD:3:aux fall:VB:0:root if:IN:6:mark it:PRP:6:nsubj rains:VBZ:3:advcl:rain .:.:3:punct"
    )
    assert found.predicates() == ["will fall"]
    assert found.record.claims[0].source_factuality == "PR+"


def test_factive_survives_negation(read):
    """What one does not know is presupposed all the same."""
    found = read(
        "He:PRP:4:nsubj did:VBD:4:aux:do not:RB:4:advmod know:VB:0:root that:IN:7:mark it:PRP:7:nsubj "
        "sank:VBD:4:ccomp:sink .:.:4:punct"
    )
    assert found.claim("sank").source_factuality == "CT+"


SAID = "Venn:NNP:2:nsubj {}:VBD:0:root:{} the:DT:4:det bridge:NN:5:nsubj fell:VBD:2:ccomp:fall .:.:2:punct"


@pytest.mark.parametrize(
    ("cue", "lemma", "group", "source", "author"),
    [
        ("said", "say", "report", "CT+", "Uu"),
        ("denied", "deny", "deny", "CT-", "Uu"),
        ("thought", "think", "believe", "PR+", "Uu"),
        ("doubted", "doubt", "believe", "PR-", "Uu"),
        ("acknowledged", "acknowledge", "concede", "CT+", "CT+"),
        ("pretended", "pretend", "report", "CT+", "CT-"),
    ],
)
def test_source_and_author(read, cue, lemma, group, source, author):
    """What a source says is certain for it and open for the article, unless the cue presupposes it or its falsity."""
    found = read(
        SAID.format(cue, lemma),
        attributions=lambda doc: [said(doc, "the bridge fell", cue, group, source="Venn")],
    )
    claim = found.claim("fell")
    assert (claim.source_factuality, claim.author_factuality) == (source, author)
    assert claim.polarity == ("negative" if source.endswith("-") else "positive")


def test_a_relative_clause_in_an_intention_holds(read):
    """Who intends to sell what leaks says that it leaks; the sale stays open."""
    found = read(
        "Venn:NNP:2:nsubj intends:VBZ:0:root:intend to:TO:4:mark sell:VB:2:xcomp the:DT:6:det boats:NNS:4:obj:boat "
        ",:,:9:punct which:WDT:9:nsubj leak:VBP:6:acl.relcl:leak .:.:2:punct",
        attributions=lambda doc: [
            said(doc, "to sell the boats, which leak", "intends", "intend", source="Venn"),
        ],
    )
    values = {found.text(claim.predicate): claim.source_factuality for claim in found.record.claims}
    assert values["leak"] == "CT+"
    assert "Uu" in values.values()


def test_negated_attribution_leaves_open(read):
    """What somebody did not say is open for both."""
    found = read(
        "Venn:NNP:4:nsubj did:VBD:4:aux:do not:RB:4:advmod say:VB:0:root the:DT:6:det bridge:NN:7:nsubj "
        "fell:VBD:4:ccomp:fall .:.:4:punct",
        attributions=lambda doc: [said(doc, "the bridge fell", "say", source="Venn", negated=True)],
    )
    assert found.claim("fell").source_factuality == "Uu"


@pytest.mark.parametrize(
    ("sentence", "cue", "content", "predicate", "value"),
    [
        (
            "Venn:NNP:2:nsubj disagreed:VBD:0:root:disagree with:IN:4:case it:PRP:2:obl --:,:9:punct "
            "\":``:9:punct We:PRP:9:nsubj all:DT:7:det paid:VBD:2:parataxis:pay \":'':9:punct",
            "disagreed", '" We all paid "', "paid", "CT+",
        ),
        (
            "Venn:NNP:2:nsubj denied:VBD:0:root:deny that:IN:6:mark \":``:6:punct they:PRP:6:nsubj "
            "paid:VBD:2:ccomp:pay \":'':6:punct",
            "denied", '" they paid "', "paid", "CT-",
        ),
        (
            "\":``:4:punct They:PRP:3:nsubj paid:VBD:6:csubj.pass:pay \":'':3:punct was:VBD:6:aux.pass:be "
            "denied:VBN:0:root:deny by:IN:8:case Venn:NNP:6:obl.agent",
            "denied", '" They paid "', "paid", "CT-",
        ),
    ],
)  # fmt: skip
def test_own_words_beside_a_denial(read, sentence, cue, content, predicate, value):
    """A quotation set off beside a cue of denial is what the source asserts; the cue's complement is what it denies."""
    found = read(sentence, attributions=lambda doc: [said(doc, content, cue, "deny", source="Venn", quoted=True)])
    assert found.claim(predicate).source_factuality == value


def test_graded_factuality_orders_clauses(read):
    """A plain past clause counts for more than a possible one, and that for more than a negated one."""
    plain = read("It:PRP:2:nsubj fell:VBD:0:root:fall .:.:2:punct").record.claims[0].factuality
    possible = read("It:PRP:3:nsubj may:MD:3:aux fall:VB:0:root .:.:3:punct").record.claims[0].factuality
    negated = (
        read("It:PRP:4:nsubj did:VBD:4:aux:do not:RB:4:advmod fall:VB:0:root .:.:4:punct").record.claims[0].factuality
    )
    assert plain > 2 > possible > negated


@given(st.sampled_from(VALUES), st.sampled_from(VALUES))
def test_combination_never_gains_certainty(outer, inner):
    """A clause is never more certain than where it stands."""
    order = {"Uu": 0, "PS": 1, "PR": 2, "CT": 3}
    value = combine(outer, inner)
    assert value in VALUES
    assert order[value[:2]] <= min(order[outer[:2]], order[inner[:2]])


@given(st.sampled_from(VALUES), st.sampled_from(VALUES), st.sampled_from(VALUES))
def test_embedding_gives_a_value(governor, holds, negated):
    """Whatever the signature, what is governed has one of FactBank's values."""
    assert embed(governor, Signature(holds, negated, "test")) in VALUES


def test_lexicon_is_sound():
    """Every row of the lexicon has two values of FactBank and a frame."""
    assert len(lexicon()) > 500
    for (word, frame), signature in lexicon().items():
        assert word and frame in ("modal", "adverb", "to", "ing", "that", "whether", "obj", "amod")
        assert signature.holds in VALUES and signature.negated in VALUES
