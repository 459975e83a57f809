"""Attributions: source, cue and content of every phenomenon, nesting, and any text at all."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from newslab.quotes import find_attributions, find_speakers
from newslab.reader.syntax import Tree
from newslab.records import Attribution

VOCAB = spacy.blank("en").vocab

# text, source, cue lemma, class, content parts, rule
ONE = [
    ("The mayor said the bridge was safe.", "The mayor", "say", "report", ["the bridge was safe"]),
    ("The mayor denied the charge.", "The mayor", "deny", "deny", ["the charge"]),
    ("The mayor rejected that.", "The mayor", "reject", "deny", ["that"]),
    ("Venn urged the dockers to leave.", "Venn", "urge", "demand", ["the dockers to leave"]),
    ("Venn promised to replace the crane.", "Venn", "promise", "promise", ["to replace the crane"]),
    (
        "The harbour will close, according to two officials.",
        "two officials",
        "according to",
        "report",
        ["The harbour will close"],
    ),
    ("The bridge, police say, is safe.", "police", "say", "report", ["The bridge", "is safe"]),
    ("Iris Okoro called the report a fairy tale.", "Iris Okoro", "call", "deny", ["the report a fairy tale"]),
    (
        "The minister is confident that the talks will succeed.",
        "The minister",
        "confident",
        "believe",
        ["that the talks will succeed"],
    ),
    ("The union called for talks.", "The union", "call for", "demand", ["talks"]),
    ("She accused the company of hiding the report.", "She", "accuse", "accuse", ["the company of hiding the report"]),
    ("Reportedly, the harbour is closed.", None, "reportedly", "report", ["the harbour is closed"]),
    ("London and Paris say the deal is dead.", "London and Paris", "say", "report", ["the deal is dead"]),
    ("In her view, the plan is dead.", "her", "in view", "believe", ["the plan is dead"]),
    ("The deal is expected to fail.", None, "expect", "believe", ["The deal", "to fail"]),
    (
        "The mayor made clear that the bridge would stay open.",
        "The mayor",
        "make clear",
        "report",
        ["that the bridge would stay open"],
    ),
    (
        "The mayor admitted on Monday that it had sold the boats.",
        "The mayor",
        "admit",
        "concede",
        ["that it had sold the boats"],
    ),
    ("He asked whether the harbour was safe.", "He", "ask", "ask", ["whether the harbour was safe"]),
    (
        "Venn said: “The harbour is closed. We are sorry.”",
        "Venn",
        "say",
        "report",
        ["“The harbour is closed. We are sorry.”"],
    ),
    ("“The crane,” she said, “is broken.”", "she", "say", "report", ["“The crane,”", "“is broken.”"]),
    (
        "“The crane is broken,” Orla Venn told the Tarn Courier. “We need a new one.”",
        "Orla Venn",
        "tell",
        "report",
        ["“The crane is broken,”", "“We need a new one.”"],
    ),
    (
        "“The harbour is closed.\n\n“We are sorry,” Venn said.",
        "Venn",
        "say",
        "report",
        ["“The harbour is closed.", "“We are sorry,”"],
    ),
    ("The aim is to replace the crane.", None, "aim", "intend", ["to replace the crane"]),
    ("His argument was that the court had no power.", "His", "argument", "report", ["that the court had no power"]),
    ("Per reports, the harbour is closed.", "reports", "per", "report", ["the harbour is closed"]),
    ("Venn fixates on the “harbour” line.", "Venn", "fixate", "report", ["the “harbour” line"]),
    ("The board, which said it was late, fell.", "which", "say", "report", ["it was late"]),
    ("The plan, he said in an interview on Monday, was dead.", "he", "say", "report", ["The plan", "was dead"]),
    (
        "According to police and county officials, Orla Venn was driving home on Monday.",
        "police and county officials",
        "according to",
        "report",
        ["Orla Venn was driving home on Monday"],
    ),
    ("Venn said the harbour was closed [...].", "Venn", "say", "report", ["the harbour was closed"]),
    ("Venn said the harbour was closed […]", "Venn", "say", "report", ["the harbour was closed"]),
    (
        "Brandt pleaded guilty to three counts of fraud.",
        "Brandt",
        "plead",
        "concede",
        ["guilty to three counts of fraud"],
    ),
    ("Brandt pleaded not guilty to fraud on Monday.", "Brandt", "plead", "deny", ["guilty to fraud"]),
    ("Brandt pleaded guilty on Monday to fraud.", "Brandt", "plead", "concede", ["guilty on Monday to fraud"]),
    ("Brandt pleaded innocent.", "Brandt", "plead", "deny", ["innocent"]),
    ("Brandt pleaded for help.", "Brandt", "plead for", "demand", ["help"]),
    (
        "The court ruled the law on the closing of harbours and bridges is unconstitutional.",
        "The court",
        "rule",
        "report",
        ["the law on the closing of harbours and bridges is unconstitutional"],
    ),
    ("The mayor expressed sadness at his death.", "The mayor", "express", "believe", ["sadness at his death"]),
    (
        "The mayor announced his resignation effective next week.",
        "The mayor",
        "announce",
        "report",
        ["his resignation effective next week"],
    ),
    ("Venn announced plans in a statement on Monday.", "Venn", "announce", "report", ["plans"]),
    ("The board announced the sale without a vote.", "The board", "announce", "report", ["the sale without a vote"]),
    ("He said on Friday he can leave.", "He", "say", "report", ["he can leave"]),
]


@pytest.mark.parametrize(("text", "source", "lemma", "cue_class", "content"), ONE)
def test_one_attribution(
    attribute: Callable[[str], list[Attribution]],
    text: str,
    source: str | None,
    lemma: str,
    cue_class: str,
    content: list[str],
) -> None:
    """Each way of reporting gives one attribution with its source, cue, class and content."""
    (found,) = attribute(text)
    assert [text[slice(*span)] for span in found.content] == content
    assert (text[slice(*found.source)] if found.source else None) == source
    assert (found.cue_lemma, found.cue_class) == (lemma, cue_class)
    assert not found.negated and found.depth == 0 and found.parent is None


def test_nesting(attribute: Callable[[str], list[Attribution]]) -> None:
    """What a source reports of another one stands inside it: both are kept, the inner one with its parent."""
    text = "HarbourWire said Commissioner Dalia Brandt demanded lower berth fees."
    outer, inner = attribute(text)
    assert text[slice(*outer.source or (0, 0))] == "HarbourWire"
    assert text[slice(*inner.source or (0, 0))] == "Commissioner Dalia Brandt"
    assert (inner.parent, inner.depth, inner.cue_class) == (0, 1, "demand")
    assert outer.content[0][0] <= inner.content[0][0] and inner.content[-1][1] <= outer.content[-1][1]


def test_negation_addressee_and_medium(attribute: Callable[[str], list[Attribution]]) -> None:
    """What was not said is marked so; who was told, and where it was said, are kept apart."""
    assert attribute("He did not say that the harbour would close.")[0].negated
    text = "Two inspectors and three dockers told HarbourWire last month "
    text += "that the company had promised to replace the crane."
    told = attribute(text)[0]
    assert told.addressee is not None and text[slice(*told.addressee)] == "HarbourWire"
    text = "Orla Venn said in a statement that the harbour would close on Monday."
    said = attribute(text)[0]
    assert said.medium is not None and text[slice(*said.medium)] == "a statement"


def test_opening_phrase_is_the_medium(attribute: Callable[[str], list[Attribution]]) -> None:
    """Before `X said, “The …”` an opening phrase belongs to the cue: where it was said, no part of what was said."""
    text = 'In his resignation speech, Venn said, "The harbour is closed."'
    (found,) = attribute(text)
    assert [text[slice(*span)] for span in found.content] == ['"The harbour is closed."']
    assert found.kind == "direct"
    assert found.medium is not None and text[slice(*found.medium)] == "his resignation speech"


def test_kinds(attribute: Callable[[str], list[Attribution]]) -> None:
    """Contents are direct in quotation marks and indirect without; the quoted parts have no marks."""
    text = "“The crane,” she said, “is broken.”"
    (found,) = attribute(text)
    assert found.kind == "direct"
    assert [text[slice(*span)] for span in found.quoted] == ["The crane,", "is broken."]
    assert attribute("The mayor denied the charge.")[0].kind == "indirect"


def test_who_follows_told_listens(attribute: Callable[[str], list[Attribution]]) -> None:
    """After a quotation, *told reporters* names the listeners, and the subject after them speaks."""
    text = "“The bridge is safe,” told reporters the mayor."
    (found,) = attribute(text)
    assert found.source is not None and text[slice(*found.source)] == "the mayor"
    assert found.addressee is not None and text[slice(*found.addressee)] == "reporters"


def test_adding_reports_what_follows(attribute: Callable[[str], list[Attribution]]) -> None:
    """`“A,” X said, adding: “B”` is two attributions of the same source, one quotation each."""
    text = "“We have won,” the mayor said, adding: “We will miss him.”"
    found = attribute(text)
    assert [[text[slice(*span)] for span in a.content] for a in found] == [["“We have won,”"], ["“We will miss him.”"]]
    assert [text[slice(*(a.source or (0, 0)))] for a in found] == ["the mayor", "the mayor"]


def test_clause_of_a_heavy_subject(attribute: Callable[[str], list[Attribution]]) -> None:
    """Of `said the rationale that X no longer applies` all is said, not the clause that hangs on the rationale."""
    text = "The mayor said the rationale that women were late no longer applies."
    said = next(found for found in attribute(text) if found.cue_lemma == "say")
    assert [text[slice(*span)] for span in said.content] == ["the rationale that women were late no longer applies"]


def test_sharing_reports_beside_a_demand(attribute: Callable[[str], list[Attribution]]) -> None:
    """`X encouraged Y to leave, sharing that …`: X says so, not Y, and it is no part of what Y is to do."""
    text = "Venn encouraged the dockers to leave, sharing that he had left too."
    demand, report = attribute(text)
    assert [text[slice(*span)] for span in demand.content] == ["the dockers to leave"]
    assert report.source is not None and text[slice(*report.source)] == "Venn"


def test_going_past_is_no_report(attribute: Callable[[str], list[Attribution]]) -> None:
    """A clause with *as* and a verb of motion is none of the reporting clauses that float beside what is said."""
    assert attribute("As he went past, the crowd cheered.") == []


def test_titles_are_no_speech(attribute: Callable[[str], list[Attribution]]) -> None:
    """A title in quotation marks is no attribution."""
    assert attribute("Brandt read “The Long Harbour” in Tarn.") == []


PIECES = st.sampled_from(
    [
        *"“”„\"'‘’«»`´(){}[],.:;!?-—–…",
        "``", "''", "said", "says", "told", "according", "to", "that", "he", "Venn", "the", "\n\n", "\n", " ", "is",
        "denied",
        "claim", "of", "Q", "A", ":", "😀", "\u202e", "\u200f", "\x00", "\x07", "שלום", "مرحبا", "\u2028", "view",
        "in", "call", "as", "put", "it", "reportedly", "x" * 40,
    ]
)  # fmt: skip
TAGS = st.sampled_from(
    ["VBD", "VBZ", "VB", "VBG", "VBN", "NN", "NNP", "PRP", "IN", "DT", ",", "``", "''", "JJ", "TO", "_SP"]
)
DEPS = st.sampled_from(
    [
        "nsubj",
        "ccomp",
        "xcomp",
        "obj",
        "obl",
        "parataxis",
        "conj",
        "advcl",
        "acl",
        "acl:relcl",
        "case",
        "mark",
        "punct",
        "nsubj:pass",
        "aux:pass",
        "obl:agent",
        "advmod",
        "nmod:poss",
        "cop",
        "ROOT",
        "fixed",
        "amod",
        "nmod",
    ]
)
UPOS = {"V": "VERB", "N": "NOUN", "P": "PRON", "I": "ADP", "D": "DET", "J": "ADJ", "T": "PART", "_": "SPACE"}


@st.composite
def docs(draw: st.DrawFn) -> Doc:
    rows = draw(st.lists(st.tuples(PIECES, TAGS, DEPS, st.integers(-6, 6), st.booleans(), st.booleans()), max_size=40))
    n = len(rows)
    heads = [min(max(i + step, 0), n - 1) for i, (*_, step, _, _) in enumerate(rows)]
    for i in range(n):
        seen, j = set(), i
        while heads[j] != j and j not in seen:
            seen.add(j)
            j = heads[j]
        if heads[j] != j:
            heads[i] = i
    words = [row[0] for row in rows]
    lemmas = {"said": "say", "says": "say", "told": "tell", "denied": "deny", "is": "be"}
    return Doc(
        VOCAB,
        words=words,
        spaces=[row[4] for row in rows],
        tags=[row[1] for row in rows],
        pos=[UPOS.get(row[1][0], "PUNCT") for row in rows],
        lemmas=[lemmas.get(word, word) for word in words],
        heads=heads,
        deps=[row[2] for row in rows],
    )


@settings(max_examples=200, deadline=None)
@given(docs())
def test_any_text_passes(doc: Doc) -> None:
    """No text and no tree makes it raise; spans lie inside the text, contents are not empty, parents have no cycles."""
    tree = Tree.of(doc)
    found = find_attributions(doc, tree, [])
    speakers = find_speakers(doc, tree, [], found)
    assert len(speakers) == len(found)
    text = doc.text
    for attribution in found:
        others = (attribution.source, attribution.addressee, attribution.medium)
        spans = [*attribution.content, *attribution.cue, *attribution.quoted, *(span for span in others if span)]
        assert all(0 <= start < end <= len(text) for start, end in spans)
        assert attribution.content and any(ch.isalnum() for start, end in attribution.content for ch in text[start:end])
        assert list(attribution.content) == sorted(attribution.content)
        assert 0 <= attribution.confidence <= 1
        depth, parent = 0, attribution.parent
        while parent is not None:
            depth, parent = depth + 1, found[parent].parent
            assert depth <= len(found)
        assert depth == attribution.depth


def long_sentence(piece: str, length: int) -> Doc:
    """A sentence of so many words that says the piece again and again, each time inside the last."""
    words = piece.split() * (length // len(piece.split()))
    tag = {"he": "PRP", "said": "VBD", "“": "``", "”": "''", "according": "VBG", "to": "IN", "him": "PRP", ",": ","}
    dep = {"he": "nsubj", "said": "ccomp", "according": "case", "to": "fixed", "him": "obl"}
    heads = [max(i - len(piece.split()), 0) if word == "said" else max(i - 1, 0) for i, word in enumerate(words)]
    return Doc(
        VOCAB,
        words=words,
        tags=[tag.get(word, "''") for word in words],
        pos=["VERB" if word == "said" else "PRON" if word in ("he", "him") else "PUNCT" for word in words],
        lemmas=["say" if word == "said" else word for word in words],
        heads=heads,
        deps=["ROOT" if heads[i] == i else dep.get(word, "punct") for i, word in enumerate(words)],
    )


def lines_run(doc: Doc) -> int:
    """How many lines of Python finding the attributions of the Doc takes: the same on any machine."""
    count = 0

    def trace(frame: FrameType, event: str, argument: object) -> Any:
        nonlocal count
        count += event == "line"
        return trace

    tree = Tree.of(doc)
    before = sys.gettrace()
    sys.settrace(trace)
    try:
        find_attributions(doc, tree, [])
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("piece", ["he said ", "“ he said ", "“ he said ” ", "according to him , ", "' said he ' "])
def test_the_work_grows_with_the_length(piece: str) -> None:
    """Twice the words of one sentence, with nested cues and unclosed marks, are about twice the work."""
    find_attributions(long_sentence(piece, 12), Tree.of(long_sentence(piece, 12)), [])  # the lexicons are read once
    once, twice = (lines_run(long_sentence(piece, length)) for length in (1200, 2400))
    assert twice < 2.5 * once
