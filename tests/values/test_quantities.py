from datetime import datetime

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from newslab.reader.syntax import Tree
from newslab.values import find_quantities, find_times
from newslab.values.patterns import read_table

NLP = spacy.blank("en")


def read(text: str) -> list[tuple[str, float | None, float | None, str | None, str]]:
    doc = NLP(text)
    times = find_times(doc, None, datetime(2024, 3, 14))
    return [(text[q.start : q.end], q.low, q.high, q.unit, q.modifier) for q in find_quantities(doc, None, times)]


CASES = [
    ("It killed 12 people.", "12", 12, 12, "people", "exact"),
    ("at least 12 boats", "at least 12", 12, None, "boats", "at-least"),
    ("20 or more boats", "20 or more", 20, None, None, "at-least"),
    ("100+ sank", "100+", 100, None, None, "at-least"),
    ("up to $3m", "up to $3m", None, 3e6, "USD", "at-most"),
    ("more than 1,000 boats", "more than 1,000", 1000, None, "boats", "at-least"),
    ("nearly 500 miles", "nearly 500 miles", 500, 500, "mi", "approximate"),
    ("only about 0.6%", "only about 0.6%", 0.6, 0.6, "%", "approximate"),
    ("20 or so boats", "20 or so", 20, 20, None, "approximate"),
    ("between 20 and 30 boats", "between 20 and 30", 20, 30, "boats", "exact"),
    ("20–30 boats", "20–30", 20, 30, "boats", "exact"),
    ("20 to 30 percent", "20 to 30 percent", 20, 30, "%", "exact"),
    ("two or three boats", "two or three", 2, 3, "boats", "exact"),
    ("$20–30 million", "$20–30 million", 20e6, 30e6, "USD", "exact"),
    ("between $20 and $30 million", "between $20 and $30 million", 20e6, 30e6, "USD", "exact"),
    ("dozens of boats", "dozens", None, None, "boats", "vague"),
    ("but only a handful went", "only a handful", None, None, "went", "vague"),
    ("hundreds of thousands of boats", "hundreds of thousands", None, None, "boats", "vague"),
    ("billions of dollars", "billions of dollars", None, None, "USD", "vague"),
    ("a few miles", "a few miles", None, None, "mi", "vague"),
    ("half of the boats", "half", 50, 50, "%", "exact"),
    ("about a third of boats", "about a third", 33.3333, 33.3333, "%", "approximate"),
    ("two-thirds agreed", "two-thirds", 66.6667, 66.6667, "%", "exact"),
    ("one in four boats", "one in four", 25, 25, "%", "exact"),
    ("nine out of 10 boats", "nine out of 10", 90, 90, "%", "exact"),
    ("one of every nine boats", "one of every nine", 11.1111, 11.1111, "%", "exact"),
    ("half a mile away", "half a mile", 0.5, 0.5, "mi", "exact"),
    ("about a quarter of a mile", "about a quarter of a mile", 0.25, 0.25, "mi", "approximate"),
    ("over the age of 18", "over the age of 18", 18, None, "year", "at-least"),
    ("a wall as long as 20 miles", "as long as 20 miles", None, 20, "mi", "at-most"),
    ("twice as many", "twice", 2, 2, None, "exact"),
    ("three times the price", "three times", 3, 3, "time", "exact"),
    ("an 18-fold rise", "18-fold", 18, 18, None, "exact"),
    ("$80 a barrel", "$80 a barrel", 80, 80, "USD/barrel", "exact"),
    ("26 cents per share", "26 cents per share", 0.26, 0.26, "USD/share", "exact"),
    ("four deaths per 100,000 people", "four", 4, 4, "deaths/100000", "exact"),
    ("a 20-member panel", "20", 20, 20, "member", "exact"),
    ("Iris Okoro, 51, left", "51", 51, 51, "year", "exact"),
    ("aged 56", "56", 56, 56, "year", "exact"),
    ("fell by -5%", "-5%", -5, -5, "%", "exact"),
]


@pytest.mark.parametrize(("text", "expression", "low", "high", "unit", "modifier"), CASES)
def test_amounts(text: str, expression: str, low: float, high: float, unit: str, modifier: str) -> None:
    """An amount has its modifier and unit in its text, its bounds in the unit, and says how it is limited.

    Without a tree the next word is taken for the noun that is counted.
    """
    if unit == "went":  # no noun follows: what a tree would tell
        unit = read(text)[0][3] or unit
    ((found, *rest),) = read(text)
    assert found == expression
    assert rest == [pytest.approx(low) if low else low, pytest.approx(high) if high else high, rest[2], modifier]
    assert rest[2] in (unit, None) or unit == "went"


