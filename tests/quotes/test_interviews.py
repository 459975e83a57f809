"""Interviews without names or marks."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newslab.quotes.interviews import interview_attributions
from newslab.records import Mention

OPENING = "Orla Venn, 52, has kept the harbour's books since 2009. She spoke to The Lantern on the quay."
TURNS = [
    ("ask", "How many boats do you count?"),
    ("report", "I count what comes in. Forty, mostly."),
    ("ask", "The board says thirty."),
    ("report", "The board may count again."),
    ("ask", "Would you show us the books?"),
    ("report", "I would, if they were mine.\n\nBut I keep them for others."),
    (None, "Here a clerk, who had been silent, said that it was late."),
    ("ask", "What will you do now?"),
    ("report", "Go home."),
]
AFTER = "The board said on Friday that it had nothing to add."


def article(opening=OPENING, turns=TURNS):
    return "\n\n".join([opening, *(text for _, text in turns), AFTER])


def mentions(text):
    start = text.index("Orla Venn")
    return [Mention(start, start + 9, 1, "PERSON", "name", "reader", 0.9, cluster=0)]


def test_questions_and_answers_come_by_turns():
    """Each question and each answer is an attribution, of several paragraphs too; what is told between them is none."""
    text = article()
    found = interview_attributions(text, mentions(text))
    written = [(d.cue_class, "\n\n".join(text[slice(*span)] for span in d.content).strip(".")) for d in found]
    assert written == [(kind, words.strip(".")) for kind, words in TURNS if kind]
    assert {text[slice(*d.source)] for d in found if d.cue_class == "report" and d.source} == {"Orla Venn"}
    assert all(d.source is None for d in found if d.cue_class == "ask")


def test_the_outlet_asks():
    """The questions are those of the outlet that the opening says was spoken to."""
    text = article()
    start = text.index("Lantern")
    outlet = Mention(start, start + 7, 20, "ORG", "name", "reader", 0.9, cluster=1)
    found = interview_attributions(text, [*mentions(text), outlet])
    assert {text[slice(*d.source)] for d in found if d.cue_class == "ask" and d.source} == {"Lantern"}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (article(opening="Orla Venn, 52, has kept the harbour's books since 2009."), "nothing announces it"),
        (article(turns=[TURNS[0], TURNS[1]]), "one question"),
        (f"{OPENING}\n\n{AFTER}\n\nThe boats are old.", "no question"),
    ],
)
def test_other_articles_are_no_interviews(text, reason):
    """An article is no interview unless it says so and asks at least three times."""
    assert interview_attributions(text, mentions(text)) == [], reason


def test_nobody_named_is_nobody_asked():
    """Without a person in the opening there are no answers to attribute."""
    assert interview_attributions(article(), []) == []


@given(st.lists(st.text(max_size=40), max_size=12))
@settings(max_examples=60, deadline=None)
def test_any_text(parts):
    """Any paragraphs are read; contents are inside the text and not empty."""
    text = "\n\n".join(["Orla Venn spoke to us in an interview.", *(part + "?" for part in parts)])
    for draft in interview_attributions(text, mentions(text)):
        assert all(0 <= start < end <= len(text) for start, end in draft.content)
