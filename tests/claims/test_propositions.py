"""Propositions: which clauses are claims, and what their parts are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import said
from newslab.claims.phrases import Phrases, pairs_of_marks

SOLD = "The:DT:2:det ministry:NN:3:nsubj sold:VBD:0:root:sell the:DT:5:det boats:NNS:3:obj:boat .:.:3:punct"


def test_a_main_clause_is_a_claim(read):
    """A clause gives its subject, predicate and object with the article's own words."""
    assert read(SOLD).triples() == [("The ministry", "sold", "the boats")]


def test_passive(read):
    """A passive keeps its subject, and its agent is an argument."""
    found = read(
        "The:DT:2:det boats:NNS:4:nsubj.pass:boat were:VBD:4:aux.pass:be sold:VBN:0:root:sell "
        "by:IN:7:case the:DT:7:det "
        "ministry:NN:4:obl.agent .:.:4:punct"
    )
    assert found.triples() == [("The boats", "were sold", None)]
    assert [(role, found.text(span)) for role, span in found.record.claims[0].arguments] == [
        ("agent", "by the ministry")
    ]


def test_copula(read):
    """A copula takes its complement into the predicate and has no object; the claim's lemma is the nominal's."""
    found = read("Orla:NNP:4:nsubj is:VBZ:4:cop:be the:DT:4:det mayor:NN:0:root .:.:4:punct")
    assert found.triples() == [("Orla", "is the mayor", None)]
    assert found.record.claims[0].predicate_lemma == "mayor"


def test_adjective(read):
    """An adjective is part of the predicate."""
    found = read("The:DT:2:det bridge:NN:5:nsubj was:VBD:5:cop:be not:RB:5:advmod safe:JJ:0:root .:.:5:punct")
    assert found.triples() == [("The bridge", "was not safe", None)]


def test_coordination(read):
    """Each conjunct is a row of its own, with the shared subject restored."""
    found = read(
        "The:DT:2:det firm:NN:3:nsubj built:VBD:0:root:build ships:NNS:3:obj:ship and:CC:6:cc sold:VBD:3:conj:sell "
        "cranes:NNS:6:obj:crane .:.:3:punct"
    )
    assert found.triples() == [("The firm", "built", "ships"), ("The firm", "sold", "cranes")]


def test_relative_clause(read):
    """A relative clause is a claim about its antecedent."""
    found = read(
        "Dovrex:NNP:7:nsubj ,:,:4:punct which:WDT:4:nsubj employs:VBZ:1:acl.relcl:employ 200:CD:6:nummod "
        "people:NNS:4:obj:person closed:VBD:0:root:close .:.:7:punct"
    )
    assert ("Dovrex", "employs", "200 people") in found.triples()


def test_participle(read):
    """ "NAME, affiliated with …" is a claim about the name."""
    found = read(
        "Venn:NNP:7:nsubj ,:,:3:punct affiliated:VBN:1:acl:affiliate with:IN:6:case the:DT:6:det port:NN:3:obl "
        "resigned:VBD:0:root:resign .:.:7:punct"
    )
    assert ("Venn", "affiliated", None) in found.triples()


def test_apposition(read):
    """An apposition says what the name before it is; a name after a role says only who is meant."""
    first = read(
        "Venn:NNP:6:nsubj ,:,:4:punct harbour:NN:4:compound commissioner:NN:1:appos ,:,:4:punct "
        "left:VBD:0:root:leave .:.:6:punct"
    )
    assert ("Venn", "harbour commissioner", None) in first.triples()
    second = read(
        "The:DT:3:det chief:JJ:3:amod engineer:NN:7:nsubj ,:,:5:punct Orla:NNP:3:appos ,:,:5:punct "
        "left:VBD:0:root:leave .:.:7:punct"
    )
    assert second.triples() == [("The chief engineer", "left", None)]


RELATIVE = [
    ("the:DT", "left:VBD", "", []),
    ("a:DT", "left:VBD", "", ["sank"]),
    ("the:DT", "left:VBD", ",:,:3:punct ", ["sank"]),
]


@pytest.mark.parametrize(("article", "verb", "comma", "expected"), RELATIVE)
def test_restrictive_relatives(read, article, verb, comma, expected):
    """A relative clause that says which one is meant asserts nothing; one after a comma or of something new does."""
    k = 1 if comma else 0
    found = read(
        f"{article}:2:det boat:NN:{5 + k}:nsubj {comma}that:WDT:{4 + k}:nsubj sank:VBD:2:acl.relcl:sink "
        f"{verb}:0:root:leave .:.:{5 + k}:punct"
    )
    assert found.predicates() == [*expected, "left"] or found.predicates() == ["left", *expected]


