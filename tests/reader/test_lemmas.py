"""newslab.reader.lemmas"""

import pytest

from newslab.reader.lemmas import Lemmatizer


@pytest.fixture(scope="module")
def lemmatizer():
    return Lemmatizer.load()


@pytest.mark.parametrize(
    ("word", "tag", "lemma"),
    [
        ("said", "VBD", "say"),
        ("Denied", "VBD", "deny"),
        ("urges", "VBZ", "urge"),
        ("stopping", "VBG", "stop"),
        ("hoping", "VBG", "hope"),
        ("told", "VBN", "tell"),
        ("officials", "NNS", "official"),
        ("ministries", "NNS", "ministry"),
        ("children", "NNS", "child"),
        ("worse", "JJR", "bad"),
        ("Brandt", "NNP", "Brandt"),
        ("IS", "VBZ", "be"),
        ("n't", "RB", "not"),
        ("retweeted", "VBD", "retweet"),
        ("", "NN", ""),
        ("\U0001f600", "NFP", "\U0001f600"),
    ],
)
def test_lemmas(lemmatizer, word, tag, lemma):
    """Words get the lemma that Universal Dependencies' English treebanks give them, also words that those never saw."""
    assert lemmatizer.lemma(word, tag) == lemma


@pytest.mark.parametrize(
    ("word", "tag", "pos", "expected"),
    [
        ("said", "VBD", "VERB", "Tense=Past"),
        ("officials", "NNS", "NOUN", "Number=Plur"),
        ("they", "PRP", "PRON", "Person=3"),
    ],
)
def test_morphology(lemmatizer, word, tag, pos, expected):
    """Number, person and tense are given as Universal features."""
    assert expected in lemmatizer.morph(word, tag, pos).split("|")


def test_unknown_tag(lemmatizer):
    """A tag that the treebanks do not have gives the word in lower case and no features."""
    assert lemmatizer.lemma("Foo", "??") == "foo"
    assert lemmatizer.morph("Foo", "??", "X") == ""
