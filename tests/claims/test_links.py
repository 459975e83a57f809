"""Links: what reacts to what, and whether the text says so."""

from __future__ import annotations

import pytest

from conftest import said

WENT = (
    "The:DT:2:det ministry:NN:3:nsubj said:VBD:0:root:say a:DT:5:det handful:NN:6:nsubj "
    "went:VBD:3:ccomp:go and:CC:9:cc "
    "they:PRP:9:nsubj left:VBD:6:conj:leave .:.:3:punct"
)
CALLED = (
    "Okoro:NNP:2:nsubj called:VBD:0:root:call that:DT:2:obj a:DT:6:det fairy:NN:6:compound tale:NN:2:xcomp .:.:2:punct"
)


def tale(doc):
    return [
        said(doc, "a handful went and they left", "said", source="The ministry"),
        said(doc, "a fairy tale", "called", "deny", source="Okoro"),
    ]


def test_anaphora_lists_its_candidates(read):
    """ "called that a fairy tale" denies what was said before; where "that" does not say which, it is ambiguous."""
    found = read(WENT, CALLED, attributions=tale, speakers=(1, 2))
    links = found.links()
    assert [(link.relation, link.basis, link.ambiguous) for link in links] == [("denies", "anaphora", True)] * 2
    assert {found.text(found.record.claims[link.target].predicate) for link in links} == {"went", "left"}
    assert all(set(link.candidates) == {links[0].target, links[1].target} for link in links)
    assert {found.text(link.cue) for link in links} == {"a fairy tale"}


def test_one_candidate_is_not_ambiguous(read):
    """With one claim before it, "that" is not ambiguous."""
    found = read(
        "Venn:NNP:2:nsubj said:VBD:0:root:say it:PRP:4:nsubj sank:VBD:2:ccomp:sink .:.:2:punct",
        CALLED,
        attributions=lambda doc: [
            said(doc, "it sank", "said", source="Venn"),
            said(doc, "a fairy tale", "called", "deny", source="Okoro"),
        ],
        speakers=(1, 2),
    )
    assert [(link.relation, link.ambiguous) for link in found.links()] == [("denies", False)]


def test_not_true(read):
    """ "said that was not true" denies; the same without *not* affirms."""
    first = "Venn:NNP:2:nsubj said:VBD:0:root:say it:PRP:4:nsubj sank:VBD:2:ccomp:sink .:.:2:punct"
    for negation, relation in ((True, "denies"), (False, "affirms")):
        word = "not:RB:6:advmod true:JJ:2:ccomp" if negation else "true:JJ:2:ccomp"
        head = 6 if negation else 5
        second = f"Orla:NNP:2:nsubj held:VBD:0:root:hold that:DT:{head}:nsubj was:VBD:{head}:cop:be {word} .:.:2:punct"
        second = second.replace("held:VBD:0:root:hold", "added:VBD:0:root:add")
        content = "that was not true" if negation else "that was true"
        found = read(
            first,
            second,
            attributions=lambda doc, content=content: [
                said(doc, "it sank", "said", source="Venn"),
                said(doc, content, "added", source="Orla"),
            ],
            speakers=(1, 2),
        )
        assert [link.relation for link in found.links()] == [relation]


def test_rejected_report(read):
    """ "rejected a report that …" denies the noun's clause, explicitly."""
    found = read(
        "Venn:NNP:2:nsubj rejected:VBD:0:root:reject a:DT:4:det report:NN:2:obj that:IN:7:mark it:PRP:7:nsubj "
        "sank:VBD:4:acl:sink .:.:2:punct",
        attributions=lambda doc: [
            said(doc, "a report that it sank", "rejected", "deny", source="Venn"),
            said(doc, "it sank", "report", source=None, parent=0),
        ],
        speakers=(1, 2),
    )
    (link,) = found.links()
    assert (link.relation, link.basis, found.text(link.cue)) == ("denies", "explicit", "rejected")
    assert found.text(found.record.claims[link.target].predicate) == "sank"


def test_other_amount(read):
    """The same event with another amount from another source disputes; overlapping amounts repeat."""
    for low, relation in ((30.0, "disputes"), (12.0, "repeats")):
        found = read(
            "Venn:NNP:2:nsubj said:VBD:0:root:say 12:CD:4:nummod people:NNS:6:nsubj.pass:person were:VBD:6:aux.pass:be "
            "killed:VBN:2:ccomp:kill .:.:2:punct",
            "Orla:NNP:2:nsubj added:VBD:0:root:add 30:CD:4:nummod persons:NNS:5:nsubj:person "
            "died:VBD:2:ccomp:die .:.:2:punct",
            attributions=lambda doc: [
                said(doc, "12 people were killed", "said", source="Venn"),
                said(doc, "30 persons died", "added", source="Orla"),
            ],
            quantities=(("12", 12, 12), ("30", low, low)),
            speakers=(1, 2),
        )
        assert [(link.relation, link.basis) for link in found.links()] == [(relation, "inferred")]