def test_indirect_question(read):
    """What somebody knows is no claim when it is a question: "knew how many sank"."""
    found = read(
        "Venn:NNP:2:nsubj knew:VBD:0:root:know how:WRB:4:advmod many:JJ:5:nsubj sank:VBD:2:ccomp:sink .:.:2:punct"
    )
    assert found.predicates() == ["knew"]


def test_leading_adverbial_clause(read):
    """A clause does not hold the adverbial clause that it begins with, which is a claim of its own or none."""
    found = read(
        "If:IN:3:mark it:PRP:3:nsubj rains:VBZ:7:advcl:rain ,:,:3:punct we:PRP:7:nsubj would:MD:7:aux "
        "leave:VB:0:root:leave .:.:7:punct"
    )
    assert [found.text((c.start, c.end)) for c in found.record.claims] == ["we would leave"]


def test_light_verbs(read):
    """A verb that only colours the next one makes one predicate with it."""
    found = read(
        "The:DT:2:det firm:NN:3:nsubj failed:VBD:0:root:fail to:TO:5:mark pay:VB:3:xcomp "
        "wages:NNS:5:obj:wage .:.:3:punct"
    )
    assert found.triples() == [("The firm", "failed to pay", "wages")]
    assert found.record.claims[0].polarity == "negative"


def test_nominal_event(read):
    """A nominalised event with its participant is a claim where it is presupposed."""
    found = read(
        "Venn:NNP:2:nsubj resigned:VBD:0:root:resign after:IN:5:case the:DT:5:det sale:NN:2:obl "
        "of:IN:8:case the:DT:8:det "
        "boats:NNS:5:nmod:boat .:.:2:punct"
    )
    assert (None, "sale", "the boats") in found.triples()
    assert found.claim("sale").predicate_lemma == "sell"


@pytest.mark.parametrize(
    ("sentence", "why"),
    [
        ("Did:VBD:3:aux:do he:PRP:3:nsubj sell:VB:0:root it:PRP:3:obj ?:.:3:punct", "a question"),
        ("Sell:VB:0:root the:DT:3:det boats:NNS:1:obj:boat .:.:1:punct", "an order"),
        (
            "Come:VB:0:root if:IN:4:mark he:PRP:4:nsubj pays:VBZ:1:advcl:pay .:.:1:punct",
            "an order with its condition",
        ),
    ],
)
def test_no_claims(read, sentence, why):
    """Questions, orders and if-parts are no claims."""
    assert read(sentence).record.claims == []


def test_what_is_wanted_is_no_claim(read):
    """What a word leaves open is not asserted; that it is wanted is."""
    found = read("He:PRP:2:nsubj wants:VBZ:0:root:want to:TO:4:mark leave:VB:2:xcomp .:.:2:punct")
    assert found.triples() == [("He", "wants", "to leave")]


def test_plain_attribution_is_no_claim_of_the_article(read):
    """That somebody said it stands in `quotes`; what is said is the claim, with its attribution."""
    found = read(
        "Venn:NNP:2:nsubj said:VBD:0:root:say the:DT:4:det bridge:NN:5:nsubj fell:VBD:2:ccomp:fall .:.:2:punct",
        attributions=lambda doc: [said(doc, "the bridge fell", "said", source="Venn")],
    )
    assert found.triples() == [("the bridge", "fell", None)]
    assert found.record.claims[0].attribution == 0


NESTED = (
    "HarbourWire:NNP:2:nsubj said:VBD:0:root:say Brandt:NNP:4:nsubj demanded:VBD:2:ccomp:demand lower:JJR:6:amod:low "
    "fees:NNS:4:obj:fee .:.:2:punct"
)


def nested(doc):
    return [
        said(doc, "Brandt demanded lower fees", "said", source="HarbourWire"),
        said(doc, "lower fees", "demanded", "demand", source="Brandt", parent=0),
    ]


def test_nested_attribution_is_a_claim_of_the_outer_source(read):
    """Who demands is a claim of who reports it; what is demanded is a demand, not a fact."""
    found = read(NESTED, attributions=nested)
    assert found.triples() == [("Brandt", "demanded", "lower fees"), (None, "lower fees", None)]
    outer, inner = found.record.claims
    assert (outer.attribution, outer.source_factuality, outer.author_factuality) == (0, "CT+", "Uu")
    assert (inner.attribution, inner.claim_type) == (1, "demand")
    assert inner.check_worthy < 0.1


