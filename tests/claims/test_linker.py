"""Whether a proposed pair is a link: readable features, their weights, and what is kept of several."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import said
from newslab.claims.linker import chance, features, weights
from newslab.claims.pairs import Pairs
from newslab.tables.soundness import fault

SANK = "Venn:NNP:2:nsubj said:VBD:0:root:say it:PRP:4:nsubj sank:VBD:2:ccomp:sink .:.:2:punct"
LATER = (
    "Orla:NNP:2:nsubj rejected:VBD:0:root:reject the:DT:4:det suggestion:NN:2:obj .:.:2:punct",
    "Venn:NNP:2:nsubj suggested:VBD:0:root:suggest it:PRP:4:nsubj sank:VBD:2:ccomp:sink .:.:2:punct",
    "Brandt:NNP:2:nsubj said:VBD:0:root:say they:PRP:4:nsubj left:VBD:2:ccomp:leave .:.:2:punct",
)


def pairs_of(found):
    return Pairs(found.tree, found.record)


def test_weights_have_a_threshold():
    """The table of weights has a bias and a threshold between 0 and 1."""
    assert 0.0 < weights()["threshold"] < 1.0
    assert "bias" in weights()


@given(st.lists(st.sampled_from(sorted(weights())) | st.text()))
def test_chance(names):
    """Whatever features a pair has, known or not, its chance lies between 0 and 1."""
    assert 0.0 <= chance(names) <= 1.0


def test_noun_names_its_attribution(read):
    """ "the suggestion" is what somebody suggested, also when somebody else has spoken since."""
    rejected, suggested, left = LATER
    found = read(
        suggested,
        left,
        rejected,
        attributions=lambda doc: [
            said(doc, "it sank", "suggested", source="Venn"),
            said(doc, "they left", "said", source="Brandt"),
        ],
        mentions=(("Orla", "PERSON", 7),),
        speakers=(1, 2),
    )
    links = found.links()
    assert [(link.relation, link.basis) for link in links] == [("denies", "anaphora")]
    assert [found.text(found.record.claims[link.target].predicate) for link in links] == ["sank"]


def test_says_the_same(read):
    """Two voices that say the same in the same words are proposed as a pair, the later of the earlier."""
    clause = "Dovrex:NNP:4:nsubj sold:VBD:2:ccomp:sell boats:NNS:4:obj:boat"
    found = read(
        f"Venn:NNP:2:nsubj said:VBD:0:root:say {clause} .:.:2:punct",
        f"Orla:NNP:2:nsubj added:VBD:0:root:add {clause} there:RB:4:advmod .:.:2:punct",
        attributions=lambda doc: [
            said(doc, "Dovrex sold boats", "said", source="Venn"),
            said(doc, "Dovrex sold boats there", "added", source="Orla"),
        ],
        mentions=(("Dovrex", "ORG", 5),),
        speakers=(1, 2),
    )
    pairs = pairs_of(found)
    assert pairs.proposals(0) == {}
    ((target, patterns),) = pairs.proposals(1).items()
    assert target == 0 and patterns
    assert "same predicate" in features(pairs, 1, 0, patterns)


@pytest.mark.parametrize("word", ["laughed", "sank"])
def test_links_are_sound(read, word):
    """Links refer to claims that there are, also where there is nothing to relate."""
    found = read(f"Orla:NNP:2:nsubj {word}:VBD:0:root .:.:2:punct")
    found.record.links = found.links()
    assert fault(found.record, "links") is None
    assert found.record.links == []
