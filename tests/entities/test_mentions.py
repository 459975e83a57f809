from __future__ import annotations

import random
from collections.abc import Callable

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc, Span

from newslab.entities import describe, find_mentions
from newslab.reader.syntax import Tree

PRESIDENT = """
Kenyan JJ amod 2
President NNP nmod:desc 3
Lena NNP nsubj 5
Brandt NNP flat 3
met VBD root 0 meet
the DT det 7
port NN nmod:poss 9
's POS case 7
director NN obj 5
. . punct 5

Brandt NNP nsubj 2
said VBD root 0 say
she PRP nsubj 4
agreed VBD ccomp 2 agree
. . punct 2
"""
COMMISSION = """
The DT det 4
Kenyan JJ amod 4
Electoral NNP compound 4
Commission NNP nsubj 5
met VBD root 0 meet
. . punct 5
"""
APPOSITION = """
Abel NNP nsubj 9
Okoro NNP flat 1
, , punct 6
the DT det 6
union NN nmod:poss 6
lawyer NN appos 1
, , punct 6
also RB advmod 9
resigned VBD root 0 resign
. . punct 9
"""
PLEONASTIC = """
It PRP expl 2
rained VBD root 0 rain
. . punct 2
"""
CAPITAL = """
Nairobi NNP nsubj 2
denied VBD root 0 deny
it PRP obj 2
. . punct 2

He PRP nsubj 2
lives VBZ root 0 live
in IN case 4
Nairobi NNP obl 2
. . punct 2
"""
SAID_I = """
" `` punct 3
I PRP nsubj 3
know VBP ccomp 7
, , punct 3
" '' punct 3
Okoro NNP nsubj 7
said VBD root 0 say
. . punct 7
"""


def found(doc: Doc) -> list[tuple[str, str | None, str, int | None]]:
    return [(doc.text[m.start : m.end], m.label, m.kind, m.cluster) for m in find_mentions(doc, Tree.of(doc))]


def test_titles_and_possessives_stay_outside(build: Callable[..., Doc]) -> None:
    """A name's span is the name alone, and a surname and a pronoun after it are the same entity."""
    rows = found(build(PRESIDENT, {"Kenyan President Lena Brandt": "PERSON", "Brandt": "PERSON"}))
    names = [row for row in rows if row[2] == "name"]
    assert [row[0] for row in names] == ["Lena Brandt", "Brandt"]
    (she,) = [row for row in rows if row[0] == "she"]
    assert {row[3] for row in names} == {she[3]}
    assert ("the port's director", "PERSON", "nominal") in [row[:3] for row in rows]


def test_nationality_and_organisation_are_one_name(build: Callable[..., Doc]) -> None:
    """A nationality before the capitalised words of an organisation is part of its name; "the" is not."""
    doc = build(COMMISSION, {"Kenyan": "NORP", "Electoral Commission": "ORG"})
    assert [row[:2] for row in found(doc)] == [("Kenyan Electoral Commission", "ORG")]
    doc = build(COMMISSION, {"Kenyan": "NORP"})
    assert [row[:2] for row in found(doc)] == [("Kenyan Electoral Commission", "ORG")]


def test_apposition(build: Callable[..., Doc]) -> None:
    """A name and the nominal beside it are one entity, and the nominal is its role, without the article."""
    doc = build(APPOSITION, {"Abel Okoro": "PERSON"})
    rows = found(doc)
    clusters = {text: cluster for text, _, _, cluster in rows}
    assert clusters["Abel Okoro"] == clusters["the union lawyer"]
    roles = describe(doc, Tree.of(doc), find_mentions(doc, Tree.of(doc)))
    assert roles == {clusters["Abel Okoro"]: ("union lawyer",)}


def test_title_is_a_role(build: Callable[..., Doc]) -> None:
    """The words before a personal name are its role as written."""
    doc = build(PRESIDENT, {"Lena Brandt": "PERSON", "Brandt": "PERSON"})
    roles = describe(doc, Tree.of(doc), find_mentions(doc, Tree.of(doc)))
    assert list(roles.values()) == [("Kenyan President",)]