def test_infinitive_content(read):
    """A promised infinitive is a claim of the promise, with its subject restored."""
    found = read(
        "The:DT:2:det firm:NN:3:nsubj promised:VBD:0:root:promise to:TO:5:mark replace:VB:3:xcomp the:DT:7:det "
        "crane:NN:5:obj .:.:3:punct",
        attributions=lambda doc: [said(doc, "to replace the crane", "promised", "promise", source="The firm")],
    )
    claim = found.claim("to replace")
    assert found.text(claim.subject) == "The firm"
    assert (claim.claim_type, claim.tense, claim.author_factuality) == ("promise", "future", "Uu")


def test_about(read):
    """The entities that a claim is about are those of its parts; its text stays as written."""
    found = read(SOLD, mentions=(("The ministry", "ORG", 7), ("the boats", "PRODUCT", 3)))
    assert found.record.claims[0].about == (7, 3)


def test_time(read):
    """The expression of time that modifies the clause dates it."""
    found = read(
        "Venn:NNP:2:nsubj resigned:VBD:0:root:resign on:IN:4:case Monday:NNP:2:obl .:.:2:punct", times=("on Monday",)
    )
    assert found.record.claims[0].time == 0
    assert found.record.claims[0].arguments[0][0] == "time"


def test_quantities_belong_to_the_innermost_claim(read):
    """A quantity belongs to the smallest claim whose text holds it."""
    found = read(
        "The:DT:2:det firm:NN:3:nsubj owns:VBZ:0:root:own 12:CD:5:nummod ships:NNS:3:obj:ship .:.:3:punct",
        quantities=(("12", 12, 12),),
    )
    assert found.record.quantity_claims == [0]


def test_described_as(read):
    """What somebody is described as is the predicate, without "as", of the one described."""
    found = read(
        "Orla:NNP:3:nsubj.pass was:VBD:3:aux.pass:be described:VBN:0:root:describe by:IN:5:case Dovrex:NNP:3:obl.agent "
        "as:IN:8:case a:DT:8:det liar:NN:3:obl .:.:3:punct",
        attributions=lambda doc: [said(doc, "as a liar", "described", source="Dovrex", quoted=True)],
    )
    assert ("Orla", "a liar", None) in found.triples()


@pytest.mark.parametrize(
    ("content", "n"),
    [("the:DT:4:det comment:NN:2:obj", 0), ("Orla:NNP:2:obj", 0), ("lower:JJR:4:amod fees:NNS:2:obj", 1)],
)
def test_a_phrase_that_says_nothing(read, content, n):
    """A name or "the comment" that somebody denies or demands is no proposition; "lower fees" is."""
    words = " ".join(item.split(":")[0] for item in content.split())
    found = read(
        f"Venn:NNP:2:nsubj demanded:VBD:0:root:demand {content} .:.:2:punct",
        attributions=lambda doc: [said(doc, words, "demanded", "demand", source="Venn")],
    )
    assert sum(c.attribution == 0 for c in found.record.claims) == n


def test_complement_of_an_object(read):
    """What a verb makes of its object is an argument of its own."""
    found = read("It:PRP:2:nsubj left:VBD:0:root:leave two:CD:4:nummod men:NNS:2:obj:man dead:JJ:2:xcomp .:.:2:punct")
    assert [(role, found.text(span)) for role, span in found.record.claims[0].arguments] == [("complement", "dead")]


def test_as_is_a_circumstance(read):
    """A clause with "as" is when something happened, and no cause."""
    found = read("It:PRP:2:nsubj fell:VBD:0:root:fall as:IN:5:mark she:PRP:5:nsubj left:VBD:2:advcl:leave .:.:2:punct")
    assert [role for role, _ in found.claim("fell").arguments] == ["circumstance"]