def test_opposite_polarity(read):
    """A source that denies what another asserts is linked to it, with the cue that denies."""
    found = read(
        "Venn:NNP:2:nsubj said:VBD:0:root:say Dovrex:NNP:4:nsubj sold:VBD:2:ccomp:sell "
        "boats:NNS:4:obj:boat .:.:2:punct",
        "Dovrex:NNP:2:nsubj denied:VBD:0:root:deny it:PRP:5:nsubj had:VBD:5:aux:have sold:VBN:2:ccomp:sell "
        "boats:NNS:5:obj:boat .:.:2:punct",
        attributions=lambda doc: [
            said(doc, "Dovrex sold boats", "said", source="Venn"),
            said(doc, "it had sold boats", "denied", "deny", source="Dovrex"),
        ],
        mentions=(("Dovrex", "ORG", 5), ("it", "ORG", 5)),
        speakers=(1, 5),
    )
    links = found.links()
    assert {(link.relation, link.basis, found.text(link.cue)) for link in links} == {("denies", "explicit", "denied")}
    assert {found.text(found.record.claims[link.target].predicate) for link in links} == {"sold"}
    assert {found.text(found.record.claims[link.source].predicate) for link in links} == {"denied", "had sold"}


SANK = "Venn:NNP:2:nsubj said:VBD:0:root:say it:PRP:4:nsubj sank:VBD:2:ccomp:sink .:.:2:punct"
REACTIONS = [
    ("Orla:NNP:2:nsubj rejected:VBD:0:root:reject that:DT:2:obj .:.:2:punct", "rejected", ["denies"]),
    ("Orla:NNP:2:nsubj disputed:VBD:0:root:dispute the:DT:4:det claim:NN:2:obj .:.:2:punct", "disputed", ["disputes"]),
    ("Orla:NNP:4:nsubj did:VBD:4:aux not:RB:4:advmod dispute:VB:0:root that:DT:4:obj .:.:4:punct", "", ["affirms"]),
    ("Orla:NNP:2:nsubj rejected:VBD:0:root:reject the:DT:4:det boat:NN:2:obj .:.:2:punct", "rejected", []),
    ("Orla:NNP:2:nsubj accepted:VBD:0:root:accept the:DT:4:det report:NN:2:obj .:.:2:punct", "accepted", []),
]


@pytest.mark.parametrize(("sentence", "predicate", "relations"), REACTIONS)
def test_whole_clause_reacts(read, sentence, predicate, relations):
    """ "Okoro rejected that" reacts as a clause; what it rejects must stand for something that was said."""
    found = read(SANK, sentence, attributions=lambda doc: [said(doc, "it sank", "said", source="Venn")], speakers=(1,))
    assert [link.relation for link in found.links()] == relations
    assert all(found.text(found.record.claims[link.target].predicate) == "sank" for link in found.links())


def test_such(read):
    """ "received no such warning" denies the claim that holds the warning, however far before it stands."""
    found = read(
        "Venn:NNP:2:nsubj sent:VBD:0:root:send a:DT:4:det warning:NN:2:obj .:.:2:punct",
        "It:PRP:2:nsubj sank:VBD:0:root:sink .:.:2:punct",
        "Orla:NNP:2:nsubj said:VBD:0:root:say she:PRP:4:nsubj got:VBD:2:ccomp:get no:DT:7:det such:JJ:7:amod "
        "warning:NN:4:obj .:.:2:punct",
        attributions=lambda doc: [said(doc, "she got no such warning", "said", source="Orla")],
        speakers=(2,),
    )
    (link,) = found.links()
    assert (link.relation, link.basis) == ("denies", "anaphora")
    assert found.text(found.record.claims[link.target].predicate) == "sent"


def test_described_noun(read):
    """ "the boat story" stands for the first claim about the boat, not for the one just before."""
    found = read(
        "Venn:NNP:2:nsubj said:VBD:0:root:say a:DT:4:det boat:NN:5:nsubj sank:VBD:2:ccomp:sink .:.:2:punct",
        "It:PRP:2:nsubj rained:VBD:0:root:rain .:.:2:punct",
        "The:DT:3:det boat:NN:3:compound story:NN:6:nsubj was:VBD:6:cop:be a:DT:6:det lie:NN:0:root .:.:6:punct",
        attributions=lambda doc: [said(doc, "a boat sank", "said", source="Venn")],
        speakers=(1,),
    )
    assert [found.text(found.record.claims[k.target].predicate) for k in found.links()] == ["sank"]


def test_own_words_are_not_denied(read):
    """Nobody is linked to what he said himself."""
    found = read(
        SANK,
        "Harrow:NNP:2:nsubj rejected:VBD:0:root:reject that:DT:2:obj .:.:2:punct",
        attributions=lambda doc: [said(doc, "it sank", "said", source="Venn")],
        mentions=(("Harrow", "PERSON", 1),),
        speakers=(1,),
    )
    assert found.links() == []


def test_ellipsis(read):
    """ "most survivors say it did not" denies what was said before, by the auxiliary alone."""
    found = read(
        "Venn:NNP:2:nsubj said:VBD:0:root:say it:PRP:4:nsubj sank:VBD:2:ccomp:sink .:.:2:punct",
        "Orla:NNP:2:nsubj added:VBD:0:root:add it:PRP:4:nsubj did:VBD:2:ccomp:do not:RB:4:advmod .:.:2:punct",
        attributions=lambda doc: [
            said(doc, "it sank", "said", source="Venn"),
            said(doc, "it did not", "added", source="Orla"),
        ],
        speakers=(1, 2),
    )
    assert [(link.relation, link.basis) for link in found.links()] == [("denies", "anaphora")]