def test_pleonastic_it(build: Callable[..., Doc]) -> None:
    """The "it" of weather is no mention."""
    assert found(build(PLEONASTIC)) == []


def test_capital_for_state(build: Callable[..., Doc]) -> None:
    """A capital that denies something stands for its state; one that somebody lives in does not."""
    doc = build(CAPITAL, {"Nairobi": "GPE"})
    marks = [m.stands_for for m in find_mentions(doc, Tree.of(doc)) if m.kind == "name"]
    assert marks == ["state", None]


def test_speaker_of_quotation(build: Callable[..., Doc]) -> None:
    """ "I" inside a quotation is the one who is said to speak."""
    text = "Abel NNP nsubj 3\nOkoro NNP flat 1\nspoke VBD root 0\n. . punct 3\n\n" + SAID_I.strip()
    rows = found(build(text, {"Abel Okoro": "PERSON", "Okoro": "PERSON"}))
    assert len({row[3] for row in rows}) == 1


def test_without_entities(build: Callable[..., Doc]) -> None:
    """A Doc without named entities gives the proper nouns that something takes up, and raises nothing."""
    rows = found(build(PRESIDENT))
    assert {"Lena Brandt", "Brandt"} <= {text for text, _, kind, _ in rows if kind == "name"}


@pytest.mark.parametrize("label", ["WORK_OF_ART", "LAW"])
def test_labels_of_other_pipelines(build: Callable[..., Doc], label: str) -> None:
    """OntoNotes' labels for works are the table's WORK."""
    rows = found(build("Sarn NNP nsubj 2\nfell VBD root 0 fall\n", {"Sarn": label}))
    assert rows[0][:2] == ("Sarn", "WORK")


COUNTED = """
A DT det 2
guard NN nsubj 3
spoke VBD root 0 speak
. . punct 3

Another DT det 2
guard NN nsubj 3
left VBD root 0 leave
. . punct 3
"""


def test_another_is_new(build: Callable[..., Doc]) -> None:
    """What "another" introduces was not there before."""
    first, second = found(build(COUNTED))
    assert first[3] != second[3]


WORDS = ["Lena", "Brandt", "the", "minister", "she", "it", "it's", "'s", "(", ")", '"', "“", "\n\n", " ", "", "€",
         "and", "Nairobi", "company", "her", "I", "We", "of", "42", "😀", "’", "Ltd", "Dr.", "this", "-"]  # fmt: skip
TAGS = ["NNP", "NN", "NNS", "PRP", "PRP$", "DT", "VBD", "IN", "CC", ".", "_SP", "POS", "JJ", "WP", ""]
DEPS = ["nsubj", "obj", "obl", "nmod", "nmod:poss", "compound", "flat", "appos", "conj", "cop", "det", "case", "root",
        "dep", "punct", "nmod:desc", "expl", "ccomp", "acl:relcl", "amod"]  # fmt: skip
VOCAB = spacy.blank("en").vocab


def random_doc(seed: int, size: int) -> Doc:
    """A Doc with arbitrary words, tags, heads, labels and entities."""
    rng = random.Random(seed)
    words = [rng.choice(WORDS) or "x" for _ in range(size)]
    doc = Doc(
        VOCAB,
        words=words,
        spaces=[rng.random() < 0.7 for _ in words],
        tags=[rng.choice(TAGS) or "NN" for _ in words],
        pos=[rng.choice(["NOUN", "PROPN", "PRON", "VERB", "SPACE", "PUNCT", "ADJ", "DET"]) for _ in words],
        deps=[rng.choice(DEPS) for _ in words],
        heads=[rng.randrange(max(0, k - 5), min(size, k + 6)) for k in range(size)],
    )
    spans, at = [], 0
    while at < size:
        stop = min(size, at + rng.randrange(1, 5))
        if rng.random() < 0.3:
            spans.append(Span(doc, at, stop, label=rng.choice(["PERSON", "ORG", "GPE", "NORP", "FAC", "DATE", "MISC"])))
        at = stop
    doc.set_ents(spans)
    return doc