@pytest.mark.parametrize(
    ("text", "part", "expected"),
    [
        ("It fell on Sunday (2100 UTC).", "It fell on Sunday (2100 UTC", "It fell on Sunday (2100 UTC)"),
        ('The cub is "furry, small" now.', 'furry, small" now', '"furry, small" now'),
        ("We're \"like a family\".", "We're \"like a family", "We're \"like a family\""),
        ("It was “where all of them, old and young, met.”", "It was “where all of them, old and young, met",
         "It was “where all of them, old and young, met.”"),
        ('"We never, ever, saw it" (or so he says).', 'saw it"', "saw it"),
        ("The boys' boat (the 'Gull') sank.", "The boys' boat (the 'Gull", "The boys' boat (the 'Gull')"),
        ("No marks here", "marks", "marks"),
    ],
)  # fmt: skip
def test_marks_in_pairs(text, part, expected):
    """A span takes in the marks at its edges whose partners lie inside it and leaves out those that have none."""
    phrases = Phrases.__new__(Phrases)
    phrases.partner, phrases.text = pairs_of_marks(text), text
    start = text.index(part)
    first, last = phrases.balanced((start, start + len(part)))
    assert text[first:last] == expected


@given(st.text(alphabet="ab \"'“”()[]\n.‘’«»„"), st.integers(0, 30), st.integers(1, 30))
def test_balancing_stays_inside_the_text(text, start, length):
    """Whatever the marks, a balanced span is a span of the text that holds a character."""
    text += "a" * (start + length)
    phrases = Phrases.__new__(Phrases)
    phrases.partner, phrases.text = pairs_of_marks(text), text
    first, last = phrases.balanced((start, start + length))
    assert 0 <= first < last <= len(text)


def test_announced_deed(read):
    """What is announced or confirmed by a noun is a claim of the attribution: that it happens."""
    found = read(
        "Venn:NNP:2:nsubj announced:VBD:0:root:announce the:DT:4:det sale:NN:2:obj of:IN:6:case boats:NNS:4:nmod:boat",
        attributions=lambda doc: [said(doc, "the sale of boats", "announced", source="Venn", lemma="announce")],
    )
    assert found.triples() == [(None, "sale", "boats")]
    claim = found.record.claims[0]
    assert (claim.claim_type, claim.predicate_lemma, claim.attribution, claim.tense) == ("event", "sell", 0, None)


@pytest.mark.parametrize(
    ("sentence", "predicate", "tense", "kind", "value"),
    [
        ("It:PRP:3:nsubj.pass is:VBZ:3:aux.pass:be located:VBN:0:root:locate here:RB:3:advmod", "is located",
         "present", "state", "CT+"),
        ("It:PRP:3:nsubj.pass is:VBZ:3:aux.pass:be planned:VBN:0:root:plan .:.:3:punct", "is planned",
         "future", "prediction", "Uu"),
        ("It:PRP:2:nsubj is:VBZ:0:root:be to:TO:4:mark close:VB:2:xcomp:close .:.:2:punct", "is to close",
         "future", "prediction", "PR+"),
        ("They:PRP:4:nsubj cross:NN:4:compound -:HYPH:4:punct examined:VBD:0:root:examine it:PRP:4:obj", None,
         "past", "event", "CT+"),
    ],
)  # fmt: skip
def test_plans_and_states(read, sentence, predicate, tense, kind, value):
    """A passive state holds now, what is planned or is to be lies ahead, and a hyphened verb is one predicate."""
    claim = read(sentence).record.claims[0]
    assert (claim.tense, claim.claim_type, claim.author_factuality) == (tense, kind, value)
    assert predicate is None or claim == read(sentence).claim(predicate)


def test_a_complement_of_become_is_in_the_predicate(read):
    """Verbs such as *become* take their adjective into the predicate, as a copula does."""
    found = read("The:DT:2:det memo:NN:3:nsubj became:VBD:0:root:become public:JJ:3:xcomp .:.:3:punct")
    assert found.triples() == [("The memo", "became public", None)]


def test_object_of_a_relative_clause(read):
    """The object of a relative clause is its antecedent, not the pronoun."""
    found = read(
        "Ferro:NNP:3:nsubj has:VBZ:3:aux:have sold:VBN:0:root:sell the:DT:5:det boats:NNS:3:obj:boat ,:,:5:punct "
        "which:WDT:9:obj Lund:NNP:9:nsubj built:VBD:5:acl.relcl:build .:.:3:punct"
    )
    assert ("Lund", "built", "the boats") in found.triples()


def test_verbless_answer(read):
    """A sentence of a direct quotation that has no verb is a claim."""
    found = read(
        "Three:CD:2:nummod times:NNS:0:root:time .:.:2:punct",
        "We:PRP:2:nsubj met:VBD:0:root:meet .:.:2:punct",
        attributions=lambda doc: [said(doc, "Three times. We met", "met", quoted=True)],
    )
    assert "Three times" in found.predicates()
