"""newslab.reader.component: what the shipped reader makes of text."""

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from newslab.reader import load


@pytest.fixture(scope="module")
def nlp():
    return load()


def test_added_to_a_blank_pipeline(nlp):
    """`spacy.blank("en").add_pipe("newslab_reader")` gives an ordinary Doc: tags, lemmas, morphology, tree, names."""
    blank = spacy.blank("en")
    blank.add_pipe("newslab_reader")
    doc = blank("The minister told reporters in Nairobi that the boats were sold.")
    assert doc.has_annotation("TAG") and doc.has_annotation("DEP") and doc.has_annotation("SENT_START")
    (root,) = [t for t in doc if t.dep_ == "ROOT"]
    assert (root.text, root.lemma_, root.tag_, root.pos_) == ("told", "tell", "VBD", "VERB")
    assert root.morph.get("Tense") == ["Past"]
    assert [(e.text, e.label_) for e in doc.ents] == [("Nairobi", "GPE")]
    assert "The minister" in {chunk.text for chunk in doc.noun_chunks}


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("He lives in the U.S. with his wife. She works.", 2),
        ("“It is over,” she said. “We lost.”", 2),
        ("On Feb. 24 talks began. They failed.", 2),
        ("Talks go on\n\nThe ministers met again on Monday.", 2),
        ("", 0),
    ],
)
def test_sentences(nlp, text, sentences):
    """Sentences end where a reader would end them."""
    assert len(list(nlp(text).sents)) == sentences


def test_alone_or_in_company(nlp):
    """A text is read alike alone, among others, in any order, with any batch size and number of threads."""
    texts = ["Mara Lindqvist resigned on Monday.", "“No,” said Oduya. " * 40, "", "x", "The court in Lima ruled. " * 90]
    alone = [nlp(text).to_json() for text in texts]
    assert [doc.to_json() for doc in nlp.pipe(texts, batch_size=2)] == alone
    assert [doc.to_json() for doc in load(threads=3).pipe(texts[::-1])] == alone[::-1]


@given(st.text(max_size=300))
@settings(max_examples=60, deadline=None)
def test_any_text(nlp, text):
    """No text makes the reader fail; the Doc's text is the text, every token has a head in its own sentence."""
    doc = nlp(text)
    assert doc.text == text
    for sentence in doc.sents:
        roots = [t for t in sentence if t.head.i == t.i and t.dep_ == "ROOT"]
        assert len(roots) == 1
        assert all(t.head.i in range(sentence.start, sentence.end) for t in sentence)


def test_a_long_sentence(nlp):
    """A sentence of 20,000 words is read in parts."""
    assert len(nlp("word " * 20_000)) == 20_000


def test_name_probabilities(nlp):
    """Each name comes with its probability."""
    doc = nlp("Ana Petrova of the Harbour Board met Brazil's President.")
    assert {(e.start, e.end) for e in doc.ents} == set(doc._.newslab_names)
    assert all(0 < p <= 1 for p in doc._.newslab_names.values())