@settings(max_examples=120, deadline=None)
@given(st.integers(0, 10**9), st.integers(1, 80))
def test_any_doc(seed: int, size: int) -> None:
    """Any tree over any words gives mentions whose offsets lie in the text, in order, without an exception."""
    doc = random_doc(seed, size)
    tree = Tree.of(doc)
    mentions = find_mentions(doc, tree)
    assert all(0 <= m.start < m.end <= len(doc.text) and 0 <= m.head < len(doc) for m in mentions)
    assert all(0 <= m.confidence <= 1 and m.kind in ("name", "nominal", "pronoun") for m in mentions)
    assert [m.start for m in mentions] == sorted(m.start for m in mentions)
    clusters = {m.cluster for m in mentions}
    roles = describe(doc, tree, mentions)
    assert set(roles) <= clusters
    assert all(role.strip() == role and role for found in roles.values() for role in found)


def test_empty_doc() -> None:
    """An empty text has no mentions."""
    doc = Doc(VOCAB, words=[])
    assert find_mentions(doc, Tree.of(doc)) == []


def test_linear_time() -> None:
    """Forty thousand words of noise, one long sentence, take a few seconds."""
    doc = random_doc(7, 40_000)
    tree = Tree.of(doc)
    import time

    began = time.process_time()
    find_mentions(doc, tree)
    assert time.process_time() - began < 30


TURNS = """
Lena NNP nsubj 3
Brandt NNP flat 1
spoke VBD root 0 speak
. . punct 3

¶

LB NNP root 0
: . punct 1
Yes UH discourse 1
"""
AT_LEAST = """
At IN case 2
least JJS nmod 3
31 CD nummod 4
people NNS nsubj 5
died VBD root 0 die
. . punct 5
"""
BRACKET = """
The DT det 2
union NN nsubj 9
, , punct 5
Sarn NNP compound 5
Union NNP nmod 2
( -LRB- punct 7
SU NNP nmod 5
) -RRB- punct 7
left VBD root 0 leave
. . punct 9
"""
AGENCY = """
SARN NNP root 0
( -LRB- punct 3
Wirehouse NNP appos 1
) -RRB- punct 3
- : punct 1
Wirehouse NNP nsubj 7
said VBD parataxis 1 say
"""


def test_initials_before_turns(build: Callable[..., Doc]) -> None:
    """Initials that begin a paragraph are the person whose they are."""
    rows = found(build(TURNS, {"Lena Brandt": "PERSON", "LB": "ORG"}))
    assert [row[1:] for row in rows] == [("PERSON", "name", 0)] * 2


def test_at_least(build: Callable[..., Doc]) -> None:
    """A count keeps all that belongs to it."""
    assert [row[0] for row in found(build(AT_LEAST))] == ["At least 31 people"]


def test_noun_before_apposition(build: Callable[..., Doc]) -> None:
    """A noun phrase ends where an apposition or a bracket begins."""
    assert "The union" in [row[0] for row in found(build(BRACKET, {"Sarn Union": "ORG", "SU": "ORG"}))]


def test_agency_in_a_dateline(build: Callable[..., Doc]) -> None:
    """The name in brackets before a dateline's dash is an agency, there and below."""
    rows = found(build(AGENCY, {"SARN": "GPE", "Wirehouse": "GPE"}))
    assert {row[1] for row in rows if row[0] == "Wirehouse"} == {"ORG"}


def test_capital_has_its_states_entity(build: Callable[..., Doc]) -> None:
    """A capital that denies something is another entity than the city."""
    rows = found(build(CAPITAL, {"Nairobi": "GPE"}))
    assert len({row[3] for row in rows if row[0] == "Nairobi"}) == 2