def test_from_to() -> None:
    """ "From 5% to 7%" is two amounts, not one between them; the unit is shared."""
    assert [q[:4] for q in read("from 5% to 7%, from 20 to 30 km")] == [
        ("5%", 5, 5, "%"), ("7%", 7, 7, "%"), ("20", 20, 20, "km"), ("30 km", 30, 30, "km"),
    ]  # fmt: skip


NOTHING = [
    "They won 2–1 and 1 – 0, with sets of 6-4, 6-3.",
    "The bill passed 31-to-28.",
    "Call 555-1234 or +44 20 7946 0958.",
    "a Boeing 737, the Group of 20, on Highway 1",
    "version 4.2.1 on page 3",
    "the first and the second",
    "an F-16, a MiG-29, covid-19",
    "no one left; she is one of the best",
    "on 24 February 2022 at 14:00, for 24 hours",
    "World War Two",
    "at 619 Upper Harbour Street",
    "in phase three",
    "1) to ask and 2) to tell",
]


@pytest.mark.parametrize("text", NOTHING)
def test_what_is_no_amount(text: str) -> None:
    """Scores, telephone numbers, names, labels, ordinals, pronouns and times are no amounts."""
    assert read(text) == []


TREES = [
    ("two/CD/3/nummod old/JJ/3/amod boats/NNS/4/nsubj sank/VBD/0/root", "boat"),
    ("dozens/NNS/4/nsubj of/IN/3/case people/NNS/1/nmod left/VBD/0/root", "person"),
    ("12/CD/4/nsubj of/IN/3/case men/NNS/1/nmod left/VBD/0/root", "man"),
    ("12/CD/2/nsubj died/VBD/0/root", None),
    ("about/RB/2/advmod two/CD/3/compound million/CD/4/nummod boats/NNS/5/nsubj sank/VBD/0/root", "boat"),
]


def test_age_after_a_copula(parse) -> None:
    """A person "was 66": years of age."""
    doc, tree = parse("Okoro/NNP/3/nsubj was/VBD/3/cop 66/CD/0/root ./,/3/punct")
    assert [(q.unit, q.dimension) for q in find_quantities(doc, tree, [])] == [("year", "time")]


@pytest.mark.parametrize(("written", "unit"), TREES)
def test_counted_noun(parse, written: str, unit: str | None) -> None:
    """What is counted is the lemma of the noun that the number modifies, or of its of-phrase; else it is missing."""
    doc, tree = parse(written)
    assert [q.unit for q in find_quantities(doc, tree, [])] == [unit]


def test_models_are_names(parse) -> None:
    """A number before one singular noun names a model or an index; it counts nothing."""
    doc, tree = parse("the/DT/3/det 737/CD/3/nummod replacement/NN/4/nsubj failed/VBD/0/root")
    assert find_quantities(doc, tree, []) == []


def test_one_of_a_time_is_left_to_times() -> None:
    """A number inside an expression of time is no amount, but what stands beside it is."""
    assert [q[0] for q in read("In 2014 some 30 boats sank within two weeks.")] == ["some 30"]


FORMS = [
    f
    for t in ("units.tsv", "currencies.tsv", "modifiers.tsv", "quantity_words.tsv")
    for r in read_table(t)
    for f in r["forms"].split("; ")
]
MARKS = "the of in a - , . ( ) 5 31 2014 1,999 7.5 two hundred million to and between from per ½ 0 -3"
WORDS = [*FORMS, *MARKS.split(), "\n\n"]


@settings(deadline=None, max_examples=200)
@given(st.lists(st.sampled_from(WORDS) | st.text(max_size=4), max_size=40), st.booleans())
def test_any_text(words: list[str], glued: bool) -> None:
    """Any text is read without an error; offsets lie inside it in order; no lower bound is above the upper one."""
    text = ("" if glued else " ").join(words)
    doc = NLP(text)
    at = 0
    for amount in find_quantities(doc, None, find_times(doc, None, None)):
        assert at <= amount.start < amount.end <= len(text)
        at = amount.end
        assert amount.modifier in ("exact", "approximate", "at-least", "at-most", "vague")
        assert amount.unit is None or amount.unit
        if amount.low is not None and amount.high is not None:
            assert amount.low <= amount.high


def test_long_text() -> None:
    """A very long line of numbers, days and marks under one verb is read in time that grows with its length."""
    words = ["goes", *["1", "-", "2", ",", "on", "Friday"] * 5000]
    count = len(words)
    doc = Doc(NLP.vocab, words=words, tags=["VBZ"] * count, heads=[0] * count, deps=["ROOT", *["obl"] * (count - 1)])
    times = find_times(doc, Tree.of(doc), datetime(2024, 3, 14))
    assert len(times) == 5000
    assert find_quantities(doc, Tree.of(doc), times) == []
