"""Links between articles: the same words, the same predicate of the same entities, another amount."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from conftest import said
from newslab.claims import find_links_across


def article(read, article_id, sentence, quantity=None):
    found = read(
        sentence,
        mentions=(("Dovrex", "ORG", 0),),
        quantities=((quantity, float(quantity), float(quantity)),) if quantity else (),
    )
    found.record.article_id = article_id
    return found.record


def owns(number):
    return f"Dovrex:NNP:2:nsubj owns:VBZ:0:root:own {number}:CD:4:nummod ships:NNS:2:obj:ship .:.:2:punct"


@pytest.mark.parametrize(("second", "relation"), [("12", "repeats"), ("30", "disputes")])
def test_amounts(read, second, relation):
    """Two articles that give an entity the same amount repeat, two amounts dispute."""
    records = [article(read, "a", owns("12"), "12"), article(read, "b", owns(second), second)]
    resolution = SimpleNamespace(entity_of={("a", 0): "e1", ("b", 0): "e1"})
    (link,) = find_links_across(records, resolution)
    assert (link.source, link.target, link.relation) == (("b", 0), ("a", 0), relation)


def test_denial(read):
    """The same predicate of the same entity with the opposite polarity denies."""
    yes = "Dovrex:NNP:2:nsubj sold:VBD:0:root:sell boats:NNS:2:obj:boat .:.:2:punct"
    no = "Dovrex:NNP:4:nsubj did:VBD:4:aux:do not:RB:4:advmod sell:VB:0:root boats:NNS:4:obj:boat .:.:4:punct"
    records = [article(read, "a", yes), article(read, "b", no)]
    resolution = SimpleNamespace(entity_of={("a", 0): "e1", ("b", 0): "e1"})
    assert [link.relation for link in find_links_across(records, resolution)] == ["denies"]
    other = SimpleNamespace(entity_of={("a", 0): "e1", ("b", 0): "e2"})
    assert find_links_across(records, other) == []


def test_wire_story(read):
    """A sentence printed again repeats the first article's claim, whatever is known of its entities."""
    sentence = (
        "The:DT:3:det old:JJ:3:amod dam:NN:4:nsubj failed:VBD:0:root:fail before:IN:6:case dawn:NN:4:obl in:IN:9:case "
        "the:DT:9:det north:NN:4:obl .:.:4:punct"
    )
    records = [read(sentence).record, read(sentence).record, read(sentence).record]
    for name, record in zip("abc", records, strict=True):
        record.article_id = name
    links = find_links_across(records, SimpleNamespace(entity_of={}))
    assert [(link.source[0], link.target[0], link.relation) for link in links] == [
        ("b", "a", "repeats"),
        ("c", "a", "repeats"),
    ]


def test_said_again(read):
    """What a source says again in another article repeats it, also in fewer words than a wire story's."""

    def told(name, *more):
        clause = " ".join(("the:DT:4:det gates:NNS:5:nsubj:gate worked:VBD:2:ccomp:work", *more))
        sentence = f"Venn:NNP:2:nsubj said:VBD:0:root:say {clause} .:.:2:punct"
        record = read(
            sentence,
            attributions=lambda doc: [said(doc, "the gates worked", "said", source="Venn")],
            mentions=(("Venn", "PERSON", 7),),
            speakers=(7,),
        ).record
        record.article_id = name
        return record

    records = [told("a"), told("b")]
    same = SimpleNamespace(entity_of={("a", 7): "venn", ("b", 7): "venn"})
    assert [(link.relation, link.rule) for link in find_links_across(records, same)] == [("repeats", "same-source")]
    other = SimpleNamespace(entity_of={("a", 7): "venn", ("b", 7): "orla"})
    assert find_links_across(records, other) == []


def test_descriptions_repeat_nothing(read):
    """Who somebody is, told again in the same words, is no claim that is repeated."""
    sentence = (
        "Venn:NNP:9:nsubj ,:,:1:punct general:JJ:4:amod secretary:NN:1:appos of:IN:7:case the:DT:7:det "
        "union:NN:4:nmod ,:,:1:punct slept:VBD:0:root:sleep .:.:9:punct"
    )
    records = [read(sentence).record, read(sentence).record]
    for name, record in zip("ab", records, strict=True):
        record.article_id = name
    assert all(
        record.claims[link.source[1]].rule != "apposition"
        for record in records
        for link in find_links_across(records, SimpleNamespace(entity_of={}))
    )
