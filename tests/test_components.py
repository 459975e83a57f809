"""newslab.components: the rooms as spaCy components."""

from datetime import UTC, datetime

import pytest
import spacy
from spacy.tokens import Doc

TEXT = "Commissioner Dalia Brandt said on Monday that the port would close. She denied the charge."


@pytest.fixture(scope="module")
def nlp():
    nlp = spacy.blank("en")
    for name in ("newslab_reader", "newslab_entities", "newslab_quotes", "newslab_claims"):
        nlp.add_pipe(name)
    return nlp


def test_results_hang_on_the_doc(nlp):
    """Mentions, quotes, speakers, claims, times and amounts are extensions of the Doc."""
    doc = nlp(TEXT)
    assert any(m.kind == "name" for m in doc._.newslab_mentions)
    assert [q.cue_lemma for q in doc._.newslab_quotes][:2] == ["say", "deny"]
    assert len(doc._.newslab_speakers) == len(doc._.newslab_quotes)
    assert doc._.newslab_claims and doc._.newslab_links is not None
    assert [text_of(doc, t) for t in doc._.newslab_times] == ["Monday"]


def text_of(doc, item):
    return doc.text[item.start : item.end].removeprefix("on ")


def test_published_anchors_times(nlp):
    """`Doc._.newslab_published` anchors relative times."""
    doc = nlp.make_doc(TEXT)
    doc._.newslab_published = datetime(2024, 3, 14, tzinfo=UTC)
    (time,) = nlp(doc)._.newslab_times
    assert time.timex == "2024-03-11"


def test_over_anybodys_tree():
    """A component needs no newslab reader: any Doc with tags, a tree and names will do."""
    blank = spacy.blank("en")
    component = blank.add_pipe("newslab_quotes")
    doc = Doc(
        blank.vocab,
        words=["Brandt", "denied", "the", "charge", "."],
        tags=["NNP", "VBD", "DT", "NN", "."],
        pos=["PROPN", "VERB", "DET", "NOUN", "PUNCT"],
        lemmas=["Brandt", "deny", "the", "charge", "."],
        heads=[1, 1, 3, 1, 1],
        deps=["nsubj", "ROOT", "det", "dobj", "punct"],
        ents=["B-PERSON", "O", "O", "O", "O"],
    )
    (quote,) = component(doc)._.newslab_quotes
    assert quote.cue_class == "deny"
